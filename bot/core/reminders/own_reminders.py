"""Sets, lists and stops a person's reminders. Start with `OwnReminders.schedule`."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from bot.core.base.build import Base
from bot.core.base.keys.caller_keys import hash_account
from bot.core.base.stored_values import read_or
from bot.core.campaigns.campaigns import Campaigns
from bot.core.campaigns.person_clock import Clocks, PersonClock
from bot.core.congress.congress import Congress
from bot.core.outbox.campaign_schedule import find_next_occurrence
from bot.core.people.identified import hold_identified, read_identified, run_identified
from bot.core.people.people import People, Person
from bot.core.reminders.once_reminders import (
    ZoneBasis,
    add,
    fetch_once_of_account,
    move_assumed,
    stop_once,
)
from bot.core.reminders.once_rows import CONFIRM_ZONE as CONFIRM_ZONE_ONCE
from bot.core.reminders.once_rows import STOP_ONE
from bot.core.reminders.once_times import counts_from_now, has_clock, is_one_time, parse_one_time
from bot.core.reminders.reminder_list import Reminder, ReminderList, read_reminder
from bot.core.reminders.reminder_rows import CONFIRM_ZONE, FIND, STOP, UPSERT
from bot.core.times.clock import day_of
from bot.core.times.daily_times import DailyTime, parse_reminder_time
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.store.engine import Tx

ChooseLanguage = Callable[[Identity], str | None]


class ReminderRequest(Struct, frozen=True):
    """Who asks, and when (UTC microseconds).

    ``manages`` is as in `People.identify`, ``zone`` the zone that the platform reports.
    """

    caller: Caller
    at: int
    manages: bool | None = None
    zone: str | None = None


class OwnReminders:
    """Reads and changes the reminders of the people who ask. Each method also identifies them, and reads them once."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, zone: str, congress: Congress) -> None:
        self._store, self._keys = base.store, base.keys
        self._people, self._clocks = people, PersonClock(people, campaigns, congress, zone)

    async def read(self, request: ReminderRequest) -> tuple[ReminderList, Identity]:
        """The caller's readable reminders."""

        async def read(tx: Tx, person: Person | None, identity: Identity) -> ReminderList:
            return await self._load_reminders(tx, request.caller, await self._read_clocks(tx, request))

        return await read_identified(self._store, self._people, request.caller, request.manages, read)

    async def schedule(
        self, request: ReminderRequest, written: str, choose_language: ChooseLanguage
    ) -> tuple[ReminderList, Identity]:
        """Set a reminder at the time ``written`` names. A daily one replaces the account's daily one.

        Times without a zone are on the caller's clock. Raises UserError.
        """

        async def schedule(tx: Tx, person: Person, identity: Identity) -> ReminderList:
            clocks = await self._read_clocks(tx, request)
            await self._people.keep_address(tx, request.caller)
            language, replaced = choose_language(identity), None
            if is_one_time(written):
                when = parse_one_time(written, clocks.zone, request.at)
                basis = _find_basis(clocks, written, when.zone)
                await add(tx, hash_account(self._keys, request.caller), when, language, basis, request.at)
            else:
                daily = parse_reminder_time(written, clocks.zone)
                replaced = await self._save_daily(tx, request.caller, daily, clocks, (written, language, request.at))
            reminders = await self._load_reminders(tx, request.caller, clocks)
            return structs.replace(reminders, replaced=replaced)

        return await run_identified(self._store, self._people, request.caller, request.manages, schedule)

    async def set_zone(self, request: ReminderRequest, zone: str) -> tuple[ReminderList, Identity]:
        """Save the caller's zone in their profile, and move their reminders to that clock."""

        async def set_zone(tx: Tx, person: Person, identity: Identity) -> ReminderList:
            await self._people.save(tx, person, replace(person.profile, zone=zone), person.chapter_id)
            await self._move(tx, request.caller, zone, request.at)
            return await self._load_reminders(tx, request.caller, Clocks(zone, zone))

        return await run_identified(self._store, self._people, request.caller, request.manages, set_zone)

    async def settle(self, request: ReminderRequest, *, move: bool) -> tuple[ReminderList, Identity]:
        """Confirm guessed zones: move those reminders to the caller's own clock, or leave them. Never ask again."""

        async def settle(tx: Tx) -> ReminderList:
            clocks, key = await self._read_clocks(tx, request), hash_account(self._keys, request.caller)
            if move and clocks.own:
                await self._move(tx, request.caller, clocks.own, request.at)
            for statement in (CONFIRM_ZONE, CONFIRM_ZONE_ONCE):
                await tx.run(statement, key=key)
            return await self._load_reminders(tx, request.caller, clocks)

        return await hold_identified(self._store, self._people, request.caller, request.manages, settle)

    async def stop(self, request: ReminderRequest) -> tuple[bool, Identity]:
        """Delete all reminders of the caller's linked accounts. Returns whether there were any."""

        async def stop(tx: Tx) -> bool:
            key = hash_account(self._keys, request.caller)
            return any([await tx.run(STOP, key=key), await stop_once(tx, key)])

        return await hold_identified(self._store, self._people, request.caller, request.manages, stop)

    async def stop_one(self, request: ReminderRequest, id: str) -> tuple[ReminderList, Identity]:
        """Delete one of the caller's future one-time reminders. Returns those that remain."""

        async def stop_one(tx: Tx) -> ReminderList:
            await tx.run(STOP_ONE, key=hash_account(self._keys, request.caller), id=id)
            return await self._load_reminders(tx, request.caller, await self._read_clocks(tx, request))

        return await hold_identified(self._store, self._people, request.caller, request.manages, stop_one)

    async def _read_clocks(self, tx: Tx, request: ReminderRequest) -> Clocks:
        return await self._clocks.read(tx, request.caller, request.at, request.zone)

    async def _save_daily(
        self, tx: Tx, caller: Caller, daily: DailyTime, clocks: Clocks, request: tuple[str, str | None, int]
    ) -> Reminder | None:
        """Save a daily reminder. Returns the one of another time that it replaces, if there was one."""
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
        former = read_or(None, lambda: read_reminder(previous)) if previous else None
        return former if former and (former.cron, former.zone) != (daily.cron, daily.zone) else None

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


def _find_basis(clocks: Clocks, written: str, zone: str) -> ZoneBasis:
    if counts_from_now(written):
        return ZoneBasis.COUNTED
    return ZoneBasis.ASSUMED if clocks.is_assumed(zone, named=has_clock(written)) else ZoneBasis.CHOSEN


def _find_first(daily: DailyTime, at: int, last_day: str | None) -> int | None:
    """The first occurrence after ``at``. It skips ``last_day``, which already had a reminder."""
    first = find_next_occurrence(daily.cron, daily.zone, at)
    if first is not None and day_of(first, ZoneInfo(daily.zone)).isoformat() == last_day:
        return find_next_occurrence(daily.cron, daily.zone, first)
    return first
