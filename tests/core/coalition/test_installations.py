"""Installations and states: valid once, deleted on removal, and never stored unencrypted."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Table, select

from bot.core.coalition.installations import STATE_LIFE, Installations
from bot.identity import Caller
from bot.store.engine import Store
from bot.store.statement import Row, Statement
from bot.store.tables import installations as installations_table
from bot.store.tables import oauth_states
from tests.core.support.coalition import ADMIN, house_on
from tests.fixtures import Opening
from tests.services import SECONDS, Core, HandClock, make_base

TEAM, TOKEN = "T0VALLEY", "xoxb-1-planted-token"
CONTENT = {"bot_token": TOKEN, "bot_id": "B1", "enterprise_id": None}


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def kept(store: Store, clock: HandClock) -> Installations:
    return Installations(make_base(store, clock))


async def rows(store: Store, table: Table) -> list[Row]:
    return await store.read(lambda tx: tx.all(Statement(select(table))))


async def test_a_state_is_valid_once(kept: Installations) -> None:
    state, other = await kept.issue(), await kept.issue()
    assert state != other
    assert [await kept.consume(state) for _ in range(2)] == [True, False]
    assert await kept.consume(other)


async def test_only_one_of_many_requests_consumes_a_state(kept: Installations) -> None:
    state = await kept.issue()
    assert sorted(await asyncio.gather(*(kept.consume(state) for _ in range(8)))) == [False] * 7 + [True]


async def test_a_made_up_state_is_invalid(kept: Installations) -> None:
    await kept.issue()
    assert not await kept.consume("")
    assert not await kept.consume("guessed")


async def test_a_state_expires_after_ten_minutes(kept: Installations, clock: HandClock) -> None:
    early, late = await kept.issue(), await kept.issue()
    clock.at += STATE_LIFE - 1
    assert await kept.consume(early)
    clock.at += 1
    assert not await kept.consume(late)


async def test_old_states_are_swept_away(kept: Installations, clock: HandClock, store: Store) -> None:
    for _ in range(3):
        assert await kept.consume(await kept.issue())
    assert len(await rows(store, oauth_states)) == 3
    clock.at += STATE_LIFE
    assert await kept.consume(await kept.issue())
    assert len(await rows(store, oauth_states)) == 1


async def test_a_visit_writes_nothing_and_a_changed_state_is_invalid(kept: Installations, store: Store) -> None:
    state, *_ = [await kept.issue() for _ in range(100)]
    until, word, seal = state.split(".")
    longer = str(int(until) + STATE_LIFE)
    for forged in (
        f"{longer}.{word}.{seal}",
        f"{until}.x{word}.{seal}",
        f"{until}.{word}.{seal}0",
        f".{seal}",
        "9" * 5000,
        "é.\ud800.x",
    ):
        assert not await kept.consume(forged)
    assert await rows(store, oauth_states) == []
    assert await kept.consume(state)


async def test_an_install_is_found_only_by_its_workspace(kept: Installations) -> None:
    assert await kept.find(TEAM) is None
    await kept.save(TEAM, CONTENT)
    await kept.save("T0HARBOR", {"bot_token": "another"})
    assert await kept.find(TEAM) == CONTENT
    assert await kept.find("T0HARBOR") == {"bot_token": "another"}


async def test_installing_again_replaces(kept: Installations, store: Store) -> None:
    await kept.save(TEAM, CONTENT)
    await kept.save(TEAM, {"bot_token": "newer"})
    assert await kept.find(TEAM) == {"bot_token": "newer"}
    assert len(await rows(store, installations_table)) == 1


async def test_a_removal_deletes_an_earlier_install(kept: Installations, clock: HandClock) -> None:
    await kept.save(TEAM, CONTENT)
    await kept.save("T0HARBOR", CONTENT)
    for there in (True, False):
        assert await kept.remove(TEAM, clock.at + 1) is there
        assert await kept.find(TEAM) is None
    assert await kept.find("T0HARBOR") == CONTENT


async def test_an_older_removal_keeps_a_newer_install(kept: Installations, clock: HandClock) -> None:
    removed = clock.at
    clock.at += 5 * SECONDS
    await kept.save(TEAM, CONTENT)
    assert not await kept.remove(TEAM, removed)
    assert await kept.find(TEAM) == CONTENT


async def test_installs_and_removals_are_audited_for_the_workspaces_org(core: Core) -> None:
    house = house_on(core)
    kept = Installations(core.base)
    await kept.save(TEAM, CONTENT)
    await house.linked("Ours", Caller("slack", f"{TEAM}:U1", TEAM))
    core.clock.forward(seconds=1)
    assert await kept.remove(TEAM, core.clock.at)
    assert not await kept.remove(TEAM, core.clock.at)  # reported a second time
    trail = [(entry.action, entry.actor, entry.org) for entry in reversed(await house.audit.load_newest(ADMIN))]
    changes = [one for one in trail if one[0] in ("space.install", "space.uninstall")]
    assert changes == [("space.install", "", None), ("space.uninstall", "", await house.org_id("Ours"))]
    assert all(TEAM not in entry.object for entry in await house.audit.load_newest(ADMIN))


async def test_nothing_is_stored_unencrypted(kept: Installations, store: Store) -> None:
    state = await kept.issue()
    assert await kept.consume(state)
    await kept.save(TEAM, CONTENT)
    for table in (installations_table, oauth_states):
        (row,) = await rows(store, table)
        written = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
        for secret in (TEAM, TOKEN, state):
            assert secret.encode() not in written


def files(path: Path) -> bytes:
    """Everything in a SQLite file and its log."""
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_no_byte_is_left_in_the_files(sqlite_path: Path, opening: Opening) -> None:
    store = await opening(f"sqlite:///{sqlite_path}")
    clock = HandClock()
    kept = Installations(make_base(store, clock))
    state = await kept.issue()
    assert await kept.consume(state)
    await kept.save(TEAM, CONTENT)
    (row,) = await rows(store, installations_table)
    assert row.sealed in files(sqlite_path)
    for secret in (TEAM, TOKEN, state):
        assert secret.encode() not in files(sqlite_path)
    await kept.remove(TEAM, clock.at + 1)
    await store.close()  # this moves the log into the file and deletes it
    assert row.sealed not in files(sqlite_path)
