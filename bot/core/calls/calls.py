"""Calls: logging one, once. Every total it moves moves in the same transaction."""

from collections.abc import Sequence

from msgspec import Struct, convert
from msgspec.structs import replace
from sqlalchemy import bindparam, insert, update

from bot.core.base.clock import Clock
from bot.core.base.idempotency import Requests
from bot.core.base.ids import format_reference, new_id
from bot.core.calls.call_request import Case, Entry, Wish, day_of_call, row_of
from bot.core.calls.day_slots import slots_of_day
from bot.core.calls.limits import Watch
from bot.core.calls.own_slots import LIVE, campaign_today, still_to_call
from bot.core.campaigns.campaigns import Campaign, Campaigns, find_open
from bot.core.coalition.coalition import Coalition
from bot.core.directory.members import REPRESENTATIVE, Title
from bot.core.guidance.campaign_choice import Opened, campaign_for, opened_for
from bot.core.guidance.delegates import title_of
from bot.core.guidance.line_reports import LineStatus
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.targets import Chosen
from bot.core.people.entries import read_entry, recent_entries
from bot.core.people.home_zone import home_zone
from bot.core.people.past import Past
from bot.core.people.people import People, Person
from bot.core.totals import counters
from bot.core.totals.counting import CallCredit, LogStatus, Outcome, decide_log, find_counter_changes
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls


class Receipt(Struct, frozen=True):
    """What became of a wish, durable by the time anybody reads it; totals are of the whole campaign.

    ``next_slot`` is another target still to ring that day, ``done`` and ``targets`` count that day's, ``slots`` are
    all. With `LogStatus.ALL_DONE` nothing was logged and ``call_id`` is empty. ``chapter`` is None without one.
    ``ended`` is why nobody is named, as `Targets.ended` has it. ``others`` are the other open campaigns in which the
    caller could call somebody; ``assumed`` says that nobody had said which of them, nor an office. ``office`` is the
    one at home that a new call to a member is kept under. ``zone`` is the caller's own clock, None while nobody knows.
    ``title`` is that of whoever was called, without a call of the own representative; None where nobody knows it.
    caller could call somebody; ``assumed`` says that nobody had said which of them, nor an office. ``further`` are
    those of them that still leave somebody to call today, once this campaign leaves nobody. ``office`` is the one at
    home that a new call to a member is kept under. ``zone`` is the caller's own clock, None while nobody knows.
    ``title`` is that of whoever was called, None where nobody knows it.
    """

    kind: LogStatus
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
    ended: str | None = None
    others: tuple[str, ...] = ()
    assumed: bool = False
    office: str = ""
    zone: str | None = None
    title: Title | None = None
    further: tuple[str, ...] = ()


_ADD = Statement(insert(calls))
_UPGRADE = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"))
    .values(
        outcome=bindparam("better"),
        counted=bindparam("counts"),
        counted_at=bindparam("since"),
        entered_at=bindparam("placed"),
    )
)


class Calls:
    """Logs calls."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        people: People,
        coalition: Coalition,
        campaigns: Campaigns,
        finder: TargetFinder,
        lines: LineStatus,
        requests: Requests,
        watch: Watch,
    ) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._coalition = coalition
        self._campaigns = campaigns
        self._finder = finder
        self._lines = lines
        self._requests = requests
        self._watch = watch

    async def log(self, caller: Caller, wish: Wish, request: str, at: int) -> Receipt:
        """Log a call made at ``at`` (UTC microseconds), once for ``request``.

        Raises UserError when it may not be logged; nothing is saved then.
        """
        return await self._store.write(lambda tx: self.log_within(tx, caller, wish, request, at))

    async def log_within(self, tx: Tx, caller: Caller, wish: Wish, request: str, at: int) -> Receipt:
        """Do the same as a part of ``tx``."""
        person = await self._people.take(tx, caller)
        if answer := await self._requests.find_answer(tx, request):
            return convert(answer, Receipt)
        if person.suspended:
            raise UserError("limits.suspended")
        known = await self._campaigns.met(tx, caller)
        opened = await opened_for(tx, known, self._finder, person.profile.district, at)
        if wish.campaign or not opened:
            campaign = await find_open(tx, known, wish.campaign, at)
        else:
            campaign = await self._campaign(tx, caller, person, wish, opened, at)
        day, week = day_of_call(campaign, wish.day, at)
        targets = await self._finder.find(tx, campaign.file, person.profile.district, at)
        live = tuple(await tx.all(LIVE, person=person.id, campaign=campaign.id))
        entries = tuple(await recent_entries(tx, person.id, at))
        chapter = await self._coalition.belongs(tx, person.chapter_id, caller)
        past = await self._past(tx, caller, person, live, entries)
        slots = slots_of_day(targets, campaign.id, day, live, entries, past)
        case = Case(person, caller.platform, campaign, chapter, wish, day, week, live, entries, past, slots, at)
        entry = await self._entered(tx, case)
        if person.has_past and entry.kind in (LogStatus.LOGGED, LogStatus.UPGRADED):
            await self._people.share_entry(tx, caller, await read_entry(tx, entry.call_id))
        receipt = await self._receipt(tx, case, entry)
        others = tuple(one.id for one, targets in opened if targets.row and one.id != campaign.id)
        further: tuple[Campaign, ...] = ()
        if others and receipt.next_slot is None:
            further = await still_to_call(tx, self._people, caller, person, opened, at, campaign.id)
        receipt = replace(
            receipt,
            others=others,
            assumed=not (wish.campaign or wish.office) and bool(others),
            further=tuple(one.id for one in further),
            zone=home_zone(wish.zone, person.profile, targets.directory),
        )
        await self._requests.keep_answer(tx, caller, request, receipt, at)
        return receipt

    async def _campaign(self, tx: Tx, caller: Caller, person: Person, wish: Wish, opened: Opened, at: int) -> Campaign:
        """Return which of the open campaigns a call is for, where nobody named one."""
        if wish.office:
            return campaign_for(opened, wish.office, wish.tapped)
        return await campaign_today(tx, self._people, caller, person, opened, at, wish.day, self._watch.limits)

    async def _past(self, tx: Tx, caller: Caller, person: Person, live: Sequence[Row], entries: Sequence[Row]) -> Past:
        past = await self._people.past(tx, caller, person)
        return past.without(row.id for row in (*live, *entries)) if past.rows else past

    async def _entered(self, tx: Tx, case: Case) -> Entry:
        wish = case.wish
        if doubled := case.doubled(self._watch.limits):
            return Entry(LogStatus.SAME, wish.outcome, doubled.id, case.targets.stands_for(doubled.slot))
        choice = case.choice
        if choice is None:
            return Entry(LogStatus.ALL_DONE, wish.outcome)
        held = case.held(choice.slot)
        if held is None:
            case.check_room(choice.slot)
            office = await self._office(tx, case, choice)
            at_home = "-" in office and case.targets.directory.find_office(office) is not None
            call_id = await self._add(tx, case, choice, office)
            return Entry(LogStatus.LOGGED, wish.outcome, call_id, choice.slot, office if at_home else "")
        if decide_log(Outcome(held.outcome), wish.outcome) is LogStatus.SAME:
            return Entry(LogStatus.SAME, Outcome(held.outcome), held.id, choice.slot)
        await self._upgrade(tx, case, held)
        return Entry(LogStatus.UPGRADED, wish.outcome, held.id, choice.slot)

    async def _add(self, tx: Tx, case: Case, choice: Chosen, office: str) -> str:
        call_id, chapter, person = new_id(self._clock()), case.chapter, case.person
        pace = self._watch.admit(case.times, case.at, case.campaign.zone)
        await tx.run(_ADD, **row_of(case, call_id, choice.slot, office))
        if case.wish.outcome.completed:
            lives = (person.profile.state, person.id, person.profile.numbered)
            new = CallCredit(case.day, case.week, chapter.org_id, chapter.id, *lives, case.adds_person)
            await _count(tx, case, new)
        await self._watch.note(tx, pace, call_id, chapter.org_id)
        return call_id

    async def _office(self, tx: Tx, case: Case, choice: Chosen) -> str:
        """Return the office that was rung: the one that was named, else the one a script shows now."""
        target = case.targets.of(choice.slot)
        if choice.office or target is None or target.member is None or case.wish.tapped:
            return choice.office or choice.slot  # only a member has several
        return (await self._lines.line(tx, target, case.campaign.file.phone, case.at)).office

    async def _upgrade(self, tx: Tx, case: Case, held: Row) -> None:
        """Better an entry: it keeps what was true when first logged, and counts from its first completed call."""
        first = not Outcome(held.outcome).completed
        since = case.at if first else held.counted_at
        placed = case.place if first else held.entered_at
        await tx.run(_UPGRADE, call=held.id, better=case.wish.outcome.value, counts=1, since=since, placed=placed)
        if first:
            await _count(tx, case, credit(held))

    async def _receipt(self, tx: Tx, case: Case, entry: Entry) -> Receipt:
        campaign, chapter, targets = case.campaign.id, case.chapter, case.targets
        slots = case.slots.plus(entry.slot, entry.outcome) if entry.slot else case.slots
        totals = await counters.load_current_totals(tx, campaign, case.person.id, chapter.org_id, chapter.id)
        return Receipt(
            kind=entry.kind,
            campaign=campaign,
            call_id=entry.call_id,
            reference=format_reference(entry.call_id) if entry.call_id else "",
            slot=entry.slot,
            outcome=entry.outcome,
            day=case.day,
            own=totals.own,
            chapter=None if chapter.placeholder else chapter.name,
            chapter_total=totals.chapter,
            coalition=totals.everybody,
            done=len(targets.row) - slots.left,
            targets=len(targets.row),
            next_slot=slots.next_after(entry.slot),
            slots=targets.slots,
            ended=targets.ended(entry.slot),
            office=entry.office,
            title=title_of(targets.of(entry.slot or REPRESENTATIVE), targets.place),
        )


def credit(row: Row) -> CallCredit:
    """Return where a call's row counts."""
    lives = (row.state, row.person_id, row.district)
    return CallCredit(row.day, row.week, row.org_id, row.chapter_id, *lives, bool(row.adds_person))


async def _count(tx: Tx, case: Case, new: CallCredit) -> None:
    others = [credit(row) for row in case.live if Outcome(row.outcome).completed]
    await counters.add_call(tx, case.campaign.id, find_counter_changes(new, others), case.at)
