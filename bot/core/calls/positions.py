"""Positions: what an office answered to an ask, told in one tap after a conversation, once for each call and ask."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Executable, bindparam, delete, select, update

from bot.core.base.idempotency import Requests
from bot.core.campaigns.campaign_file import Ask
from bot.core.campaigns.campaigns import Campaigns, Use, find_open
from bot.core.directory.members import find_delegate_title
from bot.core.people.people import People
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls, positions


class Position(StrEnum):
    """An office's answer to an ask."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class Noted:
    """An answer that is kept; ``next`` is the key of the ask that follows it, None after the last.

    ``slot`` was called; ``delegate`` says that it is one who isn't known by name.
    """

    campaign: str
    call_id: str
    ask: str
    position: Position
    next: str | None
    slot: str = ""
    delegate: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A call with its campaign, whose asks can be answered for it; ``slot`` and ``delegate`` as in `Noted`."""

    campaign: str
    asks: tuple[Ask, ...]
    slot: str = ""
    delegate: bool = False


_CALL = Statement(
    select(calls.c.campaign_id, calls.c.outcome, calls.c.removed_at, calls.c.slot, calls.c.state).where(
        calls.c.id == bindparam("call"), calls.c.person_id == bindparam("person")
    )
)


def _kept(insert: Any) -> Executable:
    new = insert(positions)
    changed = {name: new.excluded[name] for name in ("position", "at")}
    return cast(Executable, new.on_conflict_do_update(index_elements=["call_id", "ask"], set_=changed))


_KEEP = Statement(_kept)
_OF_PERSON = Statement(
    select(positions.c.call_id, positions.c.ask, positions.c.position)
    .where(positions.c.call_id == calls.c.id, calls.c.person_id == bindparam("person"))
    .order_by(positions.c.call_id, positions.c.ask)
)
_DROP = Statement(
    delete(positions).where(positions.c.call_id.in_(select(calls.c.id).where(calls.c.person_id == bindparam("person"))))
)
_ASKS = Statement(select(positions.c.ask).where(positions.c.call_id == bindparam("call")))
_MOVE = Statement(
    update(positions)
    .where(positions.c.call_id == bindparam("frm"), positions.c.ask == bindparam("about"))
    .values(call_id=bindparam("to"))
)


class Positions:
    """Keeps positions."""

    def __init__(self, store: Store, people: People, campaigns: Campaigns, requests: Requests) -> None:
        self._store = store
        self._people = people
        self._campaigns = campaigns
        self._requests = requests

    async def note(self, caller: Caller, call_id: str, ask: str, position: Position, request: str, at: int) -> Noted:
        """Keep what the caller was told in their call, in place of what was kept for that ask before.

        Once for ``request``. Raises UserError for a call that doesn't stand or was no conversation, and once the
        campaign takes no calls.
        """

        async def note(tx: Tx) -> Noted:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return Noted(**{**answer, "position": Position(answer["position"])})
            if person.suspended:
                raise UserError("limits.suspended")
            asked = await self._asked(tx, person.id, call_id, at)
            whom = (asked.slot, asked.delegate)
            noted = Noted(asked.campaign, call_id, ask, position, following(asked.asks, ask), *whom)
            await tx.run(_KEEP, call_id=call_id, ask=ask, position=position.value, at=at)
            await self._requests.keep_answer(tx, caller, request, asdict(noted), at)
            return noted

        return await self._store.write(note)

    async def note_silence(self, caller: Caller, call_id: str, request: str, at: int) -> str:
        """Keep that the office answered none of the call's asks that have no answer yet; return the campaign's id.

        Once for ``request``; raises UserError as `note` does.
        """

        async def note(tx: Tx) -> str:
            person = await self._people.take(tx, caller)
            if answer := await self._requests.find_answer(tx, request):
                return str(answer["campaign"])
            if person.suspended:
                raise UserError("limits.suspended")
            asked = await self._asked(tx, person.id, call_id, at)
            answered = {row.ask for row in await tx.all(_ASKS, call=call_id)}
            silent = [ask.key for ask in asked.asks if ask.key not in answered]
            for key in silent:
                await tx.run(_KEEP, call_id=call_id, ask=key, position=Position.NO_ANSWER.value, at=at)
            await self._requests.keep_answer(tx, caller, request, {"campaign": asked.campaign}, at)
            return asked.campaign

        return await self._store.write(note)

    async def asked(self, caller: Caller, call_id: str, at: int) -> Asked:
        """Return the asks that can be answered for the caller's call; raises UserError as `note` does."""

        async def read(tx: Tx) -> Asked:
            person = await self._people.find(tx, caller)
            return await self._asked(tx, person.id if person else "", call_id, at)

        return await self._store.read(read)

    async def _asked(self, tx: Tx, person_id: str, call_id: str, at: int) -> Asked:
        call = await tx.one(_CALL, call=call_id, person=person_id)
        if call is None or call.removed_at is not None or call.outcome != Outcome.SPOKE:
            raise UserError("ask.no_call")
        campaign = await find_open(tx, await self._campaigns.all(tx), call.campaign_id, at, Use.ANSWER)
        return Asked(campaign.id, campaign.file.asks, call.slot, find_delegate_title(call.slot, call.state) is not None)


def following(asks: Sequence[Ask], key: str) -> str | None:
    """Return the key of the ask after ``key``, None after the last; raises UserError where there is no such ask."""
    keys = [ask.key for ask in asks]
    if key not in keys:
        raise UserError("ask.gone")
    return next(iter(keys[keys.index(key) + 1 :]), None)


async def positions_of(tx: Tx, person_id: str) -> list[Row]:
    """Return what somebody's calls hold, as rows of call_id, ask and position."""
    return await tx.all(_OF_PERSON, person=person_id)


async def drop_positions(tx: Tx, person_id: str) -> None:
    """Delete what somebody's calls hold."""
    await tx.run(_DROP, person=person_id)


async def asks_alone(tx: Tx, call: str, other: str) -> list[str]:
    """Return the asks that ``call`` has an answer to and ``other`` hasn't."""
    held = {row.ask for row in await tx.all(_ASKS, call=other)}
    return sorted(row.ask for row in await tx.all(_ASKS, call=call) if row.ask not in held)


async def move_positions(tx: Tx, source: str, target: str, asks: Sequence[str]) -> None:
    """Let the answers to ``asks`` belong to the call ``target``, which has none to them."""
    await tx.many(_MOVE, [{"frm": source, "to": target, "about": ask} for ask in asks])
