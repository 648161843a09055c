"""Totals change with the call, equal a rebuild from calls, and are cheap to change at any size."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.totals import counters, last_calls
from bot.core.totals.counting import CallCredit, GroupKind, find_counter_changes
from tests.services import JUNIOR, SENIOR, Core, instant


def test_a_call_moves_every_period_of_every_group_in_one_order() -> None:
    credit = CallCredit("2026-11-23", "2026-W48", "org", "chapter", "CA", "person")
    moved = find_counter_changes(credit, ())
    places = list(moved)
    assert len(moved) == 3 * 7
    assert set(moved.values()) == {1}
    stateless = CallCredit("2026-11-23", "2026-W48", "org", "chapter", None, "person")
    nowhere = [place if place[1] is not GroupKind.DISTRICT else (*place[:3], "") for place in places]
    assert list(find_counter_changes(stateless, ())) == [place for place in nowhere if place[1] is not GroupKind.STATE]
    # Everybody takes shared rows in the same order, so there is no deadlock.
    assert places == sorted(places)


def test_a_person_is_new_where_no_other_call_of_theirs_counts() -> None:
    one = CallCredit("2026-11-23", "2026-W48", "north", "n", "CA", "ana")
    other = CallCredit("2026-11-24", "2026-W48", "south", "s", "CA", "ana")
    new = {(period, by, key) for (period, by, _, key), people in find_counter_changes(one, [other]).items() if people}
    assert {period for period, _, _ in new} == {"2026-11-23", "2026-W48", "campaign"}
    assert {(by, key) for period, by, key in new if period == "campaign"} == {
        (GroupKind.ORG, "north"),
        (GroupKind.CHAPTER, "n"),
        (GroupKind.PERSON, "ana"),  # in the org's own list of people
        (GroupKind.STATE, "CA"),  # the org's people in that state
        (GroupKind.DISTRICT, "CA"),
    }
    assert set(find_counter_changes(one, [one]).values()) == {0}


async def test_a_rebuild_changes_nothing(core: Core) -> None:
    await core.add_org("North", "Uptown", "Downtown")
    await core.tell("ana", chapter="Uptown", district="CA-11")
    for wall, office in [
        ("2026-11-22 23:00", SENIOR),
        ("2026-11-23 01:00", SENIOR),
        ("2026-12-31 12:00", JUNIOR),
    ]:
        await core.log("ana", office=office, at=instant(wall))
        await core.log("bo", "voicemail", office, at=instant(wall))
    await core.tell("ana", chapter="Downtown")
    await core.log("ana", at=instant("2027-01-01 00:00"))
    await core.log("cy", "unavailable")
    totals = await core.totals()
    assert {(row.n, row.people) for row in totals if row.period == "campaign" and row.by == "total"} == {(7, 2)}
    assert await core.rebuilt() == totals
    assert await core.rebuilt() == totals


async def test_a_rebuild_corrects_wrong_totals(core: Core) -> None:
    await core.log("ana")
    right = await core.totals()
    await core.store.write(lambda tx: counters.add_call(tx, "vof", _STRAY, (), 1))
    assert await core.totals() != right
    assert await core.rebuilt() == right


_STRAY = CallCredit("2026-11-23", "2026-W48", "org", "chapter", "CA", "person")


@pytest.mark.parametrize("place", list(last_calls._LATEST), ids=str)
def test_the_last_call_of_a_group_is_found_by_an_index(
    sqlite_template: Path, place: tuple[last_calls._RowSet, str, bool]
) -> None:
    """An undo never scans all calls: there may be millions, and everybody waits for the writer."""
    text = last_calls._LATEST[place].sqlite.text
    with closing(sqlite3.connect(sqlite_template)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {text}", ["x"] * text.count("?")).fetchall()
    steps = [step[-1] for step in plan]
    [found] = [step for step in steps if " calls " in step]
    columns = {
        "org": ["org_id"],
        "chapter": ["chapter_id"],
        "state": ["state"],
        "district": ["district"],
        "state alone": ["state", "district"],
        "nowhere": ["state", "district"],
        "person": ["person_id"],
    }[place[0]]
    assert found.startswith("SEARCH calls USING INDEX")
    assert any(f"{column}=?" in found for column in columns)
    assert ("USE TEMP B-TREE FOR ORDER BY" in steps) == (place[0] == "person")  # a person has few calls
