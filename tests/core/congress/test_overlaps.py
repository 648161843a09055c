"""Two members for one seat: the one whose term holds now is named, and the rest of the update goes on."""

from typing import Any

import pytest

from bot.core.congress.edition import read_load
from bot.core.congress.seat_mark_rows import load_marks
from bot.core.directory.congresses import find_noon
from bot.core.directory.members import JUNIOR, SENIOR
from bot.core.directory.terms import find_sitting
from bot.errors import UserError
from bot.store.engine import Store
from tests.public_data.capitol import LOADED, id_of, make_congress
from tests.public_data.turnover import edit_records
from tests.services import caller, core_on, new_request

Record = dict[str, Any]
NEW = "Z000001"
BEGAN, ENDS = "2025-01-03", "2027-01-03"


def add_second(seat: str, own: Record, second: Record) -> Any:
    """A change of the records: a second member in a seat, and other fields of both terms."""

    def change(records: list[Record]) -> None:
        first = next(one for one in records if one["id"]["bioguide"] == seat)
        term = first["terms"][-1]
        name = {"first": "Nina", "last": "New", "official_full": "Nina New"}
        records.append({"id": {"bioguide": NEW}, "name": name, "terms": [{**term, **second}]})
        first["terms"] = [{**term, **own}]

    return change


def test_of_two_members_for_a_seat_the_one_whose_term_holds_is_named() -> None:
    """LOADED is in November 2026. Each row: the terms of both members, and who is named then."""
    rows: list[tuple[Record, Record, bool]] = [
        ({}, {"start": "2026-06-15"}, True),  # a special election, and the file keeps the one before
        ({"end": "2026-06-01"}, {"start": "2026-06-15"}, True),
        ({}, {"start": "2026-12-10"}, False),  # elected, and not sworn in yet
        ({"end": "2026-06-01"}, {"start": "2026-12-10"}, False),  # nobody until then
        ({}, {"start": "2026-03-01", "end": "2026-05-01"}, False),  # began later, and is over already
        ({}, {}, False),  # the same term: the first in the file
        ({"end": "2026-05-01"}, {}, True),  # the same start, and only one still holds
        ({"start": "2026-06-15"}, {}, False),  # the newer one comes first in the file
    ]
    for place in ("CA-11", f"CA {SENIOR}"):
        seat = id_of(*place.split()) if " " in place else id_of(place)
        for own, second, is_new in rows:
            kind = {"class": 1} if " " in place else {}
            terms = ({"start": BEGAN, **kind, **own}, {"start": BEGAN, **kind, **second})
            load = read_load(*edit_records(make_congress(), add_second(seat, *terms)).all, LOADED)
            sitting = find_sitting(load.directory, LOADED)
            holders = {seat, NEW} & sitting.members.keys()
            over = own.get("end", ENDS) < "2026-11" and not is_new
            assert holders == (set() if over else {NEW if is_new else seat}), (place, own, second)
            seats = [one.seat for one in sitting.members.values()]
            assert len(seats) == len(set(seats)), (place, own, second)
            assert len(sitting.members) >= 537


def test_a_third_senator_without_a_class_blocks_nothing() -> None:
    senior, junior = id_of("CA", SENIOR), id_of("CA", JUNIOR)
    load = read_load(*edit_records(make_congress(), add_second(senior, {}, {"start": "2026-06-15"})).all, LOADED)
    seats = find_sitting(load.directory, LOADED).seats
    assert {seats[f"CA {rank}"].id for rank in (SENIOR, JUNIOR)} == {NEW, senior}
    assert any(doubt.startswith(f"{junior} is a third senator of CA") for doubt in load.doubts)


async def test_an_admin_names_the_one_who_sits_there_already(store: Store) -> None:
    """A successor is named from the mark on, not only from the day that the data have, and not past this Congress."""
    core, seat = await core_on(store), id_of("CA-11")
    files = edit_records(make_congress(), add_second(seat, {}, {"start": "2026-12-10"}))
    await core.congress.replace(read_load(*files.all, core.clock()))
    seats = core.built.moderation.seats

    async def name() -> str:
        return (await store.read(lambda tx: core.congress.load_sitting(tx, core.clock()))).seats["CA-11"].name

    async def fill(member: str) -> None:
        plan = await seats.plan_fill("CA-11", member)
        await seats.apply(caller("cora"), plan.change, plan.seat, plan.member, new_request())

    assert await name() == "Casey CA-11"
    await fill("Nina New")
    assert await name() == "Nina New"
    with pytest.raises(UserError, match=r"seat\.filled"):
        await seats.plan_fill("CA-11", NEW)
    await fill("Casey CA-11")  # a mistake is taken back by naming the one before
    assert (await name(), await store.read(load_marks)) == ("Casey CA-11", ())
    await fill(NEW)
    plan = await seats.plan_vacancy("CA-11")
    await seats.apply(None, plan.change, plan.seat, plan.member)  # the successor left too
    assert core.congress.get_sitting(core.clock()).vacant == {"CA-11"}
    await fill(NEW)
    core.clock.at = find_noon(make_congress().load().edition.valid_to)
    assert not (await store.read(lambda tx: core.congress.load_sitting(tx, core.clock()))).members
