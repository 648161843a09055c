"""Alerts as those who send them see them: how far each has come, and which channels need somebody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from bot.core.alerts.alert_rows import find_alert
from bot.core.base.ids import format_reference
from bot.core.base.keys import Keys
from bot.core.base.statuses import AlertStatus, DeliveryStatus, has_delivery_status
from bot.core.base.stored_values import is_readable, read_each, read_enum, read_or, read_zone
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.audience import read_audience
from bot.moments import Moment
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, deliveries, notices

_TROUBLES = 20  # channels of an alert that are told of one by one


@dataclass(frozen=True, slots=True)
class Listed:
    """An alert and how many of its channels are at which stage; ``campaign`` None where its file is gone."""

    id: str
    reference: str
    campaign: Campaign | None
    words: str
    standing: AlertStatus
    why: str | None
    at: Moment
    counts: Counter[DeliveryStatus]
    untold: bool = False  # its author couldn't be told what became of it


@dataclass(frozen=True, slots=True)
class Trouble:
    """A channel in which an alert failed, or may stand or not."""

    delivery: str
    channel: str
    platform: str
    stage: DeliveryStatus
    refusal: str | None
    missing: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """One alert with the channels that need somebody."""

    listed: Listed
    troubles: tuple[Trouble, ...]


_D = deliveries.c
_COUNTS = Statement(
    select(_D.state, func.count().label("n")).where(_D.alert_id == bindparam("alert")).group_by(_D.state)
)
_HELD_FOR = Statement(select(alerts.c.why).where(alerts.c.id == bindparam("alert")))
_UNTOLD = Statement(
    select(notices.c.id).where(
        notices.c.alert_id == bindparam("alert"), notices.c.kind == "ended", notices.c.state == "unreachable"
    )
)
_TROUBLED = Statement(
    select(_D.id, _D.platform, _D.state, _D.refusal, _D.missing, channels.c.name)
    .where(
        _D.alert_id == bindparam("alert"),
        has_delivery_status(DeliveryStatus.UNKNOWN, DeliveryStatus.FAILED),
        channels.c.id == _D.channel_id,
    )
    .order_by(_D.state.desc(), _D.id)
    .limit(_TROUBLES)
)


class AlertReader:
    """Reads alerts within a transaction."""

    def __init__(self, keys: Keys, campaigns: Campaigns) -> None:
        self._keys = keys
        self._campaigns = campaigns

    async def detail(self, tx: Tx, reach: Reach, alert: str) -> Detail:
        """Return one alert with its troubles; raises UserError for one outside ``reach``."""
        row = await find_alert(tx, reach, alert)
        return Detail(await self.listed(tx, row), self._troubles(await tx.all(_TROUBLED, alert=row.id)))

    async def listed(self, tx: Tx, row: Row) -> Listed:
        """Return an alert with how many of its channels are at which stage."""
        known = {one.id: one for one in await self._campaigns.all(tx)}
        rows = await tx.all(_COUNTS, alert=row.id)
        counts = Counter(dict(read_each(rows, lambda count: (read_enum(DeliveryStatus, count.state), count.n))))
        held = await tx.one(_HELD_FOR, alert=row.id)
        standing, words, zone = self._told(row)
        when = Moment(row.at or row.created_at, zone)
        told = (known.get(row.campaign_id), words, standing, held.why if held else None)
        untold = await tx.one(_UNTOLD, alert=row.id) is not None
        return Listed(row.id, format_reference(row.id), *told, when, counts, untold)

    def _told(self, row: Row) -> tuple[AlertStatus, str, str]:
        """Return how an alert stands, its words and its zone; `AlertStatus.BROKEN` where any of it can't be read."""
        words = read_or(None, lambda: self._keys.decrypt(row.words) if row.words else "")
        standing = read_or(AlertStatus.BROKEN, lambda: read_enum(AlertStatus, row.state))
        zone = read_or("UTC", lambda: read_zone(row.zone).key)
        whole = words is not None and zone == row.zone and is_readable(lambda: read_audience(row.audience))
        return standing if whole else AlertStatus.BROKEN, words or "", zone

    def _troubles(self, rows: Iterable[Row]) -> tuple[Trouble, ...]:
        return tuple(
            Trouble(row.id, self._name(row), row.platform, DeliveryStatus(row.state), row.refusal, row.missing)
            for row in rows
        )

    def _name(self, row: Row) -> str:
        return read_or("?", lambda: self._keys.decrypt(row.name))
