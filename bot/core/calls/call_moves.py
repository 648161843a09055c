"""Corrects a call logged for the wrong campaign or office, in one step, for the person who logged it."""

from datetime import date

from msgspec import Struct, convert

from bot.core.base.build import Base
from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Calls, Receipt
from bot.core.calls.undo import UNDO, is_voided, remove_call
from bot.core.campaigns.campaign_search import find_campaign
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.guidance.phone_lines import UnavailableReason
from bot.core.guidance.target_finder import TargetFinder
from bot.core.people.identified import run_identified
from bot.core.people.people import People, Person
from bot.core.times.clock import DAY, day_of
from bot.core.totals.counting import Day, Outcome
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import calls


class OfficeChange(Struct, frozen=True):
    """A call's new office. ``why`` is why it didn't get through, if the caller said so.

    Answers stored by old releases lack ``outcome`` and ``why``.
    """

    campaign: str
    call_id: str
    slot: str
    office: str
    outcome: Outcome | None = None
    why: UnavailableReason | None = None


_CALL = Statement(select(calls).where(calls.c.id == bindparam("call"), calls.c.person_id == bindparam("person")))
_SET_OFFICE = Statement(update(calls).where(calls.c.id == bindparam("call")).values(office=bindparam("called")))


class CallMoves:
    """Moves calls to another campaign, or to another office of the same member."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, finder: TargetFinder, calls: Calls) -> None:
        self._store, self._requests = base.store, base.requests
        self._people, self._campaigns = people, campaigns
        self._finder, self._calls = finder, calls

    async def identify_and_move(
        self, caller: Caller, manages: bool | None, call_id: str, campaign: str, request: str, at: int
    ) -> tuple[Receipt, Identity]:
        """Undo the caller's call and log it for ``campaign`` instead, in one transaction, once per ``request``.

        Identifies the caller as in `run_identified`. Raises UserError if the call isn't live, is more than a day old,
        or can't be logged there.
        """

        async def move(tx: Tx, person: Person, identity: Identity) -> Receipt:
            if answer := await self._requests.find_answer(tx, request):
                return convert(answer, Receipt)
            call = await _fetch_recent(tx, person, call_id, at)
            known = await self._campaigns.read_all(tx)
            goal = find_campaign(await self._campaigns.load_visible(tx, caller), campaign, at)
            moved = await self._make_request(tx, person, call, find_campaign(known, call.campaign_id, at), goal, at)
            await remove_call(tx, self._people, person.id, call.campaign_id, call.id, UNDO, at)
            return await self._calls.log_within(tx, caller, moved, request, at)

        return await run_identified(self._store, self._people, caller, manages, move)

    async def identify_and_change_office(
        self, caller: Caller, manages: bool | None, call_id: str, office: str, request: str, at: int
    ) -> tuple[OfficeChange, Identity]:
        """Move the caller's call to another office of the same member, once per ``request``. Raises UserError.

        Identifies the caller as in `run_identified`.
        """

        async def change(tx: Tx, person: Person, identity: Identity) -> OfficeChange:
            if earlier := await self._requests.find_answer(tx, request):
                return convert(earlier, OfficeChange)
            call = await _fetch_recent(tx, person, call_id, at)
            found = await self._finder.find_office(tx, office)
            member = call.office.partition("-")[0]
            if found is None or found.member != member:
                raise UserError("line.no_call")
            await tx.run(_SET_OFFICE, call=call_id, called=office)
            why = UnavailableReason(call.why) if call.why and not Outcome(call.outcome).completed else None
            answer = OfficeChange(call.campaign_id, call_id, call.slot, office, Outcome(call.outcome), why)
            await self._requests.keep_answer(tx, caller, request, answer, at)
            return answer

        return await run_identified(self._store, self._people, caller, manages, change)

    async def _make_request(
        self, tx: Tx, person: Person, call: Row, source: Campaign, goal: Campaign, at: int
    ) -> CallRequest:
        """Request the same call for ``goal``, to the same office if that campaign calls it too."""
        today = day_of(at, source.zone)
        ago = (today - date.fromisoformat(call.day)).days
        if ago not in (0, 1):
            raise UserError("undo.late")
        targets = await self._finder.find(tx, goal.file, person.profile, at)
        slot = targets.resolve_slot(call.slot)
        office = slot if targets.find(slot) else None
        day = Day.YESTERDAY if ago else Day.TODAY
        why = UnavailableReason(call.why) if call.why else None
        return CallRequest(Outcome(call.outcome), office, goal.id, day, call.language, why=why)


async def _fetch_recent(tx: Tx, person: Person, call_id: str, at: int) -> Row:
    call = await tx.one(_CALL, call=call_id, person=person.id)
    if call is None or call.removed_at is not None:
        raise UserError("undo.voided_move" if call and is_voided(call) else "undo.nothing")
    if at - call.logged_at > DAY:
        raise UserError("undo.late")
    return call
