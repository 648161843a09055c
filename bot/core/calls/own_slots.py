"""What somebody's slots of one day were used for, read from their calls, and which open campaigns still need them."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from bot.core.base.clock import day_of
from bot.core.calls.day_slots import DaySlots, slots_of_day
from bot.core.calls.limits import Limits, near
from bot.core.campaigns.campaigns import Campaign
from bot.core.guidance.campaign_choice import Opened, campaign_for
from bot.core.guidance.targets import Targets
from bot.core.people.entries import recent_entries
from bot.core.people.past import Past
from bot.core.people.people import People, Person
from bot.core.totals.counting import Day, resolve_day
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls

# A person's calls of one campaign that stand: a few a day at most.
LIVE = Statement(
    select(
        calls.c.id,
        calls.c.slot,
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


async def slots_today(
    tx: Tx, people: People, caller: Caller, person: Person | None, campaign: Campaign, targets: Targets, at: int
) -> DaySlots:
    """Return what the caller's slots of the campaign's day were used for; ``person`` is None for somebody new."""
    own = await _Own.read(tx, people, caller, person, at)
    return (await own.slots(tx, campaign, targets, Day.TODAY))[0]


async def campaign_today(
    tx: Tx,
    people: People,
    caller: Caller,
    person: Person | None,
    opened: Opened,
    at: int,
    day: Day = Day.TODAY,
    limits: Limits | None = None,
) -> Campaign:
    """Return the campaign of a call where nobody named it nor an office: the first that leaves somebody to call.

    With ``limits`` a campaign still leaves somebody who logged a call of it just now: what they send once more may
    well repeat that call, and then it is for that campaign.
    """
    if len(opened) == 1:
        return opened[0][0]
    own = await _Own.read(tx, people, caller, person, at)
    done = {one.id for one, targets in opened if await own.is_done(tx, one, targets, day, limits)}
    return campaign_for(opened, None, done=done)


async def still_to_call(
    tx: Tx, people: People, caller: Caller, person: Person | None, opened: Opened, at: int, besides: str
) -> tuple[Campaign, ...]:
    """Return the open campaigns, but for ``besides``, that leave the caller somebody to call today."""
    others = [(one, targets) for one, targets in opened if targets.row and one.id != besides]
    if not others:
        return ()
    own = await _Own.read(tx, people, caller, person, at)
    return tuple([one for one, targets in others if not await own.is_done(tx, one, targets, Day.TODAY, None)])


class _Own:
    """Somebody's entries of the last days, read once for several campaigns."""

    def __init__(self, person: Person | None, entries: Sequence[Row], past: Past, at: int) -> None:
        self._person, self._entries, self._past, self._at = person, entries, past, at

    @classmethod
    async def read(cls, tx: Tx, people: People, caller: Caller, person: Person | None, at: int) -> "_Own":
        entries = await recent_entries(tx, person.id, at) if person else []
        return cls(person, entries, await people.past(tx, caller, person), at)

    async def slots(self, tx: Tx, campaign: Campaign, targets: Targets, day: Day) -> tuple[DaySlots, Sequence[Row]]:
        live = await tx.all(LIVE, person=self._person.id, campaign=campaign.id) if self._person else []
        past = self._past.without(row.id for row in (*live, *self._entries))
        meant, _ = resolve_day(day_of(self._at, campaign.zone), day)
        return slots_of_day(targets, campaign.id, meant, live, self._entries, past), live

    async def is_done(self, tx: Tx, campaign: Campaign, targets: Targets, day: Day, limits: Limits | None) -> bool:
        """Say whether every target was reached that day, but for those who logged the campaign's last call just now."""
        slots, live = await self.slots(tx, campaign, targets, day)
        if not targets.row or slots.next_after() is not None:
            return False
        return limits is None or not any(row.counted_at and near(self._at, row.counted_at, limits) for row in live)
