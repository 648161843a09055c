"""What people type into a draft's forms, turned into what a campaign file holds.

What can't be read stays as typed: the draft keeps it, and says what is wrong with it.
"""

from contextlib import suppress
from zoneinfo import ZoneInfo

from bot.core.directory.members import Directory
from bot.core.drafts.entry_text import Fields, keep_filled
from bot.core.drafts.target_names import read_names
from bot.core.times.clock import local
from bot.core.times.typed_time import parse_moment, parse_zone
from bot.errors import UserError

_TIMES = ("opens", "closes")


def read_typed(part: str, typed: Fields, zone: str, at: int, directory: Directory) -> Fields:
    """A part's fields with times, zones and members as a file has them. ``zone`` is the coalition's."""
    fields = keep_filled(typed)
    if part == "basics":
        return _read_dates(fields, zone, at)
    return read_names(fields, directory) if part == "targets" else fields


def _read_dates(fields: Fields, zone: str, at: int) -> Fields:
    made = dict(fields)
    with suppress(UserError):
        made["timezone"] = parse_zone(fields["timezone"], "timezone") if "timezone" in fields else ""
    own = made.get("timezone") or zone
    for name in _TIMES:
        with suppress(UserError, KeyError, ValueError):  # a zone that isn't one is told of where it stands
            made[name] = f"{local(parse_moment(fields[name], own, at, name).at, ZoneInfo(own)):%Y-%m-%d %H:%M}"
    return keep_filled(made)
