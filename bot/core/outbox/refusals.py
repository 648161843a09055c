"""Pauses delivery to spaces and platforms that refused many posts recently.

Platforms ban clients that keep sending forbidden requests: Discord after 10,000 of them in 10 minutes
(https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
"""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.base.statuses import DeliveryStatus
from bot.core.base.stored_values import UNREADABLE
from bot.core.times.clock import SECOND
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, select
from bot.store.statement import Statement
from bot.store.tables import deliveries

PAUSE = 600 * SECOND
_PER_SPACE, _PER_PLATFORM = 20, 500  # refusals within that time that start a pause

_D = deliveries.c
_REFUSED = Statement(
    select(_D.space_key, func.count().label("n"))
    .where(
        _D.platform == bindparam("platform"),
        _D.done_at > bindparam("since"),
        _D.state == DeliveryStatus.FAILED.value,
        _D.refusal != UNREADABLE,  # no platform was asked
    )
    .group_by(_D.space_key)
)


class PausedSpaces(Struct, frozen=True):
    """The spaces that are paused; all of them if the platform refused too much.

    ``counts`` holds the recent refusals by space.
    """

    counts: Mapping[bytes, int]

    def __contains__(self, space_key: bytes) -> bool:
        if sum(self.counts.values()) >= _PER_PLATFORM:
            return True
        return self.counts.get(bytes(space_key), 0) >= _PER_SPACE


async def find_paused_spaces(tx: Tx, platform: str, now: int) -> PausedSpaces:
    """Find the spaces of a platform that are paused at ``now``."""
    rows = await tx.all(_REFUSED, platform=platform, since=now - PAUSE)
    return PausedSpaces({bytes(row.space_key): row.n for row in rows})
