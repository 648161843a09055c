"""`callboard states update`: loads states' legislators from a folder, or downloads their files."""

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import convert, to_builtins

from bot.cli.legislators.congress_files import Say, note_downloads
from bot.cli.legislators.errand_names import STATES_UPDATE
from bot.cli.legislators.states_files import (
    Note,
    Sources,
    download_files,
    keep_files,
    make_sources,
    open_kept,
    read_folder,
    read_kept,
)
from bot.cli.support.errand import do_or_hand_over
from bot.config.settings import Config
from bot.core.base.schedules import Scheduled, ScheduleLog
from bot.core.directory.states import NAMES, find_nearest_state, find_state
from bot.core.statehouse.facts import STATEHOUSES
from bot.core.statehouse.open_states import StateLoad, read_state
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.statehouses import Statehouses, load_newest_states
from bot.core.times.clock import Clock, now
from bot.errors import ConfigError, Problem, make_config_error
from bot.runtime.kept_files import KeptFiles
from bot.store.engine import Store
from bot.store.glance import glance

if TYPE_CHECKING:
    from bot.runtime.public_files import Download

_ALL = "all"
_MOST_NAMED = 10


async def update(config: Config, written: Sequence[str], folder: Path | None, say: Say, clock: Clock = now) -> None:
    """Replace the data on states, as somebody wrote them, from ``folder`` or by a download.

    ``say`` gets each line of progress. A state whose file can't be read, or can't be its legislature, keeps its data.
    Raises ConfigError with what was wrong, once all others are replaced. Raises Unavailable if the database can't be
    used.
    """
    kept, downloads = open_kept(config), dict[str, "Download"]()
    states = parse_states(written) or await _list_loaded(config)
    if folder:
        sources, problems = read_folder(folder, states, say)
    else:
        downloads, problems = await download_files(config.states, kept, states, say)
        sources = make_sources(downloads)
    loads = _read_files(sources, clock(), problems)
    if loads:
        wanted = {state: sources[state] for state in loads}
        for line in await _save(config, kept, wanted, loads, clock, is_whole=not problems):
            say(line)
        _note_downloads(kept, [one for state, one in downloads.items() if state in loads], say)
        for line in describe_loads(loads.values()):
            say(line)
    if problems:
        if loads:
            say(f"Loaded: {', '.join(loads)}. Not loaded: {', '.join(one for one in states if one not in loads)}.")
        raise ConfigError(tuple(problems))


def parse_states(written: Iterable[str]) -> tuple[str, ...]:
    """The states that somebody wrote: letters, names, or ``all``. Raises ConfigError for any other word."""
    words = [word for text in written for word in text.split(",") if word.strip()]
    if any(word.strip().casefold() == _ALL for word in words):
        return tuple(sorted(STATEHOUSES))
    return tuple(dict.fromkeys(map(_parse_state, words)))


def _parse_state(word: str) -> str:
    state = find_state(word)
    if state and state in STATEHOUSES:
        return state
    if state:
        raise _refuse(word, f"There are no files of legislators of {NAMES[state]}.")
    near = find_nearest_state(word)
    hint = f" Did you mean {NAMES[near]}?" if near else " Write two letters, as in: callboard states update ca ny"
    raise _refuse(word, f"This is no state.{hint}")


async def _list_loaded(config: Config) -> tuple[str, ...]:
    """The states that are loaded. Raises ConfigError if none is."""
    directory = await load_directory(config)
    if not directory.rosters:
        raise _refuse("states", "No state is loaded yet. Name some, as in: callboard states update ca ny")
    return tuple(sorted(directory.rosters))


def _refuse(name: str, sentence: str) -> ConfigError:
    return make_config_error(name, sentence)


async def load_directory(config: Config) -> StateDirectory:
    """All legislators that are loaded. Raises Unavailable if the database can't be read."""
    found = await glance(config.store.url, lambda tx: load_newest_states(tx, StateDirectory()))
    return found or StateDirectory()


def _read_files(sources: Sources, at: int, problems: list[Problem]) -> dict[str, StateLoad]:
    """Read files, and add the problems with those that can't be a legislature to ``problems``."""
    found = dict[str, StateLoad]()
    for state, source in sources.items():
        try:
            found[state] = read_state(source, state, at)
        except ConfigError as error:
            problems += error.problems
    return found


async def _save(
    config: Config, kept: KeptFiles, sources: Sources, loads: dict[str, StateLoad], clock: Clock, *, is_whole: bool
) -> Sequence[str]:
    """Save the data, here or in the Callboard that is running. Only an update that ``is_whole`` puts off the next."""

    async def save(store: Store) -> Sequence[str]:
        await _replace(Statehouses(store, clock), loads)
        if is_whole:
            await ScheduleLog(store, clock, Scheduled.STATES).record_done()
        return ()

    def note() -> object:
        return to_builtins(keep_files(kept, sources, is_whole=is_whole))

    return await do_or_hand_over(config.store.url, STATES_UPDATE, note, save)


async def _replace(statehouses: Statehouses, loads: dict[str, StateLoad]) -> None:
    for load in loads.values():
        await statehouses.replace(load)


async def take_update(
    config: Config, statehouses: Statehouses, updates: ScheduleLog, clock: Clock, note: object
) -> Sequence[str]:
    """Take in the files that a command kept, as its ``note`` says, while Callboard runs. Raises ConfigError."""
    known = convert(note, Note)
    sources = await asyncio.to_thread(read_kept, open_kept(config), known)
    for state, source in sources.items():
        await statehouses.replace(await asyncio.to_thread(read_state, source, state, clock()))
    if known.is_whole:
        await updates.record_done()
    return ("The Callboard that is running has them now.",)


async def download_update(config: Config, statehouses: Statehouses, clock: Clock) -> list[str]:
    """Download what changed of the loaded states and take it in, while Callboard runs.

    Returns what an admin should know, a sentence each. Raises ConfigError with what was wrong, once all others are
    replaced, and Unavailable as `update` does.
    """
    kept, lines = open_kept(config), list[str]()
    states = sorted((await statehouses.read_directory()).rosters)
    downloads, problems = await download_files(config.states, kept, states, lines.append)
    loads = await asyncio.to_thread(_read_files, make_sources(downloads), clock(), problems)
    await _replace(statehouses, loads)
    _note_downloads(kept, [one for state, one in downloads.items() if state in loads], lines.append)
    if problems:
        raise ConfigError(tuple(problems))
    return [*lines, *describe_loads(loads.values())]


def _note_downloads(kept: KeptFiles, downloads: Sequence["Download"], say: Say) -> None:
    try:
        if downloads:
            note_downloads(kept, downloads)
    except OSError as error:
        say(f"The files can't be kept beside the database ({error.strerror}), so the next update gets them whole.")


def describe_loads(loads: Iterable[StateLoad]) -> list[str]:
    """What an admin should know about the loaded data, a sentence each."""
    return [f"{load.roster.edition.state}: {line}" for load in loads for line in _describe_load(load)]


def _describe_load(load: StateLoad) -> list[str]:
    state = load.roster.edition.state
    sitting = [member.chamber for member in load.roster.members.values()]
    chambers = (f"{sitting.count(one.chamber)} in the {one.name}" for one in STATEHOUSES[state].chambers)
    lines = [f"{', '.join(chambers)}.", *load.doubts]
    if load.vacant:
        lines.append(f"Vacant: {name_some([key if count == 1 else f'{key} ({count})' for key, count in load.vacant])}.")
    if load.without_phone:
        lines.append(f"No number is known for {name_some(load.without_phone)}.")
    return lines


def name_some(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
