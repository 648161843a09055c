"""Reminders that people ask for: a direct message at a time of their own, never two on one day, over at a word."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from sqlalchemy import ColumnElement, Executable, bindparam, delete, func, select, update

from bot.core.callers import Caller, account_key
from bot.core.campaigns import Campaign, Campaigns, State
from bot.core.clock import SECOND, Clock, day_of
from bot.core.deliveries import MISSED
from bot.core.keys import Keys
from bot.core.people import People
from bot.core.readable import read_zone, readable_or, those_readable
from bot.core.remind_words import Wanted, days_of, wanted
from bot.core.rhythm import next_after
from bot.errors import Unreadable, UserError
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, calls, people, reminders

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_LEAST = 30.0  # seconds until somebody who couldn't be reached is tried again


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody's reminder: its schedule, and when it comes next (UTC microseconds); ``refused`` while it rests."""

    cron: str
    zone: str
    next_at: int
    refused: bool


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


_R = reminders.c
_FIND = Statement(select(reminders).where(_R.account_key == bindparam("key")))
_OWN = accounts.alias("own")
_STOP = Statement(  # all that their person has, on whichever platform they say it
    delete(reminders).where(
        _R.account_key.in_(
            select(accounts.c.key).where(accounts.c.person_id == _OWN.c.person_id, _OWN.c.key == bindparam("key"))
        )
    )
)


def _set(insert: Any) -> Executable:
    new = insert(reminders)
    changed = ("cron", "zone", "language", "planned_at", "due_at", "refused")  # but not the day of the last one
    kept = {name: new.excluded[name] for name in changed}
    return cast(Executable, new.on_conflict_do_update(index_elements=["account_key"], set_=kept))


_SET = Statement(_set)
_DUE = Statement(
    select(
        reminders,
        accounts.c.platform,
        accounts.c.address,
        accounts.c.person_id,
        people.c.profile,
        people.c.suspended_at,
    )
    .where(
        _R.due_at <= bindparam("now"),
        _R.refused == 0,
        accounts.c.platform == bindparam("platform"),
        accounts.c.key == _R.account_key,
        people.c.id == accounts.c.person_id,
    )
    .order_by(_R.due_at, _R.account_key)
    .limit(bindparam("most"))
    # Their person as well, so that two processes don't remind two linked accounts at once.
    .with_for_update(of=(reminders, people), skip_locked=True, key_share=True)
)
_MINE: tuple[ColumnElement[bool], ...] = (_R.account_key == bindparam("key"), _R.planned_at == bindparam("lease"))
_ADVANCE = Statement(
    update(reminders)
    .where(_R.account_key == bindparam("key"))
    .values(planned_at=bindparam("planned"), due_at=bindparam("planned"), last_day=bindparam("day"))
)
_AGAIN = Statement(
    update(reminders).where(*_MINE).values(planned_at=bindparam("planned"), due_at=bindparam("due"), last_day=None)
)
_REST = Statement(update(reminders).where(*_MINE).values(refused=1, last_day=None))
_TOLD = Statement(
    select(func.count().label("n")).where(
        _R.account_key == accounts.c.key, accounts.c.person_id == bindparam("person"), _R.last_day == bindparam("day")
    )
)
_CALLED = Statement(
    select(func.count().label("n")).where(
        calls.c.person_id == bindparam("person"),
        calls.c.campaign_id == bindparam("campaign"),
        calls.c.day == bindparam("day"),
        calls.c.counted == 1,
        calls.c.removed_at.is_(None),
    )
)
_NEXT = Statement(
    select(func.min(_R.due_at).label("at")).where(
        _R.refused == 0, accounts.c.key == _R.account_key, accounts.c.platform == bindparam("platform")
    )
)
_OF_PERSON = Statement(
    select(_R.cron, _R.zone, _R.planned_at, _R.refused)
    .where(_R.account_key == accounts.c.key, accounts.c.person_id == bindparam("person"))
    .order_by(_R.planned_at)
)
_DROP_OF_PERSON = Statement(
    delete(reminders).where(
        _R.account_key.in_(select(accounts.c.key).where(accounts.c.person_id == bindparam("person")))
    )
)


class Reminders:
    """Keeps reminders, and gives out those that have come."""

    def __init__(self, store: Store, keys: Keys, clock: Clock, people: People, campaigns: Campaigns, zone: str) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._people = people
        self._campaigns = campaigns
        self._zone = zone

    async def read(self, caller: Caller) -> Reminder | None:
        """Return the caller's reminder, None for none, or for one that can't be read."""
        row = await self._store.read(lambda tx: tx.one(_FIND, key=account_key(self._keys, caller)))
        return readable_or(None, lambda: _reminder(row)) if row else None

    async def want(self, caller: Caller, written: str, language: str | None, at: int) -> Reminder:
        """Remind the caller, from now on and in place of what was, when ``written`` says; raises UserError."""

        async def want(tx: Tx) -> Reminder:
            zone = self._near(await self._campaigns.met(tx, caller), at)
            asked = wanted(written, zone)
            await self._people.take(tx, caller)
            await self._people.keep_address(tx, caller)
            key = account_key(self._keys, caller)
            before = await tx.one(_FIND, key=key)
            following = _first(asked, at, before.last_day if before else None)
            if following is None:
                raise UserError("remind.unclear", field="when", word=written)
            when = {"planned_at": following, "due_at": following, "last_day": None, "refused": 0}
            await tx.run(_SET, account_key=key, cron=asked.cron, zone=asked.zone, language=language, **when)
            return Reminder(asked.cron, asked.zone, following, False)

        return await self._store.write(want)

    async def stop(self, caller: Caller) -> bool:
        """Remind the caller no more, on none of their linked accounts; return whether there was a reminder."""
        return bool(await self._store.write(lambda tx: tx.run(_STOP, key=account_key(self._keys, caller))))

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
            await self._store.write(lambda tx: tx.run(_AGAIN, key=one.key, lease=one.next_at, **new))

    async def refused(self, one: Reminding) -> None:
        """Let a reminder rest that the platform won't have, until its person asks for it anew."""
        await self._store.write(lambda tx: tx.run(_REST, key=one.key, lease=one.next_at))

    async def next_at(self, platform: str) -> int | None:
        """Return when the next one comes on a platform, None where none does."""
        row = await self._store.read(lambda tx: tx.one(_NEXT, platform=platform))
        return row.at if row else None

    async def _take(self, tx: Tx, platform: str, most: int) -> tuple[Reminding, ...]:
        now, found = self._clock(), list[Reminding]()
        opened = [one for one in await self._campaigns.all(tx) if one.state(now) is State.OPEN]
        for row in await tx.all(_DUE, platform=platform, now=now, most=most):
            account = readable_or(None, partial(self._account, row))
            if account is None:
                await tx.run(_REST, key=row.account_key, lease=row.planned_at)
                continue
            day = day_of(row.planned_at, read_zone(row.zone)).isoformat()
            campaign = await self._fitting(tx, row, opened, day, now)
            following = next_after(row.cron, row.zone, max(now, row.planned_at)) or now
            last = day if campaign else row.last_day
            await tx.run(_ADVANCE, key=row.account_key, planned=following, day=last)
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
        told = await tx.one(_TOLD, person=row.person_id, day=day)
        if told is None or told.n:
            return None
        for campaign in await self._campaigns.of_person(tx, opened, row.person_id):
            today = day_of(now, campaign.zone).isoformat()
            called = await tx.one(_CALLED, person=row.person_id, campaign=campaign.id, day=today)
            if called is not None and not called.n:
                return campaign
        return None

    def _near(self, known: tuple[Campaign, ...], at: int) -> str:
        """Return the clock that a time without a zone is told by: the open campaign's, else the coalition's."""
        return next((one.timezone for one in known if one.state(at) is State.OPEN), self._zone)


async def reminders_of(tx: Tx, person_id: str) -> tuple[Reminder, ...]:
    """Return somebody's reminders, those that can be read."""
    return tuple(those_readable(await tx.all(_OF_PERSON, person=person_id), _reminder))


async def drop_reminders(tx: Tx, person_id: str) -> None:
    """Delete somebody's reminders."""
    await tx.run(_DROP_OF_PERSON, person=person_id)


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
