"""What is wrong with times in a draft, which keeps one that can't be read as it was typed.

Start with `explain_times`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct, structs

from bot.core.campaign_files.campaign_export import Entries
from bot.core.draft_parts.typed_fields import Reword
from bot.core.drafts.trouble import Trouble
from bot.core.times.daily_times import parse_reminder_time
from bot.core.times.typed_time import parse_moment
from bot.errors import UserError

_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")  # as files have it


class _Typed(Struct, frozen=True):
    """A time as somebody typed it, and what reads it. ``dated`` is one that may pass."""

    text: str
    parse: Callable[[str], object]
    dated: bool = False


def explain_times(
    troubles: Iterable[Trouble], entries: Entries, zone: str, at: int, reword: Reword
) -> Iterator[Trouble]:
    """The troubles, with what is wrong with times in the words of those who typed them.

    A time that has passed, or leaves the half of the day or the hour open, says so. One that waits only for a time zone
    that can be read is left out: the zone has its own trouble.
    """
    found = tuple(troubles)
    lacks_zone = any(one.where == ("timezone",) for one in found)
    own = zone if lacks_zone else str(entries.get("timezone") or zone)
    for one in found:
        typed = _find_typed(one, entries, own, at)
        if typed is None:
            yield one
            continue
        try:
            typed.parse(reword(typed.text))
        except UserError as error:
            yield _explain(one, typed, error)
        else:
            if not (typed.dated and lacks_zone):
                yield one


def _find_typed(trouble: Trouble, entries: Entries, zone: str, at: int) -> _Typed | None:
    """The time that a trouble is about, None if it is about something else or a time as files have it."""
    rhythm: Any = entries.get("rhythm") or {}
    match trouble.where:
        case ("opens" | "closes" as name,):
            text = str(entries.get(name, ""))
            return None if _WRITTEN.fullmatch(text) else _Typed(text, lambda one: parse_moment(one, zone, at, ""), True)
        case ("rhythm", "reminders", int(index), "cron"):
            return _Typed(rhythm["reminders"][index].get("cron", ""), lambda one: parse_reminder_time(one, zone))
        case _:
            return None


def _explain(trouble: Trouble, typed: _Typed, error: UserError) -> Trouble:
    params = {**error.params, "word": typed.text}
    match error.key:
        case "time.past":
            key = f"draft.wrong.{trouble.where[0]}_passed"
        case "time.half" | "time.which" | "time.which_day":
            key = f"draft.wrong.{error.key.removeprefix('time.')}"
        case _:
            return trouble
    return structs.replace(trouble, key=key, params=params, choices=error.choices)
