"""A run, or a comparison of two, to one self-contained HTML page each: inline styles, script and plots, no other host."""

from pathlib import Path

from ecqa.errors import ServiceError
from ecqa.evaluation.compare import Comparison
from ecqa.evaluation.folder import write_run
from ecqa.evaluation.report.page import comparison_page, run_page
from ecqa.evaluation.run import Run

OFFERED = ("metrics.csv", "questions.csv", "metrics.json", "latency.json")
"""Tables that the page carries for download."""


def save_run(run: Run, out: Path) -> None:
    """Writes a run's folder, its page `report.html` included.

    Raises:
        ServiceError: The folder or a file cannot be written.
    """
    write_run(run, out)
    _write(out / "report.html", run_page(run, {name: (out / name).read_text("utf-8") for name in OFFERED}))


def save_comparison(comparison: Comparison, first: str, second: str, page: Path) -> None:
    """Writes the page of a comparison.

    Args:
        comparison: What was found.
        first: Name of the first run, as the page calls it.
        second: Name of the second.
        page: The file.

    Raises:
        ServiceError: The file cannot be written.
    """
    _write(page, comparison_page(comparison, first, second))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise ServiceError("output-unwritable", path=path, reason=problem.strerror) from problem
