"""What `run` and `chat` do for commands that can't write to the database themselves: see `bot.runtime.errands`."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from bot.app.app import App
from bot.app.keyring import load_deployment_keys
from bot.cli.legislators.errand_names import CONGRESS_UPDATE, STATES_UPDATE, Marking
from bot.cli.upkeep.rotation_steps import Step, take_step
from bot.core.base.schedules import Scheduled, ScheduleLog
from bot.runtime.errands import Doers, Errands


@asynccontextmanager
async def take_errands(app: App) -> AsyncIterator[None]:
    """Take errands beside what happens inside. On PostgreSQL there are none: commands write themselves."""
    address = app.config.store.url
    if address.engine == "postgresql":
        yield
        return
    async with Errands(address.path).take(_list_doers(app)):
        yield


def _list_doers(app: App) -> Doers:
    return {
        CONGRESS_UPDATE: partial(_update_congress, app),
        STATES_UPDATE: partial(_update_states, app),
        **{marking: partial(_mark_seat, app, marking) for marking in Marking},
        **{step: partial(_rotate, app, step) for step in Step},
    }


async def _update_congress(app: App, details: Any) -> Sequence[str]:
    from bot.cli.legislators.congress_update import take_update

    updates = ScheduleLog(app.core.base.store, app.core.base.clock, Scheduled.CONGRESS)
    return await take_update(app.config, app.core.congress, updates, app.core.base.clock, details)


async def _update_states(app: App, details: Any) -> Sequence[str]:
    from bot.cli.legislators.states_update import take_update

    updates = ScheduleLog(app.core.base.store, app.core.base.clock, Scheduled.STATES)
    return await take_update(app.config, app.core.statehouses, updates, app.core.base.clock, details)


async def _mark_seat(app: App, marking: Marking, words: Sequence[str]) -> Sequence[str]:
    from bot.cli.legislators.seat_marking import change_seat

    return [await change_seat(app.core.moderation.seats, marking, words)]


async def _rotate(app: App, step: Step, _: object) -> list[str]:
    from bot.core.upkeep.rotation import Rotation

    base = app.core.base
    base.keys.add(await load_deployment_keys(app.config, os.environ))
    return await take_step(Rotation(base.store, base.clock, base.keys, base.audit), step)
