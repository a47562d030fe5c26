"""A question to the words in it that were typed with the wrong characters of the right pinyin; it changes nothing itself.

A word of the corpus is meant when it sounds like what was typed, differs in one character, and explains it far better:

    log P(word) - sum over the typed words of log P(typed word)  >=  GAIN
    P(w) = (1 - CORPUS) * frequency in general Chinese + CORPUS * frequency in the corpus

That is a noisy channel with one price for every error. Only a character that stands alone where the question was cut
into words is looked at, and only where its pairs with its neighbours inside the word stand nowhere in the corpus: what
the dictionary or the corpus knows is never changed.

Source: Kernighan, Church & Gale 1990, "A spelling correction program based on a noisy channel model".
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecqa.index.lexical import LexicalIndex
from ecqa.text.names import tagged
from ecqa.text.numbers import DIGITS, UNITS
from ecqa.text.pinyin import alike
from ecqa.text.segmentation import frequency, is_filler, segment

LONGEST = 4
"""Characters that a corrected word may have."""
GAIN = 7.0
"""Natural logarithm of how much likelier the word must be; fitted on clean questions and questions with typos over news."""
CORPUS = 0.1
"""What the corpus counts beside general Chinese."""
WORDS_A_PASSAGE = 100
"""To make a frequency of the share of passages that hold a word."""
COMMON = 6.6e-4
"""Frequency from which on a single character is a word of its own (在, 到), so that it and another are not one word with an error."""
UNSEEN = 1.6e-9
"""Frequency of a word that the dictionary does not hold."""

_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_NO_ERROR = frozenset({*DIGITS, *UNITS, *"万亿几哪该"})


@dataclass(frozen=True, slots=True)
class Correction:
    """A stretch of the question, `text[start:end] == typed`, and the word that is meant."""

    start: int
    end: int
    typed: str
    meant: str


def corrections(text: str, lexical: LexicalIndex) -> list[Correction]:
    """The typing errors of a question, in order, without overlap.

    Args:
        text: Simplified.
        lexical: Terms of the corpus in use.
    """
    found = []
    for match in _RUN.finditer(text):
        for start, end, meant in _Run(match.group(), lexical).corrected():
            at = match.start()
            found.append(Correction(at + start, at + end, text[at + start : at + end], meant))
    return found


def corrected(text: str, found: Sequence[Correction]) -> str:
    """The text with what is meant in the place of what was typed."""
    for one in reversed(found):
        text = text[: one.start] + one.meant + text[one.end :]
    return text


class _Run:
    """A run of Chinese characters, cut into words of the dictionary."""

    def __init__(self, text: str, lexical: LexicalIndex) -> None:
        self._text = text
        self._lexical = lexical
        self._names: list[tuple[int, int]] | None = None
        self._words: list[tuple[int, int]] = []
        at = 0
        for word in segment(text, guess=False):
            self._words.append((at, at + len(word)))
            at += len(word)

    def corrected(self) -> list[tuple[int, int, str]]:
        """Start, end and the word meant, in order."""
        found: list[tuple[int, int, str]] = []
        for which, (start, end) in enumerate(self._words):
            character, done = self._text[start:end], found[-1][1] if found else 0
            if len(character) > 1 or character in _NO_ERROR or start < done:
                continue
            best = max(self._candidates(which), default=None)
            if best and best[1] >= done and not self._inside_name(best[1], best[2]):
                found.append(best[1:])
        return found

    def _candidates(self, which: int) -> Iterator[tuple[float, int, int, str]]:
        """Gain, start, end and word of what may be meant by a word of one character and its neighbours."""
        at = self._words[which][0]
        for start, end, typed in self._spans(which):
            inside = [self._text[i : i + 2] for i in (at - 1, at) if start <= i and i + 2 <= end]
            if any(self._lexical.passages_with(pair, "bigrams") for pair in inside):
                continue
            price = sum(math.log(self._share(word)) for word in typed)
            for other in alike(self._text[at]):
                word = self._text[start:at] + other + self._text[at + 1 : end]
                if self._lexical.passages_with(word, "words") and (gain := math.log(self._share(word)) - price) >= GAIN:
                    yield gain, start, end, word

    def _spans(self, which: int) -> Iterator[tuple[int, int, list[str]]]:
        """Start, end and words of the stretches of whole words, 2 to LONGEST characters, that hold a word of one character."""
        for first in range(max(0, which - LONGEST + 1), which + 1):
            for last in range(which, min(len(self._words), first + LONGEST)):
                start, end = self._words[first][0], self._words[last][1]
                if not 2 <= end - start <= LONGEST or not _NO_ERROR.isdisjoint(self._text[start:end]):
                    continue
                typed = [self._text[a:b] for a, b in self._words[first : last + 1]]
                if end - start > 2 or not (is_filler(typed[which - first]) or max(map(frequency, typed)) >= COMMON):
                    yield start, end, typed

    def _share(self, word: str) -> float:
        """Frequency of a word in general Chinese and in the corpus together, above 0."""
        here = self._lexical.passages_with(word, "words") / (len(self._lexical) * WORDS_A_PASSAGE)
        return (1 - CORPUS) * (frequency(word) + UNSEEN) + CORPUS * here

    def _inside_name(self, start: int, end: int) -> bool:
        """Whether a stretch is a part of a person's name, which nobody can say is wrong: the 建伟 of 陈建伟."""
        if self._names is None:
            self._names = [(a, b) for a, b, tag in tagged(self._text) if tag.startswith("nr") and 3 <= b - a <= 4]
        return any(a <= start and end <= b and end - start < b - a for a, b in self._names)
