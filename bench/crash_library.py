"""Kills programs that add, update, correct, remove and index documents with SIGKILL at random moments; writes bench/results/crash-library.json.

After every kill the index must hold the documents of before or of after and nothing between, `ecqa doctor` must find nothing (after
a killed `ecqa index`: nothing but the files that are not indexed yet), and every text that was ever indexed must still open. Exits
with 1 at the first thing that is not so.

usage: python bench/crash_library.py [--kills 50] [--documents 1000] [--seed 143] [--out bench/results/crash-library.json]
"""

import argparse
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from material import HashingEmbedder, corrected, document, sentences_of, write_documents

from ecqa.index.build import build_index
from ecqa.index.opened import open_index
from ecqa.index.revisions import read_revision
from ecqa.library import examine

WORKER = Path(__file__).with_name("crash_worker.py")
OPERATIONS = ("add", "update", "correct", "remove", "index")
LONGER = 1.25
"""How much later the next kill of an operation may come, so that both sides of the moment that counts are hit on any machine."""
LATE = 0.6
"""Half of the kills come in what is left of an operation after this share of its time: that is where the new state begins."""
SAMPLE = 300
"""Texts looked at after each kill; all are looked at in the end."""


def main() -> int:
    """Kills, checks, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--seed", type=int, default=143)
    parser.add_argument("--out", type=Path, default=Path("bench/results/crash-library.json"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        shelf = Shelf(Path(scratch), args.corpus, args.documents, random.Random(args.seed))
        outcomes = list(itertools.islice((one for n in itertools.count(1) if (one := shelf.round(n)) is not None), args.kills))
        shelf.check_texts(shelf.texts)
        figures = {
            "date": datetime.now(UTC).date().isoformat(),
            "documents": args.documents,
            "kills": len(outcomes),
            **{name: {state: outcomes.count((name, state)) for state in ("old", "new")} for name in OPERATIONS},
            "texts_that_still_open": len(shelf.texts),
        }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures))
    return 0


class Shelf:
    """A corpus, its index, and what must be in them."""

    def __init__(self, folder: Path, corpus: Path, count: int, chance: random.Random) -> None:
        self.corpus, self.index, self.list = folder / "corpus", folder / "index", folder / "sentences.json"
        self.chance = chance
        self.sentences = sentences_of(corpus)
        self.list.write_text(json.dumps(self.sentences), "utf-8")
        write_documents(self.corpus, self.sentences, count)
        embedder = HashingEmbedder(64)
        build_index(self.corpus, self.index, embedder, embedder.name)
        self.texts: dict[tuple[str, str], str] = {}
        self.state = self._read()
        self.next = count
        self.seconds = dict.fromkeys(OPERATIONS, 1.5)

    def round(self, number: int) -> tuple[str, str] | None:
        """One kill and what it left.

        Returns:
            What was killed, and "old" or "new": which state it left; None when it was done before its moment came.
        """
        did = self.chance.choice(OPERATIONS)
        name = f"d{self.next:05d}" if did == "add" else self.chance.choice(sorted(self.state))
        self.next += did == "add"
        wanted = self._after(did, name, number)
        killed = self._killed(did, name, number)
        findings = {finding.key for finding in examine(self.corpus, self.index)}
        left = self._read()
        state = "new" if left == wanted else "old"
        expect(left in (self.state, wanted), f"{did} {name}: the index is neither the old one nor the new one")
        allowed = {"corpus-changed"} if did == "index" and state == "old" else set()
        expect(findings <= allowed, f"{did} {name}: doctor finds {findings}")
        self.check_texts(self.chance.sample(sorted(self.texts), min(SAMPLE, len(self.texts))))
        if did == "index" and state == "old":
            self._run("index", name, number).wait()
            left = self._read()
            expect(left == wanted and not examine(self.corpus, self.index), "the next run did not complete")
        self.state = left
        moment = "ended by itself" if killed is None else f"killed after {killed:.2f} s"
        print(f"{number:3d}. {did} {name} {moment}: {state}", flush=True)
        return None if killed is None else (did, state)

    def check_texts(self, which: Iterable[tuple[str, str]]) -> None:
        """Every one of some versions of articles opens and says what it said."""
        for article_id, revision in which:
            article = read_revision(self.index, revision, article_id)
            expect(article is not None and article.text == self.texts[article_id, revision], f"{article_id} {revision} is lost")

    def _after(self, did: str, name: str, number: int) -> dict[str, tuple[str, str]]:
        """Title and text of all articles once the operation is done; what is indexed by hand is written into the corpus here."""
        text = document(self.sentences, int(name[1:]), number).strip()
        if did == "index":
            path = next(self.corpus.rglob(f"{name}.txt"))
            path.write_text(text, "utf-8")
        title = self.state[name][0] if name in self.state else text.split("\n")[0]
        new = {"remove": {}, "correct": {name: (corrected(number), self.state[name][1] if name in self.state else "")}}
        return {one: other for one, other in self.state.items() if one != name} | new.get(did, {name: (title, text)})

    def _killed(self, did: str, name: str, number: int) -> float | None:
        """Runs the operation and kills it at some moment of its work; None when it was done before."""
        run = self._run(did, name, number)
        assert run.stdout is not None
        expect(run.stdout.readline() == "begin\n", "the worker did not begin")
        begun = time.monotonic()
        moment = self.chance.uniform(self.chance.choice((0, LATE)) * self.seconds[did], self.seconds[did])
        try:
            run.wait(moment)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
            self.seconds[did] *= LONGER
            return moment
        finally:
            run.stdout.close()
        expect(run.returncode == 0, f"{did} {name} failed")
        self.seconds[did] = time.monotonic() - begun
        return None

    def _run(self, did: str, name: str, number: int) -> "subprocess.Popen[str]":
        command = [sys.executable, WORKER, self.corpus, self.index, did, name, str(number), self.list]
        return subprocess.Popen([str(one) for one in command], stdout=subprocess.PIPE, text=True)

    def _read(self) -> dict[str, tuple[str, str]]:
        """Title and text of every article; each text is noted as one that must open from now on."""
        found = open_index(self.index).articles
        self.texts |= {(one.id, one.revision): one.text for one in found.values()}
        return {one.id: (one.title, one.text) for one in found.values()}


def expect(holds: bool, otherwise: str) -> None:
    """Ends the program with a line when something does not hold."""
    if not holds:
        sys.exit(otherwise)


if __name__ == "__main__":
    sys.exit(main())
