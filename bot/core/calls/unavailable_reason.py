"""Why a call didn't get through, told in one tap after it was logged; it helps the next caller."""

from msgspec import Struct, convert
from sqlalchemy import bindparam, select, update

from bot.core.base.idempotency import Requests
from bot.core.directory.members import Title, find_delegate_title
from bot.core.guidance.phone_lines import Why
from bot.core.people.people import People
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import calls


class Noted(Struct, frozen=True):
    """A reason that is kept, with the campaign, slot and office of its call; answers of old have no office."""

    campaign: str
    slot: str
    why: Why
    office: str = ""
    title: Title | None = None  # of whom nobody knows by name, where it isn't a representative's


_CALL = Statement(
    select(calls.c.campaign_id, calls.c.slot, calls.c.office, calls.c.outcome, calls.c.state).where(
        calls.c.id == bindparam("call"), calls.c.person_id == bindparam("person"), calls.c.removed_at.is_(None)
    )
)


_KEEP = Statement(update(calls).where(calls.c.id == bindparam("call")).values(why=bindparam("reason")))


class Missed:
    """Keeps why calls didn't get through."""

    def __init__(self, store: Store, people: People, requests: Requests) -> None:
        self._store = store
        self._people = people
        self._requests = requests

    async def note(self, caller: Caller, call_id: str, why: Why, request: str, at: int) -> Noted:
        """Keep why the caller's call didn't get through, in the place of what was said of it before.

        Once for ``request``. Raises UserError for a call that doesn't stand, or that did get through.
        """

        async def note(tx: Tx) -> Noted:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return convert(answer, Noted)
            call = await tx.one(_CALL, call=call_id, person=person.id)
            if call is None or call.outcome != Outcome.UNAVAILABLE:
                raise UserError("line.no_call")
            await tx.run(_KEEP, call=call_id, reason=why.value)
            title = find_delegate_title(call.slot, call.state, person.profile.state)
            noted = Noted(call.campaign_id, call.slot, why, call.office, title)
            await self._requests.keep_answer(tx, caller, request, noted, at)
            return noted

        return await self._store.write(note)
