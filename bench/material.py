"""Many documents made of the sentences of a few, and an embedder without a model, for measures whose subject is neither."""

import random
import zlib
from pathlib import Path

import numpy as np

from ecqa.corpus import load_corpus
from ecqa.protocols import Vectors
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams
from ecqa.text.sentences import split

SENTENCES = 8
"""Sentences a document has."""


class HashingEmbedder:
    """Counts of character pairs, hashed to `dim` places and normalised: deterministic, and like texts get like vectors."""

    name = "hashing"

    def __init__(self, dim: int = 384) -> None:
        self.dim = dim

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Vectors of shape (len(texts), dim)."""
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Vector of shape (dim,)."""
        places = [zlib.crc32(pair.encode()) % self.dim for pair in bigrams(fold(text))]
        vector = np.bincount(places, minlength=self.dim).astype(np.float32) + 1e-3
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


def sentences_of(corpus: Path) -> list[str]:
    """All sentences of a corpus of twelve characters or more, none twice."""
    found = (article.text[start:end] for article in load_corpus(corpus).articles for start, end in split(article.text))
    return list(dict.fromkeys(one.replace("\n", "") for one in found if len(one) >= 12 and "http" not in one))


def document(sentences: list[str], number: int, version: int = 0) -> str:
    """A document with a title of its own; another version has other sentences."""
    chance = random.Random(number * 1_000 + version)
    return "\n".join([f"第{number}号资料的标题", f"这是第{number}号资料第{version}版。", *chance.sample(sentences, SENTENCES)]) + "\n"


def corrected(version: int) -> str:
    """A title that a document is given by hand."""
    return f"第{version}次改正的标题"


def write_documents(folder: Path, sentences: list[str], count: int) -> None:
    """So many documents, a thousand a folder."""
    for number in range(count):
        path = folder / f"{number // 1000:02d}" / f"d{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(sentences, number), "utf-8")
