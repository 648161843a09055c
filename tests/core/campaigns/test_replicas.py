"""A campaign is paused in one process while another takes its changed file, on one PostgreSQL database."""

import asyncio
from collections.abc import Sequence

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.lifecycle import Move
from bot.core.coalition.org_directory import EVERYTHING
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import campaigns
from tests.core.moderation.test_replicas import cores, wait_until_blocked
from tests.services import Core, caller, campaign, new_request

__all__ = ["cores"]

_LOCK = Statement(select(campaigns.c.id).where(campaigns.c.id == bindparam("campaign")).with_for_update())


async def test_a_file_that_comes_while_somebody_pauses_opens_nothing(cores: Sequence[Core]) -> None:
    one, other = cores
    await one.campaigns.take_files((campaign("vof"),))
    locked, blocked = asyncio.Event(), asyncio.Event()

    async def pause(tx: Tx) -> None:
        """Pause as `Lifecycle.move` does, but wait under the lock."""
        await tx.one(_LOCK, campaign="vof")
        locked.set()
        await blocked.wait()
        await one.lifecycle._move(tx, caller("cora"), EVERYTHING, "vof", Move.PAUSE, new_request(), one.clock())

    pausing = asyncio.create_task(one.store.write(pause))
    await locked.wait()
    taking = asyncio.create_task(other.campaigns.take_files((campaign("vof", "goal: 70"),)))
    await wait_until_blocked(one.store)
    blocked.set()
    await pausing
    await taking
    found = await other.lifecycle.show(EVERYTHING, "vof", other.clock())
    assert (found.state, found.decided, found.campaign.file.goal) == (CampaignState.PAUSED, True, 70)
