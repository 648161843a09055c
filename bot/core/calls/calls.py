"""Logs a call once, and moves every total it counts toward in the same transaction."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct, convert
from msgspec.structs import replace

from bot.core.base.build import Base
from bot.core.base.ids import format_reference, make_id
from bot.core.calls.call_request import CallRequest, LogContext, LogResult, find_day, make_row
from bot.core.calls.log_queries import list_log_queries
from bot.core.campaigns.campaign_search import find_open
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.directory.members import REPRESENTATIVE, Title
from bot.core.guidance.build import GuidanceServices
from bot.core.guidance.campaign_choice import OpenTargets, find_campaign_of_office, load_open_targets
from bot.core.guidance.delegates import find_title
from bot.core.guidance.phone_lines import UnavailableReason
from bot.core.guidance.targets import TargetChoice, Targets
from bot.core.people.identified import run_identified
from bot.core.people.past.entries import fetch_entry, fetch_recent_entries
from bot.core.people.past.past_entries import Past
from bot.core.people.people import People, Person
from bot.core.people.profiles.homes import Redrawn
from bot.core.people.profiles.profiles import find_home_zone
from bot.core.slots.day_slots import find_day_slots
from bot.core.slots.limits import LogLimiter
from bot.core.slots.own_slots import LIVE_IN_CAMPAIGN, choose_campaign_to_log, find_campaigns_left
from bot.core.totals import counters
from bot.core.totals.counting import CallCredit, LogStatus, Outcome, decide_log
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.store.engine import Query, Tx
from bot.store.sql import bindparam, insert, update
from bot.store.statement import Row, Statement
from bot.store.tables import calls

MakeRequest = Callable[[Identity], CallRequest]


class Receipt(Struct, frozen=True):
    """What a request to log did, already committed. Totals cover the whole campaign.

    - ``call_id`` is "" for `LogStatus.ALL_DONE`, which logs nothing.
    - ``chapter`` is None for people without one.
    - ``done`` and ``targets`` count that day's targets, ``slots`` lists the reached ones, and ``next_slot`` is the next
      open one.
    - ``ended`` is why the target has no name; see `Targets.ended`.
    - ``others`` are the other open campaigns in which the caller can call somebody. ``further`` are those with
      somebody left to call today, filled in once this campaign has nobody left.
    - ``office`` is set only for a new call to a member's office at home.
    - ``zone`` is the caller's own time zone, None if unknown.
    - ``title`` is the title of the person called, or of the caller's representative without a call; None if unknown.
    - ``why`` is why an attempt failed, if the caller said so with it; ``another`` is then the id of another office of
      the same member, if there is one.
    - ``asked`` is why the caller's representative is unknown, if it is because of new lines.
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
    office: str = ""
    zone: str | None = None
    title: Title | None = None
    further: tuple[str, ...] = ()
    why: UnavailableReason | None = None
    another: str | None = None
    asked: Redrawn | None = None

    @property
    def used_up(self) -> bool:
        """Whether the day's calls are all made, but some to members who are no longer the caller's."""
        return self.done >= self.targets > len(self.slots)


_ADD = Statement(insert(calls))
_UPGRADE = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"))
    .values(
        outcome=bindparam("better"),
        counted=bindparam("counts"),
        counted_at=bindparam("since"),
        entered_at=bindparam("placed"),
        adds_person=bindparam("adds"),
    )
)
SAVE_REASON = Statement(update(calls).where(calls.c.id == bindparam("call")).values(why=bindparam("reason")))


class Calls:
    """Logs calls."""

    def __init__(
        self,
        base: Base,
        people: People,
        coalition: Coalition,
        campaigns: Campaigns,
        guidance: GuidanceServices,
        limiter: LogLimiter,
    ) -> None:
        self._store, self._clock, self._requests = base.store, base.clock, base.requests
        self._people, self._coalition, self._campaigns = people, coalition, campaigns
        self._finder, self._lines, self._limiter = guidance.finder, guidance.lines, limiter

    async def log(self, caller: Caller, wanted: CallRequest, request: str, at: int) -> Receipt:
        """Log a call made at ``at`` (UTC microseconds), once per platform request id ``request``.

        Raises UserError, and saves nothing, if the call can't be logged.
        """
        return await self._store.write_together(lambda tx: self.log_within(tx, caller, wanted, request, at))

    async def identify_and_log(
        self, caller: Caller, manages: bool | None, wanted: MakeRequest, request: str, at: int
    ) -> tuple[Receipt, Identity]:
        """Do the same and identify the caller, as in `run_identified`."""

        async def log(tx: Tx, person: Person, identity: Identity) -> Receipt:
            return await self._log(tx, caller, person, wanted(identity), request, at)

        def ask(person: Person) -> Iterator[Query]:
            return list_log_queries(self._requests, self._campaigns, person, request, at)

        return await run_identified(self._store, self._people, caller, manages, log, list_queries=ask)

    async def log_within(self, tx: Tx, caller: Caller, wanted: CallRequest, request: str, at: int) -> Receipt:
        """Log a call inside the transaction ``tx``."""
        person = await self._people.take(tx, caller)
        await tx.read_ahead(lambda: list_log_queries(self._requests, self._campaigns, person, request, at))
        return await self._log(tx, caller, person, wanted, request, at)

    async def _log(self, tx: Tx, caller: Caller, person: Person, wanted: CallRequest, request: str, at: int) -> Receipt:
        if answer := await self._requests.find_answer(tx, request):
            return convert(answer, Receipt)
        if person.suspended:
            raise UserError("limits.suspended")
        known = await self._campaigns.load_visible(tx, caller)
        open_targets = await load_open_targets(tx, known, self._finder, person.profile, at)
        if wanted.campaign or not open_targets:
            campaign = await find_open(tx, known, wanted.campaign, at)
        else:
            campaign = await self._choose_campaign(tx, caller, person, wanted, open_targets, at)
        targets = next(targets for one, targets in open_targets if one is campaign)
        context = await self._read_context(tx, caller, person, campaign, targets, wanted, at)
        result = await self._save(tx, context)
        if person.has_past and result.kind in (LogStatus.LOGGED, LogStatus.UPGRADED):
            await self._people.share_entry(tx, caller, await fetch_entry(tx, result.call_id))
        receipt = self._make_receipt(context, result)
        if others := tuple([one.id for one, targets in open_targets if targets.all and one is not campaign]):
            further: tuple[Campaign, ...] = ()
            if receipt.next_slot is None:
                further = await find_campaigns_left(tx, self._people, caller, person, open_targets, at, campaign.id)
            receipt = replace(receipt, others=others, further=tuple(one.id for one in further))
        await self._requests.keep_answer(tx, caller, request, receipt, at)
        return receipt

    async def _choose_campaign(
        self, tx: Tx, caller: Caller, person: Person, wanted: CallRequest, open_targets: OpenTargets, at: int
    ) -> Campaign:
        """Choose among the open campaigns for a request that names none."""
        if wanted.office:
            return find_campaign_of_office(open_targets, wanted.office, wanted.tapped, wanted.guessed)
        limits = self._limiter.limits
        return await choose_campaign_to_log(tx, self._people, caller, person, open_targets, at, wanted.day, limits)

    async def _read_context(
        self, tx: Tx, caller: Caller, person: Person, campaign: Campaign, targets: Targets, wanted: CallRequest, at: int
    ) -> LogContext:
        day, week = find_day(campaign, wanted.day, at)
        live = tuple(await tx.all(LIVE_IN_CAMPAIGN, person=person.id, campaign=campaign.id))
        entries = tuple(await fetch_recent_entries(tx, person.id, at))
        chapter = await self._coalition.place(tx, person, caller)
        past = await self._fetch_past(tx, caller, person, live, entries)
        slots = find_day_slots(targets, campaign.id, day, live, entries, past)
        totals = await counters.load_current_totals(tx, campaign.id, person.id, chapter.id)
        own = (live, entries, past, slots, totals)
        return LogContext(person, caller.platform, campaign, chapter, wanted, day, week, *own, at)

    async def _fetch_past(
        self, tx: Tx, caller: Caller, person: Person, live: Sequence[Row], entries: Sequence[Row]
    ) -> Past:
        past = await self._people.load_past(tx, caller, person)
        return past.exclude(row.id for row in (*live, *entries)) if past.rows else past

    async def _save(self, tx: Tx, context: LogContext) -> LogResult:
        outcome = context.request.outcome
        if repeated := context.find_repeated_call(self._limiter.limits):
            return LogResult(LogStatus.SAME, outcome, repeated.id, context.targets.resolve_slot(repeated.slot))
        choice = context.choice
        if choice is None:
            return LogResult(LogStatus.ALL_DONE, outcome)
        call = context.find_call(choice.slot)
        if call is None:
            return await self._add(tx, context, choice)
        if decide_log(Outcome(call.outcome), outcome) is LogStatus.SAME:
            tried = await self._save_reason(tx, context, call)
            return LogResult(LogStatus.SAME, Outcome(call.outcome), call.id, choice.slot, tried=tried)
        context.check_uncounted(choice.slot)
        credit = await self._upgrade(tx, context, call)
        return LogResult(LogStatus.UPGRADED, outcome, call.id, choice.slot, credit=credit)

    async def _add(self, tx: Tx, context: LogContext, choice: TargetChoice) -> LogResult:
        context.check_room(choice.slot)
        office, outcome = await self._find_office(tx, context, choice), context.request.outcome
        call_id, chapter = make_id(self._clock()), context.chapter
        pace = self._limiter.admit(context.times, context.at, context.campaign.zone, tapped=context.request.tapped)
        await tx.run(_ADD, **make_row(context, call_id, choice.slot, office))
        home = (context.targets.state, context.person.id, context.targets.district)
        new = CallCredit(context.day, context.week, chapter.org_id, chapter.id, *home, context.adds_person)
        credit = await _add_to_totals(tx, context, new) if outcome.completed else None
        await self._limiter.flag(tx, pace, call_id, chapter.org_id)
        is_home = "-" in office and context.targets.find_office(office) is not None
        tried = office if context.request.why else ""
        return LogResult(LogStatus.LOGGED, outcome, call_id, choice.slot, office if is_home else "", tried, credit)

    async def _save_reason(self, tx: Tx, context: LogContext, call: Row) -> str:
        """Save why an attempt failed that was entered before; returns its office, empty if there is no reason."""
        why = context.request.why
        if why is None or Outcome(call.outcome).completed:
            return ""
        await tx.run(SAVE_REASON, call=call.id, reason=why.value)
        return str(call.office)

    async def _find_office(self, tx: Tx, context: LogContext, choice: TargetChoice) -> str:
        """The office called: the one the request names, or else the one a script shows now."""
        target = context.targets.find(choice.slot)
        if choice.office or target is None or target.official is None or context.request.tapped:
            return choice.office or choice.slot  # only a member has several offices
        return (await self._lines.pick_line(tx, target, context.campaign.file.phone, context.at)).office

    async def _upgrade(self, tx: Tx, context: LogContext, call: Row) -> CallCredit | None:
        """Save a better outcome. The call keeps its first facts, and counts from its first completed outcome."""
        first = not Outcome(call.outcome).completed
        since = context.at if first else call.counted_at
        placed = context.entered_at if first else call.entered_at
        better = context.request.outcome.value
        # Since the attempt, an account that was linked with the caller's may have counted the person.
        adds = context.adds_person if first else bool(call.adds_person)
        await tx.run(_UPGRADE, call=call.id, better=better, counts=1, since=since, placed=placed, adds=int(adds))
        return await _add_to_totals(tx, context, replace(make_credit(call), adds_person=adds)) if first else None

    def _make_receipt(self, context: LogContext, result: LogResult) -> Receipt:
        campaign, chapter, targets = context.campaign.id, context.chapter, context.targets
        slots = context.slots.add(result.slot, result.outcome) if result.slot else context.slots
        totals, new = context.totals, result.credit
        return Receipt(
            kind=result.kind,
            campaign=campaign,
            call_id=result.call_id,
            reference=format_reference(result.call_id) if result.call_id else "",
            slot=result.slot,
            outcome=result.outcome,
            day=context.day,
            own=totals.own + bool(new),
            chapter=None if chapter.placeholder else chapter.name,
            chapter_total=totals.chapter + bool(new and (new.org, new.chapter) == (chapter.org_id, chapter.id)),
            coalition=totals.everybody + bool(new),
            done=len(targets.all) - slots.open_count,
            targets=len(targets.all),
            next_slot=slots.find_next_after(result.slot),
            slots=slots.reached,
            ended=targets.explain_end(result.slot),
            office=result.office,
            zone=find_home_zone(context.request.zone, context.person.profile, targets.directory),
            title=find_title(targets.find(result.slot or REPRESENTATIVE), targets.place),
            why=context.request.why if result.tried else None,
            another=context.find_another(result),
            asked=targets.asked,
        )


def make_credit(row: Row) -> CallCredit:
    """The totals that a call's row counts toward."""
    home = (row.state, row.person_id, row.district)
    return CallCredit(row.day, row.week, row.org_id, row.chapter_id, *home, bool(row.adds_person))


async def _add_to_totals(tx: Tx, context: LogContext, new: CallCredit) -> CallCredit:
    others = [make_credit(row) for row in context.live if Outcome(row.outcome).completed]
    await counters.add_call(tx, context.campaign.id, new, others, context.at)
    return new
