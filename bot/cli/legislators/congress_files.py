"""The public files on Congress: found and downloaded, read from a folder, or kept for another process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from bot.config.settings import Config, CongressConfig
from bot.core.congress.source_file import SourceFile, refuse_file
from bot.core.congress.zip_file import CENSUS, TRACTS
from bot.core.directory.congresses import find_congress
from bot.errors import ConfigError
from bot.runtime.kept_files import KeptFiles

if TYPE_CHECKING:
    from bot.runtime.public_files import Download, DownloadError, PublicFiles

MOST = 32 * 1024 * 1024  # bytes; the largest file, the ZIPs, has six million
LEGISLATORS, OFFICES = "legislators-current.json", "legislators-district-offices.json"
COMMITTEES, COMMITTEE_NAMES = "committee-membership-current.json", "committees-current.json"
_STEP = 1024 * 1024
_FOLDER = "callboard.congress"
_NOT_PUBLISHED, _NOT_LOOKED_FOR = "not published yet", "it can't be downloaded now, so what is stored stays. {}"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Files:
    """The files that an update reads. ``maps`` have the ZIPs, one file a Congress. Those on committees are optional."""

    current: SourceFile
    offices: SourceFile
    maps: tuple[SourceFile, ...]
    committees: SourceFile | None
    committee_names: SourceFile | None


class Note(Struct, frozen=True):
    """The names and hashes of kept files, for another process to read them."""

    current: tuple[str, str]
    offices: tuple[str, str]
    maps: tuple[tuple[str, str], ...]
    committees: tuple[str, str] | None
    committee_names: tuple[str, str] | None = None


def open_kept(config: Config) -> KeptFiles:
    """The files as last downloaded. They are beside the database."""
    return KeptFiles(config.folder / _FOLDER)


def keep_files(kept: KeptFiles, files: Files) -> Note:
    """Keep files for another process. Raises ConfigError if they can't be written."""

    def keep(source: SourceFile) -> tuple[str, str]:
        return source.name, kept.put(source.data)

    try:
        optional = (keep(one) if one else None for one in (files.committees, files.committee_names))
        return Note(keep(files.current), keep(files.offices), tuple(map(keep, files.maps)), *optional)
    except OSError as error:
        raise refuse_file(_FOLDER, f"The files can't be kept ({error.strerror}). Nothing was changed.") from None


def read_kept(kept: KeptFiles, note: Note) -> Files:
    """The files that another process kept. Raises ConfigError if one isn't there whole."""

    def read(name: str, sha256: str) -> SourceFile:
        data = kept.read(sha256)
        if data is None:
            raise refuse_file(name, "This file isn't there anymore. Nothing was changed; try again.")
        return SourceFile(name, data)

    optional = (read(*one) if one else None for one in (note.committees, note.committee_names))
    return Files(read(*note.current), read(*note.offices), tuple(read(*one) for one in note.maps), *optional)


# from a folder


def read_folder(folder: Path, say: Say) -> Files:
    """Read the files from a folder. Raises ConfigError if one is missing, except those on committees."""
    if not folder.is_dir():
        raise refuse_file(str(folder), "There's no such folder. Nothing was changed.")
    census = sorted(path.name for path in folder.iterdir() if CENSUS.fullmatch(path.name))
    optional = (folder / COMMITTEES, folder / COMMITTEE_NAMES)
    return Files(
        read_source_file(folder / LEGISLATORS, say),
        read_source_file(folder / OFFICES, say),
        tuple(read_source_file(folder / name, say) for name in census or (TRACTS,)),
        *(read_source_file(path, say) if path.exists() else None for path in optional),
    )


def read_source_file(path: Path, say: Say) -> SourceFile:
    """Read a public file from a folder. Raises ConfigError if it can't be read."""
    try:
        with path.open("rb") as file:
            source = SourceFile(path.name, file.read(MOST + 1))
    except OSError as error:
        raise refuse_file(str(path), f"This file can't be read ({error.strerror}). Nothing was changed.") from None
    if len(source.data) > MOST:
        raise refuse_file(source.name, f"This file is larger than {MOST // _STEP} MB. Nothing was changed.")
    say(f"{source.name}: {len(source.data):,} bytes, SHA-256 {source.sha256}")
    return source


# from the network


def list_map_addresses(address: str, sitting: int) -> tuple[tuple[int, str], ...]:
    """Where each Congress's ZIP file would be, newest first: from the next one's to the one that ``address`` names.

    The Census Bureau names its files by Congress. Of any other file there is one, with the number 0.
    """
    before, slash, name = address.rpartition("/")
    match = CENSUS.fullmatch(name)
    if match is None:
        return ((0, address),)
    named = int(match[1])
    numbers = range(max(named, sitting + 1), min(named, sitting) - 1, -1)
    start, end = match.span(1)
    return tuple((number, f"{before}{slash}{name[:start]}{number}{name[end:]}") for number in numbers)


async def download_files(
    config: CongressConfig, kept: KeptFiles, at: int, say: Say, *, has_map: bool
) -> tuple[Files, tuple["Download", ...]]:
    """The newest files at an instant (UTC microseconds), and what was downloaded for them.

    Raises ConfigError if one doesn't arrive whole, except that no ZIP file is needed if the database ``has_map``.
    """
    from bot.runtime.public_files import PublicFiles, open_session

    places = list_map_addresses(config.zips, find_congress(at))
    async with open_session() as session:
        public = PublicFiles(session, kept, MOST, say)
        needed = [await fetch_public(public, address) for address in (config.legislators, config.offices)]
        wanted = (config.committees, config.committee_names)
        optional = [await fetch_public(public, address) if address else None for address in wanted]
        maps = await _fetch_maps(public, places, find_congress(at), say, has_map=has_map)
    current, offices = map(make_source, needed)
    committees, names = (make_source(one) if one else None for one in optional)
    files = Files(current, offices, tuple(map(make_source, maps)), committees, names)
    return files, (*needed, *filter(None, optional), *maps)


async def fetch_public(public: "PublicFiles", address: str) -> "Download":
    """A public file, downloaded if it changed. Raises ConfigError if it doesn't arrive whole."""
    from bot.runtime.public_files import DownloadError

    try:
        return await public.fetch(address)
    except DownloadError as error:
        raise _refuse_download(error) from None


async def _fetch_maps(
    public: "PublicFiles", places: Sequence[tuple[int, str]], sitting: int, say: Say, *, has_map: bool
) -> list["Download"]:
    """The ZIP files of later Congresses, and the newest of the others, oldest first. None if the stored map has to do.

    So a server that doesn't answer never keeps new members out. Raises ConfigError if there is no map at all.
    """
    found = list["Download"]()
    for number, address in places:
        is_needed = not has_map and not found and (number, address) == places[-1]
        if one := await _fetch_map(public, address, say, is_needed=is_needed):
            found.insert(0, one)
            if number <= sitting:
                break
    return found


async def _fetch_map(public: "PublicFiles", address: str, say: Say, *, is_needed: bool) -> "Download | None":
    """One ZIP file, as downloaded before if it can't be looked at now. None if it isn't there."""
    from bot.runtime.public_files import DownloadError

    name = PurePosixPath(urlsplit(address).path).name
    try:
        return await public.fetch(address)
    except DownloadError as error:
        if before := await public.find_kept(address):
            say(f"{name}: the one that was downloaded before is used. {error}.")
        elif is_needed:
            raise _refuse_download(error) from None
        else:
            say(f"{name}: {_NOT_PUBLISHED if error.is_missing else _NOT_LOOKED_FOR.format(error)}.")
        return before


def note_downloads(kept: KeptFiles, downloads: Sequence["Download"]) -> None:
    """Keep what was downloaded and turned out right, so that it isn't downloaded again. Raises OSError."""
    for one in downloads:
        if one.is_new:
            kept.put(one.content)
    kept.note(one.origin for one in downloads)


def _refuse_download(error: "DownloadError") -> ConfigError:
    return refuse_file(error.address, f"This can't be downloaded. {error}. Nothing was changed.")


def make_source(download: "Download") -> SourceFile:
    """The file that was downloaded."""
    return SourceFile(download.name, download.content)
