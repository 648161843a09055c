"""The models of targets in the states: the caller's own state legislators, and governors whom the file lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.config.checks import Flaw, FlawsError, TimeZone
from bot.core.campaign_files.file_parts import Phone, Shape, check_line
from bot.core.directory.offices.generic_offices import LOWER, UPPER
from bot.core.directory.offices.office_zones import find_zone
from bot.core.directory.states import NAMES, find_nearest_state, find_state
from bot.core.statehouse.facts import STATEHOUSES
from bot.text import outline

MAX_NAME = 60  # characters, of a button's 75
# The words that each ``state:`` means, in the order of calls: as for Congress, the larger chamber first.
CHAMBERS = {"lower": (LOWER,), "upper": (UPPER,), "both": (LOWER, UPPER)}


def _check_state(text: str) -> str:
    state = find_state(text)
    if state is None:
        near = find_nearest_state(text)
        hint = f'; did you mean "{near}"?' if near else ""
        raise ValueError(f"must be a state or territory, such as CA or New York{hint}")
    return state


def _list_one(value: Any) -> Any:
    """``in: CA`` means a list of one."""
    return [value] if isinstance(value, str) else value


def _check_once(states: tuple[str, ...]) -> tuple[str, ...]:
    if not states or len(set(states)) < len(states):
        raise ValueError("must name at least one state, and each only once; without it, every state is meant")
    return states


def _check_chamber(text: str) -> str:
    if (chamber := outline(text)) not in CHAMBERS:
        raise ValueError("must be lower (the House or Assembly), upper (the Senate) or both")
    return chamber


def _check_has_governor(text: str) -> str:
    if (state := _check_state(text)) == "DC":
        raise ValueError('must be a state or territory with a governor; write D.C.\'s mayor in a "list"')
    return state


def _check_some(governors: tuple["GovernorShape", ...]) -> tuple["GovernorShape", ...]:
    if not governors:
        raise ValueError('must list at least one governor, with "state", "name" and "phone"')
    return governors


Chamber = Annotated[str, AfterValidator(_check_chamber)]


StateCode = Annotated[str, AfterValidator(_check_state)]
States = Annotated[
    tuple[StateCode, ...],
    BeforeValidator(_list_one),
    Field(alias="in", max_length=len(NAMES)),
    AfterValidator(_check_once),
]


@dataclass(frozen=True, slots=True)
class Governor:
    """A governor whom the campaign file lists, by state. ``timezone`` is the office's."""

    state: str
    name: str
    phone: str
    timezone: str

    @property
    def key(self) -> str:
        """The key of the governor as a target."""
        return f"governor-{self.state.lower()}"


class StateShape(Shape):
    """The caller's own state legislators: of one chamber or both, and of the ``states`` in ``in``, all by default."""

    state: Chamber
    states: States = ()

    @model_validator(mode="after")
    def _check_chambers(self) -> "StateShape":
        check_chambers(self.state, self.states)
        return self

    @property
    def words(self) -> tuple[str, ...]:
        """The words of `STATE_GENERIC` that it means."""
        return CHAMBERS[self.state]


class GovernorShape(Shape):
    """One state's governor. ``timezone`` is that of the capitol by default."""

    state: Annotated[str, AfterValidator(_check_has_governor)]
    name: Annotated[str, check_line(MAX_NAME)]
    phone: Phone
    timezone: TimeZone | None = None


Governors = Annotated[tuple[GovernorShape, ...], Field(max_length=len(NAMES)), AfterValidator(_check_some)]


class GovernorsShape(Shape):
    """The caller's own governor, from a list of governors by state."""

    governor: Governors

    @model_validator(mode="after")
    def _check_states(self) -> "GovernorsShape":
        check_governors(self.governor)
        return self


def check_chambers(chamber: str, states: Iterable[str]) -> None:
    """Raise FlawsError at each state of ``in`` that has no such chamber."""
    flaws = []
    for index, state in enumerate(states):
        if state not in STATEHOUSES:
            flaws.append(Flaw(f'"in" has {state}, whose legislature isn\'t in any data', ("in", index)))
        elif chamber == "lower" and STATEHOUSES[state].lower is None:
            sentence = f'"in" has {state}, whose legislature has one chamber; write upper or both'
            flaws.append(Flaw(sentence, ("in", index)))
    if flaws:
        raise FlawsError(flaws)


def make_governor(shape: GovernorShape) -> Governor:
    """A governor's record."""
    return Governor(shape.state, shape.name, shape.phone, shape.timezone or find_zone(shape.state))


def check_governors(governors: Iterable[GovernorShape]) -> None:
    """Raise FlawsError at each governor of a state that has one already."""
    seen = set[str]()
    flaws = []
    for index, one in enumerate(governors):
        if one.state in seen:
            flaws.append(Flaw(f'"governor" has {one.state} twice', ("governor", index, "state")))
        seen.add(one.state)
    if flaws:
        raise FlawsError(flaws)
