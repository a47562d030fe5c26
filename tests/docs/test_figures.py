"""The figures in the README are those of the committed baseline."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = {
    "evidence among the five best passages": "evidence_recall@5",
    "answerable questions that were answered": "answer_rate",
    "key points found in the answers": "coverage",
    "sentences borne out by their own quotes": "support",
    "unanswerable questions that were refused": "refusal_recall",
}


@pytest.mark.parametrize(("words", "metric"), ROWS.items())
def test_a_figure_is_that_of_the_baseline(words, metric):
    metrics = json.loads((ROOT / "eval/results/baseline/metrics.json").read_text("utf-8"))
    figure = metrics["splits"]["report"]["all"]["figures"][metric]
    value, low, high = (f"{100 * figure[name]:.1f}" for name in ("value", "low", "high"))
    assert f"| {words} | {value} % [{low}, {high}] | {figure['n']} |" in (ROOT / "README.md").read_text("utf-8").splitlines()
