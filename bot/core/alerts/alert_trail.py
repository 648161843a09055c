"""Who did what with an alert, and whether somebody may no longer do it."""

from bot.core.alerts.alert_rows import OVER, vouch
from bot.core.base.audit.audit import Audit
from bot.core.base.statuses import AlertStatus
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.statement import Row


class AlertTrail:
    """Knows who wrote an alert and who answers for it, and writes what people do into the audit trail."""

    def __init__(self, audit: Audit, people: People) -> None:
        self._audit, self._people = audit, people

    async def is_author(self, tx: Tx, caller: Caller, row: Row) -> bool:
        """Whether the caller wrote an alert."""
        return bool(await self._find_actor(tx, caller) == row.author)

    async def record(self, tx: Tx, caller: Caller, action: str, row: Row, delivery: str = "") -> None:
        """Add an entry to the audit trail, about one ``delivery`` or all. The caller answers for the alert now."""
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, f"{row.id} {delivery}".rstrip(), row.org_id)
        await vouch(tx, row.id, await self._audit.ensure_actor(tx, person.id))

    async def check_not_over(self, tx: Tx, caller: Caller, row: Row) -> None:
        """Raise UserError if an alert was canceled, refused or not approved in time."""
        if row.state not in OVER:
            return
        own = row.state == AlertStatus.REFUSED and await self._find_actor(tx, caller) == row.vouched_by
        raise UserError("alert.refused_own" if own else f"alert.{row.state}")

    async def _find_actor(self, tx: Tx, caller: Caller) -> str:
        """What the audit trail calls the caller."""
        person = await self._people.take(tx, caller)
        return await self._audit.ensure_actor(tx, person.id)
