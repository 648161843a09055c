"""The history of a campaign's content: which version, when, by which act and by whom."""

from enum import StrEnum

from msgspec import Struct

from bot.core.base.stored_values import read_each, read_enum
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import campaign_history


class Act(StrEnum):
    """What brought a version into force."""

    FILE = "file"  # a file in the campaigns' folder
    PUBLISH = "publish"  # a new campaign, written in chat
    EDIT = "edit"
    IMPORT = "import"
    BACK = "back"  # an earlier version again
    ADOPT = "adopt"  # from now on it is written in chat
    TAKE = "take"  # from now on its file counts


FILE, CHAT = "file", "chat"  # where a campaign's content comes from
_FROM_FILES = frozenset({Act.FILE, Act.TAKE})


class Change(Struct, frozen=True):
    """An act, and the actor behind it (a random id, see `core.base.audit`); None for a file."""

    act: Act = Act.FILE
    actor: str | None = None

    @property
    def source(self) -> str:
        """Where the content comes from after this change."""
        return FILE if self.act in _FROM_FILES else CHAT


class HistoryLine(Struct, frozen=True):
    """One line of a campaign's history. ``at`` is UTC microseconds; ``actor`` is None for a file."""

    number: int
    version: str
    act: Act
    actor: str | None
    at: int


_H = campaign_history.c
_LINES = Statement(
    select(_H.number, _H.version, _H.act, _H.actor, _H.at)
    .where(_H.campaign_id == bindparam("campaign"))
    .order_by(_H.number.desc())
)
_LAST = Statement(
    select(_H.number, _H.version).where(_H.campaign_id == bindparam("campaign")).order_by(_H.number.desc()).limit(1)
)
_ADD = Statement(lambda insert: insert(campaign_history).on_conflict_do_nothing())


async def load_history(tx: Tx, campaign: str) -> tuple[HistoryLine, ...]:
    """A campaign's history, newest first. Damaged lines are left out."""
    return tuple(read_each(await tx.all(_LINES, campaign=campaign), _read))


async def add_line(tx: Tx, campaign: str, version: str, change: Change, at: int) -> None:
    """Add a line, unless a file brings in what is there already. The campaign's row must be locked or just written."""
    last = await tx.one(_LAST, campaign=campaign)
    if last and last.version == version and change.act is Act.FILE:
        return
    number = last.number + 1 if last else 1
    line = {"campaign_id": campaign, "number": number, "version": version, "act": change.act.value}
    await tx.run(_ADD, **line, actor=change.actor, at=at)


def _read(row: Row) -> HistoryLine:
    return HistoryLine(row.number, row.version, read_enum(Act, row.act), row.actor, row.at)
