"""Decides from the facts whether a process is ready, part by part, and says why in plain words."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, assert_never

from msgspec import Struct

from bot.adapters import ConnectionState
from bot.cli.monitoring.facts import DataFacts, Facts
from bot.cli.monitoring.gateway_watch import Gateway
from bot.cli.support.counts import write_count
from bot.core.outbox.backlog import DueCount
from bot.runtime.inquiry import Answer

LOST = 60.0  # seconds without a connection until a platform counts as lost; Discord's sessions end about then
LATE = 60.0  # seconds after which a post that is due counts as late
_SLOW = 0.5  # seconds that a write may take
_STANDBY = "Another process answers there. This one is a standby, as it should be."
_NAMES = {"discord": "Discord", "slack": "Slack"}


class State(StrEnum):
    """A part's state. Only ``failing`` makes a process unready."""

    OK = "ok"
    WARNING = "warning"
    FAILING = "failing"


class PartState(Struct, frozen=True):
    """The state of one part, and why, as a sentence."""

    part: str
    state: State
    why: str


class Report(Struct, frozen=True):
    """All parts of a process."""

    parts: tuple[PartState, ...]

    @property
    def is_ready(self) -> bool:
        """Whether people get answers from this process, or would at once if it took over."""
        return all(one.state is not State.FAILING for one in self.parts)

    def to_json(self) -> Mapping[str, Any]:
        """The report as the port shows it."""
        parts = {one.part: {"state": one.state.value, "why": one.why} for one in self.parts}
        return {"ready": self.is_ready, "parts": parts}


STARTING = Report((PartState("process", State.FAILING, "It starts: it waits for its database, or prepares it."),))
STOPPING = Report((PartState("process", State.FAILING, "It stops, and takes no new requests."),))


def judge(facts: Facts) -> Report:
    """The report on these facts."""
    delivery = (_judge_delivery(facts.backlog),) if facts.backlog else ()
    rest = (*delivery, *map(_judge_data, facts.data), _judge_processes(facts))
    return Report((*_judge_database(facts), *map(_judge_gateway, facts.gateways), *rest))


def _judge_database(facts: Facts) -> Iterator[PartState]:
    asked = facts.database
    if not asked.value:
        yield PartState("database", State.FAILING, f"Nothing can be saved. {asked.problem}")
    elif asked.seconds > _SLOW:
        yield PartState("database", State.WARNING, f"A write took {asked.seconds:.1f} seconds.")
    else:
        yield PartState("database", State.OK, "It takes what is written.")
    if facts.room:
        yield PartState("disk", _warn_if(not facts.room.fine), f"{facts.room.sentence}.")


def _judge_gateway(one: Gateway) -> PartState:
    match one.connections.state:
        case ConnectionState.UP if one.connections.wanted:
            some = f"{one.connections.open} of {one.connections.wanted} connections are open."
            return PartState(one.platform, _warn_if(one.connections.open < one.connections.wanted), some)
        case ConnectionState.UP:
            return PartState(one.platform, State.OK, "It is connected.")
        case ConnectionState.STANDBY:
            return PartState(one.platform, State.OK, _STANDBY)
        case ConnectionState.DOWN:
            return _judge_loss(one)
        case _:
            assert_never(one.connections.state)


def _judge_loss(one: Gateway) -> PartState:
    name, because = _NAMES.get(one.platform, one.platform), one.problem or "The log says why."
    if one.lost_for is None:
        return PartState(one.platform, State.FAILING, f"{name} isn't connected yet. {because}")
    seconds = write_count(round(one.lost_for), "second")
    if one.lost_for <= LOST:
        return PartState(one.platform, State.WARNING, f"{name} was lost {seconds} ago, and is being connected again.")
    return PartState(one.platform, State.FAILING, f"{name} has been lost for {seconds}. {because}")


def _judge_delivery(backlog: Answer[tuple[DueCount, ...]]) -> PartState:
    if backlog.value is None:
        return PartState("delivery", State.WARNING, f"It is unknown what waits. {backlog.problem}")
    posts, edits = sum(one.posts for one in backlog.value), sum(one.edits for one in backlog.value)
    lag = max((one.lag for one in backlog.value), default=0.0)
    what = f"Due and not sent: {write_count(posts, 'post')} and {write_count(edits, 'redrawn card')}."
    since = f" The oldest post has been due for {write_count(round(lag), 'second')}." if posts else ""
    return PartState("delivery", _warn_if(lag > LATE), what + since)


def _judge_data(data: DataFacts) -> PartState:
    loaded = "They are loaded, and nothing about them is doubtful." if data.loaded_at else "None are loaded."
    return PartState(f"data on {data.name}", _warn_if(bool(data.doubts)), " ".join(data.doubts) or loaded)


def _judge_processes(facts: Facts) -> PartState:
    count = f"Processes on this database: {len(facts.processes)}."
    return PartState("processes", _warn_if(bool(facts.gaps)), " ".join(f"{gap}." for gap in facts.gaps) or count)


def _warn_if(doubtful: bool) -> State:
    return State.WARNING if doubtful else State.OK
