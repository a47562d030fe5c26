"""Text of a list of questions and answers to its pairs; it knows no questions of users."""

import re
from dataclasses import dataclass

LEAST = 2
"""Pairs that make a text such a list."""

_QUESTION = re.compile(
    r"^[ \t\u3000]*(?:#{1,6}[ \t]+)?(?:\*\*)?(?:[（(]?\d{1,3}[）)]?[.、．]?\s*)?(?:问题?|Q)\s*\d{0,3}\s*[:：、.]\s*(?P<text>.*)$",
    re.MULTILINE,
)
_ANSWER = re.compile(r"^[ \t\u3000]*(?:\*\*)?(?:[（(]?\d{1,3}[）)]?[.、．]?\s*)?(?:答复?|A)\s*\d{0,3}\s*[:：、.]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer, `[start, end)`."""

    question: str
    start: int
    end: int
    answer: int
    """Where the answer begins."""


def pairs(text: str) -> list[Pair]:
    """The pairs of a text in order; none when it has fewer than LEAST."""
    asked = list(_QUESTION.finditer(text))
    found: list[Pair] = []
    for match, following in zip(asked, [*asked[1:], None], strict=False):
        end = following.start() if following else len(text)
        answer = _ANSWER.search(text, match.end(), end)
        if answer is not None:
            found.append(
                Pair(
                    re.sub(r"[*\s]+$", "", match["text"]) or text[match.end() : answer.start()].strip(), match.start(), end, answer.start()
                )
            )
    return found if len(found) >= LEAST else []
