"""What happened in, the text that Prometheus reads out; every process has figures of its own."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

SECONDS = (0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
"""Upper bounds of what is counted together."""
TEXT = CONTENT_TYPE_PLAIN_0_0_4


class Figures:
    """The figures of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("ecqa_requests", "Requests by address and status.", ["method", "route", "status"], registry=self._registry)
        self._seconds = Histogram(
            "ecqa_request_seconds", "Time to the end of the answer.", ["route"], registry=self._registry, buckets=SECONDS
        )
        self._answers = Counter("ecqa_answers", "Answers by status and mode.", ["status", "mode"], registry=self._registry)
        self._answer_seconds = Histogram("ecqa_answer_seconds", "Time that an answer took.", registry=self._registry, buckets=SECONDS)
        ProcessCollector(registry=self._registry)

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """A figure that is asked for whenever somebody reads.

        Args:
            name: Of the figure.
            meaning: One sentence.
            value: Gives it.
        """
        Gauge(name, meaning, registry=self._registry).set_function(value)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request; `route` is the pattern of its address, so that there are few."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, status: str, mode: str, seconds: float) -> None:
        """Counts an answer."""
        self._answers.labels(status, mode).inc()
        self._answer_seconds.observe(seconds)

    def text(self) -> bytes:
        """All figures in Prometheus's format."""
        return generate_latest(self._registry)
