"""Spaces and platforms that refused much lately are left alone for a while.

A platform bans whoever asks for what is forbidden: Discord after 10,000 refusals in 10 minutes
(https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from bot.core.base.clock import SECOND
from bot.core.base.statuses import DeliveryStatus
from bot.core.base.stored_values import UNREADABLE
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import deliveries

BREATH = 600 * SECOND
_BY_SPACE, _IN_ALL = 20, 500  # so many refusals within it, and the rest waits as long

_D = deliveries.c
_REFUSED = Statement(
    select(_D.space_key, func.count().label("n"))
    .where(
        _D.platform == bindparam("platform"),
        _D.done_at > bindparam("since"),
        _D.state == DeliveryStatus.FAILED.value,
        _D.refusal != UNREADABLE,  # for which no platform was asked
    )
    .group_by(_D.space_key)
)


@dataclass(frozen=True, slots=True)
class Refusing:
    """The spaces that refused too much within the last minutes; all of them where the platform did."""

    counts: Mapping[bytes, int]

    def __contains__(self, space_key: bytes) -> bool:
        if sum(self.counts.values()) >= _IN_ALL:
            return True
        return self.counts.get(bytes(space_key), 0) >= _BY_SPACE


async def refusing(tx: Tx, platform: str, now: int) -> Refusing:
    """Return which spaces of a platform are to be left alone at ``now``."""
    rows = await tx.all(_REFUSED, platform=platform, since=now - BREATH)
    return Refusing({bytes(row.space_key): row.n for row in rows})
