"""Write, send, review, print, void, forget, link and part in any order: the counters are what the rows say."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core.coalition.org_directory import EVERYTHING, fetch_orgs
from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.moderation import Reason
from bot.core.postcards.review import SendBackReason
from bot.core.postcards.words import check_words
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.statement import Row
from tests.core.postcards.support import ADMIN, BOSS, WORDS, drive, print_all, rows, send, undo
from tests.core.support.accounts import ANA, ANNA, BO, exact, link
from tests.core.support.machines import Opener, open_copies, open_emptied, play
from tests.effort import choose
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, core_on, new_request

MOST = 3  # postcards of one person: one to each target
people = st.sampled_from((ANA, ANA, ANNA, ANNA, BO))
HOMES = (
    ProfileChange(chapter="n1", district="CA-11"),
    ProfileChange(chapter="s1", district="VT-0"),
    ProfileChange(chapter="-", district="CA"),
)
numbers = st.integers(0, 999)
slots = st.lists(st.sampled_from((REPRESENTATIVE, SENIOR, JUNIOR)), max_size=2, unique=True)


class Postcards(RuleBasedStateMachine):
    """Ana has two accounts, which she links and parts within a day; Bo has one."""

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.folder = TemporaryDirectory()
        self.left: list[Row] = []  # what forgotten people's rows said last
        self.known: list[str] = []
        self.core: Core = self.runner.run(self._prepare(opener))

    async def _prepare(self, opener: Opener) -> Core:
        core = await core_on(await opener(), [drive()], folder=Path(self.folder.name))
        await core.add_org("North", "n1")
        await core.add_org("South", "s1")
        found = await core.store.read(lambda tx: fetch_orgs(tx, ADMIN))
        self.reviewers = Reach(Role.ADMIN, frozenset(org.id for org in found))
        for who in (ANA, ANNA, BO):
            await core.profiles.change(who, ProfileChange(chapter="n1", district="CA-11"), EVERYTHING)
        await link(core)
        for who in (ANA, BO):
            await send(core, who, SENIOR, JUNIOR)
        return core

    def teardown(self) -> None:
        """Rebuild once more, and close the database."""
        try:
            self.runner.run(exact(self.core))
        finally:
            self.runner.run(self.core.store.close())
            self.runner.close()
            self.folder.cleanup()

    def attempt(self, work: Awaitable[Any]) -> Any:
        """Do something that may be refused. Returns None then."""

        async def run() -> Any:
            self.core.clock.forward(seconds=5)
            try:
                return await work
            except UserError:
                return None

        return self.runner.run(run())

    def choose_one(self, number: int) -> str:
        """The id of a postcard, mostly of one that counts. Ids are random, so nothing is drawn from them."""
        live: list[str] = [row.id for row in self.runner.run(rows(self.core)) if row.removed_at is None]
        known = [*live, *live, *self.known[-1:], "unknown"]
        return known[number % len(known)]

    @rule(who=people, wanted=slots, home=st.sampled_from((None, None, *HOMES)))
    def sends(self, who: Caller, wanted: list[str], home: ProfileChange | None) -> None:
        """Somebody, who may have moved, sends postcards, also after one was sent back. A request sends none twice."""
        if home:
            self.attempt(self.core.profiles.change(who, home, EVERYTHING))
        request = new_request()
        first = self.attempt(send(self.core, who, *wanted, request=request))
        if first:
            self.known += [one.id for one in first.sent]
            assert self.attempt(send(self.core, who, *wanted, words="Other words.", request=request)) == first

    @rule(who=people)
    def writes(self, who: Caller) -> None:
        """Somebody writes and looks, but sends nothing."""
        assert check_words(WORDS).problems == ()
        self.attempt(self.core.built.postcards.postcards.choose(who, None, self.core.clock()))

    @rule(who=people, which=numbers)
    def undoes(self, who: Caller, which: int) -> None:
        """Somebody takes a postcard back, if it is theirs and nobody has read it."""
        self.attempt(undo(self.core, who, self.choose_one(which)))

    @rule(act=st.sampled_from((*["approve"] * 4, "send_back", "drop")), which=numbers)
    def reviews(self, act: str, which: int) -> None:
        """A reviewer decides about a postcard."""
        review, card, request = self.core.built.postcards.review, self.choose_one(which), new_request()
        if act == "send_back":
            self.attempt(review.send_back(BOSS, self.reviewers, card, SendBackReason.UNCLEAR, request))
        else:
            self.attempt(getattr(review, act)(BOSS, self.reviewers, card, request))

    @rule(deliver=st.booleans())
    def prints(self, deliver: bool) -> None:
        """Everything approved is printed, and perhaps handed over."""
        printing = self.core.built.postcards.printing
        self.attempt(print_all(printing, self.reviewers))
        if deliver:
            self.attempt(printing.mark_delivered(BOSS, self.reviewers, None, new_request()))

    @rule(which=numbers)
    def voids(self, which: int) -> None:
        """A coordinator takes a postcard out by its reference."""
        found = {row.id: row.reference for row in self.runner.run(rows(self.core))}
        reference = found.get(self.choose_one(which), "ABCD-EFGH")
        self.attempt(self.core.moderation.void(BOSS, ADMIN, reference, Reason.SPAM, new_request()))

    @rule(who=people)
    def is_forgotten(self, who: Caller) -> None:
        """Somebody deletes everything about themselves. Their numbers stay, without a name."""
        before = [row for row in self.runner.run(rows(self.core)) if row.removed_at is None]
        self.attempt(self.core.privacy.forget(who, new_request()))
        after = {row.id for row in self.runner.run(rows(self.core))}
        self.left += [row for row in before if row.id not in after]

    @rule(who=st.sampled_from((ANA, ANNA)), parts=st.booleans())
    def links_or_parts(self, who: Caller, parts: bool) -> None:
        """Ana links her accounts, or parts them."""
        other = ANA if who is ANNA else ANNA
        self.attempt(self.core.linking.unlink(who, new_request()) if parts else link(self.core, who, other))

    @rule()
    def is_rebuilt(self) -> None:
        """An admin recomputes the counters. It changes nothing."""
        self.runner.run(exact(self.core))

    @invariant()
    def counters_are_what_the_rows_say(self) -> None:
        """Every counter follows from the rows that count and what forgotten people left, and there is no other."""
        live = [row for row in self.runner.run(rows(self.core)) if row.removed_at is None]
        kept = self.runner.run(self.core.totals())
        assert {(row.period, row.by, row.scope, row.key): (row.n, row.people, row.last_at) for row in kept} == (
            count(live, self.left)
        )
        assert len(live) + len(self.left) <= 2 * MOST


def count(live: list[Row], left: list[Row]) -> dict[tuple[str, str, str, str], tuple[int, int, int]]:
    """Every counter's postcards, people and last time, computed anew."""
    found = defaultdict[tuple[str, str, str, str], list[Row]](list)
    for row in (*live, *left):
        for key in list_counters(row, is_named=row in live):
            found[key].append(row)
    return {
        key: (len(some), len({row.person_id for row in some if row.adds_person}), max(row.counted_at for row in some))
        for key, some in found.items()
    }


def list_counters(row: Row, *, is_named: bool) -> Iterator[tuple[str, str, str, str]]:
    """The counters of a postcard. Forgotten people have none of their own."""
    groups = [("total", "", ""), ("org", "", row.org_id), ("chapter", row.org_id, row.chapter_id)]
    groups.append(("district", row.org_id, row.district or row.state or ""))
    groups += [("state", row.org_id, row.state)] if row.state else []
    groups += [("person", scope, row.person_id) for scope in ("", row.org_id)] if is_named else []
    for period in (row.day, row.week, "campaign"):
        for by, scope, key in groups:
            yield period, f"postcards:{by}", scope, key


@pytest.mark.timeout(120)
def test_postcards_count_what_their_rows_say_on_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    opener = open_copies(sqlite_template, tmp_path_factory)
    play(lambda: Postcards(opener), examples=choose(8, 100), steps=30)


@pytest.mark.timeout(120)
def test_postcards_count_what_their_rows_say_on_postgresql(migrated_postgres: str) -> None:
    opener = open_emptied(migrated_postgres)
    play(lambda: Postcards(opener), examples=choose(3, 20), steps=20)
