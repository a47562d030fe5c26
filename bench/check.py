"""Takes the ratios of the committed results again and compares them, loosely: 1 where one became worse than noise explains.

Only ratios to a yardstick of the same run are compared, since they say the same on another machine. Each may be worse than the committed
one by a factor, which is wide: a busy machine must not fail, a lexical index rebuilt for each question must.

usage: python bench/check.py [--factor 2.5]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RUNS = {
    "scale": ["scale.py", "--sizes", "1000", "10000"],
    "answering": ["answering.py"],
    "indexing": ["indexing.py", "--rounds", "1", "--variants", "1"],
}
"""What is run for each file of results."""


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
)


def main() -> int:
    """Runs, compares and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--factor", type=float, default=2.5)
    args = parser.parse_args()
    paths = {name: HERE / "results" / f"{name}.json" for name in RUNS}
    committed = {name: json.loads(path.read_text("utf-8")) for name, path in paths.items() if path.is_file()}
    for name in RUNS.keys() - committed.keys():
        print(f"none  {paths[name]} is not there: run make bench, and commit it")
    with tempfile.TemporaryDirectory() as scratch:
        fresh = {name: measured(words, Path(scratch) / f"{name}.json") for name, words in RUNS.items() if name in committed}
    failed = len(RUNS) - len(committed)
    for ratio in (one for one in CHECKED if one.file in committed):
        before, now = value(committed[ratio.file], ratio.path), value(fresh[ratio.file], ratio.path)
        good = within(before, now, args.factor, higher_is_better=ratio.higher_is_better)
        failed += not good
        print(f"{'ok   ' if good else 'WORSE'} {ratio.file} {' '.join(ratio.path)}: {now} (committed {before})")
    return 1 if failed else 0


def measured(words: list[str], out: Path) -> Any:
    """The results of a script, which go elsewhere than the committed ones."""
    subprocess.run([sys.executable, str(HERE / words[0]), *words[1:], "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
    return json.loads(out.read_text("utf-8"))


def value(results: Any, path: tuple[str, ...]) -> float:
    """The figure at a path.

    Raises:
        KeyError: There is none.
    """
    for key in path:
        if isinstance(results, list):
            results = next((one for one in results if str(one["passages"]) == key), None)
            if results is None:
                raise KeyError(key)
        else:
            results = results[key]
    return float(results)


def within(before: float, now: float, factor: float, *, higher_is_better: bool) -> bool:
    """Whether a figure is no worse than the one before by more than a factor."""
    return now * factor >= before if higher_is_better else now <= before * factor


if __name__ == "__main__":
    sys.exit(main())
