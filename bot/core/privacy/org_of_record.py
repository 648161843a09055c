"""The org that somebody belongs to, for the audit trail and moderation."""

from bot.store.engine import Tx
from bot.store.sql import bindparam, desc, select
from bot.store.statement import Statement
from bot.store.tables import calls, chapters, people

_CHAPTERS_ORG = Statement(
    select(chapters.c.org_id).where(people.c.id == bindparam("person"), people.c.chapter_id == chapters.c.id)
)
_LAST_ORG = Statement(
    select(calls.c.org_id).where(calls.c.person_id == bindparam("person")).order_by(desc(calls.c.entered_at)).limit(1)
)


async def find_org_of_record(tx: Tx, person_id: str) -> str | None:
    """The org a person belongs to: their chapter's, or else that of their last call, or else None."""
    row = await tx.one(_CHAPTERS_ORG, person=person_id) or await tx.one(_LAST_ORG, person=person_id)
    return str(row.org_id) if row else None
