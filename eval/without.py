"""Evaluates the system with one sort of score switched off, for `ecqa compare` to say what that score is good for.

The candidates stay those of all lists; only what ranks them changes.

usage: python eval/without.py dense|lexical OUT_FOLDER
       ecqa compare eval/results/baseline OUT_FOLDER
"""

import sys
from pathlib import Path

from ecqa.answering import ExtractiveAnswerer
from ecqa.config import Settings
from ecqa.embedding import SentenceTransformerEmbedder
from ecqa.evaluation.report import save_run
from ecqa.evaluation.run import evaluate
from ecqa.index.live import LiveIndex
from ecqa.messages import Messages
from ecqa.pipeline import Assistant
from ecqa.reading import TransformerReader
from ecqa.retrieval import HybridRetriever
from ecqa.retrieval.hybrid import Weights

WITHOUT = {
    "dense": Weights(dense=0, sentence=0, bigrams=0.6, words=0.4),
    "lexical": Weights(dense=0.5, sentence=0.5, bigrams=0, words=0),
}


def main(score: str, out: Path) -> int:
    """Evaluates over all gold questions and writes the run."""
    settings = Settings()
    embedder = SentenceTransformerEmbedder(settings.embedding_model, 1)
    messages, live = Messages(settings.lang), LiveIndex(settings.index, embedder.name)
    assistant = Assistant(
        current=live.current,
        retriever=HybridRetriever(live.current, embedder, WITHOUT[score]),
        answerer=ExtractiveAnswerer(messages, live.current().lexical.rarity, TransformerReader(threads=1)),
        refused=lambda missing: messages.text("answer.refused", missing=missing),
    )
    chosen = {"without": score, "index": settings.index}
    save_run(evaluate(assistant, Path("eval/gold/dev.jsonl"), index=settings.index, settings=chosen), out)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in WITHOUT:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
