"""Runs a simulated day from the command line: finds its data, says how far it is, and ends it at Ctrl-C."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.legislators.congress_files import open_kept, read_folder
from bot.cli.support.counts import write_count
from bot.cli.support.first_files import find_first_files
from bot.cli.support.options import find_settings_file
from bot.config.settings import Config, load_config
from bot.config.store_url import StoreUrl, parse_store_url
from bot.core.congress.edition import CongressLoad, read_load
from bot.core.congress.source_file import SourceFile
from bot.core.times.clock import now
from bot.errors import ConfigError, Problem
from bot.runtime import log
from bot.signals import INTERRUPTED
from bot.simulation.crowd import Crowd
from bot.simulation.day import simulate_day
from bot.simulation.ledger import Ledger
from bot.simulation.plan.invented_congress import CongressFiles, invent_congress
from bot.simulation.ramp import Found, Step, find_speed
from bot.simulation.report import describe_day, describe_found, describe_step, write_files, write_time
from bot.simulation.stage import Settings

_EACH = 60.0  # seconds between two lines of progress where nobody can rewrite one


def choose_settings(
    people: int,
    spaces: int,
    hours: float,
    seed: int,
    store: str | None,
    congress: Path | None,
    config: Path | None,
    *,
    keep: bool,
) -> Settings:
    """The settings of a simulation. Raises ConfigError with what is wrong with the options or the files."""
    log.set_up("error", "text")
    files, origin = _find_congress(congress, config)
    print(f"Congress: {origin}.", flush=True)
    load: CongressLoad = read_load(*files, now())
    return Settings(
        people, spaces, hours, seed, find_first_files() / "campaigns", load, _parse_server(store), keep=keep
    )


def _parse_server(store: str | None) -> StoreUrl | None:
    try:
        parsed = parse_store_url(store) if store else None
    except ValueError as error:
        raise ConfigError((Problem("--store", 0, 0, f"The address {error}"),)) from None
    if parsed and parsed.engine != "postgresql":
        sentence = "The address must be postgresql://USER:PASSWORD@HOST/NAME. Without it, a SQLite file is made."
        raise ConfigError((Problem("--store", 0, 0, sentence),))
    return parsed


def _find_congress(folder: Path | None, config: Path | None) -> tuple[CongressFiles, str]:
    """The files on Congress, and where they are from."""
    if folder:
        found = read_folder(folder, lambda _: None)
        return (found.current, found.offices, found.maps[-1]), f"the files in {folder}"
    place = find_settings_file(config)
    if place.exists() and (kept := _find_kept(load_config(place, os.environ))):
        return kept, "the files last downloaded"
    return invent_congress(now()), "invented, because none was downloaded here"


def _find_kept(config: Config) -> CongressFiles | None:
    kept, wanted = open_kept(config), config.congress
    found = [kept.find(address) for address in (wanted.legislators, wanted.offices, wanted.zips)]
    files = [SourceFile(one.origin.address.rpartition("/")[2], one.content) for one in found if one]
    return (files[0], files[1], files[2]) if len(files) == len(found) else None


async def run_simulation(settings: Settings, speed: float | None, out: Path) -> int:
    """Find the speed if none is given, let the day pass, and report it. Returns the exit status."""
    stop, found = asyncio.Event(), None
    print(f"First a throw-away Callboard with {write_count(settings.spaces, 'space')} is made.", flush=True)
    with _catch_interrupt(stop):
        if speed is None:
            found = await _find_speed(settings, stop)
            if found is None:
                print("Interrupted before the speed was found. Everything is removed.")
                return INTERRUPTED
            if not found.rate:
                return 1
            speed = found.speed
        passes = f"The day passes {speed:.1f} times as fast as the clock."
        print(f"{passes} Ctrl-C ends it with the figures so far.", flush=True)
        with Progress() as progress:
            day = await simulate_day(settings, speed, stop, progress.watch)
    print("\n".join(describe_day(day)))
    for path in write_files(out, day, found):
        print(f"New: {path}")
    if day.folder:
        print(f"Kept: {day.folder}")
    print("\n".join(day.faults or ["Nothing was lost, doubled or late."]))
    return int(bool(day.faults))


async def _find_speed(settings: Settings, stop: asyncio.Event) -> Found | None:
    """Find the speed. None if it was interrupted."""
    print("Finding the highest speed that this machine holds:", flush=True)
    finding, stopped = asyncio.create_task(find_speed(settings, _say_step)), asyncio.create_task(stop.wait())
    await asyncio.wait((finding, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not finding.done():
        finding.cancel()
        await asyncio.wait((finding,))
        return None
    found = finding.result()
    print("\n".join(describe_found(found)), flush=True)
    return found


def _say_step(step: Step) -> None:
    print(describe_step(step), flush=True)


@contextmanager
def _catch_interrupt(stop: asyncio.Event) -> Iterator[None]:
    """Set ``stop`` at the first Ctrl-C or SIGTERM. Afterwards both do what they did before."""
    loop, numbers = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)


class Progress:
    """Says how far the day is: in one line at a terminal, else now and then."""

    def __init__(self) -> None:
        self._rewrites = sys.stderr.isatty()
        self._said = time.monotonic()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *about: object) -> None:
        if self._rewrites:
            print(file=sys.stderr)

    def watch(self, crowd: Crowd, ledger: Ledger) -> None:
        """See `bot.simulation.day.Watch`."""
        if not self._rewrites and time.monotonic() - self._said < _EACH:
            return
        self._said = time.monotonic()
        line = f"{write_time(crowd.now):>5}  {crowd.arrived:,} people came, {crowd.present:,} are busy, "
        line += f"{write_count(ledger.count, 'command')}, {ledger.late:,} late"
        print(
            f"\r{line:<78}" if self._rewrites else line, end="" if self._rewrites else "\n", file=sys.stderr, flush=True
        )
