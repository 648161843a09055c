"""How much is due on each platform and not sent yet, and since when."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.statuses import DeliveryStatus
from bot.core.outbox.due_rows import OPEN
from bot.core.times.clock import SECOND
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, select
from bot.store.statement import Row, Statement
from bot.store.tables import deliveries

_D = deliveries.c
_HERE = _D.platform == bindparam("platform")
_POSTS = Statement(
    select(func.count().label("n"), func.min(_D.due_at).label("since"))
    .select_from(deliveries)
    .where(_HERE, OPEN, _D.due_at <= bindparam("now"))
)
_EDITS = Statement(
    select(func.count().label("n"))
    .select_from(deliveries)
    .where(_HERE, _D.state == DeliveryStatus.SENT.value, _D.edit_at <= bindparam("now"))
)


class DueCount(Struct, frozen=True):
    """What is due on a platform: posts and edits, and for how many seconds the oldest post is."""

    platform: str
    posts: int = 0
    edits: int = 0
    lag: float = 0.0


class Backlog:
    """Counts what is due. Posts that are being sent don't count, and neither do those that wait for another try."""

    def __init__(self, base: Base) -> None:
        self._store, self._clock = base.store, base.clock

    async def count(self, platforms: Sequence[str]) -> tuple[DueCount, ...]:
        """What is due on each of these platforms. Raises Unavailable."""
        now = self._clock()

        async def read(tx: Tx) -> tuple[DueCount, ...]:
            return tuple([await _count(tx, platform, now) for platform in platforms])

        return await self._store.read(read)


async def _count(tx: Tx, platform: str, now: int) -> DueCount:
    posts = await tx.one(_POSTS, platform=platform, now=now)
    edits = await tx.one(_EDITS, platform=platform, now=now)
    lag = 0.0 if posts is None or posts.since is None else max(now - posts.since, 0) / SECOND
    return DueCount(platform, _read_count(posts), _read_count(edits), lag)


def _read_count(row: Row | None) -> int:
    return row.n if row else 0
