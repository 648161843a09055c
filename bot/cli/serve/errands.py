"""What `run` and `chat` do for commands that can't write to the database themselves: see `bot.runtime.errands`."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

from bot.app import App
from bot.cli.legislators import congress_update, states_update
from bot.cli.legislators.seat_marking import Marking, change_seat
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
    clock = app.core.base.clock
    store = app.core.base.store
    updates, state_updates = ScheduleLog(store, clock, Scheduled.CONGRESS), ScheduleLog(store, clock, Scheduled.STATES)
    return {
        congress_update.ERRAND: partial(congress_update.take_update, app.config, app.core.congress, updates, clock),
        states_update.ERRAND: partial(
            states_update.take_update, app.config, app.core.statehouses, state_updates, clock
        ),
        **{marking: partial(_mark_seat, app, marking) for marking in Marking},
    }


async def _mark_seat(app: App, marking: Marking, words: Sequence[str]) -> list[str]:
    return [await change_seat(app.core.moderation.seats, marking, words)]
