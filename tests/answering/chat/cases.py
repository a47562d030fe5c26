"""Passages, an answerer that quotes them, and a verifier of the tests' own: a sentence must stand, word by word, in one of a passage."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ecqa.answering import ExtractiveAnswerer
from ecqa.answering.chat import Bounds, Chat, ChatAnswerer, open_chat_model
from ecqa.messages import Messages
from ecqa.protocols import Verifier
from ecqa.schema import Answer, Fault, Hit, Question, Span, Verification
from ecqa.text.folding import compact
from tests.answering.cases import Unread, article, asked, even, fit, hits_of
from tests.scripted_model import KEY

FUND = article("汕头扶持电商\n市财政每年安排5000万元支持电商。资金用于培育骨干企业。\n办法由市商务局解释。", "fund")
PARK = article("产业园启动\n五维产业园占地20万平方米。\n首批有35家企业进驻。", "park", note="面积以规划为准")
QUESTION = asked("市财政每年安排多少钱支持电商？")
FUNDED, USED, ENTERED = "市财政每年安排5000万元支持电商。", "资金用于培育骨干企业。", "首批有35家企业进驻。"
QUOTED = f"{FUNDED}[1]"
"""What is answered without a model."""


def hits() -> list[Hit]:
    """The fund's passage as number 1, the park's as number 2."""
    return hits_of(FUND, PARK, cosines=[0.9, -1.0, -1.0, -1.0, -1.0])


@dataclass
class Verbatim:
    """Notes what it was asked."""

    asked: list[str] = field(default_factory=list)

    def verify(self, claim: str, hits: Sequence[Hit]) -> Verification:
        self.asked.append(claim)
        for hit in hits:
            for start, end in hit.passage.sentences:
                if compact(claim) and compact(claim) in compact(hit.article.text[start:end]):
                    return Verification(True, (Span(hit.article, start, end),), score=1.0)
        return Verification(False, fault=Fault("content"))


@dataclass
class Counter:
    """The day's tokens, in memory."""

    used: int = 0

    def take(self, tokens: int, limit: int) -> bool:
        fits = self.used + tokens <= limit
        self.used += tokens * fits
        return fits

    def give_back(self, tokens: int) -> None:
        self.used -= tokens


PATIENT, IMPATIENT = 10.0, 1.0
"""Seconds of silence: on a busy machine a good reply may take long, and one that never comes is not waited for."""


def chat(url: str, counter: Counter | None = None, silence: float = PATIENT, **bounds: Any) -> Chat:
    model = open_chat_model("openai:scripted", url, KEY, silence=silence, seconds=4 * silence)
    return Chat(model, counter or Counter(), Bounds(**bounds))


def answerer(url: str, verifier: Verifier | None = None, counter: Counter | None = None, **bounds: Any) -> ChatAnswerer:
    quoting = ExtractiveAnswerer(Messages("zh"), even, Unread(), fit(threshold=0.1))
    return ChatAnswerer(quoting, chat(url, counter, **bounds), verifier or Verbatim(), Messages("zh"))


def told(answers: ChatAnswerer, question: Question = QUESTION, found: list[Hit] | None = None) -> Answer:
    """The whole answer, having checked that its lines are what was told before, and its citations verbatim."""
    found = hits() if found is None else found
    events = list(answers.stream(question, found))
    lines = [event for event in events if event.kind == "sentence"]
    answer = events[-1].answer
    assert answer is not None
    if answer.citations:
        assert "\n".join(event.text for event in lines) == answer.text
        assert {one for event in lines for one in event.citations} == set(answer.citations)
    texts = {hit.article.id: hit.article.text for hit in found}
    assert all(texts[one.article_id][one.start : one.end] == one.quote for one in answer.citations)
    return answer


def stages(answers: ChatAnswerer) -> list[str]:
    return [event.stage for event in answers.stream(QUESTION, hits()) if event.kind == "stage"]
