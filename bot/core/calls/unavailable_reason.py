"""Why a call didn't get through. The caller says so in one tap after logging it, and the next caller benefits."""

from msgspec import Struct, convert

from bot.core.base.build import Base
from bot.core.calls.calls import SAVE_REASON
from bot.core.calls.scripts import Scripts
from bot.core.directory.members import Title, find_delegate_title
from bot.core.guidance.phone_lines import UnavailableReason, find_other_office
from bot.core.people.identified import run_identified
from bot.core.people.people import People, Person
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import calls


class ReasonReceipt(Struct, frozen=True):
    """A saved reason, with the campaign, slot and office of its call, and where to call next.

    ``another`` is the id of another office of the same member, ``onward`` the next open slot. Both are None once the
    campaign is over. Answers stored by old releases lack ``office`` and these two.
    """

    campaign: str
    slot: str
    why: UnavailableReason
    office: str = ""
    title: Title | None = None  # of a delegate whose name is unknown
    another: str | None = None
    onward: str | None = None


_CALL = Statement(
    select(calls.c.campaign_id, calls.c.slot, calls.c.office, calls.c.outcome, calls.c.state).where(
        calls.c.id == bindparam("call"), calls.c.person_id == bindparam("person"), calls.c.removed_at.is_(None)
    )
)


class UnavailableReasons:
    """Saves why calls didn't get through."""

    def __init__(self, base: Base, people: People, scripts: Scripts) -> None:
        self._store, self._requests = base.store, base.requests
        self._people, self._scripts = people, scripts

    async def identify_and_save(
        self, caller: Caller, manages: bool | None, call_id: str, why: UnavailableReason, request: str, at: int
    ) -> tuple[ReasonReceipt, Identity]:
        """Save why the caller's call didn't get through, replacing any earlier reason. Runs once per ``request``.

        Identifies the caller as in `run_identified`. Raises UserError if the call isn't live or did get through.
        """

        async def save(tx: Tx, person: Person, identity: Identity) -> ReasonReceipt:
            if answer := await self._requests.find_answer(tx, request):
                return convert(answer, ReasonReceipt)
            call = await tx.one(_CALL, call=call_id, person=person.id)
            if call is None or call.outcome != Outcome.UNAVAILABLE:
                raise UserError("line.no_call")
            await tx.run(SAVE_REASON, call=call_id, reason=why.value)
            title = find_delegate_title(call.slot, call.state)
            another, onward = await self._find_onward(tx, caller, person, call, at)
            receipt = ReasonReceipt(call.campaign_id, call.slot, why, call.office, title, another, onward)
            await self._requests.keep_answer(tx, caller, request, receipt, at)
            return receipt

        return await run_identified(self._store, self._people, caller, manages, save)

    async def _find_onward(
        self, tx: Tx, caller: Caller, person: Person, call: Row, at: int
    ) -> tuple[str | None, str | None]:
        """The id of another office of the same member, and the next slot. Both are None once the campaign is over."""
        try:
            found = await self._scripts.find_next_call(tx, caller, person, at, call.campaign_id, call.slot)
        except UserError:
            return None, None
        member = found.target.official if found.target else None
        another = find_other_office(member, call.office, at) if member else None
        return another.id if another else None, found.onward
