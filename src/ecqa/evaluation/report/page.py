"""A run or a comparison to its page: words from the catalogues (Chinese first, English second), figures, plots, every question.

Everything is escaped by Jinja2; the content security policy lets only the page's own script and styles run.
"""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from ecqa.evaluation.catalogue import METRICS
from ecqa.evaluation.compare import Comparison
from ecqa.evaluation.figures import ALL, Figures, figures_of
from ecqa.evaluation.folder import timings_of
from ecqa.evaluation.metrics.latency import latency
from ecqa.evaluation.metrics.refusal_curve import best_recall
from ecqa.evaluation.report.cards import card
from ecqa.evaluation.report.plots import bars, curve_plot, rows
from ecqa.evaluation.run import Run
from ecqa.messages import Messages

HEADLINES = ("evidence_recall@5", "coverage", "full", "answer_rate", "refusal_recall", "citation_precision")
MAIN = "report"
"""The split that figures are taken from, where there is one."""

KEPT_ANSWER_RATE = 0.95
"""What the refusal curve is read off at."""

SCALES = (5, 10, 20, 50, 100)
"""Percentage points that the plot of differences may reach to either side."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that the page carries inside itself."""

    name: str
    link: str


def run_page(run: Run, files: dict[str, str]) -> str:
    """The report of a run.

    Args:
        run: What was evaluated.
        files: Names and contents of the tables to offer for download.
    """
    figures = figures_of(run.judged)
    splits = shown_splits(figures)
    main = splits[-1]
    curves = [plot for name in splits if (plot := curve_plot(name, figures.splits[name])) is not None]
    curve = figures.splits[main].curve
    return _render(
        "run.html.jinja",
        context=run.context,
        figures=figures.splits,
        splits=splits,
        main=main,
        metrics=METRICS,
        headlines=HEADLINES,
        types=rows([(name, figures.splits[name].type) for name in splits]),
        personas=rows([(name, figures.splits[name].persona) for name in splits]),
        curves=curves,
        reading=best_recall(curve.points, KEPT_ANSWER_RATE) if curve else None,
        bars=bars(latency(timings_of(run))),
        cards=[card(one) for one in run.judged],
        downloads=[Download(name, _data_link(text)) for name, text in files.items()],
    )


def comparison_page(comparison: Comparison, first: str, second: str) -> str:
    """What changed between two runs, both answers side by side.

    Args:
        comparison: What was found.
        first: Name of the first run.
        second: Name of the second.
    """
    widest = max((abs(end) for one in comparison.differences for end in (one.low, one.high)), default=0)
    reach = next(end for end in SCALES if end >= min(100, 100 * widest))
    return _render("comparison.html.jinja", comparison=comparison, first=first, second=second, reach=reach)


def shown_splits(figures: Figures) -> list[str]:
    """The splits to show, the one that figures are taken from last; "all" only when there is no other."""
    named = [name for name in figures.splits if name != ALL]
    return sorted(named, key=lambda name: (name == MAIN, name)) or [ALL]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ecqa.evaluation", "report/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": percent, "signed": signed, "metric_key": metric_key}
    return environment


def _render(template: str, **values: object) -> str:
    environment = _environment()
    zh, en = (Messages(lang).table("report") for lang in ("zh", "en"))
    script = environment.get_template("page.js").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return environment.get_template(template).render(zh=zh, en=en, script_digest=digest, **values)


def percent(value: float | None) -> str:
    """A share as `95.3`; a dash for none."""
    return "–" if value is None else f"{100 * value:.1f}"


def signed(value: float) -> str:
    """A difference of shares as `+1.2`; a minus is a minus sign."""
    return f"{100 * value:+.1f}".replace("-", "\N{MINUS SIGN}")


def metric_key(name: str) -> str:
    """A metric's name as a key of the catalogue."""
    return "metric-" + name.replace("_", "-").replace("@", "-")


def _data_link(text: str) -> str:
    return "data:text/plain;charset=utf-8;base64," + base64.b64encode(text.encode("utf-8")).decode()
