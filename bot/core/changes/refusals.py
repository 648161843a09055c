"""What another admin refused last, and why, for those who may change it and ask again."""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.changes.change_notices import ChangeKind, read_reason
from bot.store.engine import Tx
from bot.store.sql import bindparam, exists, select
from bot.store.statement import Statement
from bot.store.tables import campaign_proposals, change_notices


class Refusal(Struct, frozen=True):
    """When another admin refused a change of a campaign, in UTC microseconds, and why; empty if they didn't say."""

    at: int
    reason: str


_N, _P = change_notices.c, campaign_proposals.c
_LAST = Statement(
    select(_N.created_at, _N.reason)
    .where(
        _N.campaign_id == bindparam("campaign"),
        _N.kind == ChangeKind.REFUSED.value,
        _N.created_at >= bindparam("since"),
        ~exists().where(_P.campaign_id == _N.campaign_id, _P.waiting_since.is_not(None)),
    )
    .order_by(_N.created_at.desc())
    .limit(1)
)


class Refusals:
    """Reads refusals, as long as the messages about them are kept."""

    def __init__(self, base: Base) -> None:
        self._store, self._keys = base.store, base.keys

    async def find(self, since: Mapping[str, int]) -> dict[str, Refusal]:
        """The last refusals of some campaigns' changes, by the campaigns' keys.

        ``since`` has, by campaign, the time of its draft's last change: an older refusal is about other words. So is
        one of a campaign for which a change waits again.
        """

        async def read(tx: Tx) -> dict[str, Refusal]:
            found = [(key, await tx.one(_LAST, campaign=key, since=at)) for key, at in since.items()]
            return {key: Refusal(row.created_at, read_reason(self._keys, row)) for key, row in found if row}

        return await self._store.read(read)
