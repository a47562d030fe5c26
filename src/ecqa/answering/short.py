"""The best sentence to the few words of it that answer, where the question asks for few words; it changes none of them."""

import re

from ecqa.answering.evidence import FEATURES, Evidence
from ecqa.answering.form import demand
from ecqa.schema import Question
from ecqa.text.folding import fold

LONGEST = 30
"""Characters."""
SURE = 5.0
"""Score above no answer that the span must have: a wrong figure shown first is worse than none. Of the questions that the reader was not trained on
60 get a short answer that scores so, and 49 of these are right; of those over our own corpus 24 of 26. Without `_rivalled` it is 56 of 70 and 28 of 30.
"""
_FIGURE = re.compile(r"\d[\d,.]*\s?(?:[年月日号时点分万亿千百%％元多余][\d万亿千百元多余月日号分]*)*")
_COUNTED = re.compile(r"\d[\d,.]*[万亿千百]*[多余]?([^\W\d_]|[%％])")
"""A figure, and the first character of what it counts."""
_FORMS = {
    "number": re.compile(r"\d|[一二三四五六七八九十百千万亿两半]|倍|成"),
    "date": re.compile(r"\d|[一二三四五六七八九十]+[年月日]|[昨今明]"),
    "person": re.compile(r"[a-z\u4e00-\u9fff]{2}"),
    "organization": re.compile(r"[a-z0-9\u4e00-\u9fff]{2}"),
    "place": re.compile(r"[a-z0-9\u4e00-\u9fff]{2}"),
}


def short_answer(question: Question, best: Evidence) -> str | None:
    """The reader's answer as it stands in the best sentence; None when the question wants no few words, these aren't any, or the reader is not sure.

    Args:
        question: Understood.
        best: The sentence that answers.
    """
    form = _FORMS.get(question.kind)
    if best.features[FEATURES.index("span")] < SURE:
        return None
    start, end = _whole_figures(best.article.text, *best.answer)
    answer = best.article.text[start:end].strip("，。；、：！？ \n")
    if form is None or not 0 < len(answer) <= LONGEST or "\n" in answer or not form.search(fold(answer)):
        return None
    if question.kind == "number" and (demand(fold(question.query), "number")(fold(answer)) <= 0 or _rivalled(best, start, end)):
        return None
    return None if answer == best.text.strip("，。；、：！？ \n") else answer


def _rivalled(best: Evidence, start: int, end: int) -> bool:
    """Whether the sentence has, beside the span, another figure of a thing that the span counts: of 5000家 and 2000多家 either may be meant."""
    text = best.article.text
    counted = set(_COUNTED.findall(text, start, end))
    others = _COUNTED.findall(text[best.start : start]) + _COUNTED.findall(text[end : best.end])
    return not counted.isdisjoint(others)


def _whole_figures(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, drawn out to both ends of a figure or date that it cuts through."""
    for match in _FIGURE.finditer(text, max(0, start - LONGEST), min(len(text), end + LONGEST)):
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    return start, end
