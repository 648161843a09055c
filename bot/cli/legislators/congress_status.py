"""`callboard congress status`: which data on Congress hold, how old they are, and what they lack."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import cast

from msgspec import Struct

from bot.cli.legislators.seat_mark_lines import Marks, describe_marks, load_all_marks
from bot.cli.support.counts import write_count
from bot.cogs.shared.card_parts import describe_doubt
from bot.config.settings import Config
from bot.core.base.schedules import Scheduled, ScheduleState, load_schedule_state
from bot.core.congress.congress import Congress
from bot.core.congress.edition import describe_seat
from bot.core.congress.loaded_files import LoadedFile, load_files, load_map_times
from bot.core.directory.congresses import find_congress, find_first_day
from bot.core.directory.data_warnings import find_data_warnings
from bot.core.directory.maps import Maps
from bot.core.directory.members import Directory, list_senate_seats
from bot.core.directory.states import DISTRICTS
from bot.core.directory.terms import find_loaded_congresses
from bot.core.times.clock import DAY, Clock, now
from bot.kit.i18n import load_words
from bot.store.engine import Store, Tx
from bot.store.glance import glance

NO_DATABASE = "There is no database yet, or it is an older version's. Get the data with: callboard congress update"
_NO_DATA = "No data on Congress are loaded. Get them with: callboard congress update"


class Status(Struct, frozen=True):
    """The stored data, and whom they name at the moment."""

    stored: Directory
    sitting: Directory
    files: Sequence[LoadedFile]
    map_times: Mapping[int, int]
    updates: ScheduleState
    marks: Marks


def make_reader(config: Config) -> Congress:
    """Congress as the settings say, to be read in transactions that it is given: it has no database of its own."""
    no_store = cast(Store, None)
    return Congress(no_store, now, config.congress.vacant, config.congress.new_maps)


async def describe_status(config: Config, clock: Clock = now) -> list[str]:
    """A sentence for each thing to know, also while Callboard runs.

    Raises Unavailable if the database can't be read.
    """
    at = clock()

    async def read(tx: Tx) -> Status:
        congress = make_reader(config)
        sitting = await congress.load_sitting(tx, at)
        files, times = await load_files(tx), await load_map_times(tx)
        marks = await load_all_marks(tx, congress.last_directory, at)
        return Status(
            congress.last_directory, sitting, files, times, await load_schedule_state(tx, Scheduled.CONGRESS), marks
        )

    status = await glance(config.store.url, read)
    if status is None:
        return [NO_DATABASE]
    if status.stored.edition is None:
        return [_NO_DATA]
    return [
        *_describe_members(status, at),
        *_describe_vacancies(status.sitting, config.congress.vacant),
        *describe_marks(status.marks),
        *_describe_maps(status, at),
        *(f"File: {one.name}, {one.bytes:,} bytes, SHA-256 {one.sha256}." for one in status.files),
        *_describe_updates(status.updates, config.congress.every),
        *(describe_doubt(load_words("en"), doubt) for doubt in find_data_warnings(status.stored, at)),
    ]


def _describe_members(status: Status, at: int) -> Iterator[str]:
    number, stored = find_congress(at), status.stored
    assert stored.edition
    loaded = f"loaded on {_describe_day(stored.edition.loaded_at, at)}"
    known = find_loaded_congresses(stored)
    yield f"Congress {number} sits until {find_first_day(number + 1)} at noon in Washington."
    if number in known:
        yield f"Members: {len(status.sitting.members)} of Congress {number} sit now, {loaded}."
    else:
        yield f"Members: those of Congress {number} aren't loaded, so the switchboard serves. The data were {loaded}."
    if number + 1 in known:
        yield f"Members: those of Congress {number + 1} are loaded too, and are named once it begins."
    else:
        yield f"Members: those of Congress {number + 1} aren't loaded. If that lasts, the switchboard serves."


def _describe_vacancies(sitting: Directory, by_settings: Collection[str]) -> Iterator[str]:
    if sitting.has_no_members:
        return
    seats = (*list_senate_seats(), *DISTRICTS)
    vacant = [_describe_vacancy(seat, sitting, by_settings) for seat in seats if seat not in sitting.seats]
    which = f": {', '.join(vacant)}" if vacant else ""
    yield f"Vacant: {len(vacant)} of {len(seats)} seats{which}."


def _describe_vacancy(seat: str, sitting: Directory, by_settings: Collection[str]) -> str:
    if seat in by_settings:
        return f"{describe_seat(seat)} (by congress.vacant in config.yaml)"
    return f"{describe_seat(seat)}{' (marked by an admin)' if seat in sitting.vacant else ''}"


def _describe_maps(status: Status, at: int) -> Iterator[str]:
    number, maps = find_congress(at), status.stored.maps
    for one in maps.loaded:
        dated = "" if one.is_dated else ", by the file's age, since it doesn't say"
        loaded = _describe_day(status.map_times[one.congress], at)
        yield f"ZIPs: the map of Congress {one.congress}{dated}, loaded on {loaded}, SHA-256 {one.sha256}."
    used = maps.find(number)
    if used is None:
        yield "ZIPs: no map is loaded, so people choose their district by hand."
    for congress in (number, number + 1):
        yield from _describe_new_lines(maps, congress)


def _describe_new_lines(maps: Maps, congress: int) -> Iterator[str]:
    """Which states have new lines in a Congress, and how that is known."""
    states = sorted(maps.list_changed(congress))
    own = next((one for one in maps.loaded if one.congress == congress), None)
    is_first = own is not None and own == maps.loaded[0]
    if is_first:
        return
    if own and own.changed is not None:
        source = f"by comparing the ZIP files of Congress {congress} and the one before"
    elif own:
        source = "by congress.new_maps, since its ZIP file can't be compared with the one before"
    else:
        source = f"by congress.new_maps, until the ZIP file of Congress {congress} is loaded"
    which = f"{write_count(len(states), 'state')} ({', '.join(states)})" if states else "no state"
    yield f"New lines in Congress {congress}: {which}, {source}."


def _describe_updates(updates: ScheduleState, every: int | None) -> Iterator[str]:
    hours = every // 3600 if every else 0
    often = f"every {write_count(hours, 'hour')}" if hours else "only by command, without congress.every"
    yield f"Updates: {often}."
    if updates.failed_at is not None:
        yield f"The last one failed at {_describe_minute(updates.failed_at)}. {updates.problem}"
    elif updates.done_at is not None:
        yield f"The last one succeeded at {_describe_minute(updates.done_at)}."


def _describe_day(at: int, now: int) -> str:
    days = (now - at) // DAY
    age = "today" if days < 1 else f"{write_count(days, 'day')} ago"
    return f"{_find_date(at)} ({age})"


def _describe_minute(at: int) -> str:
    return f"{datetime.fromtimestamp(at // 1_000_000, UTC):%Y-%m-%d %H:%M} UTC"


def _find_date(at: int) -> date:
    return datetime.fromtimestamp(at // 1_000_000, UTC).date()
