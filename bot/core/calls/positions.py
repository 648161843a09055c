"""Positions: what an office answered to an ask. The caller reports each in one tap after talking to the office."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, cast

from msgspec import Struct, convert

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_file import Ask
from bot.core.campaigns.campaign_search import Use, find_open
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.directory.members import find_delegate_title
from bot.core.guidance.target_finder import TargetFinder
from bot.core.people.identified import run_identified
from bot.core.people.people import People, Person
from bot.core.slots.own_slots import find_slots_today
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.store.engine import Tx
from bot.store.sql import Executable, bindparam, delete, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import calls, positions


class Position(StrEnum):
    """An office's answer to an ask."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class PositionReceipt:
    """A saved answer. ``next`` is the key of the ask after it, None after the last.

    ``slot`` is the target of the call, ``onward`` the next open one, and ``delegate`` means a delegate without a known
    name.
    """

    campaign: str
    call_id: str
    ask: str
    position: Position
    next: str | None
    slot: str = ""
    delegate: bool = False
    onward: str | None = None  # answers stored by old releases lack it and the office called
    office: str = ""


class SilenceReceipt(Struct, frozen=True):
    """That the office answered none of the open asks. ``onward`` is as in `PositionReceipt`."""

    campaign: str
    onward: str | None = None
    office: str = ""


class OpenAsks(Struct, frozen=True):
    """The asks that can be answered for a call. The other fields are as in `PositionReceipt`."""

    campaign: Campaign
    asks: tuple[Ask, ...]
    slot: str = ""
    delegate: bool = False
    onward: str | None = None
    office: str = ""


_CALL = Statement(
    select(calls.c.campaign_id, calls.c.outcome, calls.c.removed_at, calls.c.slot, calls.c.state, calls.c.office).where(
        calls.c.id == bindparam("call"), calls.c.person_id == bindparam("person")
    )
)


def _upsert(insert: Any) -> Executable:
    new = insert(positions)
    changed = {name: new.excluded[name] for name in ("position", "at")}
    return cast(Executable, new.on_conflict_do_update(index_elements=["call_id", "ask"], set_=changed))


_SAVE = Statement(_upsert)
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
    """Saves and reads positions."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, finder: TargetFinder) -> None:
        self._store, self._requests = base.store, base.requests
        self._people, self._campaigns, self._finder = people, campaigns, finder

    async def identify_and_save(
        self, caller: Caller, manages: bool | None, call_id: str, ask: str, position: Position, request: str, at: int
    ) -> tuple[PositionReceipt, Identity]:
        """Save the answer to an ask, replacing an earlier one. Runs once per ``request``.

        Identifies the caller as in `run_identified`. Raises UserError if the call isn't live, nobody was reached, or
        the campaign is no longer open.
        """

        async def save(tx: Tx, person: Person, identity: Identity) -> PositionReceipt:
            if answer := await self._requests.find_answer(tx, request):
                return PositionReceipt(**{**answer, "position": Position(answer["position"])})
            if person.suspended:
                raise UserError("limits.suspended")
            call = await self._find_asks(tx, caller, person, call_id, at)
            upcoming = find_next_ask(call.asks, ask)
            known = (call.slot, call.delegate, call.onward, call.office)
            receipt = PositionReceipt(call.campaign.id, call_id, ask, position, upcoming, *known)
            await tx.run(_SAVE, call_id=call_id, ask=ask, position=position.value, at=at)
            await self._requests.keep_answer(tx, caller, request, asdict(receipt), at)
            return receipt

        return await run_identified(self._store, self._people, caller, manages, save)

    async def identify_and_save_silence(
        self, caller: Caller, manages: bool | None, call_id: str, request: str, at: int
    ) -> tuple[SilenceReceipt, Identity]:
        """Save "no answer" for each of the call's unanswered asks, once per ``request``.

        Identifies the caller and raises UserError as `identify_and_save` does.
        """

        async def save(tx: Tx, person: Person, identity: Identity) -> SilenceReceipt:
            if answer := await self._requests.find_answer(tx, request):
                return convert(answer, SilenceReceipt)
            if person.suspended:
                raise UserError("limits.suspended")
            call = await self._find_asks(tx, caller, person, call_id, at)
            answered = {row.ask for row in await tx.all(_ASKS, call=call_id)}
            for key in (ask.key for ask in call.asks if ask.key not in answered):
                await tx.run(_SAVE, call_id=call_id, ask=key, position=Position.NO_ANSWER.value, at=at)
            receipt = SilenceReceipt(call.campaign.id, call.onward, call.office)
            await self._requests.keep_answer(tx, caller, request, receipt, at)
            return receipt

        return await run_identified(self._store, self._people, caller, manages, save)

    async def fetch_asks(self, caller: Caller, call_id: str, at: int) -> OpenAsks:
        """The asks that can be answered for the caller's call. Raises UserError as `identify_and_save` does."""

        async def read(tx: Tx) -> OpenAsks:
            return await self._find_asks(tx, caller, await self._people.find(tx, caller), call_id, at)

        return await self._store.read(read)

    async def _find_asks(self, tx: Tx, caller: Caller, person: Person | None, call_id: str, at: int) -> OpenAsks:
        call = await tx.one(_CALL, call=call_id, person=person.id) if person else None
        if person is None or call is None or call.removed_at is not None or call.outcome != Outcome.SPOKE:
            raise UserError("ask.no_call")
        campaign = await find_open(tx, await self._campaigns.read_all(tx), call.campaign_id, at, Use.ANSWER)
        targets = await self._finder.find(tx, campaign.file, person.profile, at)
        slots = await find_slots_today(tx, self._people, caller, person, campaign, targets, at)
        delegate = find_delegate_title(call.slot, call.state) is not None
        onward = slots.find_next_after(call.slot)
        return OpenAsks(campaign, campaign.file.asks, call.slot, delegate, onward, call.office)


def find_next_ask(asks: Sequence[Ask], key: str) -> str | None:
    """The key of the ask after ``key``, None after the last. Raises UserError if there is no such ask."""
    keys = [ask.key for ask in asks]
    if key not in keys:
        raise UserError("ask.gone")
    return next(iter(keys[keys.index(key) + 1 :]), None)


async def fetch_positions(tx: Tx, person_id: str) -> list[Row]:
    """The answers of a person's calls, as rows of call_id, ask and position."""
    return await tx.all(_OF_PERSON, person=person_id)


async def drop_positions(tx: Tx, person_id: str) -> None:
    """Delete the answers of a person's calls."""
    await tx.run(_DROP, person=person_id)


async def find_extra_asks(tx: Tx, call: str, other: str) -> list[str]:
    """The asks that are answered for ``call`` but not for ``other``."""
    answered = {row.ask for row in await tx.all(_ASKS, call=other)}
    return sorted(row.ask for row in await tx.all(_ASKS, call=call) if row.ask not in answered)


async def move_positions(tx: Tx, source: str, target: str, asks: Sequence[str]) -> None:
    """Move the answers to ``asks`` from the call ``source`` to ``target``, which has none of them."""
    await tx.many(_MOVE, [{"frm": source, "to": target, "about": ask} for ask in asks])
