"""One-time reminders. Each is sent at most once, even across crashes, and then deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.core.base.ids import make_id
from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_each, read_or, read_zone
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.guidance.target_finder import TargetFinder
from bot.core.outbox.deliveries import MISSED
from bot.core.people.people import People
from bot.core.reminders.once_rows import (
    ADD,
    DROP,
    DROP_OF_PERSON,
    DROP_OLD,
    DUE,
    MOVE,
    OF_ACCOUNT,
    OF_PERSON,
    RETRY,
    STOP,
    TAKE,
)
from bot.core.times.clock import SECOND, local
from bot.core.times.wall_clock import find_instants, find_unambiguous_time
from bot.errors import UserError
from bot.moments import Moment
from bot.store.engine import Tx
from bot.store.statement import Row

MOST = 10  # per account


class ZoneBasis(IntEnum):
    """Where a reminder's zone comes from."""

    CHOSEN = 0  # the person's word
    ASSUMED = 1  # a guess
    COUNTED = 2  # none was needed: its time was counted from now


@dataclass(frozen=True, slots=True)
class OnceReminder:
    """A future reminder at ``at`` (UTC microseconds). `Reminder` explains ``assumed``.

    ``counted`` means that its time was counted from then ("in 20 minutes"), so that any zone may name it.
    """

    id: str
    at: int
    zone: str
    assumed: bool
    counted: bool = False

    def name_moment(self, own: str | None) -> Moment:
        """The reminder's time, in the person's ``own`` zone, if it is known, unless they chose the zone."""
        return Moment(self.at, own if own and self.counted else self.zone)


class DueReminder(Struct, frozen=True):
    """A due one-time reminder about a campaign, for one account."""

    id: str
    platform: str
    account: str
    language: str | None
    planned_at: int
    campaign: Campaign


async def add(tx: Tx, key: bytes, when: Moment, language: str | None, basis: ZoneBasis, at: int) -> None:
    """Add a reminder, unless the account has one in the same minute. Raises UserError if it already has `MOST`."""
    known = await tx.all(OF_ACCOUNT, key=key)
    if len(known) >= MOST:
        raise UserError("remind.many", field="when", count=MOST)
    if any(row.planned_at // (60 * SECOND) == when.at // (60 * SECOND) for row in known):
        return
    row = {"id": make_id(at), "account_key": key, "zone": when.zone, "language": language, "planned_at": when.at}
    await tx.run(ADD, **row, due_at=when.at, assumed=basis.value, taken=0)


async def fetch_once_of_account(tx: Tx, key: bytes) -> tuple[OnceReminder, ...]:
    """An account's future reminders, soonest first."""
    return tuple(read_each(await tx.all(OF_ACCOUNT, key=key), _read))


async def fetch_once_of_person(tx: Tx, person_id: str) -> tuple[OnceReminder, ...]:
    """A person's future reminders, soonest first."""
    return tuple(read_each(await tx.all(OF_PERSON, person=person_id), _read))


async def drop_once(tx: Tx, person_id: str) -> None:
    """Delete a person's reminders."""
    await tx.run(DROP_OF_PERSON, person=person_id)


async def stop_once(tx: Tx, caller_key: bytes) -> bool:
    """Delete all reminders of an account's person. Returns whether there were any."""
    return bool(await tx.run(STOP, key=caller_key))


async def move_assumed(tx: Tx, key: bytes, zone: str) -> None:
    """Move an account's reminders on an assumed clock to the same local time in ``zone``."""
    for reminder in await fetch_once_of_account(tx, key):
        if reminder.assumed:
            await tx.run(MOVE, which=reminder.id, clock=zone, at=_find_same_time(reminder, ZoneInfo(zone)))


class DueOnce:
    """Hands out due reminders. Skips those an hour late, those of suspended people, and those without a campaign."""

    def __init__(self, keys: Keys, people: People, campaigns: Campaigns, finder: TargetFinder) -> None:
        self._keys, self._people = keys, people
        self._finder, self._campaigns = finder, campaigns

    async def take(
        self, tx: Tx, platform: str, open_campaigns: Sequence[Campaign], now: int, most: int
    ) -> tuple[DueReminder, ...]:
        """Take a platform's due reminders. Only `try_again` makes a taken reminder due once more."""
        await tx.run(DROP_OLD, before=now - 2 * MISSED)  # left by a process that ended while sending them
        due = [
            await self._make_due(tx, row, open_campaigns, now)
            for row in await tx.all(DUE, platform=platform, now=now, most=most)
        ]
        return tuple(reminder for reminder in due if reminder)

    async def _make_due(self, tx: Tx, row: Row, open_campaigns: Sequence[Campaign], now: int) -> DueReminder | None:
        account = read_or(None, partial(self._keys.decrypt, row.address))
        campaign = await self._choose_campaign(tx, row, open_campaigns, now)
        if account is None or campaign is None:
            await tx.run(DROP, id=row.id)
            return None
        await tx.run(TAKE, which=row.id)
        language = self._people.read_profile(row.profile).language or row.language
        return DueReminder(row.id, row.platform, account, language, row.planned_at, campaign)

    async def _choose_campaign(self, tx: Tx, row: Row, open_campaigns: Sequence[Campaign], now: int) -> Campaign | None:
        if now - row.planned_at > MISSED or row.suspended_at is not None:
            return None
        visible = await self._campaigns.select_for_person(tx, list(open_campaigns), row.person_id)
        profile = self._people.read_profile(row.profile)
        return next(iter(await self._finder.keep_callable(tx, visible, profile, now)), None)


async def try_again(tx: Tx, reminder: DueReminder, due: int) -> None:
    """Retry a reminder that certainly wasn't sent, or drop it if ``due`` is too late."""
    if due - reminder.planned_at <= MISSED:
        await tx.run(RETRY, which=reminder.id, due=due)
    else:
        await tx.run(DROP, id=reminder.id)


def _read(row: Row) -> OnceReminder:
    read_zone(row.zone)
    return OnceReminder(
        row.id, row.planned_at, row.zone, row.assumed == ZoneBasis.ASSUMED, row.assumed == ZoneBasis.COUNTED
    )


def _find_same_time(reminder: OnceReminder, zone: ZoneInfo) -> int:
    """The reminder's local time in ``zone``, or the next valid one if a clock change skips it."""
    wall = local(reminder.at, ZoneInfo(reminder.zone)).replace(tzinfo=None, fold=0)
    return (find_instants(wall, zone) or find_instants(find_unambiguous_time(wall, zone), zone))[0]
