"""Answers and hits to the JSON objects of the command-line contract; fields may be added, never renamed or removed."""

import json
import re
from dataclasses import asdict

from ecqa.schema import Answer, Citation, Hit

STAGES = ("understand", "retrieve", "read", "check", "total")
UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal may obey, what ends a line for some readers, and what UTF-8 cannot hold."""


def answer_record(answer: Answer) -> dict[str, object]:
    """One object of `ecqa answer` and `ecqa ask --json`; a stage that did not run took 0 milliseconds."""
    return {
        "id": answer.id,
        "question": answer.question,
        "status": answer.status,
        "text": answer.text,
        "short_answer": answer.short_answer,
        "citations": [citation_record(citation) for citation in answer.citations],
        "related": [citation_record(citation) for citation in answer.related],
        "mode": answer.mode,
        "missing": answer.missing,
        "timings_ms": {stage: round(answer.timings_ms.get(stage, 0.0), 3) for stage in STAGES},
        "chat": asdict(answer.chat) if answer.chat else None,
        "rewriting": asdict(answer.rewriting) if answer.rewriting else None,
    }


def citation_record(citation: Citation) -> dict[str, object]:
    """One citation, the offsets in characters of the article's text."""
    return {
        "marker": citation.marker,
        "article_id": citation.article_id,
        "title": citation.title,
        "section": citation.section,
        "date": citation.date,
        "source": citation.source,
        "url": citation.url,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "revision": citation.revision,
        "page": citation.page,
        "paragraph": citation.paragraph,
        "reprints": list(citation.reprints),
    }


def hit_record(hit: Hit) -> dict[str, object]:
    """One line of `ecqa search --json`."""
    return {
        "rank": hit.rank,
        "passage_id": hit.passage.id,
        "article_id": hit.article.id,
        "title": hit.article.title,
        "date": hit.article.date,
        "score": hit.score,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
    }


def to_line(record: dict[str, object]) -> str:
    """The object as one line of JSON: Chinese as it is, everything a terminal could obey escaped."""
    return UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(record, ensure_ascii=False))
