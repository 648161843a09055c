"""Calls: logging one, once. Every total it moves moves in the same transaction."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec import Struct, convert
from sqlalchemy import bindparam, insert, select, update

from bot.core import counters
from bot.core.callers import Caller
from bot.core.campaign_file import text_for
from bot.core.campaigns import Campaign, Campaigns, taking_calls
from bot.core.clock import Clock, day_of
from bot.core.coalition import Chapter, Coalition
from bot.core.counting import Credit, Day, Kind, Outcome, bumps, day_meant, decide
from bot.core.ids import new_id, reference
from bot.core.limits import Limits, Watch, near
from bot.core.offices import next_slot, slot_of
from bot.core.people import People, Person
from bot.core.requests import Requests
from bot.errors import UserError
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants logged, as words; what is None is for Callboard to find."""

    outcome: Outcome
    office: str | None = None
    campaign: str | None = None
    day: Day = Day.TODAY
    language: str | None = None


class Receipt(Struct, frozen=True):
    """What became of a wish, durable by the time anybody reads it; totals are of the whole campaign.

    ``next_slot`` is another target still to ring that day, ``done`` and ``targets`` count that day's, ``slots`` are
    all. With `Kind.ALL_DONE` nothing was logged and ``call_id`` is empty. ``chapter`` is None for people without one.
    """

    kind: Kind
    campaign: str
    call_id: str
    reference: str
    slot: str
    outcome: Outcome
    day: str
    own: int
    chapter: str | None
    chapter_total: int
    coalition: int
    done: int
    targets: int
    next_slot: str | None
    slots: tuple[str, ...]


# A person's calls of one campaign that stand: a few a day at most.
LIVE = Statement(
    select(
        calls.c.id,
        calls.c.slot,
        calls.c.day,
        calls.c.week,
        calls.c.outcome,
        calls.c.counted_at,
        calls.c.org_id,
        calls.c.chapter_id,
        calls.c.state,
        calls.c.person_id,
    ).where(
        calls.c.person_id == bindparam("person"),
        calls.c.campaign_id == bindparam("campaign"),
        calls.c.removed_at.is_(None),
    )
)
_ADD = Statement(insert(calls))
_UPGRADE = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"))
    .values(outcome=bindparam("better"), counted=bindparam("counts"), counted_at=bindparam("since"))
)


class _Case(Struct, frozen=True):
    """All that a call is decided from."""

    person: Person
    platform: str
    campaign: Campaign
    chapter: Chapter
    wish: Wish
    day: str
    week: str
    live: tuple[Row, ...]
    at: int

    @property
    def done(self) -> frozenset[str]:
        """The slots with a completed call that day."""
        return frozenset(row.slot for row in self.live if row.day == self.day and Outcome(row.outcome).completed)

    def held(self, slot: str) -> Row | None:
        """Return the call that already stands for a slot that day."""
        return next((row for row in self.live if row.slot == slot and row.day == self.day), None)

    def doubled(self, limits: Limits) -> Row | None:
        """Return the call that the wish only repeats; sent again at once, it would be the next office's."""
        if self.wish.office or not self.wish.outcome.completed:
            return None
        same = (row for row in self.live if (row.day, row.outcome) == (self.day, self.wish.outcome))
        return next((row for row in same if near(self.at, row.counted_at, limits)), None)


class _Entry(Struct, frozen=True):
    """The call that stands once a wish is dealt with; without an id where there is none."""

    kind: Kind
    outcome: Outcome
    call_id: str = ""
    slot: str = ""


class Calls:
    """Logs calls."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        people: People,
        coalition: Coalition,
        campaigns: Campaigns,
        requests: Requests,
        watch: Watch,
    ) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._coalition = coalition
        self._campaigns = campaigns
        self._requests = requests
        self._watch = watch

    async def log(self, caller: Caller, wish: Wish, request: str, at: int) -> Receipt:
        """Log a call made at ``at`` (UTC microseconds), once for ``request``.

        Raises UserError when it may not be logged; nothing is saved then.
        """
        return await self._store.write(lambda tx: self._log(tx, caller, wish, request, at))

    async def _log(self, tx: Tx, caller: Caller, wish: Wish, request: str, at: int) -> Receipt:
        person = await self._people.take(tx, caller)
        if answer := await self._requests.answered(tx, request):
            return convert(answer, Receipt)
        if person.suspended:
            raise UserError("limits.suspended")
        campaign = taking_calls(await self._campaigns.all(tx), wish.campaign, at)
        day, week = _day(campaign, wish.day, at)
        live = tuple(await tx.all(LIVE, person=person.id, campaign=campaign.id))
        chapter = await self._coalition.belongs(tx, person.chapter_id, caller)
        case = _Case(person, caller.platform, campaign, chapter, wish, day, week, live, at)
        receipt = await self._receipt(tx, case, await self._entered(tx, case))
        await self._requests.keep(tx, caller, request, receipt, at)
        return receipt

    async def _entered(self, tx: Tx, case: _Case) -> _Entry:
        targets, wish = case.campaign.file.targets, case.wish
        if doubled := case.doubled(self._watch.limits):
            return _Entry(Kind.SAME, wish.outcome, doubled.id, doubled.slot)
        slot = slot_of(wish.office, targets) if wish.office else next_slot(targets, case.done)
        if slot is None:
            return _Entry(Kind.ALL_DONE, wish.outcome)
        held = case.held(slot)
        if held is None:
            return _Entry(Kind.LOGGED, wish.outcome, await self._add(tx, case, slot), slot)
        if decide(Outcome(held.outcome), wish.outcome) is Kind.SAME:
            return _Entry(Kind.SAME, Outcome(held.outcome), held.id, slot)
        await self._upgrade(tx, case, held)
        return _Entry(Kind.UPGRADED, wish.outcome, held.id, slot)

    async def _add(self, tx: Tx, case: _Case, slot: str) -> str:
        call_id, chapter, person = new_id(self._clock()), case.chapter, case.person
        pace = await self._watch.admit(tx, person.id, case.at, case.campaign.zone)
        await tx.run(_ADD, **_row(case, call_id, slot))
        if case.wish.outcome.completed:
            new = Credit(case.day, case.week, chapter.org_id, chapter.id, person.profile.state, person.id)
            await _count(tx, case, new)
        await self._watch.note(tx, pace, person.id, call_id, chapter.org_id)
        return call_id

    async def _upgrade(self, tx: Tx, case: _Case, held: Row) -> None:
        """Better an entry: it keeps what was true when first logged, and counts from its first completed call."""
        first = not Outcome(held.outcome).completed
        since = case.at if first else held.counted_at
        await tx.run(_UPGRADE, call=held.id, better=case.wish.outcome.value, counts=1, since=since)
        if first:
            await _count(tx, case, credit(held))

    async def _receipt(self, tx: Tx, case: _Case, entry: _Entry) -> Receipt:
        campaign, chapter, targets = case.campaign.id, case.chapter, case.campaign.file.targets
        done = case.done | ({entry.slot} if entry.outcome.completed and entry.slot else set())
        totals = await counters.standing(tx, campaign, case.person.id, chapter.org_id, chapter.id)
        return Receipt(
            kind=entry.kind,
            campaign=campaign,
            call_id=entry.call_id,
            reference=reference(entry.call_id) if entry.call_id else "",
            slot=entry.slot,
            outcome=entry.outcome,
            day=case.day,
            own=totals.own,
            chapter=None if chapter.placeholder else chapter.name,
            chapter_total=totals.chapter,
            coalition=totals.everybody,
            done=len(done & set(targets)),
            targets=len(targets),
            next_slot=next_slot(targets, done | {entry.slot}),
            slots=targets,
        )


def credit(row: Row) -> Credit:
    """Return where a call's row counts."""
    return Credit(row.day, row.week, row.org_id, row.chapter_id, row.state, row.person_id)


async def _count(tx: Tx, case: _Case, new: Credit) -> None:
    others = [credit(row) for row in case.live if Outcome(row.outcome).completed]
    await counters.add(tx, case.campaign.id, bumps(new, others), case.at)


def _row(case: _Case, call_id: str, slot: str) -> dict[str, Any]:
    script = text_for(case.campaign.file.scripts, case.wish.language)
    outcome, profile = case.wish.outcome, case.person.profile
    return {
        "id": call_id,
        "reference": reference(call_id),
        "campaign_id": case.campaign.id,
        "person_id": case.person.id,
        "slot": slot,
        "office": slot,
        "day": case.day,
        "week": case.week,
        "outcome": outcome.value,
        "counted": int(outcome.completed),
        "org_id": case.chapter.org_id,
        "chapter_id": case.chapter.id,
        "state": profile.state,
        "district": profile.district,
        "language": script.language,
        "script_version": script.version,
        "platform": case.platform,
        "logged_at": case.at,
        "counted_at": case.at if outcome.completed else None,
        "removed_at": None,
        "removed_as": None,
    }


def _day(campaign: Campaign, day: Day, at: int) -> tuple[str, str]:
    """Return the date and week a call is for; raises UserError when that day is before the campaign's first."""
    meant, week = day_meant(day_of(at, campaign.zone), day)
    if campaign.opens_at is not None and date.fromisoformat(meant) < day_of(campaign.opens_at, campaign.zone):
        raise UserError("log.too_early", field="day", title=campaign.file.title["en"])
    return meant, week
