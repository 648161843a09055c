"""Reminders that people ask for: a direct message at a time of their own, never two on one day, over at a word."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from bot.core.base.caller_keys import hash_account
from bot.core.base.clock import SECOND, Clock, day_of
from bot.core.base.keys import Keys
from bot.core.base.statuses import CampaignState
from bot.core.base.stored_values import read_each, read_or, read_zone
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.congress.congress import Congress
from bot.core.directory.members import Directory
from bot.core.outbox.campaign_schedule import next_after
from bot.core.outbox.deliveries import MISSED
from bot.core.people.home_zone import home_zone
from bot.core.people.people import People, Person
from bot.core.reminders.reminder_rows import (
    ADVANCE,
    AGAIN,
    CALLED,
    DROP_OF_PERSON,
    DUE,
    FIND,
    NEXT,
    OF_PERSON,
    REST,
    SET,
    STOP,
    TOLD,
)
from bot.core.reminders.reminder_times import Wanted, days_of, wanted
from bot.errors import Unreadable, UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_LEAST = 30.0  # seconds until somebody who couldn't be reached is tried again


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody's reminder: its schedule, and when it comes next (UTC microseconds); ``refused`` while it rests.

    ``assumed`` says that nobody knows on whose clock the time was meant.
    """

    cron: str
    zone: str
    next_at: int
    refused: bool
    assumed: bool = False


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
    """Keeps reminders, and gives out those that have come."""

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
        self._congress = congress
        self._zone = zone

    async def read(self, caller: Caller, at: int | None = None, zone: str | None = None) -> Reminder | None:
        """Return the caller's reminder, None for none, or for one that can't be read.

        ``zone`` is the caller's, where the platform tells it.
        """

        async def read(tx: Tx) -> Reminder | None:
            row = await tx.one(FIND, key=hash_account(self._keys, caller))
            found = read_or(None, lambda: _reminder(row)) if row else None
            if found is None or await self._own_zone(tx, await self._people.find(tx, caller), zone):
                return found
            near = self._near(await self._campaigns.met(tx, caller), self._clock() if at is None else at)
            return replace(found, assumed=found.zone == near)

        return await self._store.read(read)

    async def want(
        self, caller: Caller, written: str, language: str | None, at: int, zone: str | None = None
    ) -> Reminder:
        """Remind the caller, from now on and in place of what was, when ``written`` says; raises UserError.

        ``zone`` is the caller's, where the platform tells it; times that name none are on their own clock.
        """

        async def want(tx: Tx) -> Reminder:
            person = await self._people.take(tx, caller)
            own = await self._own_zone(tx, person, zone)
            near = self._near(await self._campaigns.met(tx, caller), at)
            asked = wanted(written, own or near)
            assumed = own is None and asked.zone == near and not asked.named
            await self._people.keep_address(tx, caller)
            key = hash_account(self._keys, caller)
            before = await tx.one(FIND, key=key)
            following = _first(asked, at, before.last_day if before else None)
            if following is None:
                raise UserError("remind.unclear", field="when", word=written)
            when = {"planned_at": following, "due_at": following, "last_day": None, "refused": 0}
            await tx.run(SET, account_key=key, cron=asked.cron, zone=asked.zone, language=language, **when)
            return Reminder(asked.cron, asked.zone, following, False, assumed)

        return await self._store.write(want)

    async def set_zone(self, caller: Caller, zone: str, at: int) -> Reminder | None:
        """Keep the caller's zone in their profile, and remind them on that clock; return their reminder."""

        async def set_zone(tx: Tx) -> Reminder | None:
            person = await self._people.take(tx, caller)
            await self._people.save(tx, person, replace(person.profile, zone=zone), person.chapter_id)
            key = hash_account(self._keys, caller)
            row = await tx.one(FIND, key=key)
            following = next_after(row.cron, zone, at) if row else None
            if row is None or following is None:
                return None
            when = {"planned_at": following, "due_at": following, "last_day": None, "refused": row.refused}
            await tx.run(SET, account_key=key, cron=row.cron, zone=zone, language=row.language, **when)
            return Reminder(row.cron, zone, following, bool(row.refused))

        return await self._store.write(set_zone)

    async def _own_zone(self, tx: Tx, person: Person | None, zone: str | None) -> str | None:
        known = await self._congress.directory(tx) if self._congress else Directory()
        return home_zone(zone, person.profile if person else None, known)

    async def stop(self, caller: Caller) -> bool:
        """Remind the caller no more, on none of their linked accounts; return whether there was a reminder."""
        return bool(await self._store.write(lambda tx: tx.run(STOP, key=hash_account(self._keys, caller))))

    async def take(self, platform: str, most: int) -> tuple[Reminding, ...]:
        """Take reminders that have come on a platform; none of them comes again today, whatever happens then.

        Nobody is reminded who has rung today or was suspended, while no campaign is open, or an hour too late.
        """
        return await self._store.write(lambda tx: self._take(tx, platform, most))

    async def later(self, one: Reminding, seconds: float) -> None:
        """Try a reminder that surely wasn't sent again, within its hour."""
        due = self._clock() + int(max(seconds, _LEAST) * SECOND)
        if due - one.planned_at <= MISSED:
            new = {"planned": one.planned_at, "due": due}
            await self._store.write(lambda tx: tx.run(AGAIN, key=one.key, lease=one.next_at, **new))

    async def refused(self, one: Reminding) -> None:
        """Let a reminder rest that the platform won't have, until its person asks for it anew."""
        await self._store.write(lambda tx: tx.run(REST, key=one.key, lease=one.next_at))

    async def next_at(self, platform: str) -> int | None:
        """Return when the next one comes on a platform, None where none does."""
        row = await self._store.read(lambda tx: tx.one(NEXT, platform=platform))
        return row.at if row else None

    async def _take(self, tx: Tx, platform: str, most: int) -> tuple[Reminding, ...]:
        now, found = self._clock(), list[Reminding]()
        opened = [one for one in await self._campaigns.all(tx) if one.state(now) is CampaignState.OPEN]
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
        """Return whom a reminder is for, once it is sure that it can be read; raises Unreadable."""
        read_rule(row.cron, row.zone)
        return self._keys.decrypt(row.address)

    async def _fitting(self, tx: Tx, row: Row, opened: list[Campaign], day: str, now: int) -> Campaign | None:
        """Return what somebody is to be reminded of now, None where of nothing."""
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

    def _near(self, known: tuple[Campaign, ...], at: int) -> str:
        """Return the clock that a time without a zone is told by: the open campaign's, else the coalition's."""
        return next((one.timezone for one in known if one.state(at) is CampaignState.OPEN), self._zone)


async def reminders_of(tx: Tx, person_id: str) -> tuple[Reminder, ...]:
    """Return somebody's reminders, those that can be read."""
    return tuple(read_each(await tx.all(OF_PERSON, person=person_id), _reminder))


async def drop_reminders(tx: Tx, person_id: str) -> None:
    """Delete somebody's reminders."""
    await tx.run(DROP_OF_PERSON, person=person_id)


def _first(asked: Wanted, at: int, told: str | None) -> int | None:
    """Return when a reminder first comes after ``at``, not on the day ``told``, which had its own."""
    found = next_after(asked.cron, asked.zone, at)
    if found is not None and day_of(found, ZoneInfo(asked.zone)).isoformat() == told:
        return next_after(asked.cron, asked.zone, found)
    return found


def read_rule(cron: str, zone: str) -> None:
    """Make sure that a schedule is one; raises Unreadable."""
    read_zone(zone)
    try:
        days_of(cron)
        CronSim(cron, _ANY_DAY)
    except (CronSimError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable("a stored schedule is damaged") from error


def _reminder(row: Row) -> Reminder:
    read_rule(row.cron, row.zone)
    return Reminder(row.cron, row.zone, row.planned_at, bool(row.refused))
