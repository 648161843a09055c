"""The database's triggers count what reports show, whatever statement changes a call, an answer or a postcard."""

import itertools
import random
from collections import Counter, defaultdict
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, or_, select, update

from bot.core.base.ids import make_id
from bot.core.directory.congresses import find_congress, find_congress_start
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls, chapters, positions, postcards
from tests.effort import choose
from tests.report_totals import load_report_totals
from tests.services import Core, caller

_NOON = find_congress_start(120)
# Values of the columns that lines are made of. Each column's values are what it may change to.
_VALUES: dict[str, tuple[Any, ...]] = {
    "slot": (*GENERIC, "S000033", "governor-ca", "state-upper"),
    "office": ("representative", "S000033", "S000033-burlington"),
    "day": ("2026-11-22", "2026-11-23"),
    "outcome": ("spoke", "voicemail", "unavailable"),
    "state": ("CA", "VT", None),
    "district": ("CA-11", "VT-0", None),
    "logged_at": (_NOON - 2 * 366 * 86_400_000_000, _NOON - 1, _NOON, find_congress_start(125)),
    "adds_person": (0, 1),
    "removed_at": (None, None, 5),
    # Columns that no line is made of.
    "why": (None, "busy"),
    "counted": (0, 1),
}
_ASKS, _POSITIONS = ("daca", "visas"), ("yes", "no", "no_answer")

_ADD_CALL, _CALLS, _ANSWERS = Statement(insert(calls)), Statement(select(calls)), Statement(select(positions))
_CHANGE = {
    name: Statement(update(calls).where(calls.c.id == bindparam("call")).values({name: bindparam("new")}))
    for name in (*_VALUES, "person_id", "org_id")
}
_OF_POSTCARDS: dict[str, tuple[Any, ...]] = {
    **{name: _VALUES[name] for name in ("slot", "day", "state", "district", "adds_person", "removed_at", "counted")},
    "status": ("written", "printed", "delivered"),
    "written_at": _VALUES["logged_at"],
}
_DROPPED = 0.2  # of the changes of postcards
_ADD_POSTCARD, _POSTCARDS = Statement(insert(postcards)), Statement(select(postcards))
_DROP_POSTCARD = Statement(delete(postcards).where(postcards.c.id == bindparam("card")))
_CHANGE_POSTCARD = {
    name: Statement(update(postcards).where(postcards.c.id == bindparam("card")).values({name: bindparam("new")}))
    for name in (*_OF_POSTCARDS, "org_id")
}
_CHANGE_ALL = {
    name: Statement(update(calls).values({name: bindparam("new")})) for name in ("person_id", "removed_at", "outcome")
}
_PLACES = Statement(
    select(chapters.c.id, chapters.c.org_id).where(or_(chapters.c.name == "n1", chapters.c.name == "s1"))
)
_DROP_CALL = Statement(delete(calls).where(calls.c.id == bindparam("call")))
_DROP_ANSWERS = Statement(delete(positions).where(positions.c.call_id == bindparam("call")))
_MOVE_ANSWERS = Statement(
    update(positions)
    .where(positions.c.call_id == bindparam("frm"), positions.c.ask == bindparam("about"))
    .values(call_id=bindparam("to"))
)


def _upsert(insert: Any) -> Any:
    new = insert(positions)
    return new.on_conflict_do_update(index_elements=["call_id", "ask"], set_={"position": new.excluded.position})


_ANSWER = Statement(_upsert)


class _Shaker:
    """Makes one random statement after another."""

    def __init__(self, seed: int, people: list[str], places: list[tuple[str, str]]) -> None:
        self._chance, self._people, self._places = random.Random(seed), people, places
        self._made, self._rows = 0, dict[str, dict[str, Any]]()
        self.steps = Counter[str]()

    async def shake(self, tx: Tx) -> None:
        self._rows = {row.id: row._asdict() for row in await tx.all(_CALLS)}
        known = list(self._rows)
        ways = ("add", "change", "change", "answer", "answer", "move", "silence", "drop", "change_all", "write", "mail")
        way = self._chance.choice(ways) if known else "add"
        self.steps[way] += 1
        await getattr(self, f"_{way}")(tx, known)

    def _pick(self, values: Any) -> Any:
        return self._chance.choice(values)

    async def _add(self, tx: Tx, known: list[str]) -> None:
        self._made += 1
        org, chapter = self._pick(self._places)
        row: dict[str, Any] = {column.name: None for column in calls.columns}
        row |= {name: self._pick(values) for name, values in _VALUES.items()}
        row |= {"id": make_id(self._made), "reference": f"R{self._made}", "campaign_id": "vof", "week": "2026-W47"}
        row |= {"person_id": None, "org_id": org, "chapter_id": chapter, "language": "en", "script_version": "1"}
        row |= {"platform": "console", "counted_at": self._made, "entered_at": self._made, "removed_as": None}
        await tx.run(_ADD_CALL, **row)

    async def _change(self, tx: Tx, known: list[str]) -> None:
        name, call = self._pick(tuple(_CHANGE)), self._pick(known)
        new = self._pick_new(name)
        if self._is_possible({call}, name, new):
            await tx.run(_CHANGE[name], call=call, new=new)

    async def _change_all(self, tx: Tx, known: list[str]) -> None:
        name = self._pick(tuple(_CHANGE_ALL))
        new = self._pick_new(name)
        if self._is_possible(set(known), name, new):
            await tx.run(_CHANGE_ALL[name], new=new)

    def _pick_new(self, name: str) -> Any:
        others = {"person_id": [*self._people, *self._people, None], "org_id": [org for org, _ in self._places]}
        return self._pick(others.get(name) or _VALUES[name])

    def _is_possible(self, which: set[str], name: str, new: Any) -> bool:
        """Whether nobody would have two calls to one target on one day, which an index refuses."""
        after = [{**row, name: new} if id in which else row for id, row in self._rows.items()]
        live = [row for row in after if row["person_id"] and row["removed_at"] is None]
        return len({(row["person_id"], row["slot"], row["day"]) for row in live}) == len(live)

    async def _answer(self, tx: Tx, known: list[str]) -> None:
        call, ask, said = self._pick(known), self._pick(_ASKS), self._pick(_POSITIONS)
        await tx.run(_ANSWER, call_id=call, ask=ask, position=said, at=1)

    async def _move(self, tx: Tx, known: list[str]) -> None:
        free = {(call, ask) for call in known for ask in _ASKS} - {
            (row.call_id, row.ask) for row in await tx.all(_ANSWERS)
        }
        if free:
            to, ask = self._pick(sorted(free))
            await tx.run(_MOVE_ANSWERS, frm=self._pick(known), about=ask, to=to)

    async def _silence(self, tx: Tx, known: list[str]) -> None:
        await tx.run(_DROP_ANSWERS, call=self._pick(known))

    async def _write(self, tx: Tx, known: list[str]) -> None:
        self._made += 1
        row: dict[str, Any] = {column.name: None for column in postcards.columns}
        row |= {name: self._pick(values) for name, values in _OF_POSTCARDS.items()} | {"org_id": self._places[0][0]}
        row |= {"id": make_id(self._made), "reference": f"P{self._made}", "campaign_id": "vof", "week": "2026-W47"}
        row |= {"chapter_id": self._places[0][1], "language": "en", "platform": "console", "counted_at": self._made}
        await tx.run(_ADD_POSTCARD, **row)

    async def _mail(self, tx: Tx, known: list[str]) -> None:
        cards = [row.id for row in await tx.all(_POSTCARDS)]
        if cards and self._chance.random() < _DROPPED:
            await tx.run(_DROP_POSTCARD, card=self._pick(cards))
        elif cards:
            name = self._pick(tuple(_CHANGE_POSTCARD))
            new = self._pick([org for org, _ in self._places] if name == "org_id" else _OF_POSTCARDS[name])
            await tx.run(_CHANGE_POSTCARD[name], card=self._pick(cards), new=new)

    async def _drop(self, tx: Tx, known: list[str]) -> None:
        call = self._pick(known)
        await tx.run(_DROP_ANSWERS, call=call)
        await tx.run(_DROP_CALL, call=call)


def _count_known(rows: list[Row], answers: list[Row]) -> Counter[tuple[Any, ...]]:
    """The people who heard a position from a target, by the last day on which they did."""
    by_call, last = {row.id: row for row in rows}, dict[tuple[str, str, str, str], str]()
    for one in answers:
        call = by_call[one.call_id]
        counts = call.removed_at is None and call.outcome == Outcome.SPOKE and call.adds_person and call.person_id
        if counts and one.position != "no_answer":
            key = call.person_id, call.slot, one.ask, one.position
            last[key] = max(last.get(key, ""), call.day)
    return Counter(("known", "", day, slot, "", "", 0, ask, position) for (_, slot, ask, position), day in last.items())


def _count_postcards(rows: list[Row]) -> Counter[tuple[Any, ...]]:
    live = [row for row in rows if row.removed_at is None]
    keys = (("postcard", row.org_id, "campaign", row.slot, "", *_whose(row, row.written_at), "") for row in live)
    return Counter((*key, row.status) for key, row in zip(keys, live, strict=True))


def _count(rows: list[Row], answers: list[Row]) -> dict[tuple[Any, ...], int]:
    """What reports count, from the rows alone: by what, org, period, target, office, place, Congress, ask and value."""
    by_call, found = {row.id: row for row in rows if row.removed_at is None}, Counter[tuple[Any, ...]]()
    askers: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for call in by_call.values():
        for period in ("campaign", call.day):
            found["office", call.org_id, period, call.slot, call.office, *_whose(call), "", call.outcome] += 1
    for one in answers:
        said = by_call.get(one.call_id)
        if said is None or said.outcome != Outcome.SPOKE:
            continue
        for org, period in itertools.product((said.org_id, ""), ("campaign", said.day)):
            if said.person_id and said.adds_person:
                askers["asked", org, period, said.slot, "", *_whose(said), one.ask, ""].add(said.person_id)
        found["answer", "", "campaign", said.slot, "", *_whose(said), one.ask, one.position] += 1
        for period in ("campaign", said.day):
            found["position", said.org_id, period, said.slot, "", *_whose(said), one.ask, one.position] += 1
    return {**found, **{key: len(people) for key, people in askers.items()}}


def _whose(row: Row, at: int | None = None) -> tuple[str, int]:
    """The place and the Congress that say whose office a generic slot means, of a call unless ``at`` is given."""
    if row.slot not in GENERIC:
        return "", 0
    place = row.district if row.slot == "representative" else row.state
    return place or "", max(119, find_congress(row.logged_at if at is None else at))


def _make_key(row: Row) -> tuple[Any, ...]:
    about = (row.about, row.org_id, row.period, row.slot, row.office)
    return (*about, row.place, row.congress, row.ask, row.value)


async def _load_rows(tx: Tx) -> tuple[list[Row], list[Row], list[Row]]:
    return await tx.all(_CALLS), await tx.all(_ANSWERS), await tx.all(_POSTCARDS)


async def _load_people_and_places(tx: Tx, core: Core) -> tuple[list[str], list[tuple[str, str]]]:
    known = [await core.people.find(tx, caller(who)) for who in ("ana", "bo")]
    return [one.id for one in known if one], [(row.org_id, row.id) for row in await tx.all(_PLACES)]


@pytest.mark.parametrize("seed", range(choose(2, 20)))
async def test_every_statement_is_counted(core: Core, seed: int) -> None:
    for org, chapter in (("North", "n1"), ("South", "s1")):
        await core.add_org(org, chapter)
    for name, chapter in (("ana", "n1"), ("bo", "s1")):
        await core.tell(name, chapter=chapter)
    people, places = await core.store.read(lambda tx: _load_people_and_places(tx, core))
    shaker = _Shaker(seed, people, places)
    for _ in range(choose(120, 1_000)):
        await core.store.write(shaker.shake)
        rows, answers, cards = await core.store.read(_load_rows)
        totals, _ = await load_report_totals(core.store)
        assert all(row.campaign_id == "vof" for row in totals)
        assert {_make_key(row): row.n for row in totals} == {
            **_count(rows, answers),
            **_count_known(rows, answers),
            **_count_postcards(cards),
        }, shaker.steps
    assert await core.rebuilt() is not None
    assert len(shaker.steps) == 9, shaker.steps
