"""Takes the ratios of the committed results again, in a shorter form, and compares them loosely: 1 where one became worse than noise explains.

Only ratios to a yardstick of the same run are compared, since they say the same on another machine. Each may be worse than the committed
one by a factor, which is wide: a busy machine must not fail, a lexical index rebuilt for each question must. It takes some five minutes on two idle cores.

usage: python bench/check.py [--factor 2.5] [--results bench/results] [--fresh DIR]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GOLD = HERE.parent / "eval" / "gold" / "dev.jsonl"
EVERY = 6
"""One gold question in so many is asked."""
RUNS = {
    "scale": ["scale.py", "--sizes", "1000", "10000"],
    "answering": ["answering.py", "--gold", "GOLD"],
    "indexing": ["indexing.py", "--rounds", "1", "--variants", "1"],
    "encoding": ["encoding.py", "--rounds", "3", "--texts", "8", "--questions", "4", "--engines", "ours,sentence-transformers"],
}
"""What is run for each file of results; GOLD is some of the gold questions."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure of a file of results."""

    file: str
    path: tuple[str, ...]
    """Keys from the outermost in; of a list, the entry whose `passages` is the number."""
    higher_is_better: bool = False


CHECKED = (
    Ratio("scale", ("sizes", "1000", "search_to_encoder")),
    Ratio("scale", ("sizes", "10000", "search_to_encoder")),
    Ratio("scale", ("sizes", "10000", "dense_to_numpy")),
    Ratio("answering", ("warm", "p50_to_yardstick")),
    Ratio("answering", ("start", "first_answer_to_yardstick")),
    Ratio("answering", ("start", "peak_to_yardstick")),
    Ratio("indexing", ("indexing_to_encoder_alone",), higher_is_better=True),
    Ratio("encoding", ("engines", "ours", "passages_a_second_300_to_yardstick", "median"), higher_is_better=True),
    Ratio("encoding", ("engines", "ours", "query_ms_to_yardstick", "median"), higher_is_better=True),
    Ratio("encoding", ("engines", "ours", "six_passages_ms_to_yardstick", "median"), higher_is_better=True),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one ratio; None is one that a file does not have."""

    ratio: Ratio
    before: float | None
    now: float | None
    factor: float

    @property
    def good(self) -> bool:
        """Whether it is there and no worse than before by more than the factor."""
        if self.before is None or self.now is None:
            return False
        return within(self.before, self.now, self.factor, higher_is_better=self.ratio.higher_is_better)

    def __str__(self) -> str:
        word = "ok   " if self.good else "none " if self.before is None or self.now is None else "WORSE"
        return f"{word} {self.ratio.file} {' '.join(self.ratio.path)}: {self.now} (committed {self.before})"


def main() -> int:
    """Runs, compares and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factor", type=float, default=2.5)
    parser.add_argument("--results", type=Path, default=HERE / "results", help="what is compared with")
    parser.add_argument("--fresh", type=Path, help="results taken before; nothing is run")
    args = parser.parse_args()
    with taken(args.fresh) as fresh:
        verdicts = compared(args.results, fresh, args.factor)
    for verdict in verdicts:
        print(verdict)
    return 0 if all(verdict.good for verdict in verdicts) else 1


def compared(results: Path, fresh: Path, factor: float) -> list[Verdict]:
    """Every ratio that is checked, in two folders of results."""
    before, now = ({name: _read(folder / f"{name}.json") for name in RUNS} for folder in (results, fresh))
    return [Verdict(ratio, value(before[ratio.file], ratio.path), value(now[ratio.file], ratio.path), factor) for ratio in CHECKED]


@contextmanager
def taken(fresh: Path | None) -> Iterator[Path]:
    """A folder of results: the one named, or one of what is measured now, which goes elsewhere than the committed ones."""
    if fresh is not None:
        yield fresh
        return
    with tempfile.TemporaryDirectory() as scratch:
        gold = Path(scratch) / "gold.jsonl"
        gold.write_text("".join(GOLD.read_text("utf-8").splitlines(keepends=True)[::EVERY]), "utf-8")
        for name, (script, *words) in RUNS.items():
            told = [str(gold) if word == "GOLD" else word for word in words]
            command = [sys.executable, str(HERE / script), *told, "--out", str(Path(scratch) / f"{name}.json")]
            if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
                print(f"none  {script} ended with an error", file=sys.stderr)
        yield Path(scratch)


def value(results: Any, path: tuple[str, ...]) -> float | None:
    """The figure at a path; None where there is none."""
    for key in path:
        if isinstance(results, list):
            results = next((one for one in results if str(one["passages"]) == key), None)
        else:
            results = results.get(key) if isinstance(results, dict) else None
    return None if results is None else float(results)


def within(before: float, now: float, factor: float, *, higher_is_better: bool) -> bool:
    """Whether a figure is no worse than the one before by more than a factor."""
    return now * factor >= before if higher_is_better else now <= before * factor


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
