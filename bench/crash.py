"""Kills the real `ecqa index` with SIGKILL at random moments and writes what was left to bench/results/crash.json.

It copies the corpus, lets a few articles change before every run, kills the run somewhere between its first and its last moment, and
then opens what is left: every file against its checksum, the articles those of before or of after, and a question that finds its
article. The next run must complete. Exits with 1 at the first thing that is not so.

usage: python bench/crash.py [--kills 20] [--corpus corpus] [--seed 143] [--out bench/results/crash.json]
"""

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from ecqa.embedding import SentenceTransformerEmbedder
from ecqa.index.opened import Index, open_index

ECQA = Path(sys.executable).with_name("ecqa")
QUESTION = "汕头市财政每年拿多少钱支持电商？"
CHANGING = 24
"""Articles that are new in every run, so that there is something to encode and to write."""


def main() -> int:
    """Kills, checks, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--seed", type=int, default=143)
    parser.add_argument("--out", type=Path, default=Path("bench/results/crash.json"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        desk = Desk(Path(scratch), args.corpus)
        outcomes = [desk.round(number, random.Random(args.seed + number)) for number in range(1, args.kills + 1)]
        figures = {
            "date": datetime.now(UTC).date().isoformat(),
            "kills": len(outcomes),
            "last_run_s": round(desk.duration, 1),
            "old_index_answered": outcomes.count("old"),
            "new_index_answered": outcomes.count("new"),
            "next_runs_completed": len(outcomes),
        }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures))
    return 0


class Desk:
    """A copy of the corpus, an index of it, and how long the last update took."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.corpus = Path(shutil.copytree(corpus, folder / "corpus"))
        self.index = folder / "index"
        self.embedder = SentenceTransformerEmbedder()
        self.vector = self.embedder.embed_query(QUESTION)
        self._change(0)
        self._complete()
        self.best = self._best(open_index(self.index, self.embedder.name))
        self._change(-1)
        self._complete()

    def round(self, number: int, chance: random.Random) -> str:
        """One kill and the run after it.

        Returns:
            "old" or "new": which state the kill left.
        """
        before = open_index(self.index, self.embedder.name)
        self._change(number)
        moment = chance.uniform(0, self.duration)
        run = subprocess.Popen(self._command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment)
        run.kill()
        if run.wait() != -signal.SIGKILL:  # it was done before: another moment of another run
            self._change(-number)
            self._complete()
            return self.round(number, chance)

        left = open_index(self.index, self.embedder.name)
        state = "old" if left.generation == before.generation else "new"
        expect(state == "new" or left.articles == before.articles, "the old index is another")
        expect(state == "old" or self._changed(left) == {number}, "the new index is not whole")
        expect(self._best(left) == self.best, "the question finds another article")

        self._complete()
        after = open_index(self.index, self.embedder.name)
        expect(self._changed(after) == {number}, "the next run did not take up the change")
        expect(not list(self.index.rglob("*.part")), "the next run left unfinished files")
        expect(len(list((self.index / "generations").iterdir())) == 2, "the next run left generations")
        print(f"{number:3d}. killed after {moment:.2f} s: the {state} index answers, the next run completes", flush=True)
        return state

    def _change(self, number: int) -> None:
        texts = (f"第{number}轮第{n}条。" + "这里记录一次演练，内容与问题无关。" * 4 for n in range(CHANGING))
        lines = [
            json.dumps({"id": f"drill-{n}", "title": f"演练{number}", "text": text}, ensure_ascii=False) for n, text in enumerate(texts)
        ]
        (self.corpus / "drill.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

    def _changed(self, index: Index) -> set[int]:
        return {int(article.title.removeprefix("演练")) for article in index.articles.values() if article.id.startswith("drill-")}

    def _best(self, index: Index) -> tuple[str, str]:
        """The article that the question finds by its vector, and by its bigrams."""
        near = index.dense.search(self.vector, 1)[1][0]
        return index.passages[near].article_id, index.passages[index.lexical.scores(QUESTION)[0].argmax()].article_id

    def _complete(self) -> None:
        begun = time.monotonic()
        subprocess.run(self._command(), check=True, stdout=subprocess.DEVNULL)
        self.duration = time.monotonic() - begun

    def _command(self) -> list[str]:
        return [str(ECQA), "index", "--corpus", str(self.corpus), "--index", str(self.index)]


def expect(holds: bool, otherwise: str) -> None:
    """Ends the program with a line when something does not hold."""
    if not holds:
        sys.exit(otherwise)


if __name__ == "__main__":
    sys.exit(main())
