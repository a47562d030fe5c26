"""How much is asked and how it is answered: questions a day, rates, time, articles cited most; no question is shown."""

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ecqa.evaluation.folder import to_csv
from ecqa.evaluation.metrics.lengths import quantile
from ecqa.interfaces.web.desk.access import Here, Someone
from ecqa.interfaces.web.desk.plots import every_day, lines, stacked
from ecqa.interfaces.web.desk.rendering import download, page
from ecqa.interfaces.web.desk.services import Desk
from ecqa.storage import Day

router = APIRouter()

RANGES = (7, 30, 90, 365)
"""Days that can be looked at."""
STATUSES = ("answered", "partial", "refused")


@dataclass(frozen=True, slots=True)
class Range:
    """The days that are looked at, to today."""

    days: int
    since: str
    until: str


@router.get("/usage")
def overview(request: Request, desk: Here, session: Someone, days: int = 30) -> HTMLResponse:
    """Figures and plots of some days."""
    chosen = _range(days)
    found = _every(desk, chosen)
    asked = sum(day.asked for day in found)
    by_day = desk.storage.usage.times(chosen.since, chosen.until)
    times = sorted(milliseconds for day in by_day.values() for milliseconds in day)
    values = {
        "chosen": chosen,
        "ranges": RANGES,
        "asked": asked,
        "answered": sum(day.answered + day.partial for day in found) / asked if asked else None,
        "refused": sum(day.refused for day in found) / asked if asked else None,
        "p50": quantile(times, 0.5),
        "p95": quantile(times, 0.95),
        "plot": stacked([(day.day, {status: getattr(day, status) for status in STATUSES}) for day in found]),
        "statuses": STATUSES,
        "rates": lines([(day.day, _rates(day)) for day in found], top=100),
        "times": lines([(day.day, _times(by_day.get(day.day, []))) for day in found]),
        "cited": desk.storage.usage.most_cited(chosen.since, chosen.until),
        "entries": desk.storage.audit.last(20),
    }
    return page(request, "usage", session, values)


@router.get("/usage/days.csv")
def by_day(desk: Here, session: Someone, days: int = 30) -> Response:
    """The numbers of the plots; a figure that a day has not is empty."""
    chosen = _range(days)
    times = desk.storage.usage.times(chosen.since, chosen.until)
    rows = []
    for day in _every(desk, chosen):
        figures = [*_rates(day).values(), *_times(times.get(day.day, [])).values()]
        shown = ["" if figure is None else round(figure, 1) for figure in figures]
        rows.append([day.day, day.asked, day.answered, day.partial, day.refused, *shown])
    names = ["day", "asked", *STATUSES, "answered_percent", "refused_percent", "p50_ms", "p95_ms"]
    return download(to_csv(names, rows), "usage-by-day.csv")


@router.get("/usage/cited.csv")
def by_article(desk: Here, session: Someone, days: int = 30) -> Response:
    """How many answers cited each article."""
    chosen = _range(days)
    rows = [[one.article_id, one.title, one.answers] for one in desk.storage.usage.most_cited(chosen.since, chosen.until, limit=10_000)]
    return download(to_csv(["article", "title", "answers"], rows), "cited-articles.csv")


def _rates(day: Day) -> dict[str, float | None]:
    """Percent of a day's questions that were answered, in part too, and refused."""
    if not day.asked:
        return {"answered": None, "refused": None}
    return {"answered": 100 * (day.answered + day.partial) / day.asked, "refused": 100 * day.refused / day.asked}


def _times(times: list[float]) -> dict[str, float | None]:
    """Median and 95th percentile of milliseconds in order."""
    return {"p50": quantile(times, 0.5), "p95": quantile(times, 0.95)}


def _range(days: int) -> Range:
    days = days if days in RANGES else 30
    today = date.today()
    return Range(days, (today - timedelta(days=days - 1)).isoformat(), today.isoformat())


def _every(desk: Desk, chosen: Range) -> list[Day]:
    """Each day of the range, also those on which nothing was asked."""
    found = {day.day: day for day in desk.storage.usage.days(chosen.since, chosen.until)}
    return [found.get(day, Day(day, 0, 0, 0)) for day in every_day(chosen.since, chosen.until)]
