"""A caller's slots of one day, read from their calls, and the open campaigns that still have somebody to call."""

from collections.abc import Sequence

from bot.core.campaigns.campaigns import Campaign
from bot.core.guidance.campaign_choice import OpenTargets, choose_to_call, choose_to_log
from bot.core.guidance.targets import Targets
from bot.core.people.past.entries import fetch_recent_entries
from bot.core.people.past.past_entries import Past
from bot.core.people.people import People, Person
from bot.core.slots.day_slots import DaySlots, find_day_slots
from bot.core.slots.limits import LogLimits, is_too_close
from bot.core.times.clock import day_of
from bot.core.totals.counting import Day, resolve_day
from bot.identity import Caller
from bot.store.engine import Query, Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import calls

# A person's live calls of one campaign: a few a day at most.
LIVE_IN_CAMPAIGN = Statement(
    select(
        calls.c.id,
        calls.c.slot,
        calls.c.office,
        calls.c.day,
        calls.c.week,
        calls.c.outcome,
        calls.c.counted_at,
        calls.c.entered_at,
        calls.c.org_id,
        calls.c.chapter_id,
        calls.c.state,
        calls.c.district,
        calls.c.person_id,
        calls.c.adds_person,
    ).where(
        calls.c.person_id == bindparam("person"),
        calls.c.campaign_id == bindparam("campaign"),
        calls.c.removed_at.is_(None),
    )
)


def make_live_query(person_id: str, campaign: str) -> Query:
    """The query for a person's live calls of one campaign."""
    return LIVE_IN_CAMPAIGN, {"person": person_id, "campaign": campaign}


async def find_slots_today(
    tx: Tx, people: People, caller: Caller, person: Person | None, campaign: Campaign, targets: Targets, at: int
) -> DaySlots:
    """The caller's slots of the campaign's current day. ``person`` is None for a newcomer."""
    own = await _OwnEntries.read(tx, people, caller, person, at)
    return (await own.find_slots(tx, campaign, targets, Day.TODAY))[0]


async def choose_campaign_to_call(
    tx: Tx, people: People, caller: Caller, person: Person | None, open_targets: OpenTargets, at: int
) -> Campaign:
    """Choose the campaign of a script that nobody named: the first with somebody left to call."""
    if len(open_targets) == 1:
        return open_targets[0][0]
    own = await _OwnEntries.read(tx, people, caller, person, at)
    return choose_to_call(open_targets, await own.find_done(tx, open_targets, Day.TODAY))


async def choose_campaign_to_log(
    tx: Tx,
    people: People,
    caller: Caller,
    person: Person,
    open_targets: OpenTargets,
    at: int,
    day: Day,
    limits: LogLimits,
) -> Campaign:
    """Choose the campaign of a call that names neither campaign nor office. Raises SeveralFitError if several fit.

    Callboard doesn't store which script the caller read last, so it has to ask. A campaign that the caller finished
    just now still qualifies, because the request may repeat that last call.
    """
    if len(open_targets) == 1:
        return open_targets[0][0]
    own = await _OwnEntries.read(tx, people, caller, person, at)
    return choose_to_log(open_targets, await own.find_done(tx, open_targets, day, limits))


async def find_campaigns_left(
    tx: Tx, people: People, caller: Caller, person: Person | None, open_targets: OpenTargets, at: int, besides: str
) -> tuple[Campaign, ...]:
    """The open campaigns, except ``besides``, in which the caller still has somebody to call today."""
    others = [(one, targets) for one, targets in open_targets if targets.all and one.id != besides]
    if not others:
        return ()
    own = await _OwnEntries.read(tx, people, caller, person, at)
    return tuple([one for one, targets in others if not await own.is_done(tx, one, targets, Day.TODAY, None)])


class _OwnEntries:
    """A person's entries of the last days, read once for several campaigns."""

    def __init__(self, person: Person | None, entries: Sequence[Row], past: Past, at: int) -> None:
        self._person, self._entries, self._past, self._at = person, entries, past, at

    @classmethod
    async def read(cls, tx: Tx, people: People, caller: Caller, person: Person | None, at: int) -> "_OwnEntries":
        entries = await fetch_recent_entries(tx, person.id, at) if person else []
        return cls(person, entries, await people.load_past(tx, caller, person), at)

    async def find_slots(
        self, tx: Tx, campaign: Campaign, targets: Targets, day: Day
    ) -> tuple[DaySlots, Sequence[Row]]:
        live = await tx.all(LIVE_IN_CAMPAIGN, person=self._person.id, campaign=campaign.id) if self._person else []
        past = self._past.exclude(row.id for row in (*live, *self._entries))
        meant, _ = resolve_day(day_of(self._at, campaign.zone), day)
        return find_day_slots(targets, campaign.id, meant, live, self._entries, past), live

    async def find_done(self, tx: Tx, open_targets: OpenTargets, day: Day, limits: LogLimits | None = None) -> set[str]:
        """The ids of the open campaigns that are done that day. ``limits`` is as in `is_done`."""
        return {one.id for one, targets in open_targets if await self.is_done(tx, one, targets, day, limits)}

    async def is_done(self, tx: Tx, campaign: Campaign, targets: Targets, day: Day, limits: LogLimits | None) -> bool:
        """Whether every target was reached that day. With ``limits``, not if the last call was logged just now."""
        slots, live = await self.find_slots(tx, campaign, targets, day)
        if not targets.all or slots.find_next_after() is not None:
            return False
        return limits is None or not any(
            row.counted_at and is_too_close(self._at, row.counted_at, limits) for row in live
        )
