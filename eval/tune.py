"""Prints the figures of the tune half and its failures in full; of the report half, with --report, figures only.

usage: python eval/tune.py [--gold eval/gold/dev.jsonl] [--report] [--failures FILE] [--index DIR] [--corpus DIR]
"""

import argparse
import sys
import time
from pathlib import Path

from ecqa.config import Settings
from ecqa.evaluation.catalogue import METRICS
from ecqa.evaluation.failures import as_text, failed
from ecqa.evaluation.gold import load_gold, of_splits
from ecqa.evaluation.run import answer_all
from ecqa.evaluation.summary import Judged, by, summarise
from ecqa.factory import open_assistant


def main() -> int:
    """Evaluates and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--report", action="store_true", help="figures of the report half, too")
    parser.add_argument("--failures", type=Path, help="write the failures of the tune half here instead of printing them")
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    args = parser.parse_args()
    assistant = open_assistant(Settings(index=args.index, corpus=args.corpus))
    for split in ("tune", "report") if args.report else ("tune",):
        start = time.perf_counter()
        judged = answer_all(assistant, of_splits(load_gold(args.gold), [split]))
        show(split, judged, time.perf_counter() - start)
        if split == "tune":
            text = as_text(judged)
            if args.failures:
                args.failures.write_text(text, encoding="utf-8")
            else:
                print(text)
    return 0


def show(split: str, judged: list[Judged], seconds: float) -> None:
    """Prints the figures of one half."""
    summary = summarise(judged)
    print(
        f"# {split}: {summary.questions} questions, {sum(map(failed, judged))} with a failure, {summary.statuses}, {seconds:.1f} s",
        file=sys.stderr,
    )
    for metric in METRICS:
        figure = summary.figures[metric.name]
        if figure.value is not None and figure.low is not None and figure.high is not None:
            print(f"{metric.name:20} {figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]  n={figure.n}", file=sys.stderr)
    print(f"characters p50 {summary.length_p50}, p90 {summary.length_p90}", file=sys.stderr)
    for name, group in by(judged, lambda gold: gold.type).items():
        covered, complete = group.figures["coverage"].value, group.figures["full"].value
        shown = f"coverage {covered:.3f} full {complete:.3f}" if covered is not None and complete is not None else f"{group.statuses}"
        print(f"  {name:14} n={group.questions:3} {shown}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
