"""Loads alerts for the people who send them: each one's status, and the channels where it failed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import Struct

from bot.core.alerts.alert_campaign import find_obstacle, update_hold_reason
from bot.core.alerts.alert_rows import find_alert
from bot.core.alerts.alert_text import read_translations
from bot.core.base.build import Base
from bot.core.base.ids import format_reference
from bot.core.base.statuses import AlertStatus, DeliveryStatus, has_delivery_status
from bot.core.base.stored_values import is_readable, read_each, read_enum, read_or, read_zone
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.audience import read_audience
from bot.core.people.people import People
from bot.core.times.clock import SECOND
from bot.moments import Moment
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, select
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, deliveries, notices, orgs, spaces
from bot.text import fold

Accounts = tuple[tuple[str, str], ...]  # of one person, as (platform, account)

_TROUBLES = 20  # troubled channels read per alert
_SOON = 60 * SECOND  # a channel that gets it within a minute isn't late


@dataclass(frozen=True, slots=True)
class AlertProgress:
    """An alert and how many of its deliveries have each status.

    ``campaign`` is None if its file is gone. ``hold_reason`` is why a held one is held now. ``author_unreached``: the
    notice about its end couldn't be sent. ``at`` is its time if ``has_time``; otherwise, when it was written. Of a
    refused alert, ``author`` and ``refused_by`` hold people's accounts, as (platform, account), and ``reason`` is what
    its author was told about it.
    """

    id: str
    reference: str
    campaign: Campaign | None
    words: str
    status: AlertStatus
    hold_reason: str | None
    at: Moment
    counts: Counter[DeliveryStatus]
    author_unreached: bool = False
    has_time: bool = False
    author: Accounts = ()
    refused_by: Accounts = ()
    reason: str = ""


class Trouble(Struct, frozen=True):
    """A channel where an alert failed, or where nobody knows whether it was posted.

    ``org`` is whose it is, where the alert went to several organizations.
    """

    delivery: str
    channel: str
    platform: str
    status: DeliveryStatus
    refusal: str | None
    missing: str | None
    org: str = ""


class Delay(Struct, frozen=True):
    """How many channels get an alert later than its own time, and when the first of them does."""

    channels: int
    since: Moment


class AlertDetail(Struct, frozen=True):
    """One alert and the channels where it failed. ``delay`` is None if no channel gets it later."""

    progress: AlertProgress
    troubles: tuple[Trouble, ...]
    delay: Delay | None = None


_D = deliveries.c
_COUNTS = Statement(
    select(_D.state, func.count().label("n")).where(_D.alert_id == bindparam("alert")).group_by(_D.state)
)
_DELAYED = Statement(
    select(func.count().label("n"), func.min(_D.due_at).label("first")).where(
        _D.alert_id == bindparam("alert"), has_delivery_status(DeliveryStatus.WAITING), _D.due_at > bindparam("after")
    )
)
_HOLD_REASON = Statement(select(alerts.c.why).where(alerts.c.id == bindparam("alert")))
_UNREACHED = Statement(
    select(notices.c.id).where(
        notices.c.alert_id == bindparam("alert"), notices.c.kind == "ended", notices.c.state == "unreachable"
    )
)
_OWNER = (channels.c.space_key == spaces.c.key, spaces.c.org_id == orgs.c.id)
_ORGS = Statement(
    select(func.count(spaces.c.org_id.distinct()).label("n")).where(
        _D.alert_id == bindparam("alert"), channels.c.id == _D.channel_id, channels.c.space_key == spaces.c.key
    )
)
_TROUBLED_CHANNELS = (
    select(
        *(_D.id, _D.platform, _D.state, _D.refusal, _D.missing, channels.c.name),
        select(orgs.c.name).where(*_OWNER).correlate(channels).scalar_subquery().label("org"),
    )
    .where(
        _D.alert_id == bindparam("alert"),
        has_delivery_status(DeliveryStatus.UNKNOWN, DeliveryStatus.FAILED),
        channels.c.id == _D.channel_id,
    )
    .order_by(_D.state.desc(), _D.id)
    .limit(_TROUBLES)
)
_TROUBLED = Statement(_TROUBLED_CHANNELS)
_TROUBLED_OF = Statement(
    _TROUBLED_CHANNELS.where(channels.c.space_key == spaces.c.key, spaces.c.org_id == bindparam("org"))
)


class AlertReader:
    """Reads alerts within a transaction."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns) -> None:
        self._keys, self._clock = base.keys, base.clock
        self._people, self._campaigns = people, campaigns

    async def read_detail(self, tx: Tx, reach: Reach, alert: str) -> AlertDetail:
        """Load one alert and the channels where it failed. Raises UserError for one outside ``reach``."""
        row = await find_alert(tx, reach, alert)
        owned = await tx.one(_ORGS, alert=row.id)
        troubles = self._make_troubles(await tx.all(_TROUBLED, alert=row.id), named=owned is not None and owned.n > 1)
        progress = await self.read_progress(tx, row)
        return AlertDetail(progress, troubles, await self._read_delay(tx, progress))

    async def read_troubles(self, tx: Tx, alert: str, org_ids: Iterable[str]) -> tuple[Trouble, ...]:
        """The channels of some orgs where an alert failed, or perhaps did; no others, whoever sent it."""
        rows = [row for org in sorted(org_ids) for row in await tx.all(_TROUBLED_OF, alert=alert, org=org)]
        return self._make_troubles(rows, named=False)

    async def _read_delay(self, tx: Tx, progress: AlertProgress) -> Delay | None:
        after = max(progress.at.at, self._clock()) + _SOON
        [row] = await tx.all(_DELAYED, alert=progress.id, after=after)
        return Delay(row.n, Moment(row.first, progress.at.zone, shared=True)) if row.n else None

    async def read_progress(self, tx: Tx, row: Row) -> AlertProgress:
        """Load an alert and count its deliveries by status."""
        known = {one.id: one for one in await self._campaigns.read_all(tx)}
        rows = await tx.all(_COUNTS, alert=row.id)
        counts = Counter(dict(read_each(rows, lambda count: (read_enum(DeliveryStatus, count.state), count.n))))
        status, words, zone = self._read_state(row)
        campaign = known.get(row.campaign_id)
        hold = await self._find_hold_reason(tx, row, campaign) if status is AlertStatus.HELD else None
        when = Moment(row.at or row.created_at, zone)
        state = (campaign, words, status, hold)
        unreached = await tx.one(_UNREACHED, alert=row.id) is not None
        refusal = await self._read_refusal(tx, row) if status is AlertStatus.REFUSED else ()
        return AlertProgress(
            row.id, format_reference(row.id), *state, when, counts, unreached, row.at is not None, *refusal
        )

    async def _read_refusal(self, tx: Tx, row: Row) -> tuple[Accounts, Accounts, str]:
        """The accounts of a refused alert's author and of the admin who refused it and answers for it, and why."""
        author, refused_by = [
            await self._people.load_accounts_of(tx, who or "") for who in (row.author, row.vouched_by)
        ]
        reason = read_or("", lambda: self._keys.decrypt(row.reason)) if row.reason else ""
        return author, refused_by, reason

    async def _find_hold_reason(self, tx: Tx, row: Row, campaign: Campaign | None) -> str:
        stored = await tx.one(_HOLD_REASON, alert=row.id)
        obstacle = await find_obstacle(tx, row.org_id, campaign, self._clock())
        return update_hold_reason(stored.why if stored else None, obstacle)

    def _read_state(self, row: Row) -> tuple[AlertStatus, str, str]:
        """An alert's status, words and zone. The status is `AlertStatus.BROKEN` if any of them can't be read."""
        words = read_or(None, lambda: self._keys.decrypt(row.words) if row.words else "")
        status = read_or(AlertStatus.BROKEN, lambda: read_enum(AlertStatus, row.state))
        zone = read_or("UTC", lambda: read_zone(row.zone).key)
        readable = (
            words is not None
            and zone == row.zone
            and is_readable(lambda: read_audience(row.audience))
            and is_readable(lambda: read_translations(self._keys, row.translations))
        )
        return status if readable else AlertStatus.BROKEN, words or "", zone

    def _make_troubles(self, rows: Iterable[Row], *, named: bool) -> tuple[Trouble, ...]:
        """Channels whose post is unknown first, because they need a decision; then by name.

        ``named``: each with its org's name.
        """
        found = [
            Trouble(
                *(row.id, self._name(row), row.platform, DeliveryStatus(row.state), row.refusal, row.missing),
                org=(row.org or "") if named else "",
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda one: (one.status is not DeliveryStatus.UNKNOWN, fold(one.channel))))

    def _name(self, row: Row) -> str:
        return read_or("?", lambda: self._keys.decrypt(row.name))
