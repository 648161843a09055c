"""Reviewers read every postcard before it leaves: approve it, send it back for a fixed reason, or drop it.

Coordinators review for their own orgs, and admins for people without an org. For everybody else, it is not found.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.stored_values import read_each
from bot.core.people.people import People
from bot.core.postcards.own_postcards import remove_postcard
from bot.core.postcards.postcard_notices import PostcardNoticeKind, add_postcard_notice
from bot.core.postcards.postcard_rows import (
    LIVE_OF_PERSON,
    ONE,
    SEND_BACK,
    SET_REVIEW,
    PostcardStatus,
    Removed,
    subtract_from_totals,
)
from bot.core.times.clock import HOUR
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, distinct, func, or_, select
from bot.store.statement import Row, Statement
from bot.store.tables import orgs, people, postcards

FLOOD = 5  # people who send the same words within an hour


class SendBackReason(StrEnum):
    """Why a postcard goes back to its writer, who may change it and send it again, or is dropped."""

    PRIVATE = "private"  # it tells too much about somebody
    STATUS = "status"  # it tells somebody's immigration status
    UNKIND = "unkind"  # it insults or threatens
    UNCLEAR = "unclear"  # it can't be read or understood
    OFF_TOPIC = "off_topic"  # it is about something else


class ReviewCard(Struct, frozen=True):
    """A postcard to review. ``writers`` counts the other people whose live postcards say the same.

    ``is_flood``: so many of them within an hour that somebody may have spread the words. ``waiting`` counts all that
    wait within the reviewer's reach, this one included.
    """

    id: str
    reference: str
    campaign: str
    slot: str
    org_id: str
    words: str
    signature: str
    language: str
    state: str | None
    district: str | None
    written_at: int
    writers: int
    is_flood: bool
    waiting: int


class ReviewReceipt(Struct, frozen=True):
    """What a review did. ``already``: somebody had reviewed it before, and nothing changed."""

    id: str
    reference: str
    campaign: str
    slot: str
    status: PostcardStatus
    already: bool = False


_P = postcards.c
_UNREAD = (_P.status == PostcardStatus.WAITING.value, _P.removed_at.is_(None), _P.words.is_not(None))
_WAITING = Statement(select(postcards).where(*_UNREAD).order_by(_P.written_at, _P.id))
_COUNTS = Statement(select(_P.org_id, func.count().label("n")).where(*_UNREAD).group_by(_P.org_id))
_OTHERS = Statement(
    select(
        func.count(distinct(_P.person_id)).label("writers"),
    ).where(
        _P.campaign_id == bindparam("campaign"),
        _P.mark == bindparam("words_mark"),
        _P.removed_at.is_(None),
        _P.written_at.between(bindparam("first"), bindparam("last")),
        or_(_P.person_id.is_(None), _P.person_id != bindparam("writer")),
    )
)
_NO_ORG = Statement(select(orgs.c.id).where(orgs.c.placeholder == 1))
LOCK_WRITER = Statement(select(people.c.id).where(people.c.id == bindparam("person")).with_for_update(key_share=True))


async def find_reviewed_orgs(tx: Tx, reach: Reach) -> frozenset[str]:
    """The orgs whose postcards somebody reads: those they coordinate, and for admins that of people without one."""
    if reach.role is not Role.ADMIN:
        return reach.orgs
    return reach.orgs | {row.id for row in await tx.all(_NO_ORG)}


async def count_unread(tx: Tx, reach: Reach) -> int:
    """How many postcards wait for a reviewer within ``reach``."""
    within = await find_reviewed_orgs(tx, reach)
    return sum(row.n for row in await tx.all(_COUNTS) if row.org_id in within)


class PostcardReview:
    """Hands out postcards to review and keeps what reviewers decide."""

    def __init__(self, base: Base, people: People) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._requests, self._audit, self._waker = base.requests, base.audit, base.waker
        self._people = people

    async def review_queue(self, reach: Reach, campaign: str | None = None, most: int = 20) -> tuple[ReviewCard, ...]:
        """The postcards that wait within a reach, the oldest first."""

        async def read(tx: Tx) -> tuple[ReviewCard, ...]:
            within = await find_reviewed_orgs(tx, reach)
            rows = [
                row for row in await tx.all(_WAITING) if row.org_id in within and campaign in (None, row.campaign_id)
            ]
            cards = [await self._count_writers(tx, row) for row in rows[:most]]
            return tuple(read_each(cards, lambda card: self._make_card(*card, len(rows))))

        return await self._store.read(read)

    async def approve(self, caller: Caller, reach: Reach, postcard_id: str, request: str) -> ReviewReceipt:
        """Approve a postcard: it may be printed. Raises UserError outside the reach."""
        return await self._decide(caller, reach, postcard_id, request, PostcardStatus.APPROVED, None)

    async def send_back(
        self, caller: Caller, reach: Reach, postcard_id: str, reason: SendBackReason, request: str
    ) -> ReviewReceipt:
        """Send a postcard back. It counts no longer; its writer gets it privately and may send another."""
        receipt = await self._decide(caller, reach, postcard_id, request, PostcardStatus.SENT_BACK, reason)
        self._waker.wake()
        return receipt

    async def drop(
        self, caller: Caller, reach: Reach, postcard_id: str, request: str, reason: SendBackReason | None = None
    ) -> ReviewReceipt:
        """Drop a postcard. It counts no longer, and its words are deleted at once. Its writer learns it privately."""
        receipt = await self._decide(caller, reach, postcard_id, request, PostcardStatus.DROPPED, reason)
        self._waker.wake()
        return receipt

    async def _count_writers(self, tx: Tx, row: Row) -> tuple[Row, int, int]:
        same = {"campaign": row.campaign_id, "words_mark": row.mark, "writer": row.person_id or ""}
        [ever] = await tx.all(_OTHERS, **same, first=0, last=2**62)
        [lately] = await tx.all(_OTHERS, **same, first=row.written_at - HOUR, last=row.written_at + HOUR)
        return row, ever.writers, lately.writers

    def _make_card(self, row: Row, ever: int, lately: int, waiting: int) -> ReviewCard:
        return ReviewCard(
            id=row.id,
            reference=row.reference,
            campaign=row.campaign_id,
            slot=row.slot,
            org_id=row.org_id,
            words=self._keys.decrypt(row.words),
            signature=self._keys.decrypt(row.signature),
            language=row.language,
            state=row.state,
            district=row.district,
            written_at=row.written_at,
            writers=ever,
            is_flood=lately + 1 >= FLOOD,
            waiting=waiting,
        )

    async def _decide(
        self,
        caller: Caller,
        reach: Reach,
        postcard_id: str,
        request: str,
        becomes: PostcardStatus,
        reason: SendBackReason | None,
    ) -> ReviewReceipt:
        async def decide(tx: Tx) -> ReviewReceipt:
            row = await lock_postcard(tx, reach, postcard_id)
            receipt = ReviewReceipt(row.id, row.reference, row.campaign_id, row.slot, becomes)
            if await self._requests.find_answer(tx, request):
                return receipt
            if row.removed_at is not None or row.status != PostcardStatus.WAITING.value or row.words is None:
                return ReviewReceipt(row.id, row.reference, row.campaign_id, row.slot, PostcardStatus(row.status), True)
            at = self._clock()
            await self._apply(tx, row, becomes, at)
            reviewer, why = await self._people.ensure(tx, caller), reason.value if reason else None
            actor = await self._audit.ensure_actor(tx, reviewer.id)  # locks the trail, so it comes after the totals
            await tx.run(SET_REVIEW, postcard=row.id, becomes=becomes.value, at=at, actor=actor, why=why)
            await self._requests.keep_answer(tx, None, request, {"reviewed": becomes.value}, at)
            await self._audit.record(tx, reviewer.id, f"postcard.{becomes}", row.id, row.org_id, why or "ok")
            return receipt

        return await self._store.write(decide)

    async def _apply(self, tx: Tx, row: Row, becomes: PostcardStatus, at: int) -> None:
        """Take a sent back or dropped postcard out of the totals. A dropped one's words go at once."""
        if becomes is PostcardStatus.DROPPED:
            await remove_postcard(tx, self._people, row, Removed.DROPPED.value, at)
            await _notify_writer(tx, row, PostcardNoticeKind.DROPPED, at)
        if becomes is PostcardStatus.SENT_BACK:
            live: Sequence[Row] = await tx.all(LIVE_OF_PERSON, person=row.person_id) if row.person_id else ()
            await tx.run(SEND_BACK, postcard=row.id, at=at)
            await self._people.mark_taken_back(tx, (row.id,))
            await subtract_from_totals(tx, row, live)
            await _notify_writer(tx, row, PostcardNoticeKind.SENT_BACK, at)


async def _notify_writer(tx: Tx, row: Row, kind: PostcardNoticeKind, at: int) -> None:
    if row.person_id:
        await add_postcard_notice(tx, row.id, row.person_id, kind, at)


async def lock_postcard(tx: Tx, reach: Reach, postcard_id: str) -> Row:
    """A postcard within a reach, whose writer does nothing until the transaction ends. Raises UserError."""
    within = await find_reviewed_orgs(tx, reach)
    row = await tx.one(ONE, postcard=postcard_id)
    while row is not None and row.org_id in within:
        await tx.one(LOCK_WRITER, person=row.person_id or "")
        again = await tx.one(ONE, postcard=postcard_id)
        if again is None or again.person_id == row.person_id:
            row = again
            break
        row = again  # a link moved it meanwhile
    if row is None or row.org_id not in within:
        raise UserError("postcard.unknown")
    return row
