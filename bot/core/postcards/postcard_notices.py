"""Private messages to writers: a postcard was sent back, dropped, taken out, or handed over.

Each is a row first, sent at most once.
"""

from enum import StrEnum

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.base.stored_values import read_enum, read_or
from bot.core.people.due_notices import DueNotices
from bot.core.people.people import People
from bot.core.people.recipients import fetch_person
from bot.core.times.clock import DAY
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import postcard_notices, postcards

_LIFETIME, _KEPT = DAY, 30 * DAY


class PostcardNoticeKind(StrEnum):
    """What a notice tells a writer."""

    SENT_BACK = "sent_back"
    DROPPED = "dropped"
    DELIVERED = "delivered"
    VOIDED = "voided"


class PostcardNotice(Struct, frozen=True):
    """A notice to send. ``accounts`` are the writer's, as (platform, account). Times are UTC microseconds.

    ``zone`` is the writer's, None if unknown. ``reason`` is why it was sent back or dropped, None if nobody said so, or
    the fixed reason of a void.
    """

    id: str
    kind: PostcardNoticeKind
    postcard: str
    reference: str
    campaign: str
    slot: str
    district: str | None
    reason: str | None
    delivered_at: int | None
    accounts: tuple[tuple[str, str], ...]
    language: str | None
    zone: str | None


_N = postcard_notices.c
_ADD = Statement(insert(postcard_notices))
_MARK_SENT = Statement(update(postcard_notices).where(_N.id == bindparam("which")).values(due_at=None))
_SWEEP = Statement(delete(postcard_notices).where(_N.created_at < bindparam("before")))
_ABOUT = Statement(select(postcards).where(postcards.c.id == bindparam("postcard"), postcards.c.person_id.is_not(None)))


class PostcardNotices(DueNotices[PostcardNotice]):
    """Hands out due notices and records what became of them."""

    def __init__(self, base: Base, people: People) -> None:
        super().__init__(base.store, base.clock, postcard_notices)
        self._keys, self._people = base.keys, people

    async def give_up(self, notice: PostcardNotice) -> None:
        """Leave it: the writer can't be reached, and finds it among their postcards."""

    async def _take(self, tx: Tx, most: int) -> tuple[PostcardNotice, ...]:
        taken = await super()._take(tx, most)
        await tx.run(_SWEEP, before=self._clock() - _KEPT)
        return taken

    async def _take_row(self, tx: Tx, row: Row, now: int) -> PostcardNotice | None:
        await tx.run(_MARK_SENT, which=row.id)
        return await self._read(tx, row) if row.created_at >= now - _LIFETIME else None

    async def _read(self, tx: Tx, row: Row) -> PostcardNotice | None:
        """Load a notice, None if its writer has no account that can be read."""
        about = await tx.one(_ABOUT, postcard=row.postcard_id)
        to = await fetch_person(tx, self._people, self._keys, row.person_id)
        kind = read_or(None, lambda: read_enum(PostcardNoticeKind, row.kind))
        if about is None or kind is None or to is None:
            return None
        return PostcardNotice(
            id=row.id,
            kind=kind,
            postcard=about.id,
            reference=about.reference,
            campaign=about.campaign_id,
            slot=about.slot,
            district=about.district or about.state,
            reason=about.removed_as if kind is PostcardNoticeKind.VOIDED else about.reason,
            delivered_at=about.delivered_at,
            accounts=to.accounts,
            language=to.language,
            zone=to.zone,
        )


async def add_postcard_notice(tx: Tx, postcard: str, person: str, kind: PostcardNoticeKind, at: int) -> None:
    """Add a notice for a writer, in the transaction of what it tells."""
    row = {"id": make_id(at), "postcard_id": postcard, "person_id": person, "kind": kind.value}
    await tx.run(_ADD, **row, due_at=at, created_at=at)
