"""A sentence of a reply to whether it says something of something; it does not tell whether that is true."""

from ecqa.text.names import tagged

_SUBJECTS = ("n", "s", "f", "r", "vn", "an", "eng", "j", "l", "i")
"""Tags of words that a sentence may be about, as jieba has them, by their beginnings; quantities and dates are none."""
_COMPARING = frozenset(("同比", "环比", "其中", "分别", "此外", "上年", "去年", "今年"))
"""Words with such a tag that no sentence is about."""
_PREDICATES = ("v", "a", "l", "i", "z")
"""Tags of words that say something; fixed expressions (l, i) are either."""
_OFTEN_MISTAGGED = frozenset("为达占超逾共约至未")
"""Words that are verbs before a figure, or stand where one does, and that jieba tags as prepositions or adverbs."""


def whole(text: str) -> bool:
    """Whether a text has a word to be about and, besides it, one that says something: 48.89%, 同比增长48.89% and 汕头市商务局 have not."""
    words = [(text[start:end], tag) for start, end, tag in tagged(text)]
    predicates = {at for at, (word, tag) in enumerate(words) if _predicate(word, tag)}
    subjects = {at for at, (word, tag) in enumerate(words) if tag.startswith(_SUBJECTS) and word not in _COMPARING}
    return bool(subjects and predicates) and len(subjects | predicates) > 1


def _predicate(word: str, tag: str) -> bool:
    return word in _OFTEN_MISTAGGED or (tag.startswith(_PREDICATES) and tag not in ("vn", "an"))
