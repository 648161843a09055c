"""`callboard congress update`: loads who sits in Congress from a folder, or downloads the public files."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import convert, to_builtins

from bot.cli.legislators.campaign_references import examine
from bot.cli.legislators.congress_files import (
    Files,
    Note,
    Say,
    download_files,
    keep_files,
    note_downloads,
    open_kept,
    read_folder,
    read_kept,
)
from bot.cli.legislators.errand_names import CONGRESS_UPDATE
from bot.cli.legislators.seat_mark_lines import read_marks
from bot.cli.support.counts import write_count
from bot.cli.support.errand import do_or_hand_over
from bot.cogs.shared.card_parts import describe_doubt
from bot.config.settings import Config
from bot.core.base.schedules import Scheduled, ScheduleLog
from bot.core.congress.congress import Congress, load_newest_directory
from bot.core.congress.edition import CongressLoad, describe_seat, read_load, read_map
from bot.core.congress.map_rows import load_maps
from bot.core.congress.source_file import SourceFile
from bot.core.directory.data_warnings import find_data_warnings
from bot.core.directory.members import Directory
from bot.core.times.clock import Clock, now
from bot.errors import ConfigError
from bot.kit.i18n import load_words
from bot.runtime.kept_files import KeptFiles
from bot.store.engine import Store
from bot.store.glance import glance
from bot.text import end_sentence

if TYPE_CHECKING:
    from bot.runtime.public_files import Download


async def update(config: Config, folder: Path | None, say: Say, clock: Clock = now) -> None:
    """Replace the data on Congress from ``folder``, or by a download. ``say`` gets each line of progress.

    Raises ConfigError, and changes nothing, if a file can't be read or can't be Congress. Raises Unavailable if the
    database can't be used.
    """
    kept = open_kept(config)
    downloads: tuple[Download, ...] = ()
    if folder:
        files = read_folder(folder, say)
    else:
        has_map = bool(await glance(config.store.url, load_maps))
        files, downloads = await download_files(config.congress, kept, clock(), say, has_map=has_map)
    load = read_files(files, clock(), say)
    say(
        f"Saving {write_count(len(load.members), 'member')}, {write_count(load.offices, 'district office')}, "
        f"{write_count(len(load.zips), 'ZIP entry')}"
    )

    async def save(store: Store) -> Sequence[str]:
        await Congress(store, clock).replace(load)
        await ScheduleLog(store, clock, Scheduled.CONGRESS).record_done()
        return ()

    for line in (
        *await do_or_hand_over(config.store.url, CONGRESS_UPDATE, lambda: to_builtins(keep_files(kept, files)), save),
        *_note_downloads(kept, downloads),
        *describe_load(load, clock()),
        *await _check_campaigns(config, load),
    ):
        say(line)


def read_files(files: Files, at: int, say: Say) -> CongressLoad:
    """Read the files at an instant (UTC microseconds).

    A later Congress's ZIP file that can't be right is left out, and keeps no other from being used. Raises
    ConfigError if the others can't be all of Congress.
    """
    first = files.maps[0] if files.maps else None
    later = tuple(one for one in files.maps[1:] if _is_sound(one, say))
    return read_load(files.current, files.offices, first, at, files.committees, files.committee_names, later)


def _is_sound(source: SourceFile, say: Say) -> bool:
    try:
        read_map(source)
    except ConfigError as error:
        say(f"{str(error).removesuffix('. Nothing was changed')}, so this file alone was left out.")
        return False
    return True


async def take_update(
    config: Config, congress: Congress, log: ScheduleLog, clock: Clock, note: object
) -> Sequence[str]:
    """Take in the files that a command kept, as its ``note`` says, while Callboard runs. Raises ConfigError."""
    kept, known = open_kept(config), convert(note, Note)
    load = await asyncio.to_thread(lambda: read_files(read_kept(kept, known), clock(), lambda _: None))
    await congress.replace(load)
    await log.record_done()
    return ("The Callboard that is running has them now.",)


async def download_update(config: Config, congress: Congress, clock: Clock) -> list[str]:
    """Download what changed and take it in, while Callboard runs. Returns what an admin should know, a sentence each.

    Raises ConfigError and Unavailable as `update` does.
    """
    kept, lines = open_kept(config), list[str]()
    has_map = bool((await congress.read_directory()).maps.loaded)
    files, downloads = await download_files(config.congress, kept, clock(), lines.append, has_map=has_map)
    load = await asyncio.to_thread(read_files, files, clock(), lines.append)
    await congress.replace(load)
    lines += _note_downloads(kept, downloads)
    lines += describe_load(load, clock())
    return [*lines, *await _check_campaigns(config, load)]


def _note_downloads(kept: KeptFiles, downloads: Sequence["Download"]) -> list[str]:
    try:
        if downloads:
            note_downloads(kept, downloads)
    except OSError as error:
        return [f"The files can't be kept beside the database ({error.strerror}), so the next update gets them whole."]
    return []


async def _check_campaigns(config: Config, load: CongressLoad) -> list[str]:
    """What the new data mean for the campaigns and for seats that are marked, a sentence each."""
    directory = load.directory
    filled = [(seat, directory.seats[seat]) for seat in config.congress.vacant if seat in directory.seats]
    lines = [
        f"config.yaml marks {describe_seat(seat)} as vacant, and the data have {member.name} ({member.id}) there. "
        "Take the mark out once that is right."
        for seat, member in filled
    ]
    lines += await read_marks(config, load.edition.loaded_at)
    if not config.campaigns.is_dir():
        return lines
    try:
        found = await examine(config, directory)
    except ConfigError:
        return [*lines, "The campaign files can't be read, so whom they call wasn't looked up. Try: callboard check"]
    return [*lines, *map(str, found.wrong)]


def describe_load(load: CongressLoad, at: int) -> list[str]:
    """What an admin should know about the loaded data at ``at`` (UTC microseconds), a sentence each."""
    edition = load.edition
    lines = [f"Done: Congress {edition.number}, which sits until {edition.valid_to}."]
    lines += load.doubts
    if load.vacant:
        lines.append(f"Nobody sits for {', '.join(map(describe_seat, load.vacant))}.")
    switchboard = [member.name for member in load.members if member.offices[0].phone is None]
    if switchboard:
        lines.append(
            end_sentence(f"Called through the switchboard, since no number is known: {', '.join(switchboard)}")
        )
    if load.without_zips:
        lines.append(f"No ZIP is known in {', '.join(load.without_zips)}: people there choose by hand.")
    if not load.committees:
        lines.append("There's no list of committees: a campaign for one calls the committee itself.")
    if not load.members:
        lines.append(f"It begins on {edition.valid_from} at noon in Washington. Until then nothing changes.")
    elif load.coming:
        lines.append(
            f"The data also have {write_count(len(load.coming), 'term')} beginning later, each from its first day on."
        )
    return [*lines, *_describe_doubts(load.directory, at)]


async def load_doubts(config: Config) -> list[str]:
    """What is doubtful in the loaded data, a sentence each. Raises Unavailable if the database can't be read."""
    directory = await glance(config.store.url, lambda tx: load_newest_directory(tx, Directory()))
    return _describe_doubts(directory or Directory(), now())


def _describe_doubts(directory: Directory, at: int) -> list[str]:
    return [describe_doubt(load_words("en"), caveat) for caveat in find_data_warnings(directory, at)]
