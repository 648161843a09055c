"""`callboard congress update`: loads who sits in Congress from a folder, or downloads the public files."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.cli.support.campaign_references import examine
from bot.cogs.shared.card_parts import describe_doubt
from bot.config.proxy_faults import check_proxies
from bot.config.settings import Config, CongressConfig
from bot.core.congress.congress import Congress, load_newest_directory
from bot.core.congress.edition import CongressLoad, describe_seat, read_load
from bot.core.congress.source_file import SourceFile, refuse_file
from bot.core.congress.zip_file import CENSUS, TRACTS
from bot.core.directory.data_warnings import find_data_warnings
from bot.core.directory.members import Directory, make_directory
from bot.core.times.clock import now
from bot.errors import ConfigError
from bot.kit.i18n import load_words
from bot.store.glance import glance
from bot.store.open import open_store
from bot.text import end_sentence

if TYPE_CHECKING:
    from aiohttp import ClientSession

MOST = 32 * 1024 * 1024  # bytes; the largest file, the ZIPs, has six million
LEGISLATORS, OFFICES = "legislators-current.json", "legislators-district-offices.json"
COMMITTEES = "committee-membership-current.json"
_STEP = 1024 * 1024
_QUIET_SECONDS = 30  # without a byte before a download is given up

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Files:
    """The files that an update reads. ``committees`` is optional."""

    current: SourceFile
    offices: SourceFile
    zips: SourceFile
    committees: SourceFile | None


async def update(config: Config, folder: Path | None, say: Say) -> None:
    """Replace the data on Congress from ``folder``, or by a download. ``say`` gets each line of progress.

    Raises ConfigError, and changes nothing, if a file can't be read or can't be Congress, or if Callboard is running
    on the SQLite file. Raises Unavailable if the database can't be used.
    """
    store = await open_store(config.store.url.url)
    try:
        sources = read_folder(folder, say) if folder else await download_files(config.congress, say)
        load = read_load(sources.current, sources.offices, sources.zips, now(), sources.committees)
        say(f"Saving {len(load.members)} members, {load.offices:,} district offices, {len(load.zips):,} ZIP entries")
        await Congress(store, now).replace(load)
    finally:
        await store.close()
    for line in (
        *describe_load(load),
        *await _check_campaigns(config, make_directory(load.edition, load.members, load.committees)),
    ):
        say(line)


async def _check_campaigns(config: Config, directory: Directory) -> list[str]:
    """What the new data mean for the campaigns and for seats that the config marks as vacant, a sentence each."""
    filled = [(seat, directory.seats[seat]) for seat in config.congress.vacant if seat in directory.seats]
    lines = [
        f"config.yaml marks {describe_seat(seat)} as vacant, and the data have {member.name} ({member.id}) there. "
        "Take the mark out once that is right."
        for seat, member in filled
    ]
    if not config.campaigns.is_dir():
        return lines
    try:
        found = await examine(config, directory)
    except ConfigError:
        return [*lines, "The campaign files can't be read, so whom they call wasn't looked up. Try: callboard check"]
    return [*lines, *map(str, found.wrong)]


def describe_load(load: CongressLoad) -> list[str]:
    """What an admin should know about the loaded data, a sentence each."""
    edition = load.edition
    lines = [f"Done: Congress {edition.number}, which sits until {edition.valid_to}."]
    lines += load.doubts
    if load.vacant:
        lines.append(f"Nobody sits for {', '.join(map(describe_seat, load.vacant))}.")
    switchboard = [member.name for member in load.members if member.offices[0].phone is None]
    if switchboard:
        lines.append(end_sentence(f"Called through the switchboard, for want of a number: {', '.join(switchboard)}"))
    if load.without_zips:
        lines.append(f"No ZIP is known in {', '.join(load.without_zips)}: people there choose by hand.")
    if not load.committees:
        lines.append("There's no list of committees: a campaign for one calls the committee itself.")
    return [*lines, *_describe_doubts(make_directory(edition, load.members))]


async def load_doubts(config: Config) -> list[str]:
    """What is doubtful in the loaded data, a sentence each. Raises Unavailable if the database can't be read."""
    return _describe_doubts(
        await glance(config.store.url, lambda tx: load_newest_directory(tx, Directory())) or Directory()
    )


def _describe_doubts(directory: Directory) -> list[str]:
    return [describe_doubt(load_words("en"), caveat) for caveat in find_data_warnings(directory, now())]


def read_folder(folder: Path, say: Say) -> Files:
    """Read the files from a folder. Raises ConfigError if one is missing, except the committees' file."""
    if not folder.is_dir():
        raise refuse_file(str(folder), "There's no such folder. Nothing was changed.")
    census = sorted(path.name for path in folder.iterdir() if CENSUS.fullmatch(path.name))
    zips = census[-1] if census else TRACTS
    committees = folder / COMMITTEES
    return Files(
        _read_file(folder / LEGISLATORS, say),
        _read_file(folder / OFFICES, say),
        _read_file(folder / zips, say),
        _read_file(committees, say) if committees.exists() else None,
    )


def _read_file(path: Path, say: Say) -> SourceFile:
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        raise refuse_file(str(path), f"This file can't be read ({error.strerror}). Nothing was changed.") from None
    return _accept(SourceFile(path.name, data), say)


async def download_files(config: CongressConfig, say: Say) -> Files:
    """Download the files. Raises ConfigError if one doesn't arrive whole."""
    import aiohttp

    check_proxies(os.environ)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=_QUIET_SECONDS, sock_read=_QUIET_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, raise_for_status=True, trust_env=True) as session:
        return Files(
            await _download(session, config.legislators, say),
            await _download(session, config.offices, say),
            await _download(session, config.zips, say),
            await _download(session, config.committees, say) if config.committees else None,
        )


async def _download(session: "ClientSession", address: str, say: Say) -> SourceFile:
    import aiohttp

    from bot.runtime.network import explain

    name, data, steps = PurePosixPath(urlsplit(address).path).name, bytearray(), 1
    say(f"Downloading {name}")
    try:
        async with session.get(address) as answer:
            async for part in answer.content.iter_chunked(64 * 1024):
                data += part
                if len(data) > min(steps * _STEP, MOST):
                    say(f"  {len(data) / _STEP:.1f} MB")
                    steps += 1
                if len(data) > MOST:
                    break
    except (aiohttp.ClientError, TimeoutError) as error:
        raise refuse_file(
            address, f"This can't be downloaded. {explain(error, address)}. Nothing was changed."
        ) from None
    return _accept(SourceFile(name, bytes(data)), say)


def _accept(source: SourceFile, say: Say) -> SourceFile:
    if len(source.data) > MOST:
        raise refuse_file(source.name, f"This file is larger than {MOST // _STEP} MB. Nothing was changed.")
    say(f"{source.name}: {len(source.data):,} bytes, SHA-256 {source.sha256}")
    return source
