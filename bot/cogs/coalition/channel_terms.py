"""A channel's quiet hours, clock and state, as coordinators type them in any language that ships."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from bot.core.coalition.channels import Terms
from bot.core.directory.states import is_state
from bot.core.times.quiet_hours import is_quiet_hours
from bot.core.times.typed_time import is_zone
from bot.kit.options import Opt
from bot.kit.words.free import MOST
from bot.kit.words.own_language.places import find_own_state
from bot.kit.words.own_language.schedules import reword_hours
from bot.kit.words.own_language.times import quote_as_typed, reword_any_time


def _are_hours(typed: str) -> bool:
    return is_quiet_hours(reword_hours(typed))


def _is_clock(typed: str) -> bool:
    return is_zone(reword_any_time(typed))


def _is_home(typed: str) -> bool:
    return is_state(typed) or find_own_state(typed) is not None


# In words, they are long: "de las diez y media de la noche a las ocho y media de la mañana".
Quiet = Annotated[str | None, Opt("Hours without alerts: 22:00-8:00, or none", fits=_are_hours, longest=MOST)]
QuietZone = Annotated[str | None, Opt("The clock those hours are on, like Eastern", fits=_is_clock)]
PeoplesState = Annotated[str | None, Opt("Where people live, for alerts to some states", fits=_is_home)]


@contextmanager
def read_terms(quiet: str | None, zone: str | None, state: str | None, own_zone: str | None) -> Iterator[Terms]:
    """The terms as core reads them. Its refusals inside quote what was typed. ``own_zone`` is as in `Terms`."""
    hours, clock = reword_hours(quiet or ""), reword_any_time(zone or "")
    with quote_as_typed(quiet or "", "quiet"), quote_as_typed(zone or "", "zone"):
        yield Terms(hours or None, clock or None, find_own_state(state or "") or state, own_zone)
