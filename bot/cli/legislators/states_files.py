"""Open States' files of state legislators: downloaded, read from a folder, or kept for another process."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.cli.legislators.congress_files import MOST, Say, fetch_public, make_source, read_source_file
from bot.config.settings import Config, StatesConfig
from bot.core.congress.source_file import SourceFile, refuse_file
from bot.errors import ConfigError, Problem
from bot.runtime.kept_files import KeptFiles

if TYPE_CHECKING:
    from bot.runtime.public_files import Download

_FOLDER = "callboard.states"

Sources = dict[str, SourceFile]  # by state


class Note(Struct, frozen=True):
    """The kept files of states for another process to read: state, name and hash of each.

    ``is_whole`` means that no state's file is missing that was to be updated.
    """

    files: tuple[tuple[str, str, str], ...]
    is_whole: bool


def open_kept(config: Config) -> KeptFiles:
    """The files as last downloaded. They are beside the database."""
    return KeptFiles(config.folder / _FOLDER)


def keep_files(kept: KeptFiles, sources: Sources, *, is_whole: bool) -> Note:
    """Keep files for another process. Raises ConfigError if they can't be written."""
    try:
        files = tuple((state, source.name, kept.put(source.data)) for state, source in sources.items())
    except OSError as error:
        raise refuse_file(_FOLDER, f"The files can't be kept ({error.strerror}). Nothing was changed.") from None
    return Note(files, is_whole)


def read_kept(kept: KeptFiles, note: Note) -> Sources:
    """The files that another process kept. Raises ConfigError if one isn't there whole."""
    found = Sources()
    for state, name, sha256 in note.files:
        data = kept.read(sha256)
        if data is None:
            raise refuse_file(name, "This file isn't there anymore. Nothing was changed; try again.")
        found[state] = SourceFile(name, data)
    return found


def read_folder(folder: Path, states: Sequence[str], say: Say) -> tuple[Sources, list[Problem]]:
    """Read states' files, such as ``ca.csv``, from a folder. Returns the problems with the others."""
    if not folder.is_dir():
        raise refuse_file(str(folder), "There's no such folder. Nothing was changed.")
    found, problems = Sources(), list[Problem]()
    for state in states:
        try:
            found[state] = read_source_file(folder / f"{state.lower()}.csv", say)
        except ConfigError as error:
            problems += error.problems
    return found, problems


async def download_files(
    config: StatesConfig, kept: KeptFiles, states: Sequence[str], say: Say
) -> tuple[dict[str, "Download"], list[Problem]]:
    """Download states' files that changed. Returns the problems with the others."""
    from bot.runtime.public_files import PublicFiles, open_session

    found, problems = dict[str, "Download"](), list[Problem]()
    async with open_session() as session:
        public = PublicFiles(session, kept, MOST, say)
        for state in states:
            try:
                found[state] = await fetch_public(public, config.files.replace("{state}", state.lower()))
            except ConfigError as error:
                problems += error.problems
    return found, problems


def make_sources(downloads: dict[str, "Download"]) -> Sources:
    """The files that were downloaded."""
    return {state: make_source(one) for state, one in downloads.items()}
