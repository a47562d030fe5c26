"""A claim that says what something means, and the texts it cites, to whether they say it of something else that stands before it."""

import re
from collections.abc import Sequence

_DEFINES = re.compile(
    r"^(?:[^，,。；;]{0,20}?[里中头的])?[“\"「]?(?P<term>[^，,。；;“”\"「」]{2,16}?)[”\"」]?[，,]?(?:就?是指|指的?就?是|的?意思就?是)(?P<said>.{4,})$"
)
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_POINTS_BACK = re.compile(r"这|此|即|称|叫|以上")


def misdefined(claim: str, texts: Sequence[str]) -> str:
    """The thing that is defined, where the sentence that defines it ends before the first that names it; empty where all is well.

    Args:
        claim: Normalised.
        texts: Normalised sentences that are cited, in text order.
    """
    match = _DEFINES.match(claim)
    if match is None:
        return ""
    sentences = [one for text in texts for one in _SENTENCE.findall(text)]
    naming = [place for place, one in enumerate(sentences) if match["term"] in one]
    if not naming or _POINTS_BACK.search(sentences[naming[0]]):
        return ""
    pairs = {match["said"][at : at + 2] for at in range(len(match["said"]) - 1)}
    shared = [sum(one[at : at + 2] in pairs for at in range(len(one) - 1)) for one in sentences]
    return match["term"] if shared.index(max(shared)) < naming[0] else ""
