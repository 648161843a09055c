"""Hands out due personal reminders for delivery. Nobody gets two daily reminders on one day."""

from functools import partial

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.retry_pauses import RetryPauses
from bot.core.base.statuses import CampaignState
from bot.core.base.stored_values import read_or, read_zone
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.guidance.target_finder import TargetFinder
from bot.core.outbox.campaign_schedule import find_next_occurrence
from bot.core.outbox.deliveries import MISSED
from bot.core.people.people import People
from bot.core.reminders.once_reminders import (
    DueOnce,
    DueReminder,
    try_again,
)
from bot.core.reminders.once_rows import DROP
from bot.core.reminders.once_rows import NEXT as NEXT_ONCE
from bot.core.reminders.reminder_list import read_rule
from bot.core.reminders.reminder_rows import (
    ADVANCE,
    BY_PERSON,
    BY_PLATFORM,
    COUNT_CALLS_TODAY,
    COUNT_REMINDED_TODAY,
    DUE,
    NEXT,
    RETRY,
    SUSPEND,
)
from bot.core.times.clock import SECOND, day_of
from bot.store.engine import Tx
from bot.store.statement import Row


class DueDailyReminder(Struct, frozen=True):
    """A due daily reminder about a campaign, for one account. ``next_at`` is also its lease."""

    key: bytes
    platform: str
    account: str
    language: str | None
    planned_at: int
    next_at: int
    campaign: Campaign


class DueReminders:
    """Hands out due reminders, daily and one-time ones. Start with `take`."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, finder: TargetFinder) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._people, self._campaigns, self._finder = people, campaigns, finder
        self._pauses = RetryPauses()
        self._once = DueOnce(base.keys, people, campaigns, finder)

    async def take(self, platform: str, most: int) -> tuple[DueDailyReminder | DueReminder, ...]:
        """Take a platform's due reminders. Taking one moves a daily reminder to its next day.

        Skips suspended people, reminders over an hour late, and people without an open campaign. Daily reminders also
        skip people who have called today.
        """
        return await self._store.write(lambda tx: self._take(tx, platform, most))

    async def retry_later(self, reminder: DueDailyReminder | DueReminder, seconds: float) -> None:
        """Retry a reminder that certainly wasn't sent, unless that would be over an hour late."""
        key = reminder.id if isinstance(reminder, DueReminder) else f"{reminder.key.hex()} {reminder.planned_at}"
        due = self._clock() + int(self._pauses.take(key, seconds) * SECOND)
        if isinstance(reminder, DueReminder):
            await self._store.write(lambda tx: try_again(tx, reminder, due))
        elif due - reminder.planned_at <= MISSED:
            new = {"planned": reminder.planned_at, "due": due}
            await self._store.write(lambda tx: tx.run(RETRY, key=reminder.key, lease=reminder.next_at, **new))

    async def record_refusal(self, reminder: DueDailyReminder | DueReminder, *, by_person: bool) -> None:
        """After a refusal, delete a one-time reminder, or suspend a daily one until its person sets it again.

        ``by_person``: they take no direct messages. Otherwise Callboard isn't able to send any there.
        """
        if isinstance(reminder, DueReminder):
            return await self.record_sent(reminder)
        why = BY_PERSON if by_person else BY_PLATFORM
        await self._store.write(lambda tx: tx.run(SUSPEND, key=reminder.key, lease=reminder.next_at, why=why))

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
                await tx.run(SUSPEND, key=row.account_key, lease=row.planned_at, why=BY_PLATFORM)
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
        profile = self._people.read_profile(row.profile)
        for campaign in await self._finder.keep_callable(tx, visible, profile, now):
            today = day_of(now, campaign.zone).isoformat()
            calls = await tx.one(COUNT_CALLS_TODAY, person=row.person_id, campaign=campaign.id, day=today)
            if calls is not None and not calls.n:
                return campaign
        return None
