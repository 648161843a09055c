"""A channel's quiet hours, clock and state, as coordinators type them in any language that ships."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated

from bot.core.coalition.channels import Terms
from bot.core.directory.states import is_state
from bot.core.times.quiet_hours import is_quiet_hours, parse_quiet_hours
from bot.core.times.typed_time import is_zone, parse_zone
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.words.free import MOST
from bot.kit.words.own_language.near_times import offer_near_times
from bot.kit.words.own_language.places import find_own_state
from bot.kit.words.own_language.quoted_times import quote_as_typed
from bot.kit.words.own_language.schedules import reword_hours
from bot.kit.words.own_language.times import reword_any_time
from bot.patterns import compile_later
from bot.text import fold

_ZONE_WORDS = 4  # of a clock's name, like "hora del Pacífico"
_HOUR = r"(?<!\d)\d{1,2}(?:[:.]\d\d)?(?!\d)"
_TWO_HOURS = compile_later(rf"[^\d]*{_HOUR}[^\d]+{_HOUR}[^\d]*")  # with words around them that may be misspelled


def _are_hours(typed: str) -> bool:
    return is_quiet_hours(reword_hours(typed))


def _are_hourlike(typed: str) -> bool:
    """Whether words have two hours, and aren't followed by a clock, which is another option's."""
    words = typed.split()
    ends = (" ".join(words[-size:]) for size in range(1, min(len(words), _ZONE_WORDS) + 1))
    return _TWO_HOURS.fullmatch(fold(typed)) is not None and not any(map(_is_clock, ends))


def _is_clock(typed: str) -> bool:
    return is_zone(reword_any_time(typed))


def _is_home(typed: str) -> bool:
    return is_state(typed) or find_own_state(typed) is not None


# In words, they are long: "de las diez y media de la noche a las ocho y media de la mañana".
Quiet = Annotated[
    str | None, Opt("Hours without alerts: 22:00-8:00, or none", fits=_are_hours, may_fit=_are_hourlike, longest=MOST)
]
QuietZone = Annotated[str | None, Opt("The clock those hours are on, like Eastern", fits=_is_clock)]
PeoplesState = Annotated[str | None, Opt("Where people live, for alerts to some states", fits=_is_home)]


@contextmanager
def read_terms(inv: Invocation, quiet: str | None, zone: str | None, state: str | None) -> Iterator[Terms]:
    """The terms as core reads them. Its refusals inside quote what was typed, or offer it without misspelled words."""
    hours, clock = reword_hours(quiet or ""), reword_any_time(zone or "")
    with (
        offer_near_times(quiet, inv.words, partial(parse_quiet_hours, field="quiet"), "quiet", reword_hours),
        offer_near_times(zone, inv.words, partial(parse_zone, field="zone"), "zone", reword_any_time),
        quote_as_typed(quiet or "", "quiet"),
        quote_as_typed(zone or "", "zone"),
    ):
        yield Terms(hours or None, clock or None, find_own_state(state or "") or state, inv.envelope.zone)
