"""Stores campaigns: their content by version, and the version, status and window in force.

Start with `CampaignRows`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, cast

import msgspec

from bot.core.base.stored_values import read_object, read_or
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaign_history import CHAT, Act, Change, add_line
from bot.core.campaigns.windows import Window, drop_basis, fetch_bases, read_window, save_basis, update_window
from bot.errors import Unreadable
from bot.store.engine import Query, Tx
from bot.store.sql import Executable, bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import campaign_versions, campaigns

FROM_FILE = Change()

_C = campaigns.c
_ALL = Statement(
    select(_C.id, _C.version, _C.status, _C.timezone, _C.opens_at, _C.closes_at, _C.source).where(
        _C.source.is_not(None)
    )
)
ALL_CAMPAIGNS: Query = (_ALL, {})
# Locked, so that a file doesn't take back a campaign that somebody is moving to chat just now.
_SOURCES = Statement(
    select(_C.id, _C.source, _C.status, _C.opens_at, _C.closes_at).order_by(_C.id).with_for_update(key_share=True)
)
_LOCK = Statement(select(_C.id).where(_C.id == bindparam("campaign")).with_for_update(key_share=True))
_IN_FORCE = Statement(select(_C.version).where(_C.id == bindparam("campaign"), _C.source.is_not(None)))
_KEYS = Statement(select(_C.id))
_CONTENT = Statement(select(campaign_versions.c.content).where(campaign_versions.c.version == bindparam("version")))
_ADD_VERSION = Statement(lambda insert: insert(campaign_versions).on_conflict_do_nothing())


def _upsert(insert: Any) -> Executable:
    new = insert(campaigns)
    changing = ("version", "status", "timezone", "opens_at", "closes_at", "updated_at", "source")
    return cast(
        Executable,
        new.on_conflict_do_update(index_elements=["id"], set_={name: new.excluded[name] for name in changing}),
    )


_UPSERT_CAMPAIGN = Statement(_upsert)


class CampaignRows:
    """Reads the content of each campaign once per version, so that a new one is in force in every process at once."""

    def __init__(self) -> None:
        self._contents = dict[str, CampaignFile]()  # by version
        self._current = dict[str, CampaignFile]()

    @property
    def current(self) -> Mapping[str, CampaignFile]:
        """Each campaign's content by key, as this process read it last."""
        return self._current

    async def fetch(self, tx: Tx) -> list[Row]:
        """Every campaign's row, with the version, status and window in force."""
        statement, params = ALL_CAMPAIGNS
        return await tx.all(statement, **params)

    async def load_contents(self, tx: Tx, rows: Iterable[Row]) -> list[tuple[CampaignFile, Row]]:
        """The content of each row's version, with the row. Damaged ones are left out."""
        found = [(await self._find_content(tx, row.version), row) for row in rows]
        known = [(content, row) for content, row in found if content]
        self._current = {content.key: content for content, _ in known}
        return known

    async def take(self, tx: Tx, contents: Iterable[CampaignFile], at: int, change: Change = FROM_FILE) -> None:
        """Save contents and their windows at ``at`` (UTC microseconds), with a new version for new content.

        What a command decided stays as `update_window` says. A campaign that is written in chat doesn't follow its
        file.
        """
        rows = {row.id: row for row in await tx.all(_SOURCES)}
        bases = await fetch_bases(tx)  # under the locks, so that each fits its row
        for content in contents:
            row, basis = rows.get(content.key), bases.get(content.key)
            if row and row.source == CHAT and change.act is Act.FILE:
                continue
            await self._add_version(tx, content, at)
            held = Window(row.status, row.opens_at, row.closes_at) if row else read_window(content)
            await _put_in_force(tx, content, held, basis, change.source, at)
            await add_line(tx, content.key, content.version, change, at)

    async def lock(self, tx: Tx, campaign: str) -> CampaignFile | None:
        """The content in force of a campaign, under a lock on its row."""
        await tx.one(_LOCK, campaign=campaign)
        row = await tx.one(_IN_FORCE, campaign=campaign)
        return await self._find_content(tx, row.version) if row else None

    async def list_keys(self, tx: Tx) -> frozenset[str]:
        """The key of every campaign that ever was, also of one whose file is gone."""
        return frozenset(row.id for row in await tx.all(_KEYS))

    async def find_version(self, tx: Tx, version: str) -> CampaignFile | None:
        """The content of a version, None if it is unknown or damaged."""
        return await self._find_content(tx, version)

    async def _add_version(self, tx: Tx, content: CampaignFile, at: int) -> None:
        text = json.dumps(asdict(content), ensure_ascii=False, sort_keys=True)
        await tx.run(_ADD_VERSION, version=content.version, campaign_id=content.key, content=text, created_at=at)
        self._contents[content.version] = content

    async def _find_content(self, tx: Tx, version: str) -> CampaignFile | None:
        if version not in self._contents:
            row = await tx.one(_CONTENT, version=version)
            content = read_or(None, lambda: read_content(row.content)) if row else None
            if content is None:
                return None
            self._contents[version] = content
        return self._contents[version]


def read_content(text: str) -> CampaignFile:
    """Read the stored content of a version. Raises Unreadable."""
    try:
        return msgspec.convert(read_object(text), CampaignFile)
    except msgspec.ValidationError as error:
        raise Unreadable("a stored campaign lacks what belongs into it") from error


async def _put_in_force(
    tx: Tx, content: CampaignFile, held: Window, basis: Window | None, source: str, at: int
) -> None:
    """Put content in force. Its window follows ``held``, which a command decided if there is a ``basis``."""
    own = read_window(content)
    window = update_window(held, basis, own)
    await tx.run(_UPSERT_CAMPAIGN, **_make_row(content, window, source, at))
    if basis and window == own:
        await drop_basis(tx, content.key)
    elif basis and basis != own:
        await save_basis(tx, content.key, own, at)


def _make_row(content: CampaignFile, window: Window, source: str, at: int) -> dict[str, Any]:
    return {
        "id": content.key,
        "version": content.version,
        "status": window.status,
        "timezone": content.timezone,
        "opens_at": window.opens_at,
        "closes_at": window.closes_at,
        "updated_at": at,
        "source": source,
    }
