"""A small corpus on disk and an embedder that counts what it embeds, for the tests of the index."""

import hashlib
import json
from pathlib import Path

import numpy as np

from ecqa.protocols import Vectors
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams

TEXTS = {
    "fund": ("专项资金办法", "市财政每年安排五千万元专项资金。\n资金用于扶持电子商务企业。"),
    "park": ("产业园启动", "五维电子商务产业园在汕头启动。\n首期面积三万平方米。"),
    "taobao": ("淘宝战略", "淘宝公布五个战略方向。\n无线是第一个方向。"),
}


def write_corpus(folder: Path, texts: dict[str, tuple[str, str]] = TEXTS, **more: str) -> Path:
    """A corpus of one JSONL file; `more` goes into every line."""
    folder.mkdir(parents=True, exist_ok=True)
    records = [{"id": name, "title": title, "text": f"{title}\n{text}", **more} for name, (title, text) in texts.items()]
    (folder / "news.jsonl").write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), "utf-8")
    return folder


class PairEmbedder:
    """Vectors that count pairs of characters, hashed to 64 places; it notes every text it embeds as a document."""

    name = "pairs"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> Vectors:
        self.embedded += texts
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        vector = np.full(64, 1e-3, np.float32)
        for pair in bigrams(fold(text)):
            vector[hashlib.sha256(pair.encode()).digest()[0] % 64] += 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit
