"""An answer to the same answer with every marker and quote checked; it looks nothing up that was not retrieved."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ecqa.corpus.formats.blocks import place_at
from ecqa.schema import Answer, AnswerEvent, Article, Citation, Hit

MARKER = re.compile(r"\[(\d+)\]")


def cite(marker: int, article: Article, start: int, end: int) -> Citation:
    """The citation of a span of an article."""
    place = place_at(article.text, article.places, start)
    return Citation(
        marker=marker,
        article_id=article.id,
        title=article.title,
        section=article.section,
        date=article.date,
        source=article.source,
        url=article.urls[0] if article.urls else None,
        start=start,
        end=end,
        quote=article.text[start:end],
        revision=article.revision,
        page=place.number if place and place.unit == "page" else None,
        paragraph=place.number if place and place.unit == "paragraph" else None,
    )


def unmarked(text: str) -> str:
    """Text in which nothing looks like a marker of ours: its own [1] is written 【1】."""
    return MARKER.sub(r"【\1】", text)


def on_one_line(text: str) -> str:
    """Text of the material on one line, in which nothing looks like a marker of ours."""
    return unmarked(text.replace("\n", " "))


def bracketed(title: str) -> str:
    """A title in 《》, unless it has them."""
    return title if "《" in title else f"《{title}》"


def told(answer: Answer) -> Iterator[AnswerEvent]:
    """The events of an answer that is whole already: what was read, each line with its citations, and last the answer; of a refusal no line."""
    yield AnswerEvent("stage", stage="read", count=len({one.article_id for one in answer.citations}))
    by_marker = {one.marker: one for one in answer.citations}
    for line in answer.text.split("\n") if answer.status != "refused" else ():
        yield AnswerEvent("sentence", text=line, citations=tuple(by_marker[int(n)] for n in dict.fromkeys(MARKER.findall(line))))
    yield AnswerEvent("answer", answer=answer)


def checked(answer: Answer, hits: Sequence[Hit]) -> Answer:
    """The answer with only such citations as are verbatim spans of a hit, and only markers that have one.

    A sentence that loses its last marker is left out; an answer that loses its last citation becomes a refusal.

    Args:
        answer: What an answerer gave.
        hits: What was retrieved for this question.
    """
    if answer.status == "refused":
        return replace(answer, text=MARKER.sub("", answer.text), citations=())
    if not answer.citations:
        return answer if not MARKER.search(answer.text) else replace(answer, text=MARKER.sub("", answer.text))
    good = {one.marker: one for one in answer.citations if holds(one, hits)}
    lines = [line for line in answer.text.split("\n") if all(int(number) in good for number in MARKER.findall(line))]
    used = {int(number) for line in lines for number in MARKER.findall(line)}
    if not used:
        return replace(answer, status="refused", text="", citations=(), short_answer=None)
    return replace(answer, text="\n".join(lines), citations=tuple(one for marker, one in sorted(good.items()) if marker in used))


def holds(citation: Citation, hits: Sequence[Hit]) -> bool:
    """Whether a citation is a verbatim span of one of the hits, of the article's present revision."""
    return any(
        hit.article.id == citation.article_id
        and hit.article.revision == citation.revision
        and hit.passage.start <= citation.start < citation.end <= hit.passage.end
        and hit.article.text[citation.start : citation.end] == citation.quote
        for hit in hits
    )
