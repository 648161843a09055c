"""Loads the deliveries that are due on a platform, for a worker to take.

Rows are locked as they are loaded. Rows that another worker has locked are left out.
"""

from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.base.statuses import DeliveryStatus, has_delivery_status
from bot.core.coalition.audience import read_audience
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, or_, select
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, deliveries, spaces

_D = deliveries.c
_LIMIT = 1_000  # rows read at once

OPEN = has_delivery_status(DeliveryStatus.WAITING, DeliveryStatus.SENDING)
_READY = (
    _D.platform == bindparam("platform"),
    OPEN,
    _D.due_at <= bindparam("now"),
    or_(_D.planned_at >= bindparam("missed"), _D.first_tried_at.is_not(None)),
)
# At most ``share`` rows of each space, so that a space with thousands does not hide the rest. A subquery ranks them,
# because PostgreSQL rejects a window function in a locking query.
_RANKED = (
    select(_D.id, func.row_number().over(partition_by=_D.space_key, order_by=(_D.due_at, _D.id)).label("place"))
    .where(*_READY)
    .subquery()
)
_DUE = Statement(
    select(
        _D.id,
        _D.alert_id,
        _D.platform,
        _D.space_key,
        _D.planned_at,
        _D.first_tried_at,
        _D.tries,
        channels.c.address,
        channels.c.unsubscribed_at,
        channels.c.state.label("people_in"),
        spaces.c.address.label("space"),
        spaces.c.language,
        spaces.c.org_id,
        alerts.c.kind,
        alerts.c.audience,
    )
    .where(
        _D.id == _RANKED.c.id,
        _RANKED.c.place <= bindparam("share"),
        *_READY,  # again: another worker may have taken the row since it was ranked
        _D.channel_id == channels.c.id,
        _D.space_key == spaces.c.key,
        _D.alert_id == alerts.c.id,
    )
    .order_by(_D.due_at, _D.id)
    .limit(_LIMIT)
    .with_for_update(of=deliveries, skip_locked=True)
)


async def fetch_due_rows(tx: Tx, platform: str, now: int, *, missed: int, share: int) -> list[Row]:
    """The platform's due rows, oldest first, at most ``share`` per space. They are locked until ``tx`` ends.

    Rows planned before ``missed`` that were never tried are left out.
    """
    return await tx.all(_DUE, platform=platform, now=now, missed=missed, share=share)


def is_wanted(row: Row) -> bool:
    """Whether the channel still takes alerts and its space's org is still in the alert's audience."""
    if row.unsubscribed_at is not None or row.org_id is None:
        return False
    return row.kind != Kind.ALERT or read_audience(row.audience).holds(row.org_id, row.people_in)
