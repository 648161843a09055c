"""Keeps what is measured, for Prometheus. It is imported only where the port is open.

Each label has a closed set of values, such as the names of commands or the keys of sentences.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.metrics import MetricWrapperBase

from bot.runtime.meter import DatabaseWait, Meter, SendKind

M = TypeVar("M", bound=MetricWrapperBase)

# What a refusal says that isn't about what was asked.
_UNDONE = {
    "error.unavailable": "unavailable",
    "error.unsure": "unavailable",
    "error.unreadable": "unavailable",
    "error.slow": "late",
    "error.stopped": "stopped",
    "error.unforeseen": "failed",
}
# Seconds. Platforms wait 3 s for a first answer, and a request ends after `deadlines.ANSWER`.
_REQUEST = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20)
_DATABASE = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_SEND = (0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30)
_DELIVERY = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)  # after an hour, people decide
_UNITS = (1, 2, 4, 8, 16, 32, 64, 128, 256)  # as many as one commit carries at most


def choose_result(reason: str) -> str:
    """What became of a request. ``reason`` is the key of a refusal's sentence, empty if it was done."""
    return _UNDONE.get(reason, "refused") if reason else "done"


class _Family(Generic[M]):
    """A metric's children by their labels. To find one with prometheus-client takes longer than to count it."""

    def __init__(self, metric: M) -> None:
        self._metric: M = metric
        self._children: dict[tuple[str, ...], M] = {(): metric}  # one without labels is its own

    def find(self, *labels: str) -> M:
        child = self._children.get(labels)
        if child is None:
            child = self._children[labels] = self._metric.labels(*labels)
        return child


class Metrics(Meter):
    """See `Meter`. ``registry`` holds all that Prometheus reads."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a line for each counter, which nobody needs here
        self.registry = CollectorRegistry()
        GCCollector(self.registry)
        ProcessCollector(registry=self.registry)
        self._requests = self._count("requests", "Requests answered.", "platform", "kind", "name", "result")
        self._request_seconds = self._spread("request_seconds", "Time to answer.", _REQUEST, "kind", "name")
        self._refusals = self._count("refusals", "Requests refused, by the sentence that says why.", "reason")
        self._waits = self._spread("database_wait_seconds", "Time that units of work waited.", _DATABASE, "what")
        self._commit_seconds = self._spread("database_commit_seconds", "Time of a shared commit.", _DATABASE)
        self._commit_units = self._spread("database_commit_units", "Units of work in a shared commit.", _UNITS)
        self._retries = self._count("database_retries", "Units of work that ran again, each alone.")
        self._failures = self._count("database_failures", "Times that the database couldn't work.")
        self._sends = self._count("sends", "What platforms were asked to send.", "platform", "kind", "result")
        self._send_seconds = self._spread("send_seconds", "Time that a platform took.", _SEND, "platform", "kind")
        self._deliveries = self._spread("delivery_seconds", "From a post's time to its post.", _DELIVERY, "platform")
        self._send_refusals = self._count("send_refusals", "Why platforms refused to send.", "platform", "reason")

    def record_request(self, platform: str, kind: str, name: str, reason: str, seconds: float) -> None:
        """See `Meter`."""
        self._requests.find(platform, kind, name, choose_result(reason)).inc()
        self._request_seconds.find(kind, name).observe(seconds)
        if reason:
            self._refusals.find(reason).inc()

    def record_wait(self, what: DatabaseWait, seconds: float) -> None:
        """See `Meter`."""
        self._waits.find(what.value).observe(seconds)

    def record_commit(self, units: int, seconds: float) -> None:
        """See `Meter`."""
        self._commit_units.find().observe(units)
        self._commit_seconds.find().observe(seconds)

    def record_retry(self, units: int) -> None:
        """See `Meter`."""
        self._retries.find().inc(units)

    def record_database_failure(self) -> None:
        """See `Meter`."""
        self._failures.find().inc()

    def record_send(self, platform: str, kind: SendKind, result: str, refusal: str, seconds: float) -> None:
        """See `Meter`."""
        self._sends.find(platform, kind.value, result).inc()
        self._send_seconds.find(platform, kind.value).observe(seconds)
        if refusal:
            self._send_refusals.find(platform, refusal).inc()

    def record_delivery(self, platform: str, seconds: float) -> None:
        """See `Meter`."""
        self._deliveries.find(platform).observe(seconds)

    def _count(self, name: str, what: str, *labels: str) -> _Family[Counter]:
        return _Family(Counter(f"callboard_{name}", what, labels, registry=self.registry))

    def _spread(self, name: str, what: str, buckets: Sequence[float], *labels: str) -> _Family[Histogram]:
        return _Family(Histogram(f"callboard_{name}", what, labels, buckets=buckets, registry=self.registry))
