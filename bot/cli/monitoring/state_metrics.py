"""The state of a process as metrics, beside what was counted and timed."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.adapters import ConnectionState
from bot.cli.monitoring.facts import Facts
from bot.cli.monitoring.readiness import Report
from bot.core.times.clock import SECOND


class StateMetrics(Collector):
    """Hands out what `show` was given last."""

    def __init__(self) -> None:
        self._shown: tuple[Metric, ...] = ()

    def show(self, report: Report, facts: Facts | None) -> None:
        """Show these facts from now on; None before there are any."""
        ready = _make_gauge("ready", "Whether this process is ready.", float(report.is_ready))
        self._shown = (ready, *(_list_metrics(facts) if facts else ()))

    def collect(self) -> Iterator[Metric]:
        """See `prometheus_client.registry.Collector`."""
        return iter(self._shown)


def _make_gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"callboard_{name}", what, value=value)


def _list_metrics(facts: Facts) -> Iterator[Metric]:
    yield _make_gauge("database_up", "Whether something can be saved.", float(bool(facts.database.value)))
    yield _make_gauge("database_write_seconds", "Time of the last write that tried it.", facts.database.seconds)
    yield from _list_gateway_metrics(facts)
    yield from _list_backlog_metrics(facts)
    loaded = GaugeMetricFamily(
        "callboard_data_loaded_timestamp_seconds", "When the oldest public data were loaded.", labels=["data"]
    )
    doubts = GaugeMetricFamily("callboard_data_doubts", "What is doubtful in public data.", labels=["data"])
    for one in facts.data:
        doubts.add_metric([one.name], len(one.doubts))
        if one.loaded_at is not None:
            loaded.add_metric([one.name], one.loaded_at / SECOND)
    yield loaded
    yield doubts
    yield _make_gauge("processes", "Processes on this database that live.", len(facts.processes))
    yield _make_gauge("process_gaps", "What no process does.", len(facts.gaps))
    yield _make_gauge("process_is_keeper", "Whether this process is the keeper.", float(facts.processes[0].is_keeper))


def _list_gateway_metrics(facts: Facts) -> Iterator[Metric]:
    up = GaugeMetricFamily("callboard_gateway_up", "Whether a platform is connected.", labels=["platform"])
    standby = GaugeMetricFamily("callboard_gateway_standby", "Whether another process answers.", labels=["platform"])
    live = GaugeMetricFamily("callboard_gateway_connections", "Open shards or sockets.", labels=["platform"])
    wanted = GaugeMetricFamily("callboard_gateway_connections_wanted", "Those that should be.", labels=["platform"])
    latency = GaugeMetricFamily("callboard_gateway_latency_seconds", "From heartbeat to answer.", labels=["platform"])
    again = CounterMetricFamily("callboard_gateway_reopened", "Connections opened again.", labels=["platform"])
    for one in facts.gateways:
        connections, labels = one.connections, [one.platform]
        up.add_metric(labels, float(connections.state is ConnectionState.UP))
        standby.add_metric(labels, float(connections.state is ConnectionState.STANDBY))
        live.add_metric(labels, connections.open)
        wanted.add_metric(labels, connections.wanted)
        again.add_metric(labels, connections.reopened)
        if connections.latency is not None:
            latency.add_metric(labels, connections.latency)
    yield from (up, standby, live, wanted, latency, again)


def _list_backlog_metrics(facts: Facts) -> Iterator[Metric]:
    posts = GaugeMetricFamily("callboard_delivery_waiting_posts", "Posts that are due.", labels=["platform"])
    edits = GaugeMetricFamily(
        "callboard_delivery_waiting_edits", "Cards that are due to be redrawn.", labels=["platform"]
    )
    lag = GaugeMetricFamily(
        "callboard_delivery_lag_seconds", "For how long the oldest post is due.", labels=["platform"]
    )
    for one in (facts.backlog.value if facts.backlog else None) or ():
        posts.add_metric([one.platform], one.posts)
        edits.add_metric([one.platform], one.edits)
        lag.add_metric([one.platform], one.lag)
    yield from (posts, edits, lag)
