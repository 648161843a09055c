"""Sets, lists and stops personal reminders, and hands out due ones for delivery.

Nobody gets two daily reminders on one day. Start with `Reminders.schedule` and `Reminders.take`.
"""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.caller_keys import hash_account
from bot.core.base.statuses import CampaignState
from bot.core.base.stored_values import read_or, read_zone
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.campaigns.person_clock import Clocks, PersonClock
from bot.core.congress.congress import Congress
from bot.core.guidance.target_finder import TargetFinder
from bot.core.outbox.campaign_schedule import find_next_occurrence
from bot.core.outbox.deliveries import MISSED
from bot.core.people.people import People
from bot.core.reminders.once_reminders import (
    DueOnce,
    DueReminder,
    add,
    fetch_once_of_account,
    move_assumed,
    stop_once,
    try_again,
)
from bot.core.reminders.once_rows import CONFIRM_ZONE as CONFIRM_ZONE_ONCE
from bot.core.reminders.once_rows import DROP, STOP_ONE
from bot.core.reminders.once_rows import NEXT as NEXT_ONCE
from bot.core.reminders.once_times import has_clock, is_one_time, parse_one_time
from bot.core.reminders.reminder_list import ReminderList, read_reminder, read_rule
from bot.core.reminders.reminder_rows import (
    ADVANCE,
    CONFIRM_ZONE,
    COUNT_CALLS_TODAY,
    COUNT_REMINDED_TODAY,
    DUE,
    FIND,
    NEXT,
    RETRY,
    STOP,
    SUSPEND,
    UPSERT,
)
from bot.core.times.clock import SECOND, day_of
from bot.core.times.daily_times import DailyTime, parse_reminder_time
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.statement import Row

_MIN_RETRY_DELAY = 30.0  # seconds


class DueDailyReminder(Struct, frozen=True):
    """A due daily reminder about a campaign, for one account. ``next_at`` is also its lease."""

    key: bytes
    platform: str
    account: str
    language: str | None
    planned_at: int
    next_at: int
    campaign: Campaign


class Reminders:
    """Sets reminders and hands out due ones."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, zone: str, congress: Congress) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._finder = TargetFinder(congress)
        self._people, self._campaigns = people, campaigns
        self._clocks = PersonClock(people, campaigns, congress, zone)
        self._once = DueOnce(base.keys, people, campaigns, self._finder)

    async def read(self, caller: Caller, at: int | None = None, zone: str | None = None) -> ReminderList:
        """The caller's readable reminders. ``zone`` is the one the platform reports."""

        async def read(tx: Tx) -> ReminderList:
            return await self._load_reminders(
                tx, caller, await self._clocks.read(tx, caller, at or self._clock(), zone)
            )

        return await self._store.read(read)

    async def schedule(
        self, caller: Caller, written: str, language: str | None, at: int, zone: str | None = None
    ) -> ReminderList:
        """Set a reminder at the time ``written`` names. A daily one replaces the account's daily one.

        ``zone`` is the one the platform reports. Times without a zone are on the caller's clock. Raises UserError.
        """

        async def schedule(tx: Tx) -> ReminderList:
            await self._people.take(tx, caller)
            clocks = await self._clocks.read(tx, caller, at, zone)
            await self._people.keep_address(tx, caller)
            if is_one_time(written):
                when = parse_one_time(written, clocks.zone, at)
                assumed = clocks.is_assumed(when.zone, named=has_clock(written))
                await add(tx, hash_account(self._keys, caller), when, language, assumed, at)
            else:
                daily = parse_reminder_time(written, clocks.zone)
                await self._save_daily(tx, caller, daily, clocks, (written, language, at))
            return await self._load_reminders(tx, caller, clocks)

        return await self._store.write(schedule)

    async def set_zone(self, caller: Caller, zone: str, at: int) -> ReminderList:
        """Save the caller's zone in their profile, and move their reminders to that clock."""

        async def set_zone(tx: Tx) -> ReminderList:
            person = await self._people.take(tx, caller)
            await self._people.save(tx, person, replace(person.profile, zone=zone), person.chapter_id)
            await self._move(tx, caller, zone, at)
            return await self._load_reminders(tx, caller, Clocks(zone, zone))

        return await self._store.write(set_zone)

    async def settle(self, caller: Caller, at: int, zone: str | None, *, move: bool) -> ReminderList:
        """Confirm guessed zones: move those reminders to the caller's own clock, or leave them. Never ask again."""

        async def settle(tx: Tx) -> ReminderList:
            await self._people.hold(tx, caller)
            clocks, key = await self._clocks.read(tx, caller, at, zone), hash_account(self._keys, caller)
            if move and clocks.own:
                await self._move(tx, caller, clocks.own, at)
            for statement in (CONFIRM_ZONE, CONFIRM_ZONE_ONCE):
                await tx.run(statement, key=key)
            return await self._load_reminders(tx, caller, clocks)

        return await self._store.write(settle)

    async def _save_daily(
        self, tx: Tx, caller: Caller, daily: DailyTime, clocks: Clocks, request: tuple[str, str | None, int]
    ) -> None:
        written, language, at = request
        key = hash_account(self._keys, caller)
        previous = await tx.one(FIND, key=key)
        first = _find_first(daily, at, previous.last_day if previous else None)
        if first is None:
            raise UserError("remind.unclear", field="when", word=written)
        when = {"planned_at": first, "due_at": first, "last_day": None, "refused": 0}
        schedule = {"cron": daily.cron, "zone": daily.zone}
        assumed = int(clocks.is_assumed(daily.zone, daily.named))
        await tx.run(UPSERT, account_key=key, language=language, assumed=assumed, **schedule, **when)

    async def _load_reminders(self, tx: Tx, caller: Caller, clocks: Clocks) -> ReminderList:
        key = hash_account(self._keys, caller)
        row = await tx.one(FIND, key=key)
        daily = read_or(None, lambda: read_reminder(row)) if row else None
        if row and daily and row.assumed is None:  # a row from before the column existed
            daily = replace(daily, assumed=clocks.is_assumed(daily.zone, named=False))
        return ReminderList(daily, await fetch_once_of_account(tx, key), clocks.own)

    async def _move(self, tx: Tx, caller: Caller, zone: str, at: int) -> None:
        """Move the caller's reminders to the same local times in another zone."""
        key = hash_account(self._keys, caller)
        await move_assumed(tx, key, zone)
        row = await tx.one(FIND, key=key)
        next_at = find_next_occurrence(row.cron, zone, at) if row else None
        if row and next_at is not None:
            when = {"planned_at": next_at, "due_at": next_at, "last_day": None, "refused": row.refused}
            unchanged = {"cron": row.cron, "language": row.language}
            await tx.run(UPSERT, account_key=key, zone=zone, assumed=0, **unchanged, **when)

    async def stop(self, caller: Caller) -> bool:
        """Delete all reminders of the caller's linked accounts. Returns whether there were any."""

        async def stop(tx: Tx) -> bool:
            key = hash_account(self._keys, caller)
            return any([await tx.run(STOP, key=key), await stop_once(tx, key)])

        return await self._store.write(stop)

    async def stop_one(self, caller: Caller, id: str, at: int, zone: str | None) -> ReminderList:
        """Delete one of the caller's future one-time reminders. Returns those that remain."""

        async def stop_one(tx: Tx) -> ReminderList:
            await tx.run(STOP_ONE, key=hash_account(self._keys, caller), id=id)
            return await self._load_reminders(tx, caller, await self._clocks.read(tx, caller, at, zone))

        return await self._store.write(stop_one)

    async def take(self, platform: str, most: int) -> tuple[DueDailyReminder | DueReminder, ...]:
        """Take a platform's due reminders. Taking one moves a daily reminder to its next day.

        Skips suspended people, reminders over an hour late, and people without an open campaign. Daily reminders also
        skip people who have called today.
        """
        return await self._store.write(lambda tx: self._take(tx, platform, most))

    async def retry_later(self, reminder: DueDailyReminder | DueReminder, seconds: float) -> None:
        """Retry a reminder that certainly wasn't sent, unless that would be over an hour late."""
        due = self._clock() + int(max(seconds, _MIN_RETRY_DELAY) * SECOND)
        if isinstance(reminder, DueReminder):
            await self._store.write(lambda tx: try_again(tx, reminder, due))
        elif due - reminder.planned_at <= MISSED:
            new = {"planned": reminder.planned_at, "due": due}
            await self._store.write(lambda tx: tx.run(RETRY, key=reminder.key, lease=reminder.next_at, **new))

    async def record_refusal(self, reminder: DueDailyReminder | DueReminder) -> None:
        """After a refusal, delete a one-time reminder, or suspend a daily one until its person sets it again."""
        if isinstance(reminder, DueReminder):
            return await self.record_sent(reminder)
        await self._store.write(lambda tx: tx.run(SUSPEND, key=reminder.key, lease=reminder.next_at))

    async def record_sent(self, reminder: DueDailyReminder | DueReminder) -> None:
        """Delete a one-time reminder that was or may have been sent. A daily one already moved to its next day."""
        if isinstance(reminder, DueReminder):
            await self._store.write(lambda tx: tx.run(DROP, id=reminder.id))

    async def next_at(self, platform: str) -> int | None:
        """When the next reminder is due on a platform, None if there is none."""

        async def read(tx: Tx) -> int | None:
            rows = (await tx.one(NEXT, platform=platform), await tx.one(NEXT_ONCE, platform=platform))
            return min((row.at for row in rows if row and row.at is not None), default=None)

        return await self._store.read(read)

    async def _take(self, tx: Tx, platform: str, most: int) -> tuple[DueDailyReminder | DueReminder, ...]:
        now, taken = self._clock(), list[DueDailyReminder | DueReminder]()
        open_campaigns = [one for one in await self._campaigns.read_all(tx) if one.state(now) is CampaignState.OPEN]
        taken += await self._once.take(tx, platform, open_campaigns, now, most)
        for row in await tx.all(DUE, platform=platform, now=now, most=most):
            account = read_or(None, partial(self._read_account, row))
            if account is None:
                await tx.run(SUSPEND, key=row.account_key, lease=row.planned_at)
                continue
            day = day_of(row.planned_at, read_zone(row.zone)).isoformat()
            campaign = await self._choose_campaign(tx, row, open_campaigns, day, now)
            next_at = find_next_occurrence(row.cron, row.zone, max(now, row.planned_at)) or now
            last_day = day if campaign else row.last_day
            await tx.run(ADVANCE, key=row.account_key, planned=next_at, day=last_day)
            if campaign:
                language = self._people.read_profile(row.profile).language or row.language
                recipient = (row.account_key, row.platform, account, language)
                taken.append(DueDailyReminder(*recipient, row.planned_at, next_at, campaign))
        return tuple(taken)

    def _read_account(self, row: Row) -> str:
        """The reminder's account. Raises Unreadable if the row is damaged."""
        read_rule(row.cron, row.zone)
        return self._keys.decrypt(row.address)

    async def _choose_campaign(
        self, tx: Tx, row: Row, open_campaigns: list[Campaign], day: str, now: int
    ) -> Campaign | None:
        """The campaign for a reminder sent now, None if the reminder must be skipped."""
        if now - row.planned_at > MISSED or row.suspended_at is not None:
            return None
        reminded = await tx.one(COUNT_REMINDED_TODAY, person=row.person_id, day=day)
        if reminded is None or reminded.n:
            return None
        visible = await self._campaigns.select_for_person(tx, open_campaigns, row.person_id)
        district = self._people.read_profile(row.profile).district
        for campaign in await self._finder.keep_callable(tx, visible, district, now):
            today = day_of(now, campaign.zone).isoformat()
            calls = await tx.one(COUNT_CALLS_TODAY, person=row.person_id, campaign=campaign.id, day=today)
            if calls is not None and not calls.n:
                return campaign
        return None


def _find_first(daily: DailyTime, at: int, last_day: str | None) -> int | None:
    """The first occurrence after ``at``. It skips ``last_day``, which already had a reminder."""
    first = find_next_occurrence(daily.cron, daily.zone, at)
    if first is not None and day_of(first, ZoneInfo(daily.zone)).isoformat() == last_day:
        return find_next_occurrence(daily.cron, daily.zone, first)
    return first
