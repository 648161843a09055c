"""Loads a person's reminders. Skips damaged rows."""

from dataclasses import dataclass
from datetime import UTC, datetime

from cronsim import CronSim, CronSimError
from msgspec import Struct

from bot.core.base.stored_values import read_each, read_zone
from bot.core.reminders.once_reminders import OnceReminder, drop_once
from bot.core.reminders.reminder_rows import BY_PERSON, DROP_OF_PERSON, OF_PERSON
from bot.core.times.daily_times import find_days, find_minute
from bot.errors import Unreadable
from bot.store.engine import Tx
from bot.store.statement import Row

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A daily reminder: its schedule and its next time (UTC microseconds).

    ``refused`` means suspended, because the platform refused a message; ``refused_by_person``, because they take no
    direct messages. ``assumed`` means the zone is a guess: the
    person named none, and their own was unknown.
    """

    cron: str
    zone: str
    next_at: int
    refused: bool
    assumed: bool = False
    refused_by_person: bool = False


class ReminderList(Struct, frozen=True):
    """All of an account's reminders, and the person's zone, None if unknown.

    ``replaced`` is the daily reminder of another time in whose place ``daily`` was just set.
    """

    daily: Reminder | None
    once: tuple[OnceReminder, ...]
    own: str | None
    replaced: Reminder | None = None

    @property
    def assumed(self) -> str | None:
        """A zone that was guessed and differs from the person's own, None if there is none."""
        every = (self.daily, *self.once)
        zones = [one.zone for one in every if one and one.assumed and one.zone != self.own]
        return zones[0] if zones else None


async def fetch_reminders(tx: Tx, person_id: str) -> tuple[Reminder, ...]:
    """A person's readable reminders."""
    return tuple(read_each(await tx.all(OF_PERSON, person=person_id), read_reminder))


async def drop_reminders(tx: Tx, person_id: str) -> None:
    """Delete a person's daily and one-time reminders."""
    await tx.run(DROP_OF_PERSON, person=person_id)
    await drop_once(tx, person_id)


def read_rule(cron: str, zone: str) -> None:
    """Check a schedule. Raises Unreadable."""
    read_zone(zone)
    try:
        find_days(cron)
        find_minute(cron)
        CronSim(cron, _ANY_DAY)
    except (CronSimError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable("a stored schedule is damaged") from error


def read_reminder(row: Row) -> Reminder:
    """Read a row's reminder. Raises Unreadable."""
    read_rule(row.cron, row.zone)
    by_person = row.refused == BY_PERSON
    return Reminder(row.cron, row.zone, row.planned_at, bool(row.refused), bool(row.assumed), by_person)
