"""Log, undo, move and redeliver in any order: totals, boards and receipts match a plain model."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select

from bot.core.boards.boards import SHOWN
from bot.core.calls.calls import Receipt
from bot.errors import UserError
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import chapters, orgs
from tests.core.support.machines import Opener, open_copies, open_emptied, play
from tests.core.support.model import (
    BETTER,
    DISTRICTS,
    ORGS,
    TARGETS,
    Entry,
    Model,
    Refused,
    Said,
    Volunteer,
    local_date,
    week,
)
from tests.effort import choose
from tests.services import SECONDS, Core, HandClock, caller, campaign, core_on, instant

OPENS = "2026-10-30 09:00"  # a Friday; clocks go back that Sunday, the end of an ISO week
START = instant("2026-10-30 12:00")
SMALLEST = 0  # no folding; `test_derivation.py` tests that
PUBLIC = {"ana": "Ana A.", "bo": "Bo B."}
NAMES = ("ana", "bo", "cy", "di", "ed")

_ORGS = Statement(select(orgs.c.id, orgs.c.name))
_CHAPTERS = Statement(select(chapters.c.id, chapters.c.name, chapters.c.org_id))

Work = Callable[[], Coroutine[Any, Any, Any]]
people = st.sampled_from(NAMES)
outcomes = st.sampled_from(BETTER)


class Counting(RuleBasedStateMachine):
    """The services beside the model. ``opener`` gives an empty database."""

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.clock = HandClock(START)
        self.model = Model(instant(OPENS), {name: Volunteer(name, PUBLIC.get(name)) for name in NAMES})
        self.requests: list[tuple[Work, object]] = []
        self.told: dict[str, str] = {}  # the model's names, by id
        self.core: Core = self.runner.run(self._prepared(opener))

    async def _prepared(self, opener: Opener) -> Core:
        files = [campaign("vof", f"opens: {OPENS}")]
        core = await core_on(await opener(), files, clock=self.clock, min_group=SMALLEST)
        await core.add_org("North", "n1", "n2")
        await core.add_org("South", "s1")
        for name in NAMES:
            await core.tell(name, name=name, **({"public_name": PUBLIC[name]} if name in PUBLIC else {}))

        async def ids(tx: Tx) -> dict[str, str]:
            found = {row.id: row.name for row in (*await tx.all(_ORGS), *await tx.all(_CHAPTERS))}
            for name in NAMES:
                person = await core.people.find(tx, caller(name))
                assert person
                found[person.id] = name
            return found

        self.told = await core.store.read(ids)
        return core

    def teardown(self) -> None:
        """Close the database."""
        self.runner.run(self.core.store.close())
        self.runner.close()

    def happens(self, work: Work, expected: Callable[[], Any]) -> Any:
        """Do the same in both worlds. Returns both results, or None if both refuse with the same sentence."""
        try:
            should = expected()
        except Refused as refusal:
            key = str(refusal)
        else:
            answer = self.runner.run(work())
            self.requests.append((work, answer))
            return answer, should
        with pytest.raises(UserError) as caught:
            self.runner.run(work())
        assert caught.value.key == key
        return None

    def now(self, late: int = 0) -> int:
        """A time that no other request has, ``late`` before now."""
        return self.clock.forward(seconds=1) - late * SECONDS + len(self.requests)

    @initialize()
    def members(self) -> None:
        """Start with people in each chapter and state, and some in none."""
        for name, chapter, state in [("ana", "n1", "CA"), ("bo", "n2", "CA"), ("cy", "s1", "VT")]:
            self.moves(name, chapter, state)

    @rule(
        who=people,
        outcome=outcomes,
        office=st.sampled_from([None, *TARGETS]),
        yesterday=st.sampled_from([False, False, True]),
        late=st.sampled_from([0, 0, 40, 2000]),
    )
    def logs(self, who: str, outcome: str, office: str | None, yesterday: bool, late: int) -> None:
        """Somebody logs a call, perhaps with a late request."""
        at, request = self.now(late), f"log-{self.clock()}"
        day = "yesterday" if yesterday else "today"
        work = partial(self.core.log, who, outcome, office, day=day, at=at, request=request)
        if both := self.happens(work, lambda: self.model.log(who, outcome, office, yesterday, at)):
            _same_receipt(*both)

    @precondition(lambda self: self.model.entries)
    @rule(outcome=outcomes, data=st.data())
    def logs_again(self, outcome: str, data: st.DataObject) -> None:
        """Somebody logs for an office they called before, mostly on the same day."""
        entry = data.draw(st.sampled_from(self.model.entries[-6:]))
        self.logs(entry.who, outcome, entry.slot, False, 0)

    @precondition(lambda self: self.model.entries)
    @rule(who=people)
    def undoes_the_last(self, who: str) -> None:
        """Somebody undoes their last call."""
        self._undo(who, None)

    @precondition(lambda self: self.model.entries)
    @rule(
        who=people,
        data=st.data(),
        own=st.sampled_from([True, True, True, False]),
        wait=st.sampled_from([False, False, False, True]),
    )
    def undoes(self, who: str, data: st.DataObject, own: bool, wait: bool) -> None:
        """Somebody taps Undo under a call, perhaps the next day. It may be gone, or another person's."""
        entry = data.draw(st.sampled_from(self.model.entries))
        if wait:
            self.passes(25)
        self._undo(entry.who if own else who, entry)

    def _undo(self, who: str, entry: Entry | None) -> None:
        at, request = self.now(), f"undo-{self.clock()}"
        work = partial(self.core.undo, who, entry.id if entry else None, at=at, request=request)
        if both := self.happens(work, lambda: self.model.undo(who, entry, at)):
            undone, (taken, before) = both
            assert (undone.slot, undone.outcome, undone.already) == (taken.slot, taken.outcome, before)
            assert (undone.own, undone.coalition) == (self.model.count(who=who), self.model.count())

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def is_delivered_again(self, data: st.DataObject) -> None:
        """The platform redelivers an answered request."""
        work, answer = data.draw(st.sampled_from(self.requests))
        assert self.runner.run(work()) == answer

    @rule(who=people, chapter=st.sampled_from(["n1", "n2", "s1", "-"]), state=st.sampled_from(["CA", "VT", "-"]))
    def moves(self, who: str, chapter: str, state: str) -> None:
        """Somebody moves to another chapter and district."""
        self.runner.run(self.core.tell(who, chapter=chapter, district=DISTRICTS.get(state, "-")))
        person = self.model.people[who]
        person.chapter = next(iter(set(ORGS) - {"n1", "n2", "s1"})) if chapter == "-" else chapter
        person.state = None if state == "-" else state

    @precondition(lambda self: any(not entry.counts for entry in self.model.entries))
    @rule(data=st.data(), chapter=st.sampled_from(["n1", "n2", "s1"]), outcome=st.sampled_from(BETTER[1:]))
    def moves_and_betters(self, data: st.DataObject, chapter: str, outcome: str) -> None:
        """Somebody reaches an office they had tried, or calls an undone one again, from another place."""
        entry = data.draw(st.sampled_from([entry for entry in self.model.entries if not entry.counts]))
        self.moves(entry.who, chapter, "-")
        self.logs(entry.who, outcome, entry.slot, False, 0)

    @rule(hours=st.sampled_from([1, 1, 5, 13, 25]))
    def passes(self, hours: int) -> None:
        """Time passes."""
        self.clock.forward(hours=hours)

    @invariant()
    def totals_are_the_models(self) -> None:
        """Every total is right, there are no others, and a rebuild changes nothing."""
        kept = self.runner.run(self.core.totals())
        named = {
            (row.period, row.by, self._name(row.scope), self._name(row.key), row.n, row.people, row.last_at)
            for row in kept
        }
        assert named == self.model.totals()
        assert self.runner.run(self.core.rebuilt()) == kept

    @invariant()
    def boards_are_the_models(self) -> None:
        """Every board of every period is right, for a member and an admin in turn."""
        turn, at = len(self.requests), self.clock()
        who, admin, today = NAMES[turn % len(NAMES)], turn % 2 == 0, local_date(at)
        org = None if admin else ORGS[self.model.people[who].chapter]
        for period, key in [("today", today.isoformat()), ("week", week(today)), ("campaign", "campaign")]:
            for by in ("chapters", "orgs", "states", "districts", "volunteers"):
                board = self.runner.run(self.core.board(who, by, period, admin=admin, at=at))
                should = self.model.board(by, key, org, SHOWN)
                assert [(line.rank, line.name, line.n) for line in board.lines] == should.lines
                assert (board.folded, board.folded_groups) == (0, 0)
                assert (board.more, board.total) == (should.more, should.total)

    def _name(self, identifier: str) -> str:
        return self.told.get(identifier, identifier)


def _same_receipt(receipt: Receipt, should: Said) -> None:
    if should.entry and should.kind == "logged":
        assert should.entry.id == ""
        should.entry.id = receipt.call_id
    assert receipt.kind == should.kind
    assert (receipt.call_id, receipt.slot) == ((should.entry.id, should.entry.slot) if should.entry else ("", ""))
    assert (receipt.outcome, receipt.day) == (should.outcome, should.day)
    assert (receipt.own, receipt.coalition) == (should.own, should.coalition)
    assert (receipt.chapter, receipt.chapter_total) == (should.chapter, should.chapter_total)
    assert (receipt.done, receipt.next_slot) == (should.done, should.next_slot)


@pytest.mark.timeout(120)
def test_counting_is_what_the_model_says_on_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    opener = open_copies(sqlite_template, tmp_path_factory)
    play(lambda: Counting(opener), examples=choose(7, 100), steps=60)


@pytest.mark.timeout(120)
def test_counting_is_what_the_model_says_on_postgresql(migrated_postgres: str) -> None:
    opener = open_emptied(migrated_postgres)
    play(lambda: Counting(opener), examples=choose(4, 20), steps=20)
