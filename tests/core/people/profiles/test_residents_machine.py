"""Whatever statement changes people, coverage counts them as if it opened every profile."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.base.ids import make_id
from bot.core.base.keys.caller_keys import hash_caller_space
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange
from bot.core.coalition.space_links import end_link
from bot.core.people.profiles.profiles import Profile, live_in
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import chapter_maps, chapters, people, resident_changes, residents, spaces
from tests.core.support.accounts import ANA, ANNA, BO, link, log
from tests.core.support.machines import Opener, open_copies, open_emptied, play
from tests.core.support.residents import KEYS, PEOPLE, count_profiles, read_kept, seal
from tests.effort import choose
from tests.services import Core, core_on, new_request

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
marks = st.sampled_from(("channel:1", "role:2", "role:3"))
homes = st.sampled_from((ANA, ANNA))  # a caller in each space

_CHAPTERS, _CHANGES = Statement(select(chapters)), Statement(select(resident_changes))
_MAPPED = Statement(
    select(chapter_maps.c.chapter_id).where(
        chapter_maps.c.chapter_id == chapters.c.id,
        chapters.c.archived_at.is_(None),
        spaces.c.key == chapter_maps.c.space_key,
        spaces.c.org_id == chapters.c.org_id,
    )
)
_ADD_SPACE = Statement(insert(spaces))
_RELINK = Statement(update(spaces).where(spaces.c.key == bindparam("space")).values(org_id=bindparam("org")))
_ARCHIVE = Statement(update(chapters).where(chapters.c.id == bindparam("which")).values(archived_at=bindparam("at")))
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
        self.orgs = {row.name: row.org_id for row in rows} | {None: None}
        for who in (ANA, ANNA):
            row = {"key": hash_caller_space(KEYS, who), "platform": who.platform, "org_id": self.orgs["n1"]}
            more = {"address": b"", "language": None, "wrong_codes": 0, "locked_until": None, "created_at": 1}
            await core.store.write(partial(run, statement=_ADD_SPACE, params=row | more))
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

        self.runner.run(self.core.store.write(partial(run, statement=statement, params=params)))

    def choose_person(self, number: int) -> str:
        """The id of somebody, or of nobody."""
        known: list[str] = [row.id for row in self.runner.run(self.core.store.read(lambda tx: tx.all(PEOPLE)))]
        return [*sorted(known), "nobody"][number % (len(known) + 1)]

    @rule(who=callers, chapter=st.sampled_from(("n1", "s1", "-")), district=st.sampled_from(("CA-11", "VT-0", "-")))
    def tells(self, who: Caller, chapter: str, district: str) -> None:
        """Somebody uses `/profile`."""
        self.attempt(self.core.profiles.change(who, ProfileChange(chapter=chapter, district=district), EVERYTHING))

    @rule(who=callers, seen=st.lists(marks, max_size=2), alone=st.booleans())
    def calls(self, who: Caller, seen: list[str], alone: bool) -> None:
        """Somebody logs a call, in a channel and with roles that may be mapped, or in a direct message."""
        who = replace(who, marks=tuple(seen), space=None if alone else who.space)
        self.attempt(log(self.core, who, office="representative"))

    @rule(who=homes, mark=marks, place=st.sampled_from(("n1", "n1", "n2", "s1", None)))
    def maps(self, who: Caller, mark: str, place: str | None) -> None:
        """A role or channel leads to another chapter, or to none."""
        coalition = self.core.coalition

        async def write(tx: Tx) -> None:
            if place:
                await coalition.map(tx, who, mark, self.chapters[place], "name")
            else:
                await coalition.unmap(tx, who, mark)

        self.runner.run(self.core.store.write(write))

    @rule(who=homes)
    def leaves(self, who: Caller) -> None:
        """A space leaves its org."""
        key = hash_caller_space(KEYS, who)
        self.runner.run(self.core.store.write(lambda tx: end_link(tx, self.core.audit, key, self.core.clock())))

    @rule(who=homes, place=st.sampled_from(("n1", "n1", "s1")))
    def returns(self, who: Caller, place: str) -> None:
        """A statement links a space to an org."""
        self.change(_RELINK, space=hash_caller_space(KEYS, who), org=self.orgs[place])

    @rule(place=st.sampled_from(("n1", "n2")), at=st.sampled_from((None, 5)))
    def archives(self, place: str, at: int | None) -> None:
        """A statement archives a chapter, or brings it back."""
        self.change(_ARCHIVE, which=self.chapters[place], at=at)

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
        mapped = {row.mapped_chapter_id for row in self.runner.run(self.core.store.read(lambda tx: tx.all(PEOPLE)))}
        led_to = {row.chapter_id for row in self.runner.run(self.core.store.read(lambda tx: tx.all(_MAPPED)))}
        assert mapped <= {None, *led_to}


async def run(tx: Tx, statement: Statement, params: dict[str, Any]) -> int:
    """Run a plain statement."""
    return await tx.run(statement, **params)


@pytest.mark.timeout(120)
def test_people_are_counted_where_they_live_on_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    opener = open_copies(sqlite_template, tmp_path_factory)
    play(lambda: Moving(opener), examples=choose(3, 100), steps=40)


@pytest.mark.timeout(120)
def test_people_are_counted_where_they_live_on_postgresql(migrated_postgres: str) -> None:
    opener = open_emptied(migrated_postgres)
    play(lambda: Moving(opener), examples=choose(2, 20), steps=25)
