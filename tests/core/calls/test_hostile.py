"""One person with several accounts can't inflate the numbers: forgetting, linking and unlinking reopen no slot."""

from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Receipt
from bot.core.coalition.profiles import ProfileChange
from bot.core.people.past.past_entries import SLOT_KEPT
from bot.core.times.clock import HOUR
from bot.core.totals.counting import Day, Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.accounts import ANA, ANNA, exact, link, log
from tests.core.support.refusals import catch_refusal
from tests.core.support.tables import everything
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, UNHURRIED, Core, campaign, core_on, instant, new_request

THREE = (REPRESENTATIVE, SENIOR, JUNIOR)


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [campaign("vof"), campaign("two")], folder=tmp_path)


async def call(
    core: Core,
    who: Caller,
    office: str | None = SENIOR,
    outcome: str = "spoke",
    *,
    key: str = "vof",
    day: str = "today",
) -> Receipt:
    """Log a call five seconds later."""
    wanted = CallRequest(Outcome(outcome), office, key, Day(day))
    return await core.calls.log(who, wanted, new_request(), core.clock.forward(seconds=5))


async def forget(core: Core, who: Caller) -> None:
    await core.privacy.forget(who, new_request())


async def try_call(core: Core, who: Caller, office: str | None = None, key: str = "vof") -> bool:
    """Try to log a call. Returns whether a new one was logged."""
    try:
        receipt = await call(core, who, office, key=key)
    except UserError:
        return False
    return receipt.kind == "logged"


async def count_calls(core: Core, key: str = "vof") -> tuple[int, int]:
    """The number of a campaign's calls that count, and of their people."""
    whole = [
        (row.n, row.people)
        for row in await core.totals()
        if (row.campaign_id, row.period, row.by) == (key, "campaign", "total")
    ]
    return whole[0] if whole else (0, 0)


async def test_a_person_who_forgets_themselves_again_and_again_still_has_three_calls(
    store: Store, tmp_path: Path
) -> None:
    """`/log spoke`, `/mydata forget`, over and over."""
    core = await core_on(store, limits=replace(UNHURRIED, seconds_between_logs=2), folder=tmp_path)
    for number in range(60):
        core.clock.forward(seconds=0.08)
        try:
            await log(core, ANA, office=THREE[number % 3], at=core.clock())
        except UserError:
            continue
        await forget(core, ANA)
    assert await count_calls(core) == (3, 1)
    await exact(core)


async def test_the_pause_between_two_calls_outlives_the_person(store: Store, tmp_path: Path) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, seconds_between_logs=2), folder=tmp_path)
    await core.log("ana")
    await core.privacy.forget(Caller("console", "ana", None), new_request())
    core.clock.forward(seconds=1.9)
    assert (await catch_refusal(core.log("ana", office=JUNIOR))).key == "limits.too_soon_typed"
    core.clock.forward(seconds=0.1)
    assert (await core.log("ana", office=JUNIOR)).kind == "logged"


@pytest.mark.parametrize("between", ["forget", "forget and link", "link and part"])
async def test_the_calls_of_a_day_outlive_the_person(store: Store, tmp_path: Path, between: str) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, logs_per_day=5), folder=tmp_path)
    logged = 0
    for _ in range(12):
        for who in (ANA, ANNA) if "link" in between else (ANA,):
            core.clock.forward(seconds=1)
            try:
                receipt = await log(core, who, office=SENIOR)
                await core.undo_service.identify_and_undo(who, None, new_request(), core.clock(), receipt.call_id)
                logged += 1
            except UserError:
                pass
            if between == "forget":
                await forget(core, who)
        if "link" in between:
            await tried_to(link(core))
            await (forget(core, ANA) if "forget" in between else tried_to(core.linking.unlink(ANA, new_request())))
    # Before the first link each account had logged once, when nobody knew that they belong together.
    assert logged <= 5 + ("link" in between)


async def tried_to(work: Awaitable[object]) -> None:
    with suppress(UserError):
        await work


async def test_forgetting_does_not_hide_a_flagged_hour(store: Store, tmp_path: Path) -> None:
    core = await core_on(store, limits=replace(UNHURRIED, flag_logs_per_hour=6), folder=tmp_path)
    for _ in range(6):
        core.clock.forward(seconds=1)
        receipt = await log(core, ANA)
        await core.undo_service.identify_and_undo(ANA, None, new_request(), core.clock(), receipt.call_id)
        await forget(core, ANA)
    assert [row["action"] for row in (await everything(core.store))["audit"]] == ["calls.fast"]


async def test_used_slots_are_kept_per_office(core: Core) -> None:
    await call(core, ANA)
    await call(core, ANA, JUNIOR, "unavailable")
    await forget(core, ANA)
    for outcome in ("spoke", "voicemail", "unavailable"):
        assert (await catch_refusal(call(core, ANA, SENIOR, outcome))).key == "log.counted"
    assert (await catch_refusal(call(core, ANA, JUNIOR, "unavailable"))).key == "log.counted"
    assert (await call(core, ANA, JUNIOR, "voicemail")).kind == "logged"  # they hadn't reached that one
    receipt = await call(core, ANA, None)
    assert (receipt.slot, receipt.done, receipt.targets, receipt.next_slot) == (REPRESENTATIVE, 3, 3, None)
    assert await count_calls(core) == (3, 1)
    assert (await call(core, ANA, None)).kind == "all_done"
    await exact(core)


async def test_an_undone_call_leaves_its_office_open_after_forgetting(core: Core) -> None:
    receipt = await call(core, ANA, SENIOR)
    await core.undo_service.identify_and_undo(ANA, None, new_request(), core.clock(), receipt.call_id)
    await forget(core, ANA)
    assert (await call(core, ANA, SENIOR)).kind == "logged"
    assert await count_calls(core) == (1, 1)


async def test_each_campaign_and_each_day_has_its_own_slots(core: Core) -> None:
    for key in ("vof", "two"):
        await call(core, ANA, SENIOR, key=key)
        await forget(core, ANA)
    assert not await try_call(core, ANA, SENIOR, "two")
    core.clock.at = instant("2026-11-24 00:10")
    assert (await call(core, ANA, None, day="yesterday")).slot == REPRESENTATIVE
    assert (await catch_refusal(call(core, ANA, day="yesterday"))).key == "log.counted"
    assert (await call(core, ANA, SENIOR)).kind == "logged"  # a new day
    assert await count_calls(core) == (3, 1)
    await exact(core)


# What one person with two accounts may try. In any order, three calls by one person count.
ORDERS = [
    ("part",),
    ("part", "log B"),
    ("part", "log A", "log B"),
    ("part", "log B", "log A"),
    ("log B", "part"),
    ("log B", "part", "forget A"),
    ("forget A",),
    ("forget A", "log B"),
    ("forget B", "link", "log B", "part"),
    ("part", "forget A", "log A", "log B"),
    ("part", "forget B", "log B", "link", "log A"),
    ("part", "log B", "forget B", "log B", "link", "part", "log A"),
    ("log B", "part", "link", "part", "log B"),
    ("part", "link", "log B", "forget A", "link", "part"),
]


@pytest.mark.parametrize("order", ORDERS)
async def test_linked_accounts_share_one_days_slots(core: Core, order: tuple[str, ...]) -> None:
    await call(core, ANA, SENIOR)
    await link(core)
    for deed in (*order, "log A", "log B"):
        who = ANNA if deed.endswith("B") else ANA
        match deed.split()[0]:
            case "log":
                for office in THREE:
                    await try_call(core, who, office)
            case "forget":
                await forget(core, who)
            case "link":
                await tried_to(link(core))
            case _:
                await tried_to(core.linking.unlink(who, new_request()))
    calls, people = await count_calls(core)
    assert (calls, people) == (3, 1), order
    await exact(core)


async def test_a_link_made_after_forgetting_counts_both_as_one(core: Core) -> None:
    await call(core, ANA, SENIOR)
    await forget(core, ANA)
    await call(core, ANNA, SENIOR)
    await call(core, ANNA, JUNIOR)
    await call(core, ANA, REPRESENTATIVE)
    await link(core)
    assert await count_calls(core) == (3, 1)
    await exact(core)
    assert not any([await try_call(core, who, office) for who, office in product((ANA, ANNA), THREE)])
    await core.linking.unlink(ANA, new_request())
    await exact(core)


async def test_linked_accounts_in_different_districts_share_slots(core: Core) -> None:
    for who, offices in ((ANA, THREE), (ANNA, THREE[:2])):
        for office in offices:
            await call(core, who, office)
    await link(core)
    assert await count_calls(core) == (3, 1)
    await exact(core)


async def test_after_two_days_a_forgotten_person_is_new_and_no_row_is_left(core: Core) -> None:
    await call(core, ANA, SENIOR)
    await forget(core, ANA)
    rows = await everything(core.store)
    assert len(rows["past_entries"]) == 1
    core.clock.at += SLOT_KEPT - 1
    await core.privacy.sweep()
    assert (await everything(core.store))["past_entries"] == rows["past_entries"]
    core.clock.at += 1
    await core.privacy.sweep()
    rows = await everything(core.store)
    assert (rows["past_entries"], rows["guards"], rows["people"]) == ([], [], [])
    assert (await call(core, ANA, SENIOR)).own == 1
    assert await count_calls(core) == (2, 2)


async def test_forgetting_repeatedly_keeps_nothing_longer(core: Core) -> None:
    await call(core, ANA, SENIOR)
    for _ in range(4):
        await forget(core, ANA)
        core.clock.at += 5 * HOUR
        await core.profiles.change(ANA, ProfileChange(name="Ana"))
    core.clock.at += SLOT_KEPT - 20 * HOUR
    await core.privacy.sweep()
    assert (await everything(core.store))["past_entries"] == []


async def test_nothing_that_is_kept_can_be_read(core: Core) -> None:
    """No word, id or hash from another table; even two rows for one office differ."""
    for key in ("vof", "two"):
        await call(core, ANA, SENIOR, key=key)
    before = await everything(core.store)
    known = {value for rows in before.values() for row in rows for value in row.values() if isinstance(value, bytes)}
    await forget(core, ANA)
    rows = (await everything(core.store))["past_entries"]
    hashes = [value for row in rows for name, value in row.items() if isinstance(value, bytes) and name != "account"]
    assert {type(value) for row in rows for value in row.values()} == {bytes, int}
    assert not {*hashes, rows[0]["account"]} & known
    assert all(len(value) == 32 for value in hashes)
    slots = [row[name] for row in rows for name in ("campaign", "day", "slot")]
    assert len(set(slots)) == len(slots) == 6
