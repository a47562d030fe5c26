"""The exchanges of a conversation in, their HTML out: questions, answers with citation pills, refusals, problems.

Everything that was typed or comes from the corpus is escaped; a pill carries only the place of its citation, and the
page asks the server for the text behind it.
"""

import re
from collections.abc import Sequence

from ecqa.interfaces.web.conversation import Conversation, Exchange
from ecqa.interfaces.web.markup import escape
from ecqa.messages import Messages
from ecqa.schema import Answer, Citation

MARKER = re.compile(r"\[(\d{1,3})\]")
BULLET = re.compile(r"[-•·*]\s+")
NUMBERED = re.compile(r"(?:\d{1,2}\s*[.、．)）]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)")
PREVIEW_CHARACTERS = 60
QUESTION_SHOWN_CHARACTERS = 600


def conversation_html(conversation: Conversation, messages: Messages) -> str:
    """HTML of all exchanges, oldest first."""
    return "".join(_exchange(exchange, messages) for exchange in conversation)


def basis(citations: Sequence[Citation], messages: Messages) -> str:
    """The quiet line's first part: the first source with its date, and how many articles there are in all.

    Args:
        citations: At least one.
        messages: The words.
    """
    first = citations[0]
    quoted = first.title if first.title.startswith("《") else messages.text("web.untitled-source", title=first.title)
    named = first.source or quoted
    source = f"{named} {first.date}" if first.date else named
    articles = len({citation.article_id for citation in citations})
    if articles == 1:
        return messages.text("web.basis", source=source)
    return messages.text("web.basis-more", source=source, articles=articles)


def plain_text(answer: Answer, messages: Messages) -> str:
    """What the copy button copies: the text and a line for each source."""
    lines = [answer.text]
    if answer.citations:
        lines += ["", messages.text("web.sources")]
    for citation in answer.citations:
        facts = [f"[{citation.marker}] {citation.title}", citation.source, citation.date, citation.url]
        lines.append(" ".join(fact for fact in facts if fact))
    return "\n".join(lines)


def _exchange(exchange: Exchange, messages: Messages) -> str:
    asked = exchange.question.strip()
    if len(asked) > QUESTION_SHOWN_CHARACTERS:
        asked = asked[:QUESTION_SHOWN_CHARACTERS] + "…"
    busy = " data-busy" if exchange.busy else ""
    return (
        f'<article class="turn" data-turn="{exchange.number}"{busy}>'
        f'<p class="question"><span class="unseen">{escape(messages.text("web.you"))}</span>{escape(asked)}</p>'
        f'<div class="reply" role="group" aria-label="{escape(messages.text("web.reply"))}">{_reply(exchange, messages)}</div>'
        f"</article>"
    )


def _reply(exchange: Exchange, messages: Messages) -> str:
    if exchange.answer is not None:
        return _answer(exchange.number, exchange.answer, messages)
    parts = []
    if exchange.text:
        parts.append(f'<div class="card answered">{_text(exchange.text, exchange.citations, exchange.number, messages)}</div>')
    if exchange.problem:
        parts.append(f'<p class="card problem" role="alert">{escape(exchange.problem)}</p>')
    elif exchange.stopped:
        parts.append(f'<p class="stage stopped">{escape(messages.text("web.stopped"))}</p>')
    else:
        parts.append(f'<p class="stage" role="status">{escape(exchange.stage)}</p>')
    return "".join(parts)


def _answer(turn: int, answer: Answer, messages: Messages) -> str:
    body = _text(answer.text, answer.citations, turn, messages, answer.short_answer)
    if answer.status == "refused":
        return f'<div class="card refused">{body}{_related(turn, answer, messages)}</div>'
    if answer.status == "partial" and answer.missing and answer.missing not in answer.text:
        body += f'<p class="aside">{escape(messages.text("answer.partial", missing=answer.missing))}</p>'
    return f'<div class="card {answer.status}">{body}{_quiet_line(answer, messages)}</div>'


def _text(text: str, citations: Sequence[Citation], turn: int, messages: Messages, short: str | None = None) -> str:
    """Lines as paragraphs; what follows an introduction without a marker is a list, and a source's note stands smaller."""
    pills = {citation.marker: _pill(citation, index, turn, messages) for index, citation in enumerate(citations)}
    note = messages.text("answer.note", note="")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    listing = len(lines) > 2 and lines[0].endswith(("：", ":")) and not MARKER.search(lines[0])
    paragraphs = []
    if short and not text.startswith(short):
        paragraphs.append(f'<p class="short">{escape(short)}</p>')
    for place, line in enumerate(lines):
        bullet = BULLET.match(line)
        if line.startswith(note):
            kind = "aside"
        elif NUMBERED.match(line):
            kind = "item"
        elif bullet or (listing and place):
            kind = "item bullet"
        else:
            kind = "line"
        paragraphs.append(f'<p class="{kind}">{_inline(line[bullet.end() :] if bullet else line, pills, short)}</p>')
    return "".join(paragraphs)


def _inline(line: str, pills: dict[int, str], short: str | None) -> str:
    parts: list[str] = []
    end = 0
    if short and line.startswith(short):
        parts.append(f'<strong class="short">{escape(short)}</strong>')
        end = len(short)
    for marker in MARKER.finditer(line, end):
        pill = pills.get(int(marker.group(1)))
        if pill is not None:
            parts += [escape(line[end : marker.start()]), pill]
            end = marker.end()
    parts.append(escape(line[end:]))
    return "".join(parts)


def _pill(citation: Citation, index: int, turn: int, messages: Messages) -> str:
    label = messages.text("web.citation", n=citation.marker, title=citation.title)
    return (
        f'<button type="button" class="pill" data-turn="{turn}" data-list="citations" data-index="{index}"'
        f' data-marker="{citation.marker}" data-title="{escape(citation.title)}" data-date="{escape(citation.date or "")}"'
        f' data-quote="{escape(_preview(citation.quote))}" aria-label="{escape(label)}">{citation.marker}</button>'
    )


def _preview(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= PREVIEW_CHARACTERS else flat[:PREVIEW_CHARACTERS] + "…"


def _quiet_line(answer: Answer, messages: Messages) -> str:
    if not answer.citations:
        return ""
    mode = messages.text("web.mode-chat" if answer.mode.startswith("chat") else "web.mode-extractive")
    copy = messages.text("web.copy")
    return (
        f'<p class="quiet"><span class="basis">{escape(basis(answer.citations, messages))}</span>'
        f'<span class="mode">{escape(mode)}</span>'
        f'<button type="button" class="copy" data-copy="{escape(plain_text(answer, messages))}"'
        f' data-copied="{escape(messages.text("web.copied"))}">{escape(copy)}</button></p>'
    )


def _related(turn: int, answer: Answer, messages: Messages) -> str:
    if not answer.related:
        return ""
    rows = "".join(_related_row(turn, index, citation) for index, citation in enumerate(answer.related))
    return f'<h3 class="related-heading">{escape(messages.text("web.related"))}</h3><ul class="related">{rows}</ul>'


def _related_row(turn: int, index: int, citation: Citation) -> str:
    facts = " · ".join(fact for fact in (citation.source, citation.date) if fact)
    return (
        f'<li><button type="button" class="near" data-turn="{turn}" data-list="related" data-index="{index}">'
        f'<span class="near-title">{escape(citation.title)}</span><span class="near-facts">{escape(facts)}</span></button></li>'
    )
