"""Undoes a call: the whole entry with its upgrades, out of every total at once."""

from dataclasses import asdict, dataclass
from typing import Any

from bot.core.base.build import Base
from bot.core.base.ids import normalize_code
from bot.core.base.statuses import CampaignState
from bot.core.calls.calls import make_credit
from bot.core.campaigns.campaigns import Campaigns
from bot.core.directory.members import Title, find_delegate_title
from bot.core.names.reference_search import LEAST, find_near_reference, find_references
from bot.core.people.identified import run_identified
from bot.core.people.past.entries import LINK
from bot.core.people.people import People, Person
from bot.core.slots.own_slots import LIVE_IN_CAMPAIGN
from bot.core.times.clock import DAY
from bot.core.totals import counters
from bot.core.totals.counting import GroupKind, Outcome, find_counter_changes
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.phrases import list_choices
from bot.store.engine import Tx
from bot.store.sql import bindparam, desc, func, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import calls, postcards


@dataclass(frozen=True, slots=True)
class UndoReceipt:
    """An undone call; ``already`` if it was taken off before.

    ``voided`` is the fixed reason of a coordinator who did that. ``doubled`` says that a linked account's call to the
    same office counts instead.

    ``own`` and ``coalition`` are campaign totals. ``is_open`` says whether its campaign takes calls, ``others_open``
    whether other campaigns are open to the caller.
    """

    campaign: str
    slot: str
    outcome: Outcome
    already: bool
    own: int
    coalition: int
    title: Title | None = None  # of a delegate whose name is unknown
    others_open: bool = False
    is_open: bool = True  # answers stored by old releases lack it, and those below
    voided: str | None = None
    doubled: bool = False


# When an entry last moved a total; an upgraded attempt counts from its upgrade. Only `entered_at` orders entries.
SINCE = func.coalesce(calls.c.counted_at, calls.c.logged_at).label("since")
_OWN = select(
    calls.c.id,
    calls.c.campaign_id,
    calls.c.slot,
    calls.c.state,
    calls.c.outcome,
    calls.c.removed_at,
    calls.c.removed_as,
    calls.c.logged_at,
    SINCE,
).where(calls.c.person_id == bindparam("person"))
_BY_ID = Statement(_OWN.where(calls.c.id == bindparam("call")))
_NEWEST = (desc(calls.c.entered_at), desc(calls.c.id))
UNDO = "undo"  # why a call that its caller took back doesn't count
_OFFERED = 5  # references that a sentence names
_SEARCHED = 500  # newest calls of a person among which a reference is found
_REFERENCES = Statement(
    select(calls.c.id, calls.c.reference)
    .where(calls.c.person_id == bindparam("person"))
    .order_by(*_NEWEST)
    .limit(_SEARCHED)
)
_POSTCARDS = Statement(select(postcards.c.reference).where(postcards.c.person_id == bindparam("person")))
_LAST = Statement(_OWN.where(calls.c.removed_at.is_(None)).order_by(*_NEWEST).limit(1))
_REMOVE = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"))
    .values(removed_at=bindparam("at"), removed_as=bindparam("reason"))
)


def is_voided(call: Row) -> bool:
    """Whether a coordinator took a call off, not its caller."""
    return call.removed_as not in (None, UNDO, LINK)


def can_undo(since: int, at: int) -> bool:
    """Whether a call that last moved a total at ``since`` can be taken back (UTC microseconds)."""
    return at - since <= DAY


class Undo:
    """Undoes calls for the people who made them."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns) -> None:
        self._store, self._requests = base.store, base.requests
        self._people, self._campaigns = people, campaigns

    async def identify_and_undo(
        self,
        caller: Caller,
        manages: bool | None,
        request: str,
        at: int,
        call_id: str | None = None,
        reference: str | None = None,
    ) -> tuple[UndoReceipt, Identity]:
        """Undo the caller's call ``call_id``, or the one with a ``reference``, or else their last.

        That is possible within 24 hours of when it last moved a total. Identifies the caller as in `run_identified`.
        Raises UserError if there is no such call. Another person's call does not exist for the caller.
        """

        async def undo(tx: Tx, person: Person, identity: Identity) -> UndoReceipt:
            return await self._undo(tx, caller, person, request, at, call_id, reference)

        return await run_identified(self._store, self._people, caller, manages, undo)

    async def _undo(
        self,
        tx: Tx,
        caller: Caller,
        person: Person,
        request: str,
        at: int,
        call_id: str | None,
        reference: str | None,
    ) -> UndoReceipt:
        if answer := await self._requests.find_answer(tx, request):
            title = answer.get("title") and Title(answer["title"])
            return UndoReceipt(**{**answer, "outcome": Outcome(answer["outcome"]), "title": title})
        call = await _find_call(tx, person.id, await _find_id(tx, person.id, reference) if reference else call_id, at)
        if call.removed_at is None:
            await remove_call(tx, self._people, person.id, call.campaign_id, call.id, UNDO, at)
        visible = await self._campaigns.load_visible(tx, caller)
        open_to_caller = {one.id for one in visible if one.state(at) is CampaignState.OPEN}
        receipt = UndoReceipt(
            campaign=call.campaign_id,
            slot=call.slot,
            outcome=Outcome(call.outcome),
            already=call.removed_at is not None,
            own=await counters.load_total(tx, call.campaign_id, GroupKind.PERSON, "", person.id),
            coalition=await counters.load_total(tx, call.campaign_id, GroupKind.TOTAL, "", ""),
            title=find_delegate_title(call.slot, call.state),
            others_open=bool(open_to_caller - {call.campaign_id}),
            is_open=call.campaign_id in open_to_caller,
            voided=call.removed_as if is_voided(call) else None,
            doubled=call.removed_as == LINK,
        )
        await self._requests.keep_answer(tx, caller, request, _store(receipt), at)
        return receipt


def _store(receipt: UndoReceipt) -> dict[str, Any]:
    """The receipt for the same request again, which an earlier version may answer: it doesn't know the last fields."""
    return {name: value for name, value in asdict(receipt).items() if value or name not in ("voided", "doubled")}


async def _find_id(tx: Tx, person_id: str, typed: str) -> str:
    """The id of the person's call with a reference, whole or its beginning. Raises UserError if there is none."""
    known = {row.reference: row.id for row in await tx.all(_REFERENCES, person=person_id)}
    found = find_references(typed, known)
    if len(found) == 1:
        return str(known[found[0]])
    if found:
        choices = [(one, one) for one in found[:_OFFERED]]
        error = UserError("undo.several", field="call", word=typed, known=list_choices(found, _OFFERED))
        raise error.add_choices(choices)
    # A postcard needs its whole reference, since what it says is deleted at once.
    cards = find_references(typed, [row.reference for row in await tx.all(_POSTCARDS, person=person_id)])[:_OFFERED]
    if cards:
        error = UserError("undo.near", field="call", word=typed, near=list_choices(cards, _OFFERED))
        raise error.add_choices([(one, one) for one in cards])
    near = find_near_reference(typed, known) if len(normalize_code(typed)) >= LEAST else None
    if near:
        raise UserError("undo.near", field="call", word=typed, near=near).add_choices([(near, near)])
    raise UserError("undo.unknown", field="call", word=typed)


async def _find_call(tx: Tx, person_id: str, call_id: str | None, at: int) -> Row:
    if call_id:
        call = await tx.one(_BY_ID, person=person_id, call=call_id)
    else:
        call = await tx.one(_LAST, person=person_id)
    if call is None:
        raise UserError("undo.nothing")
    if call.removed_at is None and not can_undo(call.since, at):
        raise UserError("undo.late")
    return call


async def remove_call(
    tx: Tx, people: People, person_id: str, campaign_id: str, call_id: str, reason: str, at: int
) -> None:
    """Subtract a live call from every total it counted toward. Its row stays, with the reason."""
    await people.mark_taken_back(tx, (call_id,))
    live = await tx.all(LIVE_IN_CAMPAIGN, person=person_id, campaign=campaign_id)
    completed = {row.id: row for row in live if Outcome(row.outcome).completed}
    await tx.run(_REMOVE, call=call_id, at=at, reason=reason)
    if removed := completed.pop(call_id, None):
        moved = find_counter_changes(make_credit(removed), map(make_credit, completed.values()))
        await counters.subtract_call(tx, campaign_id, moved, removed.counted_at)
