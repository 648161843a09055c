"""What counts as ready, what is only a warning, and what is said about it."""

import pytest
from msgspec.structs import replace

from bot.adapters import DOWN, Connections, ConnectionState
from bot.cli.monitoring.facts import DataFacts, Facts
from bot.cli.monitoring.gateway_watch import Gateway, GatewayWatch
from bot.cli.monitoring.readiness import LOST, STARTING, STOPPING, State, judge
from bot.core.outbox.backlog import DueCount
from bot.core.processes.process_rows import Process
from bot.runtime.duties import Duty
from bot.runtime.findings import mend
from bot.runtime.inquiry import Answer
from tests.cli.serve.scripted import Platform

FINE = Facts(
    database=Answer(True, seconds=0.01),
    gateways=(
        Gateway("discord", Connections(ConnectionState.UP, 4, 4)),
        Gateway("slack", Connections(ConnectionState.UP)),
    ),
    backlog=Answer((DueCount("discord"), DueCount("slack"))),
    room=None,
    data=(DataFacts("congress", 1), DataFacts("states", None)),
    gaps=(),
    processes=(Process("a", frozenset(Duty)),),
)
LATE = Answer((DueCount("discord", 7, 2, 61.0), DueCount("slack", 1, 0, 3.0)))


def see(connections: Connections, lost_for: float | None = None, problem: str = "") -> Facts:
    """The facts with this connection to Discord."""
    return replace(FINE, gateways=(Gateway("discord", connections, lost_for, problem),))


@pytest.mark.parametrize(
    ("facts", "part", "state", "why"),
    [
        (FINE, "database", "ok", "It takes what is written."),
        (FINE, "discord", "ok", "4 of 4 connections are open."),
        (FINE, "slack", "ok", "It is connected."),
        (FINE, "delivery", "ok", "Due and not sent: 0 posts and 0 redrawn cards."),
        (FINE, "processes", "ok", "Processes on this database: 1."),
        (replace(FINE, database=Answer(True, seconds=0.6)), "database", "warning", "A write took 0.6 seconds."),
        (
            replace(FINE, database=Answer(None, "The database hasn't answered for 0.7 seconds")),
            "database",
            "failing",
            "Nothing can be saved. The database hasn't answered for 0.7 seconds",
        ),
        (replace(FINE, room=mend("Only 3 MB free in /srv")), "disk", "warning", "Only 3 MB free in /srv."),
        (see(DOWN), "discord", "failing", "Discord isn't connected yet. The log says why."),
        (see(DOWN, None, "It refuses."), "discord", "failing", "Discord isn't connected yet. It refuses."),
        (see(DOWN, 1.2), "discord", "warning", "Discord was lost 1 second ago, and is being connected again."),
        (see(DOWN, LOST), "discord", "warning", "Discord was lost 60 seconds ago, and is being connected again."),
        (see(DOWN, LOST + 1, "It is away."), "discord", "failing", "Discord has been lost for 61 seconds. It is away."),
        (see(Connections(ConnectionState.UP, 1, 2)), "discord", "warning", "1 of 2 connections are open."),
        (
            see(Connections(ConnectionState.STANDBY)),
            "discord",
            "ok",
            "Another process answers there. This one is a standby, as it should be.",
        ),
        (
            replace(FINE, backlog=LATE),
            "delivery",
            "warning",
            "Due and not sent: 8 posts and 2 redrawn cards. The oldest post has been due for 61 seconds.",
        ),
        (
            replace(FINE, backlog=Answer(None, "The disk is full")),
            "delivery",
            "warning",
            "It is unknown what waits. The disk is full",
        ),
        (
            replace(FINE, data=(DataFacts("congress", 1, ("It is old.", "It is odd.")),)),
            "data on congress",
            "warning",
            "It is old. It is odd.",
        ),
        (replace(FINE, gaps=("Nobody delivers",)), "processes", "warning", "Nobody delivers."),
    ],
)
def test_each_part_has_a_state_and_a_reason(facts: Facts, part: str, state: str, why: str) -> None:
    report = judge(facts)
    assert report.to_json()["parts"][part] == {"state": state, "why": why}
    assert report.is_ready == (state != State.FAILING)
    assert sum(one.state is not State.OK for one in report.parts) == (state != State.OK)


def test_a_process_that_does_not_deliver_says_nothing_about_delivery() -> None:
    assert "delivery" not in judge(replace(FINE, backlog=None)).to_json()["parts"]


def test_a_process_that_starts_or_stops_is_not_ready() -> None:
    assert not STARTING.is_ready
    assert not STOPPING.is_ready


async def test_a_connection_is_lost_since_it_was_last_there() -> None:
    platform, at = Platform("discord"), [100.0]
    platform.trouble = "It is away."
    watch = GatewayWatch([platform], lambda: at[0])

    async def look(seconds: float, trouble: str) -> float | None:
        at[0] += seconds
        platform.trouble = trouble
        await watch.look()
        return watch.gateways[0].lost_for

    assert await look(1, "It is away.") is None  # it never was there
    assert await look(1, "") is None
    assert [await look(1, "It is away.") for _ in range(3)] == [1, 2, 3]
    assert watch.gateways[0].problem == "It is away."
    assert await look(1, "") is None
    assert await look(5, "It is away.") == 5
