"""The message catalogue to a test for framing: words of the program's own in an answer, which need no citation."""

import re
from collections.abc import Iterable
from functools import cache

from ecqa.messages import LANGUAGES, Messages

_FIELD = re.compile(r"\{\w+\}")


def is_framing(text: str) -> bool:
    """Whether a line or sentence is one of the `[answer]` messages, whatever stands in its `{fields}`."""
    return any(pattern.fullmatch(text.strip()) for pattern in _patterns())


def to_patterns(templates: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """One pattern a template; a template of nothing but fields would exempt everything and gives none."""
    patterns = []
    for template in templates:
        pieces = _FIELD.split(template.strip())
        if len("".join(pieces)) >= 2:
            patterns.append(re.compile(".+?".join(re.escape(piece) for piece in pieces)))
    return tuple(patterns)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return to_patterns(template for lang in LANGUAGES for template in Messages(lang).table("answer").values())
