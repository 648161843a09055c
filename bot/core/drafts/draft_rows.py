"""Reads and writes the rows of drafts. A draft outside somebody's reach is reported as not found."""

import json
import secrets
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from bot.core.base.stored_values import read_each, read_object, read_or
from bot.core.campaign_files.campaign_export import Entries
from bot.core.coalition.org_directory import Org
from bot.core.draft_parts.entry_text import Fields
from bot.core.times.clock import DAY
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import Select, bindparam, delete, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import campaign_drafts, draft_conflicts, orgs

_ID_BYTES = 5  # an id travels in buttons and forms
CONFLICT_LIFETIME = DAY  # microseconds that words which met newer ones are kept


class Draft(Struct, frozen=True):
    """A campaign on its way into force.

    ``entries`` are the keys of a campaign file, without ``campaign`` and ``org``: those are ``campaign_id`` and the
    name ``org`` of the org ``org_id``, both None for the coalition. ``base_version`` is the content that it changes,
    None for a new campaign. ``waiting_since`` is set while another admin must release it, who published it is the
    actor ``asked_by``. ``updated_by`` is an actor too, and ``updated_at`` is in UTC microseconds.
    """

    id: str
    campaign_id: str
    org_id: str | None
    org: str | None
    entries: Entries
    base_version: str | None
    waiting_since: int | None
    asked_by: str | None
    updated_at: int
    updated_by: str

    @property
    def content(self) -> Entries:
        """All keys of the campaign file."""
        return {"campaign": self.campaign_id, **self.entries, **({"org": self.org} if self.org else {})}

    @property
    def is_new(self) -> bool:
        """Whether its campaign doesn't exist yet."""
        return self.base_version is None


class ConflictRow(Struct, frozen=True):
    """What somebody wrote over newer words."""

    id: str
    draft: str
    part: str
    fields: Fields
    actor: str


_D, _C = campaign_drafts.c, draft_conflicts.c
_COLUMNS = tuple(column.name for column in campaign_drafts.columns)
_SELECT: Select[Any] = select(
    *campaign_drafts.columns, select(orgs.c.name).where(orgs.c.id == _D.org_id).scalar_subquery().label("org")
)
_ALL = Statement(_SELECT.order_by(_D.updated_at.desc(), _D.id))
_FIND = Statement(_SELECT.where(_D.id == bindparam("draft")))
_OF_CAMPAIGN = Statement(_SELECT.where(_D.campaign_id == bindparam("campaign")))
_LOCK = Statement(select(_D.id).where(_D.id == bindparam("draft")).with_for_update())
_KEYS = Statement(select(_D.campaign_id))
_ADD = Statement(insert(campaign_drafts))
_SAVE = Statement(
    update(campaign_drafts)
    .where(_D.id == bindparam("draft"))
    .values(
        campaign_id=bindparam("key"),
        entries=bindparam("content"),
        base_version=bindparam("base"),
        waiting_since=None,
        asked_by=None,
        updated_at=bindparam("at"),
        updated_by=bindparam("actor"),
    )
)
_REBASE = Statement(
    update(campaign_drafts).where(_D.base_version == bindparam("earlier")).values(base_version=bindparam("now"))
)
_DROP_CONFLICTS = Statement(delete(draft_conflicts).where(_C.draft_id == bindparam("draft")))
_DROP = Statement(delete(campaign_drafts).where(_D.id == bindparam("draft")))
_ADD_CONFLICT = Statement(insert(draft_conflicts))
_CONFLICT = Statement(select(draft_conflicts).where(_C.id == bindparam("which"), _C.at >= bindparam("since")))
_DROP_CONFLICT = Statement(delete(draft_conflicts).where(_C.id == bindparam("which")))
_SWEEP = Statement(delete(draft_conflicts).where(_C.at < bindparam("before")))


def make_row_id() -> str:
    """An id for a draft or a conflict."""
    return secrets.token_hex(_ID_BYTES)


def make_draft(key: str, owner: Org | None, entries: Entries, base: str | None, at: int, actor: str) -> Draft:
    """A new draft, which isn't stored yet."""
    org_id, org = (owner.id, owner.name) if owner else (None, None)
    return Draft(make_row_id(), key, org_id, org, entries, base, None, None, at, actor)


async def list_drafts(tx: Tx, reach: Reach) -> tuple[Draft, ...]:
    """The drafts within ``reach``, the last changed first. Damaged ones are left out."""
    return tuple(read_each([row for row in await tx.all(_ALL) if _can_see(reach, row)], _read))


async def find_draft(tx: Tx, reach: Reach, draft: str, *, lock: bool = False) -> Draft:
    """A draft by its id. Raises UserError, alike for one outside ``reach`` and for one that isn't there."""
    if lock:
        await tx.one(_LOCK, draft=draft)
    row = await tx.one(_FIND, draft=draft)
    found = read_or(None, lambda: _read(row)) if row and _can_see(reach, row) else None
    if found is None:
        raise UserError("draft.unknown")
    return found


async def find_draft_of(tx: Tx, reach: Reach, campaign: str) -> Draft | None:
    """The draft of a campaign, None if there is none or if it is outside ``reach``."""
    row = await tx.one(_OF_CAMPAIGN, campaign=campaign)
    return read_or(None, lambda: _read(row)) if row and _can_see(reach, row) else None


async def list_draft_keys(tx: Tx) -> frozenset[str]:
    """The campaigns' keys of all drafts."""
    return frozenset(row.campaign_id for row in await tx.all(_KEYS))


async def add_draft(tx: Tx, draft: Draft) -> None:
    """Insert a draft."""
    row = {name: getattr(draft, name) for name in _COLUMNS if name != "entries"}
    await tx.run(_ADD, **row, entries=_write(draft.entries))


async def save_draft(tx: Tx, draft: Draft) -> None:
    """Save a draft's key, entries and base. A change ends its wait for a release."""
    changed = {"key": draft.campaign_id, "content": _write(draft.entries), "base": draft.base_version}
    await tx.run(_SAVE, draft=draft.id, **changed, at=draft.updated_at, actor=draft.updated_by)


async def rebase_drafts(tx: Tx, earlier: str, now: str) -> None:
    """Let drafts of a version change another one instead, which differs in nothing that they hold."""
    await tx.run(_REBASE, earlier=earlier, now=now)


async def drop_draft(tx: Tx, draft: str) -> None:
    """Delete a draft and what waits for a choice in it."""
    await tx.run(_DROP_CONFLICTS, draft=draft)
    await tx.run(_DROP, draft=draft)


async def add_conflict(tx: Tx, conflict: ConflictRow, at: int) -> None:
    """Keep what somebody wrote over newer words, and delete what was kept long enough."""
    await tx.run(_SWEEP, before=at - CONFLICT_LIFETIME)
    row = {"id": conflict.id, "draft_id": conflict.draft, "part": conflict.part, "fields": _write(conflict.fields)}
    await tx.run(_ADD_CONFLICT, **row, actor=conflict.actor, at=at)


async def find_conflict(tx: Tx, which: str, at: int) -> ConflictRow:
    """What somebody wrote over newer words. Raises UserError if it isn't kept anymore."""
    row = await tx.one(_CONFLICT, which=which, since=at - CONFLICT_LIFETIME)
    found = read_or(None, lambda: _read_conflict(row)) if row else None
    if found is None:
        raise UserError("draft.no_conflict")
    return found


async def drop_conflict(tx: Tx, which: str) -> None:
    """Delete what was kept, after its author has chosen."""
    await tx.run(_DROP_CONFLICT, which=which)


def can_write_for(reach: Reach, org_id: str | None) -> bool:
    """Whether somebody writes drafts for an org, or for the coalition (None)."""
    return reach.role is Role.ADMIN if org_id is None else reach.covers_org(org_id)


def _can_see(reach: Reach, row: Row) -> bool:
    return can_write_for(reach, row.org_id)


def _read(row: Row) -> Draft:
    values: Sequence[Any] = (row.base_version, row.waiting_since, row.asked_by, row.updated_at, row.updated_by)
    return Draft(row.id, row.campaign_id, row.org_id, row.org, read_object(row.entries), *values)


def _read_conflict(row: Row) -> ConflictRow:
    fields = {name: str(text) for name, text in read_object(row.fields).items()}
    return ConflictRow(row.id, row.draft_id, row.part, fields, row.actor)


def _write(content: Entries) -> str:
    return json.dumps(content, ensure_ascii=False)
