"""Forgetting leaves no byte of somebody and every total as it was; time takes people off their calls."""

import asyncio
import logging
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.calls import Wish
from bot.core.clock import DAY
from bot.core.counting import Outcome
from bot.core.grants import grant
from bot.core.ledger import FILE
from bot.core.profiles import Told
from bot.errors import UserError
from bot.kit.invocation import Caller
from bot.roles import Role
from bot.store.engine import Store, Tx
from bot.store.open import open_store
from bot.store.tables import metadata, people
from tests.core.refusals import refused
from tests.core.tables import everything
from tests.services import JUNIOR, MONDAY, SENIOR, Core, caller, campaign, core_on, instant, new_request

ANA = caller("ana-planted-account", "discord", "server")
ANNA = caller("TPLANTED:UPLANTED", "slack", "TPLANTED")
BO = caller("bo", "discord", "server")


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path)


async def log(core: Core, who: Caller, office: str = SENIOR, outcome: str = "spoke", **more: Any) -> str:
    at = more.get("at") or core.clock.forward(seconds=5)
    request = more.get("request") or new_request()
    receipt = await core.calls.log(who, Wish(Outcome(outcome), office, more.get("campaign")), request, at)
    return receipt.call_id


async def link(core: Core, maker: Caller, other: Caller) -> None:
    code = await core.linking.make_code(maker, new_request())
    await core.linking.join(other, code, new_request())


async def person(core: Core, who: Caller) -> str:
    async def read(tx: Tx) -> str:
        found = await core.people.find(tx, who)
        assert found
        return found.id

    return await core.store.read(read)


async def impersonal(core: Core) -> frozenset[Any]:
    """Every total but people's own."""
    return frozenset(row for row in await core.totals() if row.by != "person")


async def exact(core: Core) -> None:
    totals = await core.totals()
    assert await core.rebuilt() == totals


async def lived(core: Core) -> None:
    """Ana, on two platforms, and Bo have called, and Ana has all that one can have."""
    await core.found("North", "Uptown")
    for who, name in ((ANA, "Planted Ana"), (BO, "Bo"), (ANNA, "Planted Anna")):
        told = Told(chapter="Uptown", district="CA-11", name=name, language="es", public_name=f"{name} P.")
        await core.profiles.tell(who, told)
        core.clock.forward(seconds=1)
    ana = await person(core, ANA)
    await core.store.write(lambda tx: grant(tx, ana, Role.CAPTAIN, core.chapters["Uptown"], 1))
    for who in (ANA, BO, ANNA):
        await log(core, who, SENIOR)
        await log(core, who, JUNIOR, "unavailable")
    await log(core, ANNA, JUNIOR, "voicemail")
    await core.taking_back.undo(ANA, new_request(), core.clock())
    await link(core, ANA, ANNA)
    await core.linking.make_code(ANA, new_request())


async def test_every_total_stands_and_nothing_of_the_person_does(core: Core) -> None:
    await lived(core)
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


async def test_whoever_comes_back_is_new_and_counts_again(core: Core) -> None:
    await log(core, ANA)
    await core.privacy.forget(ANA, new_request())
    await log(core, ANA)
    totals = {(row.by, row.n, row.people) for row in await core.totals() if row.period == "campaign"}
    assert ("total", 2, 2) in totals
    assert ("person", 1, 1) in totals
    await exact(core)


async def test_calls_of_others_taken_back_later_leave_what_forgotten_people_left(core: Core) -> None:
    call = await log(core, BO)
    await log(core, ANA)
    await core.privacy.forget(ANA, new_request())
    await core.taking_back.undo(BO, new_request(), core.clock(), call)
    assert {(row.n, row.people) for row in await core.totals()} == {(1, 1)}
    await exact(core)


async def test_requests_of_the_forgotten_are_already_handled(core: Core) -> None:
    logged, undone, told, forgot = new_request(), new_request(), new_request(), new_request()
    await log(core, ANA, request=logged)
    await core.taking_back.undo(ANA, undone, core.clock())
    await log(core, ANA, request=told)
    assert await core.privacy.forget(ANA, forgot)
    before = await core.totals()
    for request in (logged, told):
        assert await refused(log(core, ANA, request=request)) == ("mydata.handled", {})
    assert await refused(core.taking_back.undo(ANA, undone, core.clock())) == ("mydata.handled", {})
    assert await core.privacy.forget(ANA, forgot)  # delivered again: the same answer
    assert not await core.privacy.forget(ANA, new_request())
    assert await core.totals() == before
    assert (await everything(core.store))["people"] == []


async def test_what_was_handled_is_dropped_after_a_day(core: Core) -> None:
    await log(core, ANA)
    await core.privacy.forget(ANA, new_request())
    core.clock.at += DAY
    await core.privacy.sweep()
    assert len((await everything(core.store))["requests"]) == 2
    core.clock.at += 1
    await core.privacy.sweep()
    assert (await everything(core.store))["requests"] == []


async def test_every_table_that_names_people_is_emptied_of_them() -> None:
    """A later table that hangs on people is forgotten with them, for it is found in the schema."""
    owners = {
        table.name
        for table in metadata.sorted_tables
        for column in table.columns
        if column.references(people.c.id)
    }
    assert owners == {"accounts", "actors", "calls", "codes", "links", "roles"}


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != FILE}


async def test_no_byte_is_left_in_any_file_or_log(
    sqlite_path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Names and accounts in clear, ids, their keyed hashes and every ciphertext, in every file."""
    caplog.set_level(logging.DEBUG)
    store = await open_store(f"sqlite:///{sqlite_path}")
    core = await core_on(store, folder=tmp_path)
    await core.found("North", "Uptown")
    for number in range(150):  # so that pages split and move, as in a file that is in use
        await log(core, caller(f"other-{number}"))
    before = await everything(store)
    core.chapters.clear()
    await core.found("South", "Downtown")
    await lived_with(core)
    for number in range(150):
        await log(core, caller(f"more-{number}"))
    planted = await _planted(core, before)
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


async def lived_with(core: Core) -> None:
    for who, name in ((ANA, "Planted Ana"), (ANNA, "Planted Anna")):
        told = Told(chapter="Downtown", district="CA-11", name=name, public_name=f"{name} P.")
        await core.profiles.tell(who, told)
        core.clock.forward(seconds=1)
        await log(core, who)
    ana = await person(core, ANA)
    await core.store.write(lambda tx: grant(tx, ana, Role.CAPTAIN, core.chapters["Downtown"], 1))
    await link(core, ANA, ANNA)
    await core.linking.make_code(ANA, new_request())


def _clear(one: bytes) -> bool:
    return one.startswith(b"Planted") or b"planted" in one.lower()


async def _planted(core: Core, before: dict[str, list[dict[str, Any]]]) -> set[bytes]:
    """Return what tells of Ana: what she wrote, her accounts, and all ids, hashes and ciphertexts of hers."""
    ana, rows = await person(core, ANA), await everything(core.store)
    mine = [
        row
        for name in ("accounts", "roles", "codes", "links", "calls", "actors")
        for row in rows[name]
        if row.get("person_id") == ana
    ] + [row for row in rows["people"] if row["id"] == ana]
    hidden = {
        row[column] for row in mine for column in ("key", "address", "before", "profile") if row.get(column)
    }
    ids = {ana, *(row["id"] for row in rows["calls"] if row["person_id"] == ana)}
    ids |= {row["reference"] for row in rows["calls"] if row["person_id"] == ana}
    words = ("Planted Ana", "Planted Anna P.", ANA.account, ANNA.account)
    return {bytes(one) for one in hidden} | {one.encode() for one in (*ids, *words)}


async def test_a_restored_backup_is_forgotten_again(sqlite_path: Path, tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{sqlite_path}")
    core = await core_on(store, folder=tmp_path)
    await log(core, ANA)
    await log(core, ANNA)
    await log(core, BO)
    backup = tmp_path / "backup"
    with closing(sqlite3.connect(sqlite_path)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    await link(core, ANA, ANNA)  # after the backup, which holds two people
    await core.privacy.forget(ANA, new_request())
    await store.close()
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    shutil.copy(backup, sqlite_path)
    again = await open_store(f"sqlite:///{sqlite_path}")
    core = await core_on(again, folder=tmp_path)
    assert await core.privacy.replay() == 2
    assert await core.privacy.replay() == 0
    rows = await everything(again)
    assert (len(rows["people"]), len(rows["accounts"]), len(rows["calls"])) == (1, 1, 1)
    assert {(row.n, row.people) for row in await core.totals() if row.by == "total"} == {(3, 3)}
    await exact(core)
    await again.close()


async def test_a_link_of_long_ago_still_tells_who_must_be_forgotten_in_a_backup(
    core: Core, tmp_path: Path
) -> None:
    await log(core, ANA)
    await log(core, ANNA)
    both = {await person(core, ANA), await person(core, ANNA)}
    await link(core, ANA, ANNA)
    core.clock.at += DAY + 1
    await core.privacy.sweep()
    assert (await everything(core.store))["link_calls"] == []
    await core.privacy.forget(ANA, new_request())
    assert set((tmp_path / FILE).read_text().split()) == both


# --- retention ---

CLOSED = campaign("shut", "opens: 2026-11-01 00:00", "closes: 2026-11-23 18:00")
CLOSES = instant("2026-11-23 18:00")


@pytest.mark.parametrize("days", [1, 90])
async def test_people_are_taken_off_calls_so_long_after_the_campaign_closed(
    store: Store, tmp_path: Path, days: int
) -> None:
    core = await core_on(store, [CLOSED], folder=tmp_path, keep_person_days=days)
    await log(core, ANA, SENIOR)
    await log(core, ANA, JUNIOR, "unavailable")
    await log(core, BO, SENIOR)
    totals = await core.totals()
    core.clock.at = CLOSES + days * DAY
    assert await core.privacy.sweep() == 0
    assert await core.totals() == totals
    core.clock.at += 1
    assert await core.privacy.sweep() == 2
    assert {row.person_id for row in await core.rows()} == {None}
    assert len(await core.rows()) == 3
    assert await core.totals() == {row for row in totals if row.by != "person"}
    await exact(core)
    assert await core.privacy.sweep() == 0


async def test_where_nothing_closes_it_is_so_long_after_each_call(core: Core) -> None:
    await log(core, ANA, at=MONDAY)
    await log(core, ANA, JUNIOR, at=MONDAY + 60 * DAY)
    totals = await impersonal(core)
    core.clock.at = MONDAY + 90 * DAY + 1
    assert await core.privacy.sweep() == 1
    assert [row.person_id is None for row in await core.rows()] == [True, False]
    assert await impersonal(core) == totals
    assert {row.n for row in await core.totals() if (row.period, row.by) == ("campaign", "person")} == {1}
    await exact(core)
    core.clock.at += 60 * DAY
    assert await core.privacy.sweep() == 1
    assert await impersonal(core) == totals
    await exact(core)


async def test_codes_and_what_links_need_to_be_undone_go_when_they_are_of_no_use(core: Core) -> None:
    await log(core, ANNA)
    await link(core, ANA, ANNA)
    [link_before] = (await everything(core.store))["links"]
    core.clock.at += DAY + 1
    await core.privacy.sweep()
    rows = await everything(core.store)
    assert (rows["codes"], rows["link_calls"]) == ([], [])
    [row] = rows["links"]
    assert len(row["before"]) < len(link_before["before"])
    await core.privacy.sweep()
    assert (await everything(core.store))["links"] == [row]
    held = await core.holdings.read(ANA)
    assert held
    assert len(held.linked) == 1


# --- anything in any order ---

WHO = [ANA, ANNA, BO, caller("cy"), caller("U9", "slack", "T1")]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["log", "log", "log", "undo", "join", "link", "part", "forget", "sweep", "later"]),
        st.integers(0, len(WHO) - 1),
        st.integers(0, len(WHO) - 1),
    ),
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_totals_are_exact_after_anything(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    asyncio.run(_walk(sqlite_template, tmp_path_factory.mktemp("walk"), steps))


async def _walk(template: Path, folder: Path, steps: list[tuple[str, int, int]]) -> None:
    store = await open_store(f"sqlite:///{shutil.copy(template, folder / 'callboard.db')}")
    try:
        core = await core_on(store, [campaign("vof"), campaign("two")], folder=folder)
        await core.found("North", "Uptown")
        await core.found("South", "Downtown")
        for deed, one, other in steps:
            before = await impersonal(core)
            await _do(core, deed, WHO[one], WHO[other], one + other)
            if deed in ("join", "forget", "sweep", "later"):
                assert await impersonal(core) == before, deed
            await exact(core)
    finally:
        await store.close()


async def _do(core: Core, deed: str, who: Caller, other: Caller, number: int) -> None:
    try:
        match deed:
            case "log":
                outcome = list(Outcome)[number % 3].value
                key = ("vof", "two")[number % 2]
                await log(core, who, (SENIOR, JUNIOR)[number % 2], outcome, campaign=key)
            case "undo":
                await core.taking_back.undo(who, new_request(), core.clock())
            case "join":
                chapter = ("Uptown", "Downtown")[number % 2]
                await core.profiles.tell(who, Told(chapter=chapter, district="CA-11"))
            case "link":
                await link(core, who, other)
            case "part":
                await core.linking.part(who, new_request())
            case "forget":
                await core.privacy.forget(who, new_request())
            case "sweep":
                core.clock.at += 100 * DAY
                await core.privacy.sweep()
            case _:
                core.clock.at += DAY // 2
    except UserError:
        pass  # a deed that can't be done just now changes nothing, which the totals show
