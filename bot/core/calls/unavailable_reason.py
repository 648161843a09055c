"""Why a call didn't get through. The caller says so in one tap after logging it, and the next caller benefits."""

from msgspec import Struct, convert
from sqlalchemy import bindparam, select, update

from bot.core.base.idempotency import Requests
from bot.core.directory.members import Title, find_delegate_title
from bot.core.guidance.phone_lines import UnavailableReason
from bot.core.people.people import People
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import calls


class ReasonReceipt(Struct, frozen=True):
    """A saved reason, with the campaign, slot and office of its call. Answers stored by old releases have no office."""

    campaign: str
    slot: str
    why: UnavailableReason
    office: str = ""
    title: Title | None = None  # of a member nobody knows by name, unless it is a representative


_CALL = Statement(
    select(calls.c.campaign_id, calls.c.slot, calls.c.office, calls.c.outcome, calls.c.state).where(
        calls.c.id == bindparam("call"), calls.c.person_id == bindparam("person"), calls.c.removed_at.is_(None)
    )
)


_SAVE = Statement(update(calls).where(calls.c.id == bindparam("call")).values(why=bindparam("reason")))


class UnavailableReasons:
    """Saves why calls didn't get through."""

    def __init__(self, store: Store, people: People, requests: Requests) -> None:
        self._store = store
        self._people = people
        self._requests = requests

    async def save(self, caller: Caller, call_id: str, why: UnavailableReason, request: str, at: int) -> ReasonReceipt:
        """Save why the caller's call didn't get through, replacing any earlier reason. Runs once per ``request``.

        Raises UserError if the call isn't live or did get through.
        """

        async def save(tx: Tx) -> ReasonReceipt:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return convert(answer, ReasonReceipt)
            call = await tx.one(_CALL, call=call_id, person=person.id)
            if call is None or call.outcome != Outcome.UNAVAILABLE:
                raise UserError("line.no_call")
            await tx.run(_SAVE, call=call_id, reason=why.value)
            title = find_delegate_title(call.slot, call.state, person.profile.state)
            receipt = ReasonReceipt(call.campaign_id, call.slot, why, call.office, title)
            await self._requests.keep_answer(tx, caller, request, receipt, at)
            return receipt

        return await self._store.write(save)
