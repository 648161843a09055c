"""A person's own postcards: read, counted, and taken away."""

from collections.abc import Iterable

from msgspec import Struct

from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_or
from bot.core.people.people import People
from bot.core.postcards.postcard_rows import (
    ALL_OF_PERSON,
    LIVE_OF_PERSON,
    REMOVE,
    PostcardStatus,
    Removed,
    read_status,
    subtract_from_totals,
)
from bot.core.totals import counters
from bot.core.totals.counting import PostcardKind
from bot.store.engine import Tx
from bot.store.statement import Row


class OwnPostcard(Struct, frozen=True):
    """One of a person's own postcards. ``words`` and ``signature`` are None once they are deleted.

    ``status`` is None if it can't be read. ``removed`` is why it doesn't count, ``reason`` why it was sent back. Times
    are UTC microseconds.
    """

    id: str
    reference: str
    campaign: str
    slot: str
    day: str
    org_id: str
    chapter_id: str
    state: str | None
    district: str | None
    platform: str
    language: str
    status: PostcardStatus | None
    words: str | None
    signature: str | None
    written_at: int
    delivered_at: int | None
    delete_at: int | None
    reason: str | None
    removed: str | None


async def remove_postcard(tx: Tx, people: People, row: Row, how: str, at: int) -> None:
    """Delete what a live postcard says, and subtract it from every total. Its row stays, with the reason."""
    live = await tx.all(LIVE_OF_PERSON, person=row.person_id) if row.person_id else []
    await tx.run(REMOVE, postcard=row.id, at=at, how=how)
    await people.mark_taken_back(tx, (row.id,))
    await subtract_from_totals(tx, row, live)


async def load_postcard_totals(tx: Tx, campaign: str, person_id: str) -> tuple[int, int]:
    """A person's own postcards of a campaign, and everybody's."""
    own = await counters.load_total(tx, campaign, PostcardKind.PERSON, "", person_id)
    return own, await counters.load_total(tx, campaign, PostcardKind.TOTAL, "", "")


async def fetch_own_postcards(tx: Tx, keys: Keys, person_id: str) -> tuple[OwnPostcard, ...]:
    """A person's postcards, the newest first. Unreadable ones lack what can't be read."""
    return tuple(_make_own(keys, row) for row in await tx.all(ALL_OF_PERSON, person=person_id))


def find_sent_back(own: Iterable[OwnPostcard], campaign: str) -> OwnPostcard | None:
    """The first of ``own`` that was sent back and whose words are still kept, None if there is none."""
    back = (one for one in own if one.campaign == campaign and one.removed == Removed.SENT_BACK)
    return next((one for one in back if one.words), None)


def _make_own(keys: Keys, row: Row) -> OwnPostcard:
    def read(sealed: bytes | None) -> str | None:
        return read_or(None, lambda: keys.decrypt(sealed)) if sealed else None

    return OwnPostcard(
        id=row.id,
        reference=row.reference,
        campaign=row.campaign_id,
        slot=row.slot,
        day=row.day,
        org_id=row.org_id,
        chapter_id=row.chapter_id,
        state=row.state,
        district=row.district,
        platform=row.platform,
        language=row.language,
        status=read_or(None, lambda: read_status(row.status)),
        words=read(row.words),
        signature=read(row.signature),
        written_at=row.written_at,
        delivered_at=row.delivered_at,
        delete_at=row.delete_at,
        reason=row.reason,
        removed=row.removed_as,
    )
