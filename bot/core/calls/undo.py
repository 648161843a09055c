"""Taking a call back: the whole entry with its upgrades, out of every total at once."""

from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, desc, func, select, update

from bot.core.base.clock import DAY
from bot.core.base.idempotency import Requests
from bot.core.calls.calls import credit
from bot.core.calls.own_slots import LIVE
from bot.core.directory.members import Title, find_delegate_title
from bot.core.people.people import People
from bot.core.totals import counters
from bot.core.totals.counting import GroupKind, Outcome, find_counter_changes
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls


@dataclass(frozen=True, slots=True)
class Undone:
    """A call taken back; ``already`` says that it had been before. Totals are of the whole campaign."""

    campaign: str
    slot: str
    outcome: Outcome
    already: bool
    own: int
    coalition: int
    title: Title | None = None  # of whom nobody knows by name, where it isn't a representative's


# When an entry last moved a number: a busy line that got through later counts from then. It is a time, and so not
# what tells which entry was the last: `entered_at` does.
_SINCE = func.coalesce(calls.c.counted_at, calls.c.logged_at)
_OWN = select(
    calls.c.id,
    calls.c.campaign_id,
    calls.c.slot,
    calls.c.state,
    calls.c.outcome,
    calls.c.removed_at,
    _SINCE.label("since"),
).where(calls.c.person_id == bindparam("person"))
_BY_ID = Statement(_OWN.where(calls.c.id == bindparam("call")))
_NEWEST = (desc(calls.c.entered_at), desc(calls.c.id))
_LAST = Statement(_OWN.where(calls.c.removed_at.is_(None)).order_by(*_NEWEST).limit(1))
_REMOVE = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"))
    .values(removed_at=bindparam("at"), removed_as=bindparam("reason"))
)


class Undo:
    """Takes calls back for the people who made them."""

    def __init__(self, store: Store, people: People, requests: Requests) -> None:
        self._store = store
        self._people = people
        self._requests = requests

    async def undo(self, caller: Caller, request: str, at: int, call_id: str | None = None) -> Undone:
        """Take back the caller's call ``call_id``, or the last that moved a number, within 24 hours of that.

        Raises UserError when there is none; somebody else's call is one that doesn't exist.
        """
        return await self._store.write(lambda tx: self._undo(tx, caller, request, at, call_id))

    async def _undo(self, tx: Tx, caller: Caller, request: str, at: int, call_id: str | None) -> Undone:
        person = await self._people.take(tx, caller)
        if answer := await self._requests.find_answer(tx, request):
            title = answer.get("title") and Title(answer["title"])
            return Undone(**{**answer, "outcome": Outcome(answer["outcome"]), "title": title})
        held = await _held(tx, person.id, call_id, at)
        if held.removed_at is None:
            await remove(tx, person.id, held.campaign_id, held.id, "undo", at)
        undone = Undone(
            campaign=held.campaign_id,
            slot=held.slot,
            outcome=Outcome(held.outcome),
            already=held.removed_at is not None,
            own=await counters.load_total(tx, held.campaign_id, GroupKind.PERSON, "", person.id),
            coalition=await counters.load_total(tx, held.campaign_id, GroupKind.TOTAL, "", ""),
            title=find_delegate_title(held.slot, held.state, person.profile.state),
        )
        await self._requests.keep_answer(tx, caller, request, asdict(undone), at)
        return undone


async def _held(tx: Tx, person_id: str, call_id: str | None, at: int) -> Row:
    if call_id:
        held = await tx.one(_BY_ID, person=person_id, call=call_id)
    else:
        held = await tx.one(_LAST, person=person_id)
    if held is None:
        raise UserError("undo.nothing")
    if held.removed_at is None and at - held.since > DAY:
        raise UserError("undo.late")
    return held


async def remove(tx: Tx, person_id: str, campaign_id: str, call_id: str, reason: str, at: int) -> None:
    """Take a call that stands out of everything it counted for; its row stays, with the reason."""
    live = await tx.all(LIVE, person=person_id, campaign=campaign_id)
    completed = {row.id: row for row in live if Outcome(row.outcome).completed}
    await tx.run(_REMOVE, call=call_id, at=at, reason=reason)
    if removed := completed.pop(call_id, None):
        moved = find_counter_changes(credit(removed), map(credit, completed.values()))
        await counters.subtract_call(tx, campaign_id, moved, removed.counted_at)
