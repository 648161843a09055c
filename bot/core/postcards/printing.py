"""Approved postcards are printed for each member, and marked once somebody handed them over."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set

from msgspec import Struct, convert

from bot.core.base.build import Base
from bot.core.base.stored_values import read_each
from bot.core.directory.members import REPRESENTATIVE
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.people.people import People
from bot.core.postcards.postcard_notices import PostcardNoticeKind, add_postcard_notice
from bot.core.postcards.postcard_rows import SET_DELIVERED, SET_PRINTED, PostcardStatus
from bot.core.postcards.review import LOCK_WRITER, find_reviewed_orgs
from bot.core.times.clock import DAY
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import or_, select
from bot.store.statement import Row, Statement
from bot.store.tables import postcards


class Recipient(Struct, frozen=True):
    """Whom postcards are for: a campaign's target.

    ``place`` tells several people apart who share one word for their member: the district, the state, or "".
    """

    campaign: str
    slot: str
    place: str = ""


class Stack(Struct, frozen=True):
    """What there is for one recipient: postcards by how far they are."""

    recipient: Recipient
    approved: int
    printed: int
    delivered: int


class PrintedCard(Struct, frozen=True):
    """A postcard to print."""

    id: str
    reference: str
    words: str
    signature: str
    language: str
    state: str | None
    district: str | None


class Batch(Struct, frozen=True):
    """Everything to print for a recipient. ``districts`` counts the cards by district for the cover sheet."""

    recipient: Recipient
    cards: tuple[PrintedCard, ...]
    districts: Mapping[str, int]


class HandedOver(Struct, frozen=True):
    """How many postcards were marked as handed over, and when (UTC microseconds)."""

    count: int
    at: int


_P = postcards.c
_PASSED = (PostcardStatus.APPROVED.value, PostcardStatus.PRINTED.value, PostcardStatus.DELIVERED.value)
_READY = Statement(
    select(postcards)
    .where(or_(*(_P.status == status for status in _PASSED)), _P.removed_at.is_(None))
    .order_by(_P.written_at, _P.id)
)


class PostcardPrinting:
    """Loads what is to be printed, and marks what was handed over."""

    def __init__(self, base: Base, people: People, keep_days: int) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._requests, self._audit, self._waker = base.requests, base.audit, base.waker
        self._people = people
        self._keep = keep_days * DAY

    async def list_stacks(self, reach: Reach) -> tuple[Stack, ...]:
        """What there is for each recipient within a reach, in the order of the oldest postcard."""

        async def read(tx: Tx) -> tuple[Stack, ...]:
            counts: dict[Recipient, Counter[str]] = {}
            for row in await _fetch_within(tx, reach, None):
                counts.setdefault(find_recipient(row), Counter())[row.status] += 1
            return tuple(Stack(one, *(found[status] for status in _PASSED)) for one, found in counts.items())

        return await self._store.read(read)

    async def load_for_print(self, reach: Reach, recipient: Recipient | None = None) -> tuple[Batch, ...]:
        """What is approved and not handed over yet, for one recipient or all. Marks nothing: its file isn't drawn yet.

        Raises UserError if there is nothing.
        """

        async def load(tx: Tx) -> tuple[Batch, ...]:
            rows = [row for row in await _fetch_within(tx, reach, recipient) if _is_printable(row)]
            if not rows:
                raise UserError("postcard.nothing_to_print")
            return self._make_batches(rows)

        return await self._store.read(load)

    async def mark_printed(self, caller: Caller, reach: Reach, recipient: Recipient | None, cards: Set[str]) -> None:
        """Mark the postcards with these ids as printed, once their file is drawn. They can be printed again.

        Those that went meanwhile are left.
        """

        async def mark(tx: Tx) -> None:
            reader = await self._people.ensure(tx, caller)
            rows = await _lock_within(tx, reach, recipient, lambda row: row.id in cards and _is_printable(row))
            at = self._clock()
            await tx.many(SET_PRINTED, [{"postcard": one, "at": at} for one in sorted(row.id for row in rows)])
            for org, count in sorted(Counter(row.org_id for row in rows).items()):
                await self._audit.record(tx, reader.id, "postcard.print", str(count), org)

        await self._store.write(mark)

    async def mark_delivered(
        self, caller: Caller, reach: Reach, recipient: Recipient | None, request: str
    ) -> HandedOver:
        """Mark everything printed for a recipient, or for all, as handed over, once per ``request``.

        Each writer gets a private message. Raises UserError if nothing was printed.
        """

        async def mark(tx: Tx) -> HandedOver:
            reader = await self._people.ensure(tx, caller)  # not locked: two readers may have written to each other
            marked = await _lock_within(tx, reach, recipient, _is_printed)
            if answer := await self._requests.find_answer(tx, request):  # kept while this one waited for the locks
                return convert(answer, HandedOver)
            if not marked:
                raise UserError("postcard.nothing_printed")
            at = self._clock()
            for row in sorted(marked, key=lambda row: row.id):
                await tx.run(SET_DELIVERED, postcard=row.id, at=at, latest=at + self._keep)
                if row.person_id:
                    await add_postcard_notice(tx, row.id, row.person_id, PostcardNoticeKind.DELIVERED, at)
            for org, count in sorted(Counter(row.org_id for row in marked).items()):
                await self._audit.record(tx, reader.id, "postcard.delivered", str(count), org)
            answer_now = HandedOver(len(marked), at)
            await self._requests.keep_answer(tx, None, request, answer_now, at)
            return answer_now

        receipt = await self._store.write(mark)
        self._waker.wake()
        return receipt

    def _make_batches(self, rows: Sequence[Row]) -> tuple[Batch, ...]:
        stacks: dict[Recipient, list[Row]] = {}
        for row in rows:
            stacks.setdefault(find_recipient(row), []).append(row)
        return tuple(
            Batch(
                one,
                tuple(read_each(stack, self._make_card)),
                dict(Counter(row.district or row.state or "" for row in stack)),
            )
            for one, stack in stacks.items()
        )

    def _make_card(self, row: Row) -> PrintedCard:
        words, signature = self._keys.decrypt(row.words), self._keys.decrypt(row.signature)
        return PrintedCard(row.id, row.reference, words, signature, row.language, row.state, row.district)


def find_recipient(row: Row) -> Recipient:
    """Whom a postcard is for."""
    return Recipient(row.campaign_id, row.slot, find_place(row.slot, row.state, row.district))


def find_place(slot: str, state: str | None, district: str | None) -> str:
    """What tells people's own members apart while they share a generic word."""
    if slot == REPRESENTATIVE:
        return district or state or ""
    return (state or "") if slot in GENERIC else ""


def _is_printable(row: Row) -> bool:
    return row.status != PostcardStatus.DELIVERED.value and row.words is not None


def _is_printed(row: Row) -> bool:
    return bool(row.status == PostcardStatus.PRINTED.value)


async def _lock_within(
    tx: Tx, reach: Reach, recipient: Recipient | None, is_wanted: Callable[[Row], bool]
) -> list[Row]:
    """A recipient's postcards, or all within a reach, whose writers do nothing until the transaction ends.

    Writers are locked in the order of their ids, and before any postcard, as when they forget themselves. Otherwise
    two transactions could each hold what the other waits for.
    """
    locked = set[str]()
    while True:
        rows = [row for row in await _fetch_within(tx, reach, recipient) if is_wanted(row)]
        writers = {row.person_id for row in rows if row.person_id} - locked
        if not writers:
            return rows
        for writer in sorted(writers):
            await tx.one(LOCK_WRITER, person=writer)
        locked |= writers  # a link may have moved some postcards while this waited


async def _fetch_within(tx: Tx, reach: Reach, recipient: Recipient | None) -> list[Row]:
    within = await find_reviewed_orgs(tx, reach)
    rows = [row for row in await tx.all(_READY) if row.org_id in within]
    return [row for row in rows if recipient in (None, find_recipient(row))]
