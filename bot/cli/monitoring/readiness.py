"""Decides from the facts whether a process is ready, part by part, and says why in plain words."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from bot.adapters import LinkState
from bot.cli.monitoring.facts import Facts
from bot.cli.monitoring.gateway_watch import Gateway

LOST = 60.0  # seconds without a connection until a platform counts as lost; Discord's sessions end about then
LATE = 60.0  # seconds after which a post that is due counts as late
_SLOW = 0.5  # seconds that a write may take
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
    return Report((*_judge_database(facts), *map(_judge_gateway, facts.gateways), *_judge_rest(facts)))


def _judge_database(facts: Facts) -> Iterator[PartState]:
    asked = facts.database
    if not asked.value:
        yield PartState("database", State.FAILING, f"Nothing can be saved. {asked.problem}")
    elif asked.seconds > _SLOW:
        yield PartState("database", State.WARNING, f"A write took {asked.seconds:.1f} seconds.")
    else:
        yield PartState("database", State.OK, "It takes what is written.")
    if facts.room:
        state = State.OK if facts.room.fine else State.WARNING
        yield PartState("disk", state, f"{facts.room.sentence}.")


def _judge_gateway(one: Gateway) -> PartState:
    name, link = _NAMES.get(one.platform, one.platform), one.link
    if link.state is LinkState.STANDBY:
        return PartState(
            one.platform, State.OK, "Another process answers there. This one is a standby, as it should be."
        )
    if link.state is LinkState.UP:
        missing = link.wanted - link.open
        some = f"{link.open} of {link.wanted} connections are open."
        return PartState(
            one.platform, State.WARNING if missing else State.OK, some if link.wanted else "It is connected."
        )
    because = f" {one.problem}" if one.problem else ""
    if one.lost_for is None:
        return PartState(one.platform, State.FAILING, f"{name} isn't connected yet.{because}")
    seconds = f"{one.lost_for:.0f} seconds"
    if one.lost_for <= LOST:
        return PartState(one.platform, State.WARNING, f"{name} was lost {seconds} ago, and is being connected again.")
    return PartState(one.platform, State.FAILING, f"{name} has been lost for {seconds}.{because}")


def _judge_rest(facts: Facts) -> Iterator[PartState]:
    if facts.backlog:
        yield _judge_delivery(facts)
    for data in facts.data:
        loaded = "They are loaded, and nothing about them is doubtful." if data.loaded_at else "None are loaded."
        yield PartState(
            f"data on {data.name}", State.WARNING if data.doubts else State.OK, " ".join(data.doubts) or loaded
        )
    state = State.WARNING if facts.gaps else State.OK
    yield PartState("processes", state, " ".join(f"{gap}." for gap in facts.gaps) or f"{len(facts.processes)} run.")


def _judge_delivery(facts: Facts) -> PartState:
    assert facts.backlog
    if facts.backlog.value is None:
        return PartState("delivery", State.WARNING, f"It is unknown what waits. {facts.backlog.problem}")
    posts, edits = (sum(getattr(one, name) for one in facts.backlog.value) for name in ("posts", "edits"))
    lag = max((one.lag for one in facts.backlog.value), default=0.0)
    waiting = f"{posts} posts and {edits} redrawn cards wait, the oldest post for {lag:.0f} seconds."
    return PartState("delivery", State.WARNING if lag > LATE else State.OK, waiting)
