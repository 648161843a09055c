"""A call that was logged for the wrong campaign or office, set right in one step by whoever logged it."""

from datetime import date

from msgspec import Struct, convert
from sqlalchemy import bindparam, select, update

from bot.core.base.clock import DAY, day_of
from bot.core.base.idempotency import Requests
from bot.core.calls.call_request import Wish
from bot.core.calls.calls import Calls, Receipt
from bot.core.calls.undo import remove
from bot.core.campaigns.campaigns import Campaign, Campaigns, named
from bot.core.congress.congress import Congress
from bot.core.guidance.target_finder import TargetFinder
from bot.core.people.people import People, Person
from bot.core.totals.counting import Day, Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls


class OfficeChange(Struct, frozen=True):
    """The office that a call is kept under now."""

    campaign: str
    call_id: str
    slot: str
    office: str


_CALL = Statement(
    select(calls).where(
        calls.c.id == bindparam("call"), calls.c.person_id == bindparam("person"), calls.c.removed_at.is_(None)
    )
)
_SET_OFFICE = Statement(update(calls).where(calls.c.id == bindparam("call")).values(office=bindparam("called")))


class CallMoves:
    """Moves calls to another campaign, or to another office of the same member."""

    def __init__(
        self,
        store: Store,
        people: People,
        campaigns: Campaigns,
        congress: Congress,
        finder: TargetFinder,
        calls: Calls,
        requests: Requests,
    ) -> None:
        self._store = store
        self._people = people
        self._campaigns = campaigns
        self._congress = congress
        self._finder = finder
        self._calls = calls
        self._requests = requests

    async def move(self, caller: Caller, call_id: str, campaign: str, request: str, at: int) -> Receipt:
        """Take the caller's call back and log it for ``campaign`` instead, both or neither, once for ``request``.

        Raises UserError for a call that doesn't stand, is more than a day old, or may not be logged there.
        """

        async def move(tx: Tx) -> Receipt:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return convert(answer, Receipt)
            held = await _standing(tx, person, call_id, at)
            known = await self._campaigns.all(tx)
            goal = named(await self._campaigns.met(tx, caller), campaign, at)
            wish = await self._wish(tx, person, held, named(known, held.campaign_id, at), goal, at)
            await remove(tx, person.id, held.campaign_id, held.id, "undo", at)
            return await self._calls.log_within(tx, caller, wish, request, at)

        return await self._store.write(move)

    async def change_office(self, caller: Caller, call_id: str, office: str, request: str, at: int) -> OfficeChange:
        """Keep the caller's call under another office of the same member, once for ``request``; raises UserError."""

        async def change(tx: Tx) -> OfficeChange:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return convert(answer, OfficeChange)
            held = await _standing(tx, person, call_id, at)
            found = (await self._congress.directory(tx)).find_office(office)
            before = held.office.partition("-")[0]
            if found is None or found.member != before:
                raise UserError("line.no_call")
            await tx.run(_SET_OFFICE, call=call_id, called=office)
            changed = OfficeChange(held.campaign_id, call_id, held.slot, office)
            await self._requests.keep_answer(tx, caller, request, changed, at)
            return changed

        return await self._store.write(change)

    async def _wish(self, tx: Tx, person: Person, held: Row, source: Campaign, goal: Campaign, at: int) -> Wish:
        """Return the same call as one for ``goal``: to the same office where that campaign calls it, too."""
        today = day_of(at, source.zone)
        ago = (today - date.fromisoformat(held.day)).days
        if ago not in (0, 1):
            raise UserError("undo.late")
        targets = await self._finder.find(tx, goal.file, person.profile.district, at)
        slot = targets.stands_for(held.slot)
        office = slot if targets.of(slot) else None
        return Wish(Outcome(held.outcome), office, goal.id, Day.YESTERDAY if ago else Day.TODAY, held.language)


async def _standing(tx: Tx, person: Person, call_id: str, at: int) -> Row:
    held = await tx.one(_CALL, call=call_id, person=person.id)
    if held is None:
        raise UserError("undo.nothing")
    if at - held.logged_at > DAY:
        raise UserError("undo.late")
    return held
