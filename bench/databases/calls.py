"""Makes a database with a given number of calls, in bulk, and keeps it for the next run."""

import hashlib
import itertools
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.core import build_bench_core, make_volunteer
from bench.databases.suspension import suspend_counting
from bot.core.base.ids import format_reference, make_id
from bot.core.build import Core
from bot.core.directory.states import DISTRICTS
from bot.core.people.profiles.profiles import Profile
from bot.core.times.clock import DAY, week_of
from bot.core.totals import counters
from bot.store.engine import Store, Tx
from bot.store.open import open_store
from bot.store.tables import build_metadata

ORGS = tuple(f"Org {number}" for number in range(10))
_CHAPTERS = 10  # in each org
_EACH = 10  # calls of a person, on average
_NAMED = 5  # one person in five has a public name
_DAYS, _SLOTS = 45, ("representative", "senator-1", "senator-2")
_POSITIONS = ("yes", "no", "undecided", "no_answer")
_FIRST = date(2026, 10, 5)

People = list[tuple[str, str, str, str]]  # id, org, chapter, district


async def prepare_database(shelf: Path, size: int) -> Path:
    """The database with ``size`` completed calls, made unless ``shelf`` already has one of the same shape."""
    path = shelf / f"calls-{size}-{_shape()}.db"
    if not path.exists():
        _clear(shelf, size)
        making = path.with_suffix(".making")
        await _make(making, size)
        making.rename(path)
    return path


def _clear(shelf: Path, size: int) -> None:
    """Remove older databases of this size, with what an interrupted run left."""
    shelf.mkdir(parents=True, exist_ok=True)
    for old in shelf.glob(f"calls-{size}-*"):
        old.unlink()


def _shape() -> str:
    """A hash of the tables and of this file."""
    tables = [
        repr((table.name, [str(column.type) for column in table.columns], sorted(map(str, table.indexes))))
        for table in build_metadata().sorted_tables
    ]
    return hashlib.sha256("".join((*tables, Path(__file__).read_text())).encode()).hexdigest()[:12]


async def _make(path: Path, size: int) -> None:
    store = await open_store(f"sqlite:///{path}")
    core = build_bench_core(store)
    await core.prepare()
    chance = random.Random(size)  # the same people and calls each time
    campaign, people = await _populate(core, store, max(_NAMED * len(ORGS), size // _EACH), chance)
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("PRAGMA synchronous = OFF")
        plain.execute("PRAGMA cache_size = -262144")  # KiB, so that each page is written once
        with suspend_counting(plain):
            plain.execute("BEGIN IMMEDIATE")
            _insert(plain, "calls", itertools.islice(_calls(campaign, people, chance), size))
            _insert(plain, "positions", _answers(plain, chance))
            plain.execute("COMMIT")
            await store.write(lambda tx: counters.rebuild_counters(tx, campaign))
    await core.people.residents.fold()
    await store.close()


async def _populate(core: Core, store: Store, count: int, chance: random.Random) -> tuple[str, People]:
    async def populate(tx: Tx) -> tuple[str, People]:
        places = []
        for name in ORGS:
            org = await core.coalition.coalition.add_org(tx, name)
            assert org is not None, "the database is new"
            places += [
                (org, await core.coalition.coalition.add_chapter(tx, org, f"{name}, {number}"))
                for number in range(_CHAPTERS)
            ]
        people = []
        for number in range(count):
            org, chapter = places[number % len(places)]
            district = chance.choice(DISTRICTS)
            person = await core.people.people.take(tx, make_volunteer(number))
            named = f"Volunteer {number}" if number % _NAMED == 0 else None
            await core.people.people.save(tx, person, Profile(district, public_name=named), chapter)
            people.append((person.id, org, chapter, district))
        [campaign] = await core.campaigns.campaigns.read_all(tx)
        return campaign.id, people

    return await store.write(populate)


def _calls(campaign: str, people: People, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Yield every person's completed calls: a few for most people, many for some, as in real life."""
    for person, org, chapter, district in people:
        count = min(1 + int(chance.expovariate(1 / _EACH)), _DAYS * len(_SLOTS))
        for done, (day, slot) in enumerate(itertools.islice(itertools.product(range(_DAYS), _SLOTS), count)):
            local = _FIRST + timedelta(days=day)
            at = int(datetime.combine(local, datetime.min.time(), UTC).timestamp()) * 1_000_000 + DAY // 2
            at += chance.randrange(DAY // 4) + done
            call = make_id(at, chance.getrandbits)
            yield {
                "id": call, "reference": format_reference(call), "campaign_id": campaign, "person_id": person,
                "slot": slot, "office": slot, "day": local.isoformat(), "week": week_of(local),
                "outcome": "spoke", "why": None, "counted": 1, "org_id": org, "chapter_id": chapter,
                "state": district[:2], "district": district, "language": "en", "script_version": "bench",
                "platform": "discord",
                "logged_at": at, "counted_at": at, "entered_at": at, "adds_person": 1,
                "removed_at": None, "removed_as": None,
            }  # fmt: skip


def _answers(plain: sqlite3.Connection, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Yield an answer for every second call."""
    for number, [call] in enumerate(plain.execute("SELECT id FROM calls ORDER BY id").fetchall()):
        if number % 2:
            yield {"call_id": call, "ask": "vote", "position": chance.choice(_POSITIONS), "at": 1}


def _insert(plain: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    names = [column.name for column in build_metadata().tables[table].columns]
    values = ", ".join(f":{name}" for name in names)
    plain.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", rows)
