"""A damaged row during delivery: the others arrive, and it is logged once under its reference and shown as failed."""

import json
from typing import Any

import pytest
from sqlalchemy import bindparam, update

from bot.core.base.keys.keys import Keys
from bot.core.upkeep.damage import DamageWatch, advise, examine_all
from bot.runtime.log import set_up
from bot.store.statement import Statement
from bot.store.tables import channels
from tests.core.support.coalition import ADMIN, ROOT
from tests.delivery.conftest import Floor
from tests.delivery.press import worker_on
from tests.services import SECRET

_SPOIL = Statement(
    update(channels).where(channels.c.id == bindparam("which")).values(address=b"\x01 not what was written")
)


async def spoil(floor: Floor) -> str:
    """Damage one channel of Discord, and return its id."""
    room = floor.room
    first = next(one.id for one in await room.channels.list_channels(ADMIN) if one.name == f"calls-{floor.here[0].id}")
    await room.core.store.write(lambda tx: tx.run(_SPOIL, which=first))
    return first


async def test_healthy_channels_get_it_and_the_damaged_one_is_logged_once(
    floor: Floor, capsys: pytest.CaptureFixture[str]
) -> None:
    room = floor.room
    alert = await room.send(ROOT, audience="coalition")
    await spoil(floor)
    set_up("info", "json")
    worker = worker_on(room, floor.wires.discord, floor.wires.slack)
    for _ in range(5):
        await worker.run_once()
        room.core.clock.forward(seconds=10)
    lines: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    [told] = [line for line in lines if line["event"] == "a row can't be read"]
    [damaged] = await room.core.store.read(lambda tx: examine_all(tx, Keys(SECRET)))
    assert (told["table"], told["reference"]) == ("channels", damaged.reference)
    assert floor.counts() == ([0, 1, 1, 1, 1, 1], [1] * 4)
    detail = await room.operations.read_detail(ADMIN, alert)
    assert [(one.status, one.refusal) for one in detail.troubles] == [("failed", "unreadable")]


async def test_subscribing_again_repairs_the_channel(floor: Floor) -> None:
    room = floor.room
    alert = await room.send(ROOT, audience="coalition")
    await spoil(floor)
    worker = worker_on(room, floor.wires.discord, floor.wires.slack)
    await worker.run_once()
    await floor.subscribe(floor.ana, floor.here[0].id)
    assert await DamageWatch(room.core.base).look() == ()
    await room.operations.retry(ROOT, ADMIN, alert)
    await worker.run_once()
    assert floor.counts() == ([1] * 6, [1] * 4)


async def test_reports_of_damage_name_nobody(floor: Floor) -> None:
    await spoil(floor)
    [damaged] = await floor.room.core.store.read(lambda tx: examine_all(tx, Keys(SECRET)))
    assert advise(damaged) == (
        f"channels {damaged.reference}: address can't be read. "
        "A channel gets no alerts. Type /channel subscribe there again."
    )
