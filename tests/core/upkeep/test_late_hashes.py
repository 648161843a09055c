"""A process that takes the new key between a lookup and what it adds: nobody and nothing is added under an old hash."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.base.keys.key_state import read_key_state, refresh_keys
from bot.core.base.keys.keys import Keys
from bot.core.coalition.channels import Terms
from bot.core.coalition.installations import Installations
from bot.errors import Unavailable
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, installations, people, spaces
from tests.core.support.alerting import make_newsroom
from tests.core.support.coalition import ANA
from tests.core.upkeep.rotating import SECRETS, rotation_of
from tests.services import Core, caller, core_on

ROOM = Caller("discord", "1", "guild")
Act = Callable[[Core], Awaitable[object]]


class LateTx:
    """A transaction whose process takes the database's key once a row wasn't found; ``between`` runs after the first
    lookup."""

    def __init__(self, tx: Tx, core: Core, between: Act | None = None) -> None:
        self._tx, self._core, self._between = tx, core, between

    async def one(self, statement: Statement, **params: Any) -> Row | None:
        row = await self._tx.one(statement, **params)
        if between := self._between:
            self._between = None
            await between(self._core)
        if row is not None:
            return row
        state = await read_key_state(self._tx)
        assert state
        assert self._core.base.keys.choose(state)
        return row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)


async def take_late(core: Core) -> object:
    return await core.store.write(lambda tx: core.people.take(LateTx(tx, core), caller("ana")))  # type: ignore[arg-type]


async def set_language(core: Core) -> None:
    await core.built.coalition.spaces.speak(ROOM, Reach(Role.ADMIN), True, "es")


async def install(core: Core) -> None:
    await Installations(core.base).save("T1", {"team_id": "T1"})


async def add_admins(core: Core) -> object:
    return await core.store.write(lambda tx: core.people.list_config_admins(LateTx(tx, core)))  # type: ignore[arg-type]


@pytest.mark.parametrize("act", [take_late, add_admins, set_language, install])
async def test_what_was_looked_up_by_the_old_key_is_not_added(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    late, other = [
        await core_on(store, folder=tmp_path, keys=Keys(*SECRETS[:2]), admins=[("console", "ana")]) for _ in range(2)
    ]
    for core in (late, other):
        await act(core)
    await rotation_of(other).switch()
    before = await count_rows(store)
    write = store.write

    async def write_late(unit: Any) -> Any:
        if act in (set_language, install):  # these look up before their transaction
            await refresh_keys(store, late.base.keys)
        return await write(unit)

    monkeypatch.setattr(store, "write", write_late)
    with pytest.raises(Unavailable, match="became current"):
        await act(late)
    assert await count_rows(store) == before
    await act(late)
    assert await count_rows(store) == before


async def test_a_channel_is_not_added_twice(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Alerts would be posted there twice. The key changes while the channel's transaction is under way."""
    if store.has_one_process:
        pytest.skip("the one writer lets no rotation in between")
    late, other = [await core_on(store, folder=tmp_path, keys=Keys(*SECRETS[:2])) for _ in range(2)]
    room = await make_newsroom(late)
    await room.subscribe(ANA)
    there, write = replace(ANA, marks=("channel:c1",)), store.write

    async def rotate(_core: Core) -> None:
        await rotation_of(other).switch()

    async def write_late(unit: Any) -> Any:
        monkeypatch.undo()
        return await write(lambda tx: unit(LateTx(tx, late, rotate)))

    monkeypatch.setattr(store, "write", write_late)
    with pytest.raises(Unavailable, match="became current"):
        await room.channels.subscribe(there, Reach(Role.ADMIN), "c1", Terms())
    assert len(await room.channels.list_channels(Reach(Role.ADMIN))) == 1
    await room.channels.subscribe(there, Reach(Role.ADMIN), "c1", Terms())
    assert len(await room.channels.list_channels(Reach(Role.ADMIN))) == 1


async def count_rows(store: Store) -> list[int]:
    statements = [Statement(select(table)) for table in (accounts, people, spaces, installations)]
    return [len(await store.read(lambda tx, one=one: tx.all(one))) for one in statements]  # type: ignore[misc]
