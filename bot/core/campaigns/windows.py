"""When campaigns take calls: what their content says, and what somebody decided by command since then."""

from collections.abc import Mapping
from typing import Any, cast

from msgspec import Struct

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.store.engine import Tx
from bot.store.sql import Executable, bindparam, delete, select
from bot.store.statement import Statement
from bot.store.tables import campaign_changes


class Window(Struct, frozen=True):
    """When a campaign takes calls: its times (UTC microseconds, None for no limit), and its status between them."""

    status: str
    opens_at: int | None
    closes_at: int | None


def read_window(content: CampaignFile) -> Window:
    """The window that a content asks for."""
    return Window(content.status, content.opens, content.closes)


def update_window(held: Window, basis: Window | None, content: Window) -> Window:
    """The window in force after new content, where ``held`` was in force before.

    ``basis`` is what the content said when a command decided ``held``, None if none did. What the command decided stays
    until the content says otherwise of the same thing, so that new dates don't open a campaign that is paused.
    """
    if basis is None:
        return content
    return Window(
        held.status if content.status == basis.status else content.status,
        held.opens_at if content.opens_at == basis.opens_at else content.opens_at,
        held.closes_at if content.closes_at == basis.closes_at else content.closes_at,
    )


_C = campaign_changes.c
_ALL = Statement(select(_C.campaign_id, _C.file_status, _C.file_opens_at, _C.file_closes_at))
_DROP = Statement(delete(campaign_changes).where(_C.campaign_id == bindparam("campaign")))


def _upsert(insert: Any) -> Executable:
    new = insert(campaign_changes)
    names = ("file_status", "file_opens_at", "file_closes_at", "changed_at")
    values = {name: new.excluded[name] for name in names}
    return cast(Executable, new.on_conflict_do_update(index_elements=["campaign_id"], set_=values))


_SAVE = Statement(_upsert)


async def fetch_bases(tx: Tx) -> Mapping[str, Window]:
    """The basis of every window that a command decided, by campaign."""
    return {row.campaign_id: Window(*row[1:]) for row in await tx.all(_ALL)}


async def save_basis(tx: Tx, campaign: str, basis: Window, at: int) -> None:
    """Remember that a command decided a campaign's window, and what its content says."""
    says = {"file_status": basis.status, "file_opens_at": basis.opens_at, "file_closes_at": basis.closes_at}
    await tx.run(_SAVE, campaign_id=campaign, changed_at=at, **says)


async def drop_basis(tx: Tx, campaign: str) -> None:
    """Forget that a command decided a campaign's window, because its content's own is in force."""
    await tx.run(_DROP, campaign=campaign)
