"""Folded text to search terms: character bigrams, and words by jieba; it ranks nothing."""

import logging
import os
import re
from functools import cache
from importlib import resources
from pathlib import Path

import jieba

_RUN = re.compile(r"[a-z0-9]+(?:[.&+/-][a-z0-9]+)*%?|[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z0-9\u3400-\u9fff]")


def bigrams(folded: str) -> list[str]:
    """Overlapping pairs of Chinese characters; a run of Latin letters and digits (b2b, 42.1%) is one term."""
    terms: list[str] = []
    for run in _RUN.findall(folded):
        if run[0] < "\u3400" or len(run) == 1:
            terms.append(run)
        else:
            terms += [run[i : i + 2] for i in range(len(run) - 1)]
    return terms


def words(folded: str) -> list[str]:
    """Words by jieba in search mode (long words and the words inside them); punctuation and blanks are dropped."""
    return [word for word in tokenizer().lcut_for_search(folded) if _WORD.search(word)]


def content_terms(folded: str) -> list[str]:
    """The bigrams of a question without the words it is asked with (filler.txt): what it is about; no term twice."""
    terms = dict.fromkeys(bigrams(_without_filler(folded)))
    return [term for term in terms if len(term) > 1] or list(terms)


def content_words(folded: str) -> list[str]:
    """The words of a question without those it is asked with (filler.txt); none twice."""
    return list(dict.fromkeys(words(_without_filler(folded))))


def segment(text: str, *, guess: bool = True) -> list[str]:
    """Words by jieba that together make up the text, in order, nothing dropped.

    Args:
        text: Any text.
        guess: Whether words that the dictionary does not hold are guessed; else their characters stand alone.
    """
    return list(tokenizer().lcut(text, HMM=guess))


def frequency(word: str) -> float:
    """Share in [0, 1] that a word has in general Chinese, by jieba's dictionary; 0 for one that it does not hold."""
    ours = tokenizer()
    ours.check_initialized()
    return float(ours.FREQ.get(word, 0) / ours.total)


def is_filler(word: str) -> bool:
    """Whether a single character is one that a question is asked with (filler.txt)."""
    return word in _filler()[1]


@cache
def tokenizer() -> jieba.Tokenizer:
    """Jieba with its cache in a folder of our own (its default is a shared temporary folder) and our words added."""
    jieba.setLogLevel(logging.WARNING)
    ours = jieba.Tokenizer()
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ecqa"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ours.tmp_dir = str(folder)
    for word in _entries("words.txt"):
        ours.add_word(word)
    return ours


def _without_filler(folded: str) -> str:
    """A text with blanks for what filler.txt lists; a single character only where it is a word, not the 会 of 协会."""
    phrases, characters = _filler()
    return "".join(" " if word in characters else word for word in segment(phrases.sub(" ", folded)))


@cache
def _filler() -> tuple[re.Pattern[str], frozenset[str]]:
    """A pattern of the phrases, and the single characters."""
    entries = sorted(_entries("filler.txt"), key=len, reverse=True)
    phrases = re.compile("|".join(re.escape(entry) for entry in entries if len(entry) > 1))
    return phrases, frozenset(entry for entry in entries if len(entry) == 1)


def _entries(name: str) -> list[str]:
    """The entries of a list file beside this module; # begins a comment."""
    lines = resources.files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return [entry for line in lines if (entry := line.split("#")[0].strip())]
