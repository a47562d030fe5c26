"""The exchanges of a conversation in, their HTML out: questions, answers with citation pills, refusals, problems.

Everything that was typed or comes from the corpus is escaped; a pill carries only the place of its citation, and the
page asks the server for the text behind it.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ecqa.interfaces.web.card import printed_sources
from ecqa.interfaces.web.conversation import Conversation, Exchange
from ecqa.interfaces.web.filtering import chosen, filter_words
from ecqa.interfaces.web.markup import escape, icon, straight
from ecqa.interfaces.web.tools_markup import again_button, refusal_tools, tools
from ecqa.messages import LANGUAGES, Messages
from ecqa.schema import Answer, Citation

MARKER = re.compile(r"\[(\d{1,3})\]")
BULLET = re.compile(r"[-•·*]\s+")
NUMBERED = re.compile(r"(?:\d{1,2}\s*[.、．)）]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)")
PREVIEW_CHARACTERS = 60
QUESTION_SHOWN_CHARACTERS = 600
KEPT, KEPT_END = '<span class="kept">', "</span>"


class _Shown(NamedTuple):
    """What is shown of an answer, whole or not."""

    text: str
    citations: Sequence[Citation]
    short: str = ""
    missing: str = ""


def conversation_html(conversation: Conversation, messages: Messages) -> str:
    """HTML of all exchanges, oldest first."""
    saved = bool(conversation.id)
    turns = "".join(_exchange(exchange, messages, saved=saved) for exchange in conversation.exchanges)
    return f'<div class="turns" data-conversation="{escape(conversation.id)}">{turns}</div>'


def _exchange(exchange: Exchange, messages: Messages, *, saved: bool) -> str:
    asked = straight(exchange.question.strip())
    if len(asked) > QUESTION_SHOWN_CHARACTERS:
        asked = asked[:QUESTION_SHOWN_CHARACTERS] + "…"
    busy = " data-busy" if exchange.busy else ""
    filters = filter_words(exchange.filters, messages)
    only = f'<span class="only">{escape(messages.text("web.only", what=straight(filters)))}</span>' if filters else ""
    edit = escape(messages.text("web.edit"))
    return (
        f'<article class="turn" data-turn="{exchange.number}" data-question="{escape(exchange.question)}"'
        f' data-filters="{escape(json.dumps(chosen(exchange.filters), ensure_ascii=False))}"{busy}>'
        f'<p class="question"><span class="unseen">{escape(messages.text("web.you"))}</span>{escape(asked)}</p>'
        f'<div class="asked">{only}<button type="button" class="tool edit" data-edit>{icon("edit")}<span>{edit}</span></button></div>'
        f'<div class="reply" role="group" aria-label="{escape(messages.text("web.reply"))}">{_reply(exchange, messages, saved=saved)}</div>'
        f"</article>"
    )


def _reply(exchange: Exchange, messages: Messages, *, saved: bool) -> str:
    if exchange.answer is not None:
        return _answer(exchange, exchange.answer, messages, saved=saved)
    parts = []
    if exchange.text:
        parts.append(f'<div class="card answered">{_text(_Shown(exchange.text, exchange.citations), exchange.number, messages)}</div>')
    if exchange.problem:
        parts.append(f'<p class="card problem" role="alert">{escape(exchange.problem)}</p>')
    elif exchange.busy:
        return "".join((*parts, f'<p class="stage" role="status">{escape(exchange.stage)}</p>'))
    else:
        ended = messages.text("web.stopped" if exchange.stopped else "web.interrupted")
        parts.append(f'<p class="stage stopped">{escape(ended)}</p>')
    return "".join((*parts, f'<p class="tools">{again_button(messages)}</p>'))


def _answer(exchange: Exchange, answer: Answer, messages: Messages, *, saved: bool) -> str:
    if answer.status == "refused":
        said = messages.text("answer.refused", missing=answer.missing) if answer.missing else answer.text
        body = f'<p class="line">{escape(straight(said))}</p>{_related(exchange.number, answer, messages)}'
        return f'<div class="card refused">{body}{refusal_tools(messages, saved=saved)}</div>'
    shown = _Shown(answer.text, answer.citations, answer.short_answer or "", answer.missing or "")
    body = _text(shown, exchange.number, messages)
    under = tools(exchange, answer, messages, saved=saved) + printed_sources(answer, messages) if answer.citations else ""
    follow = '<div class="next"></div>' if answer.citations and saved else ""
    return f'<div class="card {answer.status}">{body}{under}</div>{follow}'


def _text(shown: _Shown, turn: int, messages: Messages) -> str:
    """Lines as paragraphs; what follows an introduction without a marker is a list, what is missing and a source's note stand apart."""
    pills = {citation.marker: _pill(citation, index, turn, messages) for index, citation in enumerate(shown.citations)}
    lines = [line.strip() for line in straight(shown.text).split("\n") if line.strip()]
    listing = len(lines) > 2 and lines[0].endswith(("：", ":")) and not MARKER.search(lines[0])
    short, missing = straight(shown.short).strip(), straight(shown.missing)
    lacking = _lacking(missing, lines)
    paragraphs = [f'<p class="short">{escape(short)}</p>'] if short and short not in (MARKER.sub("", line) for line in lines) else []
    for place, line in enumerate(lines):
        if line == lacking:
            continue
        bullet = BULLET.match(line)
        kind = _kind(line, short=short, listed=bool(bullet or (listing and place)))
        paragraphs.append(f'<p class="{kind}">{_inline(line[bullet.end() :] if bullet else _own_words(line, messages), pills)}</p>')
    if missing:
        paragraphs.append(f'<p class="lacking">{escape(messages.text("answer.partial", missing=missing))}</p>')
    return "".join(paragraphs)


def _kind(line: str, *, short: str, listed: bool) -> str:
    if line.startswith(_asides()):
        return "aside"
    if short and MARKER.sub("", line).strip() == short:
        return "short"
    if NUMBERED.match(line):
        return "item"
    return "item bullet" if listed else "line"


@cache
def _asides() -> tuple[str, ...]:
    """How lines begin that speak of the sources, how they stand, or of a chat model, in whatever language it was answered."""
    tables = [Messages(lang).table("answer") for lang in LANGUAGES]
    words = [words for table in tables for key, words in table.items() if key == "note" or key.startswith(("chat-", "state-"))]
    return tuple(start for one in words if (start := one.partition("{")[0]))


def _lacking(missing: str, lines: Sequence[str]) -> str:
    """The line of an answer that says what is missing, in whatever language it was answered; empty where none does."""
    said = {Messages(lang).text("answer.partial", missing=missing) for lang in LANGUAGES} if missing else set()
    return next((line for line in lines if line in said), "")


def _own_words(line: str, messages: Messages) -> str:
    """A greeting in the language of the page; any other line as it is."""
    for lang in LANGUAGES:
        for key in ("answer.greeting", "answer.thanks"):
            if line == Messages(lang).text(key):
                return messages.text(key)
    return line


def _inline(line: str, pills: dict[int, str]) -> str:
    """A line with its pills, each in one piece with the character before it, so that none stands alone on the next line."""
    parts: list[str] = []
    end = 0
    for marker in MARKER.finditer(line):
        pill = pills.get(int(marker.group(1)))
        if pill is None:
            continue
        before = line[end : marker.start()]
        if parts and not before:
            parts[-1] = f"{parts[-1].removesuffix(KEPT_END)}{pill}{KEPT_END}"
        else:
            parts += [escape(before[:-1]), f"{KEPT}{escape(before[-1:])}{pill}{KEPT_END}"]
        end = marker.end()
    parts.append(escape(line[end:]))
    return "".join(parts)


def _pill(citation: Citation, index: int, turn: int, messages: Messages) -> str:
    label = messages.text("web.citation", n=citation.marker, title=straight(citation.title))
    return (
        f'<button type="button" class="pill" data-turn="{turn}" data-list="citations" data-index="{index}"'
        f' data-marker="{citation.marker}" data-title="{escape(straight(citation.title))}" data-date="{escape(citation.date or "")}"'
        f' data-quote="{escape(_preview(citation.quote))}" aria-label="{escape(label)}">{citation.marker}</button>'
    )


def _preview(quote: str) -> str:
    flat = " ".join(straight(quote).split())
    return flat if len(flat) <= PREVIEW_CHARACTERS else flat[:PREVIEW_CHARACTERS] + "…"


def _related(turn: int, answer: Answer, messages: Messages) -> str:
    if not answer.related:
        return ""
    rows = "".join(_related_row(turn, index, citation) for index, citation in enumerate(answer.related))
    return f'<h3 class="related-heading">{escape(messages.text("web.related"))}</h3><ul class="related">{rows}</ul>'


def _related_row(turn: int, index: int, citation: Citation) -> str:
    facts = " · ".join(straight(fact) for fact in (citation.source, citation.date) if fact)
    return (
        f'<li><button type="button" class="near" data-turn="{turn}" data-list="related" data-index="{index}">'
        f'<span class="near-title">{escape(straight(citation.title))}</span><span class="near-facts">{escape(facts)}</span></button></li>'
    )
