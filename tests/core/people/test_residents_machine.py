"""Whatever statement changes people, coverage counts them as if it opened every profile."""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.base.ids import make_id
from bot.core.base.keys import Keys
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange
from bot.core.people.profiles import Profile, live_in
from bot.core.people.residents import parse_home, read_homes
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.open import open_store
from bot.store.statement import Statement
from bot.store.tables import chapters, people, resident_changes, residents
from tests.core.support.accounts import ANA, ANNA, BO, link
from tests.effort import choose
from tests.fixtures import connect_to_empty, empty
from tests.services import SECRET, Core, core_on, new_request

Opener = Callable[[], Coroutine[Any, Any, Store]]
KEYS = Keys(SECRET)
PROFILES = (
    Profile(),
    Profile("CA"),
    Profile("CA-11", name="Ana"),
    Profile("TX-7", congress=120, coming="TX-8", public_name="Bo"),
    live_in(Profile("VT-0"), keys=("VT-U-Windham", "VT-L-Addison-3")),
)
callers = st.sampled_from((ANA, ANA, ANNA, BO))
places = st.sampled_from(("n1", "n2", "s1", None))
sealed = st.sampled_from((*PROFILES, None, b"no ciphertext"))
numbers = st.integers(0, 99)

_PEOPLE, _CHAPTERS, _CHANGES = (
    Statement(select(people)),
    Statement(select(chapters)),
    Statement(select(resident_changes)),
)
_RESIDENTS = Statement(select(residents))
_ADD, _DROP = Statement(insert(people)), Statement(delete(people).where(people.c.id == bindparam("who")))
_WHO = update(people).where(people.c.id == bindparam("who"))
_TELL = Statement(_WHO.values(profile=bindparam("sealed")))
_MOVE = Statement(_WHO.values(chapter_id=bindparam("to")))
_SUSPEND = Statement(_WHO.values(suspended_at=bindparam("at")))
_MERGE = Statement(update(people).where(people.c.chapter_id == bindparam("chapter")).values(chapter_id=bindparam("to")))
_DAMAGE = Statement(
    update(residents).where(residents.c.chapter_id == bindparam("chapter")).values(sealed=bindparam("damaged"))
)


class Moving(RuleBasedStateMachine):
    """Three accounts use Callboard, and plain statements change people as an older version's may."""

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.folder, self.added = TemporaryDirectory(), 0
        self.core: Core = self.runner.run(self._prepare(opener))

    async def _prepare(self, opener: Opener) -> Core:
        core = await core_on(await opener(), folder=Path(self.folder.name))
        await core.add_org("North", "n1", "n2")
        await core.add_org("South", "s1")
        rows = await core.store.read(lambda tx: tx.all(_CHAPTERS))
        self.chapters = {row.name: row.id for row in rows} | {None: None}
        return core

    def teardown(self) -> None:
        """Count once more, and close the database."""
        try:
            self.counts()
        finally:
            self.runner.run(self.core.store.close())
            self.runner.close()
            self.folder.cleanup()

    def attempt(self, work: Awaitable[Any]) -> None:
        """Do something that may be refused."""

        async def run() -> None:
            self.core.clock.forward(seconds=5)
            try:
                await work
            except UserError:
                return

        self.runner.run(run())

    def change(self, statement: Statement, **params: Any) -> None:
        """Run a plain statement."""

        async def run(tx: Tx) -> int:
            return await tx.run(statement, **params)

        self.runner.run(self.core.store.write(run))

    def choose_person(self, number: int) -> str:
        """The id of somebody, or of nobody."""
        known: list[str] = [row.id for row in self.runner.run(self.core.store.read(lambda tx: tx.all(_PEOPLE)))]
        return [*sorted(known), "nobody"][number % (len(known) + 1)]

    @rule(who=callers, chapter=st.sampled_from(("n1", "s1", "-")), district=st.sampled_from(("CA-11", "VT-0", "-")))
    def tells(self, who: Caller, chapter: str, district: str) -> None:
        """Somebody uses `/profile`."""
        self.attempt(self.core.profiles.change(who, ProfileChange(chapter=chapter, district=district), EVERYTHING))

    @rule(who=callers)
    def forgets(self, who: Caller) -> None:
        """Somebody deletes everything. No note of them stays."""
        self.attempt(self.core.privacy.forget(who, new_request()))
        assert not self.runner.run(self.core.store.read(lambda tx: tx.all(_CHANGES)))

    @rule()
    def links(self) -> None:
        """Two accounts become one person."""
        self.attempt(link(self.core))

    @rule()
    def parts(self) -> None:
        """They become two people again."""
        self.attempt(self.core.linking.unlink(ANA, new_request()))

    @rule(profile=sealed, place=places, at=st.sampled_from((None, None, 5)))
    def adds(self, profile: Profile | bytes | None, place: str | None, at: int | None) -> None:
        """A statement adds somebody."""
        self.added += 1
        row: dict[str, Any] = dict.fromkeys(column.name for column in people.columns)
        row |= {"id": make_id(self.added), "public": 0, "created_at": 1, "suspended_at": at}
        self.change(_ADD, **row | {"profile": seal(profile), "chapter_id": self.chapters[place]})

    @rule(number=numbers, profile=sealed)
    def rewrites(self, number: int, profile: Profile | bytes | None) -> None:
        """A statement replaces a profile."""
        self.change(_TELL, who=self.choose_person(number), sealed=seal(profile))

    @rule(number=numbers, place=places)
    def moves(self, number: int, place: str | None) -> None:
        """A statement replaces a chapter."""
        self.change(_MOVE, who=self.choose_person(number), to=self.chapters[place])

    @rule(number=numbers, at=st.sampled_from((None, 5, 6)))
    def suspends(self, number: int, at: int | None) -> None:
        """A statement suspends somebody, or lifts that."""
        self.change(_SUSPEND, who=self.choose_person(number), at=at)

    @rule(place=st.sampled_from(("n1", "n2", "s1")), to=places)
    def merges(self, place: str, to: str | None) -> None:
        """A chapter is archived, or merged into another one."""
        self.change(_MERGE, chapter=self.chapters[place], to=self.chapters[to])

    @rule(number=numbers)
    def drops(self, number: int) -> None:
        """A statement deletes somebody whom nothing refers to."""
        who = self.choose_person(number)
        if who in {make_id(one) for one in range(self.added + 1)}:
            self.change(_DROP, who=who)

    @rule(place=st.sampled_from(("n1", "s1")))
    def breaks(self, place: str) -> None:
        """A number can't be read anymore: everybody is counted again."""
        self.change(_DAMAGE, chapter=self.chapters[place], damaged=b"damaged")

    @rule()
    def counts(self) -> None:
        """Coverage counts what the profiles say, and a recount finds nothing wrong."""
        services = self.core.built.people.residents
        assert self.runner.run(services.read(read_kept)) == self.runner.run(self.core.store.read(count_profiles))
        assert not self.runner.run(self.core.store.read(lambda tx: tx.all(_CHANGES)))
        assert self.runner.run(self.core.store.write(services.recount)) == 0


def seal(profile: Profile | bytes | None) -> bytes | None:
    """A profile's column. Bytes stay as they are."""
    return KEYS.encrypt(json.dumps(asdict(profile))) if isinstance(profile, Profile) else profile


Counts = Counter[tuple[str, tuple[Any, ...]]]  # people by chapter and home


async def read_kept(tx: Tx) -> Counts:
    """What is kept. Raises Unreadable."""
    found = Counts()
    for row in await tx.all(_RESIDENTS):
        for home, n in read_homes(KEYS, row.sealed).items():
            found[row.chapter_id, pick(asdict(parse_home(home)))] += n
    return found


async def count_profiles(tx: Tx) -> Counts:
    """What the profiles say."""
    found = Counts()
    for row in await tx.all(_PEOPLE):
        if row.suspended_at is None:
            is_readable = row.profile is not None and row.profile != b"no ciphertext"
            fields = json.loads(KEYS.decrypt(row.profile)) if is_readable else {}
            found[row.chapter_id or "", pick(fields)] += 1
    return found


def pick(fields: dict[str, Any]) -> tuple[Any, ...]:
    """What of a profile says where somebody lives."""
    return tuple(fields.get(name) for name in ("district", "congress", "coming", "upper", "lower"))


def play(opener: Opener, examples: int, steps: int) -> None:
    """Play ``examples`` examples. A failing one isn't shrunk, because that takes minutes."""
    run_state_machine_as_test(
        lambda: Moving(opener),  # type: ignore[arg-type]  # it only wants to call it
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(120)
def test_people_are_counted_where_they_live_on_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def opener() -> Store:
        path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("machine") / "callboard.db")
        return await open_store(f"sqlite:///{path}")

    play(opener, examples=choose(6, 100), steps=40)


@pytest.mark.timeout(120)
def test_people_are_counted_where_they_live_on_postgresql(migrated_postgres: str) -> None:
    async def opener() -> Store:
        connection = await connect_to_empty(migrated_postgres)
        await empty(connection)
        await connection.close()
        return await open_store(migrated_postgres)

    play(opener, examples=choose(3, 20), steps=25)
