"""Direct messages about a change that needs another admin: it waits, it was released, or it was refused.

Each is a row first and is sent at most once. People who can't be reached still find it on the home card.
"""

import json
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_enum, read_object, read_or
from bot.core.campaigns.campaigns import Campaigns
from bot.core.changes.proposal_rows import ReadContent, find_proposal
from bot.core.people.due_notices import DueNotices
from bot.core.people.people import People
from bot.core.people.recipients import fetch_recipient
from bot.core.times.clock import DAY
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import campaign_proposals, change_notices

_LIFETIME, _KEPT = DAY, 30 * DAY


class ChangeKind(StrEnum):
    """What a notice says about a change."""

    WAITING = "waiting"  # to admins: one of them has to release it
    RELEASED = "released"  # to its author
    REFUSED = "refused"  # to its author
    UNREACHED = "unreached"  # to its author: an admin who could release it gets no direct messages
    WITHDRAWN = "withdrawn"  # what WAITING becomes once its author has taken it back; never sent


class ChangeNotice(Struct, frozen=True):
    """A notice to send. ``accounts`` are its recipient's, as (platform, account).

    ``campaign`` is the campaign's key. ``title`` is, by language, that of what is in force or, of a new campaign, that
    of what waits or was refused; empty if it is unknown. ``is_new``: nothing of the campaign is in force.
    ``reason`` is why it was refused, empty if nobody said.
    """

    id: str
    kind: ChangeKind
    proposal: str
    campaign: str
    title: Mapping[str, str]
    accounts: tuple[tuple[str, str], ...]
    language: str | None
    is_new: bool
    reason: str = ""


_N = change_notices.c
_ADD = Statement(lambda insert: insert(change_notices).on_conflict_do_nothing())
_SET_SENT = Statement(update(change_notices).where(_N.id == bindparam("which")).values(due_at=None))
_WITHDRAW = Statement(
    update(change_notices)
    .where(_N.proposal == bindparam("which"), _N.kind == ChangeKind.WAITING.value)
    .values(kind=ChangeKind.WITHDRAWN.value, due_at=None)
)
_WITHDRAWN = Statement(
    select(_N.id).where(_N.proposal == bindparam("which"), _N.kind == ChangeKind.WITHDRAWN.value).limit(1)
)
_AUTHOR = Statement(
    select(campaign_proposals.c.actor).where(
        campaign_proposals.c.id == bindparam("which"), campaign_proposals.c.waiting_since.is_not(None)
    )
)
_SWEEP = Statement(delete(change_notices).where(_N.created_at < bindparam("before")))


class ChangeNotices(DueNotices[ChangeNotice]):
    """Hands out due notices and records what became of them."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, read: ReadContent) -> None:
        self._keys, self._read_content = base.keys, read
        super().__init__(base.store, base.clock, change_notices)
        self._people, self._campaigns = people, campaigns

    async def give_up(self, notice: ChangeNotice) -> None:
        """Leave it: the recipient finds the change on the home card. If an admin can't, its author learns it, once."""

        async def notify_author(tx: Tx) -> None:
            if row := await tx.one(_AUTHOR, which=notice.proposal):
                to = (notice.proposal, notice.campaign, row.actor)
                await add_change_notice(tx, *to, ChangeKind.UNREACHED, self._clock())

        if notice.kind is ChangeKind.WAITING:
            await self._store.write(notify_author)

    async def _take(self, tx: Tx, most: int) -> tuple[ChangeNotice, ...]:
        taken = await super()._take(tx, most)
        await tx.run(_SWEEP, before=self._clock() - _KEPT)
        return taken

    async def _take_row(self, tx: Tx, row: Row, now: int) -> ChangeNotice | None:
        await tx.run(_SET_SENT, which=row.id)
        return await self._read(tx, row) if row.created_at >= now - _LIFETIME else None

    async def _read(self, tx: Tx, row: Row) -> ChangeNotice | None:
        """Load a notice, None if its recipient no longer has an account."""
        recipient = await fetch_recipient(tx, self._people, self._keys, row.actor)
        kind = read_or(None, lambda: read_enum(ChangeKind, row.kind))
        if recipient is None or kind is None:
            return None
        to, language = recipient.accounts, recipient.language
        content = next((one.file for one in await self._campaigns.read_all(tx) if one.id == row.campaign_id), None)
        title = content.title if content else await self._read_new_title(tx, row)
        is_new, reason = content is None, read_reason(self._keys, row)
        return ChangeNotice(row.id, kind, row.proposal, row.campaign_id, title, to, language, is_new, reason)

    async def _read_new_title(self, tx: Tx, row: Row) -> Mapping[str, str]:
        if waiting := await find_proposal(tx, row.proposal, self._read_content, self._clock()):
            return waiting.content.title
        return read_or({}, lambda: read_object(row.title)) if row.title else {}


async def add_change_notice(
    tx: Tx,
    proposal: str,
    campaign: str,
    actor: str,
    kind: ChangeKind,
    at: int,
    title: Mapping[str, str] | None = None,
    reason: bytes | None = None,
) -> None:
    """Add a notice for the person whom the audit trail calls ``actor``, once.

    ``title`` is of content that goes, and ``reason`` is why it was refused, encrypted.
    """
    row = {"id": make_id(at), "proposal": proposal, "campaign_id": campaign, "actor": actor, "kind": kind.value}
    await tx.run(_ADD, **row, due_at=at, created_at=at, title=json.dumps(title) if title else None, reason=reason)


async def withdraw_change_notices(tx: Tx, proposal: str) -> None:
    """Send admins no more messages about a change whose author took it back, and keep that this happened."""
    await tx.run(_WITHDRAW, which=proposal)


async def is_withdrawn(tx: Tx, proposal: str) -> bool:
    """Whether a change's author took it back, as far as admins had a message about it."""
    return await tx.one(_WITHDRAWN, which=proposal) is not None


def read_reason(keys: Keys, row: Row) -> str:
    """Why a change was refused, empty if nobody said or it can't be read."""
    return read_or("", lambda: keys.decrypt(row.reason)) if row.reason else ""
