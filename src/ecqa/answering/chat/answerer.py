"""A question and its hits to an answer in a chat model's words, of which every sentence was found to stand in its sources before it is shown.

Whether there is an answer at all is not the model's to say: another answerer is asked first, and where it refuses, so does this one.
Where the model fails, the other's answer is shown, with a note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from langchain_core.messages import BaseMessage

from ecqa.answering.chat.calls import Calls, Chat, length
from ecqa.answering.chat.failures import Kind
from ecqa.answering.chat.prompts import for_answer, prompt
from ecqa.answering.chat.release import Release
from ecqa.answering.chat.writing import Writing
from ecqa.answering.citations import unmarked
from ecqa.messages import Messages
from ecqa.protocols import Answerer, Verifier
from ecqa.schema import Answer, AnswerEvent, ChatUse, Citation, Hit, Question

SHOWN = 6
"""Passages that the model is shown, as many as are read."""
REPLY_TOKENS = 800
"""That a reply may have, where the context allows it."""
RELATED = 3
"""Passages that a refusal names."""


class ChatAnswerer:
    """Answers in a chat model's words; safe to use from several threads.

    Args:
        inner: Answers with sentences of the corpus, or refuses.
        chat: Writes.
        verifier: Tells whether passages hold a sentence.
        messages: The catalogue for what nobody wrote.
    """

    def __init__(self, inner: Answerer, chat: Chat, verifier: Verifier, messages: Messages) -> None:
        self._inner = inner
        self._chat = chat
        self._verifier = verifier
        self._messages = messages

    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        """The whole answer; see `stream`."""
        last = list(self.stream(question, hits))[-1].answer
        assert last is not None
        return last

    def stream(self, question: Question, hits: list[Hit]) -> Iterator[AnswerEvent]:
        """A sentence event for each line that is shown, and last the whole answer."""
        quoted: list[AnswerEvent] = []
        for event in self._inner.stream(question, hits):
            if event.kind == "stage":
                yield event
            else:
                quoted.append(event)
        plain = quoted[-1].answer
        if plain is None or plain.status == "refused" or not plain.citations:
            yield from quoted
            return
        yield AnswerEvent("stage", stage="write")
        shown, messages, longest = self._prompt(question, hits, plain)
        calls, release = self._chat.calls(), Release(self._verifier, shown)
        writing = Writing(calls, release)
        yield from writing.events(messages, longest)
        written = len(release.lines)
        why = writing.failure or (None if written or writing.declined else "unverified")
        used = self._used(calls, writing, why)
        if why is None and not written:
            yield AnswerEvent("answer", answer=replace(self._refusal(question, plain), chat=used))
            return
        if why is None:
            yield from self._remarks(release, writing, plain)
        else:
            yield from self._instead(release, why, quoted)
        yield from self._notes(release, shown)
        whole = replace(plain, text="\n".join(release.lines), citations=tuple(release.citations), chat=used)
        yield AnswerEvent("answer", answer=self._in_the_words_of_the_model(whole, release.lines[:written]) if written else whole)

    def _prompt(self, question: Question, hits: list[Hit], plain: Answer) -> tuple[list[Hit], list[BaseMessage], int]:
        """The passages that fit into the model's context, those that the other answer cites first; the prompt; the reply's tokens."""
        cited = [hit for hit in hits if any(_inside(one, hit) for one in plain.citations)]
        shown = [*cited, *(hit for hit in hits if hit not in cited)][: max(SHOWN, len(cited))]
        longest = min(REPLY_TOKENS, self._chat.bounds.context // 4)
        while len(shown) > 1 and length(for_answer(question, shown)) + longest > self._chat.bounds.context:
            shown.pop()
        return shown, for_answer(question, shown), longest

    def _used(self, calls: Calls, writing: Writing, why: Kind | None) -> ChatUse:
        return ChatUse(
            model=self._chat.model.name,
            prompt_version=prompt("answer").version,
            prompt_tokens=calls.prompt_tokens,
            completion_tokens=calls.completion_tokens,
            cost=calls.cost,
            left_out=writing.left_out,
            repaired=writing.repaired,
            fallback=why,
        )

    def _refusal(self, question: Question, plain: Answer) -> Answer:
        """What is said where the model declines: the passages that the other answer cites are the nearest."""
        missing = self._messages.text("answer.lacking-all", question=question.text.rstrip("？?。！!. "))
        related = tuple(replace(one, marker=number) for number, one in enumerate(plain.citations[:RELATED], 1))
        text = self._messages.text("answer.refused", missing=missing)
        return Answer(question.text, "refused", text, related=related, mode=self._mode, missing=missing, confidence=plain.confidence)

    def _in_the_words_of_the_model(self, whole: Answer, lines: Sequence[str]) -> Answer:
        """The answer under the model's name; the short answer stays where the model says the same."""
        short = whole.short_answer
        return replace(whole, mode=self._mode, short_answer=short if short and any(short in line for line in lines) else None)

    def _remarks(self, release: Release, writing: Writing, plain: Answer) -> Iterator[AnswerEvent]:
        """What was left out, and what the other answer found missing."""
        if writing.left_out:
            yield release.add(self._messages.text("answer.chat-left-out", n=writing.left_out))
        if plain.missing:
            yield release.add(self._messages.text("answer.partial", missing=plain.missing))

    def _instead(self, release: Release, why: Kind, quoted: Sequence[AnswerEvent]) -> Iterator[AnswerEvent]:
        """The other answer, with a note: before it where sentences of the model are shown, else behind it."""
        cause = self._messages.text(f"answer.chat-{why}")
        begun = bool(release.lines)
        if begun:
            yield release.add(self._messages.text("answer.chat-then", cause=cause))
        for event in quoted:
            if event.kind == "sentence" and not release.has(event.text, event.citations):
                yield release.add(event.text, event.citations)
        if not begun:
            yield release.add(self._messages.text("answer.chat-instead", cause=cause))

    def _notes(self, release: Release, shown: Sequence[Hit]) -> Iterator[AnswerEvent]:
        """The notes of the articles that are cited, each once."""
        cited = {one.article_id for one in release.citations}
        for note in dict.fromkeys(hit.article.note for hit in shown if hit.article.id in cited and hit.article.note):
            line = unmarked(self._messages.text("answer.note", note=note))
            if line not in release.lines:
                yield release.add(line)

    @property
    def _mode(self) -> str:
        return f"chat:{self._chat.model.name}"


def _inside(citation: Citation, hit: Hit) -> bool:
    return citation.article_id == hit.article.id and hit.passage.start <= citation.start < hit.passage.end
