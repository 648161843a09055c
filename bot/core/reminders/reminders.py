"""Reminders that people ask for: setting, listing and stopping them, and handing out due ones to delivery.

Nobody gets two daily reminders on one day. Start with `Reminders.want` and `Reminders.take`.
"""

from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

from bot.core.base.caller_keys import hash_account
from bot.core.base.keys import Keys
from bot.core.base.statuses import CampaignState
from bot.core.base.stored_values import read_or, read_zone
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.campaigns.person_clock import Clocks, PersonClock
from bot.core.congress.congress import Congress
from bot.core.outbox.campaign_schedule import next_after
from bot.core.outbox.deliveries import MISSED
from bot.core.people.people import People
from bot.core.reminders.once_reminders import (
    DueOnce,
    DueReminder,
    add,
    move_assumed,
    once_of_account,
    stop_once,
    try_again,
)
from bot.core.reminders.once_rows import DROP, STOP_ONE
from bot.core.reminders.once_rows import NEXT as NEXT_ONCE
from bot.core.reminders.once_rows import SETTLE as SETTLE_ONCE
from bot.core.reminders.once_times import comes_once, names_clock, once
from bot.core.reminders.reminder_list import Kept, read_reminder, read_rule
from bot.core.reminders.reminder_rows import (
    ADVANCE,
    AGAIN,
    CALLED,
    DUE,
    FIND,
    NEXT,
    REST,
    SET,
    SETTLE,
    STOP,
    TOLD,
)
from bot.core.reminders.reminder_times import Wanted, parse_reminder_time
from bot.core.times.clock import SECOND, Clock, day_of
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row

_LEAST = 30.0  # seconds until the next try, at least


@dataclass(frozen=True, slots=True)
class Reminding:
    """A reminder in hand, for one account; ``next_at`` is its lease too. ``campaign`` is what it is about."""

    key: bytes
    platform: str
    account: str
    language: str | None
    planned_at: int
    next_at: int
    campaign: Campaign


class Reminders:
    """Sets reminders and hands out due ones."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        people: People,
        campaigns: Campaigns,
        zone: str,
        congress: Congress | None = None,
    ) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._people = people
        self._campaigns = campaigns
        self._clocks = PersonClock(people, campaigns, congress, zone)
        self._once = DueOnce(keys, people, campaigns)

    async def read(self, caller: Caller, at: int | None = None, zone: str | None = None) -> Kept:
        """The caller's readable reminders. ``zone`` is the one the platform reports."""

        async def read(tx: Tx) -> Kept:
            return await self._load_reminders(
                tx, caller, await self._clocks.read(tx, caller, at or self._clock(), zone)
            )

        return await self._store.read(read)

    async def want(self, caller: Caller, written: str, language: str | None, at: int, zone: str | None = None) -> Kept:
        """Remind the caller when ``written`` says: once, or from now on in place of what was; raises UserError.

        ``zone`` is the caller's, where the platform tells it; times that name none are on their own clock.
        """

        async def want(tx: Tx) -> Kept:
            await self._people.take(tx, caller)
            clocks = await self._clocks.read(tx, caller, at, zone)
            await self._people.keep_address(tx, caller)
            if comes_once(written):
                when = once(written, clocks.zone, at)
                assumed = clocks.is_assumed(when.zone, named=names_clock(written))
                await add(tx, hash_account(self._keys, caller), when, language, assumed, at)
            else:
                await self._keep(tx, caller, parse_reminder_time(written, clocks.zone), clocks, (written, language, at))
            return await self._load_reminders(tx, caller, clocks)

        return await self._store.write(want)

    async def set_zone(self, caller: Caller, zone: str, at: int) -> Kept:
        """Save the caller's zone in their profile, and move their reminders to that clock."""

        async def set_zone(tx: Tx) -> Kept:
            person = await self._people.take(tx, caller)
            await self._people.save(tx, person, replace(person.profile, zone=zone), person.chapter_id)
            await self._move(tx, caller, zone, at)
            return await self._load_reminders(tx, caller, Clocks(zone, zone))

        return await self._store.write(set_zone)

    async def settle(self, caller: Caller, at: int, zone: str | None, *, move: bool) -> Kept:
        """Move reminders from an assumed clock to the caller's own, or keep them there, and never ask again."""

        async def settle(tx: Tx) -> Kept:
            await self._people.hold(tx, caller)
            clocks, key = await self._clocks.read(tx, caller, at, zone), hash_account(self._keys, caller)
            if move and clocks.own:
                await self._move(tx, caller, clocks.own, at)
            for statement in (SETTLE, SETTLE_ONCE):
                await tx.run(statement, key=key)
            return await self._load_reminders(tx, caller, clocks)

        return await self._store.write(settle)

    async def _keep(
        self, tx: Tx, caller: Caller, asked: Wanted, clocks: Clocks, told: tuple[str, str | None, int]
    ) -> None:
        written, language, at = told
        key = hash_account(self._keys, caller)
        before = await tx.one(FIND, key=key)
        following = _first(asked, at, before.last_day if before else None)
        if following is None:
            raise UserError("remind.unclear", field="when", word=written)
        when = {"planned_at": following, "due_at": following, "last_day": None, "refused": 0}
        assumed = int(clocks.is_assumed(asked.zone, asked.named))
        await tx.run(SET, account_key=key, cron=asked.cron, zone=asked.zone, language=language, assumed=assumed, **when)

    async def _load_reminders(self, tx: Tx, caller: Caller, clocks: Clocks) -> Kept:
        key = hash_account(self._keys, caller)
        row = await tx.one(FIND, key=key)
        daily = read_or(None, lambda: read_reminder(row)) if row else None
        if row and daily and row.assumed is None:  # from before it was noted
            daily = replace(daily, assumed=clocks.is_assumed(daily.zone, named=False))
        return Kept(daily, await once_of_account(tx, key), clocks.own)

    async def _move(self, tx: Tx, caller: Caller, zone: str, at: int) -> None:
        """Move the caller's reminders to the same local times in another zone."""
        key = hash_account(self._keys, caller)
        await move_assumed(tx, key, zone)
        row = await tx.one(FIND, key=key)
        following = next_after(row.cron, zone, at) if row else None
        if row and following is not None:
            when = {"planned_at": following, "due_at": following, "last_day": None, "refused": row.refused}
            same = {"cron": row.cron, "language": row.language}
            await tx.run(SET, account_key=key, zone=zone, assumed=0, **same, **when)

    async def stop(self, caller: Caller) -> bool:
        """Stop all reminders of the caller's linked accounts. Returns whether there were any."""

        async def stop(tx: Tx) -> bool:
            key = hash_account(self._keys, caller)
            return any([await tx.run(STOP, key=key), await stop_once(tx, key)])

        return await self._store.write(stop)

    async def stop_one(self, caller: Caller, id: str, at: int, zone: str | None) -> Kept:
        """Delete one of the caller's future one-time reminders. Returns the rest."""

        async def stop_one(tx: Tx) -> Kept:
            await tx.run(STOP_ONE, key=hash_account(self._keys, caller), id=id)
            return await self._load_reminders(tx, caller, await self._clocks.read(tx, caller, at, zone))

        return await self._store.write(stop_one)

    async def take(self, platform: str, most: int) -> tuple[Reminding | DueReminder, ...]:
        """Take reminders that have come on a platform; no daily one comes again today, and no other comes again.

        Nobody is reminded who was suspended, while no campaign is open, or an hour too late, and daily nobody who has
        called today.
        """
        return await self._store.write(lambda tx: self._take(tx, platform, most))

    async def later(self, one: Reminding | DueReminder, seconds: float) -> None:
        """Schedule another try of a reminder that certainly wasn't sent, within its hour."""
        due = self._clock() + int(max(seconds, _LEAST) * SECOND)
        if isinstance(one, DueReminder):
            await self._store.write(lambda tx: try_again(tx, one, due))
        elif due - one.planned_at <= MISSED:
            new = {"planned": one.planned_at, "due": due}
            await self._store.write(lambda tx: tx.run(AGAIN, key=one.key, lease=one.next_at, **new))

    async def record_refusal(self, one: Reminding | DueReminder) -> None:
        """After a refusal, suspend a daily reminder until its person sets it again, or delete a one-time one."""
        if isinstance(one, DueReminder):
            return await self.record_sent(one)
        await self._store.write(lambda tx: tx.run(REST, key=one.key, lease=one.next_at))

    async def record_sent(self, one: Reminding | DueReminder) -> None:
        """Delete a one-time reminder that was or may have been sent. A daily one already moved to its next day."""
        if isinstance(one, DueReminder):
            await self._store.write(lambda tx: tx.run(DROP, id=one.id))

    async def next_at(self, platform: str) -> int | None:
        """When the next reminder is due on a platform, None if there is none."""

        async def read(tx: Tx) -> int | None:
            rows = (await tx.one(NEXT, platform=platform), await tx.one(NEXT_ONCE, platform=platform))
            return min((row.at for row in rows if row and row.at is not None), default=None)

        return await self._store.read(read)

    async def _take(self, tx: Tx, platform: str, most: int) -> tuple[Reminding | DueReminder, ...]:
        now, found = self._clock(), list[Reminding | DueReminder]()
        opened = [one for one in await self._campaigns.all(tx) if one.state(now) is CampaignState.OPEN]
        found += await self._once.take(tx, platform, opened, now, most)
        for row in await tx.all(DUE, platform=platform, now=now, most=most):
            account = read_or(None, partial(self._account, row))
            if account is None:
                await tx.run(REST, key=row.account_key, lease=row.planned_at)
                continue
            day = day_of(row.planned_at, read_zone(row.zone)).isoformat()
            campaign = await self._fitting(tx, row, opened, day, now)
            following = next_after(row.cron, row.zone, max(now, row.planned_at)) or now
            last = day if campaign else row.last_day
            await tx.run(ADVANCE, key=row.account_key, planned=following, day=last)
            if campaign:
                language = self._people.profile(row.profile).language or row.language
                held = (row.account_key, row.platform, account, language, row.planned_at, following)
                found.append(Reminding(*held, campaign))
        return tuple(found)

    def _account(self, row: Row) -> str:
        """The account that a reminder is for. Raises Unreadable."""
        read_rule(row.cron, row.zone)
        return self._keys.decrypt(row.address)

    async def _fitting(self, tx: Tx, row: Row, opened: list[Campaign], day: str, now: int) -> Campaign | None:
        """The campaign to remind somebody of now, None if there is none."""
        if now - row.planned_at > MISSED or row.suspended_at is not None:
            return None
        told = await tx.one(TOLD, person=row.person_id, day=day)
        if told is None or told.n:
            return None
        for campaign in await self._campaigns.of_person(tx, opened, row.person_id):
            today = day_of(now, campaign.zone).isoformat()
            called = await tx.one(CALLED, person=row.person_id, campaign=campaign.id, day=today)
            if called is not None and not called.n:
                return campaign
        return None


def _first(asked: Wanted, at: int, told: str | None) -> int | None:
    """Return when a reminder first comes after ``at``, not on the day ``told``, which had its own."""
    found = next_after(asked.cron, asked.zone, at)
    if found is not None and day_of(found, ZoneInfo(asked.zone)).isoformat() == told:
        return next_after(asked.cron, asked.zone, found)
    return found
