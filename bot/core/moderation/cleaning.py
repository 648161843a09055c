"""Cleans up after a person in one step: suspends them, voids their calls and answers, hides their public name.

A preview comes first. It never shows which office a call went to. The audit trail records both steps.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.calls.contribution import LIVE_OF_PERSON, move_totals
from bot.core.campaigns.campaigns import Campaigns
from bot.core.moderation.moderation import Moderation, Reason
from bot.core.people.past.entries import LINK
from bot.core.people.people import People
from bot.core.postcards.own_postcards import remove_postcard
from bot.core.postcards.postcard_rows import LIVE_OF_PERSON as LIVE_POSTCARDS
from bot.core.public_names.public_names import hide_name
from bot.core.times.clock import local
from bot.core.totals.counting import Outcome
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import calls, people

Begins = Callable[[str, str, int], bool]  # campaign, day and time of an entry


class Span(StrEnum):
    """How far back calls are removed."""

    TODAY = "today"
    WEEK = "week"
    ALL = "all"


class CallSummary(Struct, frozen=True):
    """The parts of a call that a coordinator can see: never its office."""

    reference: str
    day: str
    outcome: Outcome


class Plan(Struct, frozen=True):
    """What a clean-up would do. ``who`` is the person's id in the audit trail.

    ``elsewhere`` counts calls that stay because they belong to other orgs. ``named``: the person has a public name.
    """

    who: str
    calls: tuple[CallSummary, ...]
    elsewhere: int
    named: bool
    postcards: int = 0


class CleanupReceipt(Struct, frozen=True):
    """What a clean-up did: how many calls and postcards it removed, and whether it hid a public name.

    ``accounts`` are the person's, as (platform, account).
    """

    calls: int
    named: bool
    postcards: int = 0
    accounts: tuple[tuple[str, str], ...] = ()


_SUSPEND = Statement(
    update(people)
    .where(people.c.id == bindparam("person"), people.c.suspended_at.is_(None))
    .values(suspended_at=bindparam("at"))
)
_VOID = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"))
    .values(removed_at=bindparam("at"), removed_as=bindparam("reason"))
)
# Undoing a link would revive the duplicates that the link removed.
_REMOVED_BY_LINK = Statement(
    select(calls).where(calls.c.person_id == bindparam("person"), calls.c.removed_as == LINK).order_by(calls.c.id)
)


class Cleaning:
    """Previews and runs clean-ups within the caller's reach."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, moderation: Moderation) -> None:
        self._store, self._clock = base.store, base.clock
        self._requests, self._audit = base.requests, base.audit
        self._people, self._campaigns, self._moderation = people, campaigns, moderation

    async def preview(
        self, caller: Caller, reach: Reach, whom: str, span: Span, request: str, *, by_call: bool = False
    ) -> Plan:
        """Preview a clean-up after the person that `Moderation.find_person` finds. The trail records the preview.

        Raises UserError if the caller can't suspend them.
        """

        async def preview(tx: Tx) -> Plan:
            person, org = await self._moderation.find_person(tx, caller, reach, whom, by_call=by_call)
            found, elsewhere = await self._find_calls(tx, person.id, reach, span)
            who = await self._audit.ensure_actor(tx, person.id)
            if not await self._requests.find_answer(tx, request):
                await self._requests.keep_answer(tx, caller, request, {"preview": who}, self._clock())
                await self._moderation.record(tx, caller, f"person.preview.{span}", who, org, str(len(found)))
            summaries = tuple(CallSummary(row.reference, row.day, Outcome(row.outcome)) for row in found)
            cards = await self._find_postcards(tx, person.id, reach, span)
            return Plan(who, summaries, elsewhere, person.profile.public_name is not None, len(cards))

        return await self._store.write(preview)

    async def clean(
        self, caller: Caller, reach: Reach, who: str, reason: Reason, span: Span, request: str
    ) -> CleanupReceipt:
        """Suspend the person the audit trail calls ``who``, and remove their calls and public name, once."""

        async def clean(tx: Tx) -> CleanupReceipt:
            person, org = await self._moderation.find_by_actor(tx, caller, reach, who)
            accounts = tuple(await self._people.load_accounts(tx, person.id))
            if answer := await self._requests.find_answer(tx, request):
                return CleanupReceipt(**answer, accounts=accounts)
            at = self._clock()
            await tx.run(_SUSPEND, person=person.id, at=at)
            found = await self._void(tx, person.id, reach, span, reason, at)
            cards = await self._void_postcards(tx, person.id, reach, span, reason, at)
            named = person.profile.public_name is not None
            if named:
                hidden = replace(person.profile, public_name=None)
                await self._people.save(tx, person, hidden, person.chapter_id)
                await hide_name(tx, person.id)  # hides any later name too, even after the suspension is lifted
            receipt = CleanupReceipt(len(found), named, len(cards), accounts)
            kept = {"calls": receipt.calls, "named": named, "postcards": receipt.postcards}
            await self._requests.keep_answer(tx, caller, request, kept, at)
            await self._moderation.record(tx, caller, f"person.remove.{span}", who, org, reason.value)
            return receipt

        return await self._store.write(clean)

    async def _void(self, tx: Tx, person_id: str, reach: Reach, span: Span, reason: Reason, at: int) -> Sequence[Row]:
        before = await tx.all(LIVE_OF_PERSON, person=person_id)
        found, _ = await self._find_calls(tx, person_id, reach, span)
        starts = await self._make_filter(tx, span, at)
        doubles = await tx.all(_REMOVED_BY_LINK, person=person_id)
        gave_way = [
            row for row in doubles if starts(row.campaign_id, row.day, row.logged_at) and reach.covers_org(row.org_id)
        ]
        await tx.many(_VOID, [{"call": row.id, "at": at, "reason": reason.value} for row in (*found, *gave_way)])
        await self._people.mark_taken_back(tx, [row.id for row in found])
        await move_totals(tx, [before], [await tx.all(LIVE_OF_PERSON, person=person_id)])
        return found

    async def _void_postcards(
        self, tx: Tx, person_id: str, reach: Reach, span: Span, reason: Reason, at: int
    ) -> Sequence[Row]:
        found = await self._find_postcards(tx, person_id, reach, span)
        for card in found:
            await remove_postcard(tx, self._people, card, reason.value, at)
        return found

    async def _find_postcards(self, tx: Tx, person_id: str, reach: Reach, span: Span) -> list[Row]:
        """The postcards that a clean-up removes, with what they say."""
        starts = await self._make_filter(tx, span, self._clock())
        rows = await tx.all(LIVE_POSTCARDS, person=person_id)
        return [
            row for row in rows if starts(row.campaign_id, row.day, row.written_at) and reach.covers_org(row.org_id)
        ]

    async def _find_calls(self, tx: Tx, person_id: str, reach: Reach, span: Span) -> tuple[list[Row], int]:
        """The calls that a clean-up removes, and the count of other orgs' calls that stay."""
        starts = await self._make_filter(tx, span, self._clock())
        rows = [
            row
            for row in await tx.all(LIVE_OF_PERSON, person=person_id)
            if starts(row.campaign_id, row.day, row.logged_at)
        ]
        own = sorted((row for row in rows if reach.covers_org(row.org_id)), key=lambda row: row.entered_at)
        return own, len(rows) - len(own)

    async def _make_filter(self, tx: Tx, span: Span, at: int) -> Begins:
        """Make a test for calls logged in, or made on, the days of a span, in each campaign's own time zone."""
        first = {}
        for campaign in await self._campaigns.read_all(tx):
            today = local(at, campaign.zone).date()
            first[campaign.id] = campaign.zone, _find_start(span, today)

        def begins(campaign_id: str, day: str, logged_at: int) -> bool:
            if campaign_id not in first:
                return span is Span.ALL
            zone, since = first[campaign_id]
            return since is None or bool(day >= since.isoformat() or local(logged_at, zone).date() >= since)

        return begins


def _place(row: Row) -> tuple[str, str, int]:
    """What a span asks of a call."""
    return row.campaign_id, row.day, row.logged_at


def _find_start(span: Span, today: date) -> date | None:
    """The first day of a span that ends today, None if it goes back to the start."""
    match span:
        case Span.ALL:
            return None
        case Span.WEEK:
            return today - timedelta(days=today.weekday())
        case Span.TODAY:
            return today
        case _:
            assert_never(span)
