"""Forgetting leaves no byte of a person and keeps every total; time removes people from their calls."""

import logging
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange
from bot.core.people.grants import grant
from bot.core.people.past.past_entries import SLOT_KEPT
from bot.core.privacy.data_export import Call, PersonData
from bot.core.privacy.forgotten_ids import FILE
from bot.core.times.clock import DAY
from bot.roles import Role
from bot.store.engine import Store
from bot.store.tables import PERSONAL, calls
from tests.core.support.accounts import ANA, ANNA, BO, exact, impersonal, link, log, person
from tests.core.support.refusals import read_refusal
from tests.core.support.tables import everything
from tests.fixtures import Opening
from tests.services import JUNIOR, SENIOR, Core, caller, core_on, new_request


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path)


async def populate(core: Core) -> None:
    """Ana, on two platforms, and Bo have called. Ana has data of every kind."""
    await core.add_org("North", "Uptown")
    for who, name in ((ANA, "Planted Ana"), (BO, "Bo"), (ANNA, "Planted Anna")):
        told = ProfileChange(chapter="Uptown", district="CA-11", name=name, language="es", public_name=f"{name} P.")
        await core.profiles.change(who, told, EVERYTHING)
        core.clock.forward(seconds=1)
    ana = await person(core, ANA)
    await core.store.write(lambda tx: grant(tx, ana, Role.CAPTAIN, core.chapters["Uptown"], 1))
    for who in (ANA, BO, ANNA):
        await log(core, who, office=SENIOR)
        await log(core, who, "unavailable", JUNIOR)
    await log(core, ANNA, "voicemail", JUNIOR)
    await core.undo_service.identify_and_undo(ANA, None, new_request(), core.clock())
    await link(core, ANA, ANNA)
    await core.linking.make_code(ANA, new_request())


async def test_forgetting_keeps_every_total_and_nothing_of_the_person(core: Core) -> None:
    await populate(core)
    totals, ana = await impersonal(core), await person(core, ANA)
    board = await core.board(by="orgs")
    assert await core.privacy.forget(ANNA, new_request())
    assert await impersonal(core) == totals
    assert await core.board(by="orgs") == board
    await exact(core)
    rows = await everything(core.store)
    assert ana not in str(rows)
    counts = {name: len(rows[name]) for name in ("people", "accounts", "calls", "roles", "codes", "links")}
    assert counts == {"people": 1, "accounts": 1, "calls": 2, "roles": 0, "codes": 0, "links": 0}
    assert (await core.audit.verify()).broken is None


async def test_a_person_who_returns_after_two_days_is_new_and_counts_again(core: Core) -> None:
    await log(core, ANA)
    await core.privacy.forget(ANA, new_request())
    core.clock.at += SLOT_KEPT
    await log(core, ANA)
    totals = {(row.by, row.n, row.people) for row in await core.totals() if row.period == "campaign"}
    assert ("total", 2, 2) in totals
    assert ("person", 1, 1) in totals
    await exact(core)


async def test_later_undos_by_others_leave_forgotten_peoples_totals(core: Core) -> None:
    call = (await log(core, BO)).call_id
    await log(core, ANA)
    await core.privacy.forget(ANA, new_request())
    await core.undo_service.identify_and_undo(BO, None, new_request(), core.clock(), call)
    assert {(row.n, row.people) for row in await core.totals()} == {(1, 1)}
    await exact(core)


async def test_requests_of_the_forgotten_are_already_handled(core: Core) -> None:
    logged, undone, told, forgot, others = (new_request() for _ in range(5))
    await log(core, ANA, request=logged)
    receipt = await log(core, BO, request=others)
    await core.undo_service.identify_and_undo(ANA, None, undone, core.clock())
    await log(core, ANA, request=told)
    assert await core.privacy.forget(ANA, forgot)
    before = await core.totals()
    for request in (logged, told):
        assert await read_refusal(log(core, ANA, request=request)) == ("mydata.handled", {})
    assert await read_refusal(core.undo_service.identify_and_undo(ANA, None, undone, core.clock())) == (
        "mydata.handled",
        {},
    )
    assert await core.privacy.forget(ANA, forgot)  # redelivered: the same answer
    assert not await core.privacy.forget(ANA, new_request())
    assert await log(core, BO, request=others) == receipt
    assert await core.totals() == before
    assert [row["id"] for row in (await everything(core.store))["people"]] == [await person(core, BO)]


async def test_handled_requests_are_deleted_after_a_day(core: Core) -> None:
    await log(core, ANA)
    await core.privacy.forget(ANA, new_request())
    core.clock.at += DAY
    await core.privacy.sweep()
    assert len((await everything(core.store))["requests"]) == 2
    core.clock.at += 1
    await core.privacy.sweep()
    assert (await everything(core.store))["requests"] == []


# Where `/mydata` shows each table about a person, or why it doesn't.
SHOWN = {
    "people": "profile",
    "accounts": "accounts",
    "calls": "calls",
    "links": "linked",
    "roles": "roles",
    "positions": "calls",
    "reminders": "reminders",
    "alert_drafts": "drafts",
    "once_reminders": "once",
    "postcards": "postcards",
}
UNSHOWN = {
    "actors": "a random number in their place in the audit trail, which says nothing",
    "codes": "the hash of a code that lives ten minutes",
    "link_calls": "how calls were before a link, for a day in which it can be undone",
    "link_postcards": "whose postcards were before a link, for a day in which it can be undone",
    "postcard_notices": "that a message to them is due, which they get",
    "position_callers": "that scripts count an answer of theirs, which is shown with its call",
    "report_askers": "that reports count an answer of theirs, which is shown with its call",
    "requests": "answers of the last day, which they have seen",
}


def test_every_table_that_names_people_is_emptied_of_them_and_shown_to_them() -> None:
    """The schema finds tables that refer to people, so a future one is included."""
    assert {table.name for table in PERSONAL} == {*SHOWN, *UNSHOWN}
    assert set(SHOWN.values()) <= {field.name for field in fields(PersonData)}


def test_every_column_of_a_call_is_shown() -> None:
    apart = {
        "id": "the reference is in its place",
        "person_id": "theirs",
        "slot": "the office tells it",
        "week": "the day tells it",
        "script_version": "a hash of the campaign's file",
        "counted_at": "when it became completed, which the outcome tells",
        "adds_person": "whether they count as one person more, which the totals show",
        "entered_at": "the order of entries, which the list is in",
    }
    named = {"campaign_id": "campaign", "org_id": "org", "chapter_id": "chapter", "removed_as": "removed"}
    columns = {named.get(column.name, column.name) for column in calls.columns} - {*apart, "removed_at"}
    assert columns == {field.name for field in fields(Call)} - {"said"}


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != FILE}


async def test_no_byte_is_left_in_any_file_or_log(
    sqlite_path: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    opening: Opening,
) -> None:
    """Plain names and accounts, ids, their keyed hashes and every ciphertext, in every file."""
    caplog.set_level(logging.DEBUG)
    store = await opening(f"sqlite:///{sqlite_path}")
    core = await core_on(store, folder=tmp_path)
    await core.add_org("North", "Uptown")
    for number in range(150):  # so that pages split and move, as in real use
        await log(core, caller(f"other-{number}"))
    before = await everything(store)
    core.chapters.clear()
    await core.add_org("South", "Downtown")
    await populate_marked(core)
    for number in range(150):
        await log(core, caller(f"more-{number}"))
    planted = await _list_traces(core, before)
    held = b"".join(_files(tmp_path).values())
    assert all(one in held for one in planted if not _clear(one))
    totals = await impersonal(core)
    await core.privacy.forget(ANA, new_request())
    assert await impersonal(core) == totals
    files = _files(tmp_path)
    assert {name for name in files if name.endswith("-wal") and files[name]} == set()
    found = {(one, name) for one in planted for name, content in files.items() if one in content}
    assert found == set()
    await store.close()
    said = caplog.text + "".join(capfd.readouterr())
    assert not [one for one in planted if one.decode("utf-8", "replace") in said]
    assert re.search("planted", said, re.IGNORECASE) is None


async def populate_marked(core: Core) -> None:
    for who, name in ((ANA, "Planted Ana"), (ANNA, "Planted Anna")):
        told = ProfileChange(chapter="Downtown", district="CA-11", name=name, public_name=f"{name} P.")
        await core.profiles.change(who, told, EVERYTHING)
        core.clock.forward(seconds=1)
        await log(core, who)
    ana = await person(core, ANA)
    await core.store.write(lambda tx: grant(tx, ana, Role.CAPTAIN, core.chapters["Downtown"], 1))
    await link(core, ANA, ANNA)
    await core.linking.make_code(ANA, new_request())


def _clear(one: bytes) -> bool:
    return one.startswith(b"Planted") or b"planted" in one.lower()


async def _list_traces(core: Core, before: dict[str, list[dict[str, Any]]]) -> set[bytes]:
    """Everything about Ana: what she wrote, her accounts, and all her ids, hashes and ciphertexts."""
    ana, rows = await person(core, ANA), await everything(core.store)
    mine = [
        row
        for name in ("accounts", "roles", "codes", "links", "calls", "actors")
        for row in rows[name]
        if row.get("person_id") == ana
    ] + [row for row in rows["people"] if row["id"] == ana]
    hidden = {row[column] for row in mine for column in ("key", "address", "before", "profile") if row.get(column)}
    ids = {ana, *(row["id"] for row in rows["calls"] if row["person_id"] == ana)}
    ids |= {row["reference"] for row in rows["calls"] if row["person_id"] == ana}
    words = ("Planted Ana", "Planted Anna P.", ANA.account, ANNA.account)
    return {bytes(one) for one in hidden} | {one.encode() for one in (*ids, *words)}


async def test_a_restored_backup_is_forgotten_again(sqlite_path: Path, tmp_path: Path, opening: Opening) -> None:
    store = await opening(f"sqlite:///{sqlite_path}")
    core = await core_on(store, folder=tmp_path)
    await log(core, ANA)
    await log(core, ANNA)
    await log(core, BO)
    backup = tmp_path / "backup"
    with closing(sqlite3.connect(sqlite_path)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    await link(core, ANA, ANNA)  # after the backup, which has two people
    await core.privacy.forget(ANA, new_request())
    await store.close()
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    shutil.copy(backup, sqlite_path)
    again = await opening(f"sqlite:///{sqlite_path}")
    core = await core_on(again, folder=tmp_path)  # the start forgets both again
    assert await core.privacy.replay() == 0
    rows = await everything(again)
    assert (len(rows["people"]), len(rows["accounts"]), len(rows["calls"])) == (1, 1, 1)
    assert {(row.n, row.people) for row in await core.totals() if row.by == "total"} == {(3, 3)}
    await exact(core)


async def test_an_old_link_still_identifies_whom_to_forget_in_a_backup(core: Core, tmp_path: Path) -> None:
    await log(core, ANA)
    await log(core, ANNA)
    both = {await person(core, ANA), await person(core, ANNA)}
    await link(core, ANA, ANNA)
    core.clock.at += DAY + 1
    await core.privacy.sweep()
    assert (await everything(core.store))["link_calls"] == []
    await core.privacy.forget(ANA, new_request())
    assert set((tmp_path / FILE).read_text().split()) == both
