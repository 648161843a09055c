"""The list of alerts that a coordinator pages through: what is due or waits first, then drafts, then what ended.

It has the alerts within their reach, their own drafts, and what others send to their channels. Start with `AlertList`.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from enum import StrEnum

from msgspec import Struct

from bot.core.alerts.alert_drafts import DRAFT_LIFETIME, SavedDraft, find_refused
from bot.core.alerts.alert_reader import AlertProgress, AlertReader, Trouble
from bot.core.alerts.alert_rows import OVER, find_own_drafts, find_recent, find_troubled, is_within
from bot.core.base.build import Base
from bot.core.base.statuses import UNPOSTED, AlertStatus, DeliveryStatus
from bot.core.base.stored_values import read_each, read_enum, read_or
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.audience import Audience, fetch_audience_names, read_audience
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.people.people import People
from bot.identity import Caller
from bot.moments import Moment
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, or_, select
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, deliveries, orgs, spaces

_DRAFTS, _ALERTS = 20, 500  # the newest of each that the list pages through


class Part(StrEnum):
    """The parts of the list, in their order."""

    OPEN = "open"  # due, under way, or waiting for somebody
    DRAFTS = "drafts"
    ENDED = "ended"


class Incoming(Struct, frozen=True):
    """What the coalition or another org sends to the reader's channels. ``org`` is empty for the coalition.

    ``progress`` counts the reader's channels alone. It has no words before one of them has the alert, and no campaign
    that the reader can't see. ``troubles`` are those of their channels where it failed within a week.
    """

    progress: AlertProgress
    org: str
    troubles: tuple[Trouble, ...] = ()


class Whom(Struct, frozen=True):
    """Whom an alert is for, with the names of its orgs and chapters."""

    audience: Audience
    orgs: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()


class Listed(Struct, frozen=True):
    """One entry of the list: a refused draft, an alert, or what somebody else sends here.

    ``whom`` is given where nothing is planned yet, and the audience can be read.
    """

    part: Part
    entry: SavedDraft | AlertProgress | Incoming
    whom: Whom | None = None


class AlertPage(Struct, frozen=True):
    """The entries on page ``number`` (from 1) of a list of ``total``."""

    entries: tuple[Listed, ...]
    number: int
    total: int


class _Here(Struct, frozen=True):
    """How an alert from elsewhere is in the reader's channels, and when the first of them gets it."""

    counts: Counter[DeliveryStatus]
    first: int


class _Place(Struct, frozen=True):
    """An entry's place in the list. ``order`` sorts it within its part, the lowest first."""

    part: Part
    order: tuple[int, int]
    what: Row | SavedDraft
    here: _Here | None = None


_D = deliveries.c
_HERE = Statement(
    select(_D.alert_id, _D.state, func.count().label("n"), func.min(_D.planned_at).label("first"))
    .where(
        spaces.c.org_id == bindparam("org"),
        channels.c.space_key == spaces.c.key,
        _D.channel_id == channels.c.id,
        alerts.c.id == _D.alert_id,
        or_(alerts.c.org_id.is_(None), alerts.c.org_id != spaces.c.org_id),
    )
    .group_by(_D.alert_id, _D.state)
)
_ORG = Statement(select(orgs.c.name).where(orgs.c.id == bindparam("which")))


class AlertList:
    """Reads the list, a page at a time."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._people, self._campaigns = people, campaigns
        self._reader = AlertReader(base, people, campaigns)

    async def read_page(self, caller: Caller, reach: Reach, number: int, rows: int) -> AlertPage:
        """Page ``number`` of the caller's list, with up to ``rows`` entries. One out of range gives the nearest."""

        async def read(tx: Tx) -> AlertPage:
            drafts = await self._place_drafts(tx, caller, reach)
            places = sorted((*drafts, *await self._place_alerts(tx, reach)), key=_sort_key)
            page = min(max(number, 1), max(1, -(-len(places) // rows)))
            visible = {one.id for one in await self._campaigns.load_within(tx, reach)}
            shown = [await self._read(tx, one, visible, reach) for one in places[(page - 1) * rows : page * rows]]
            return AlertPage(tuple(shown), page, len(places))

        return await self._store.read(read)

    async def _place_drafts(self, tx: Tx, caller: Caller, reach: Reach) -> list[_Place]:
        """The caller's drafts, newest first, whether or not they were refused."""
        person = await self._people.find(tx, caller)
        if person is None:
            return []
        since = self._clock() - DRAFT_LIFETIME
        refused = await find_refused(tx, self._keys, person.id, since)
        previews = await find_own_drafts(tx, person.id, reach, since, _DRAFTS)
        found = [(one.at, one) for one in refused] + [(row.created_at, row) for row in previews]
        return [_Place(Part.DRAFTS, (0, -at), what) for at, what in found]

    async def _place_alerts(self, tx: Tx, reach: Reach) -> list[_Place]:
        """The newest alerts within ``reach``, and those that others send to its channels."""
        since = self._clock() - DRAFT_LIFETIME
        troubled = {row.id for row in await find_troubled(tx, since)}
        incoming = {} if reach.role is Role.ADMIN else await _find_incoming(tx, reach.orgs)
        recent = await find_recent(tx, EVERYTHING)
        troubled |= {row.id for row in recent if _has_lapsed(row, since)}
        own = [_place_own(row, row.id in troubled) for row in recent if is_within(row, reach)]
        foreign = [row for row in recent if row.id in incoming and not is_within(row, reach)]
        return [*own[:_ALERTS], *(_place_foreign(row, incoming[row.id], since) for row in foreign[:_ALERTS])]

    async def _read(self, tx: Tx, place: _Place, visible: Collection[str], reach: Reach) -> Listed:
        if isinstance(place.what, SavedDraft):
            return Listed(place.part, place.what)
        progress = await self._reader.read_progress(tx, place.what)
        if place.here is None:
            unplanned = progress.status in (AlertStatus.DRAFT, AlertStatus.AWAITING, AlertStatus.LAPSED)
            return Listed(place.part, progress, await _read_whom(tx, place.what) if unplanned else None)
        org = await tx.one(_ORG, which=place.what.org_id) if place.what.org_id else None
        shown = _hide_unposted(progress, place.here, visible)
        is_troubled = place.part is Part.OPEN and _is_troubled(place.here)
        troubles = await self._reader.read_troubles(tx, place.what.id, reach.orgs) if is_troubled else ()
        return Listed(place.part, Incoming(shown, str(org.name) if org else "", troubles))


async def _read_whom(tx: Tx, row: Row) -> Whom | None:
    audience = read_or(None, lambda: read_audience(row.audience))
    return Whom(audience, *await fetch_audience_names(tx, audience)) if audience else None


def _sort_key(place: _Place) -> tuple[int, tuple[int, int]]:
    return list(Part).index(place.part), place.order


def _has_lapsed(row: Row, since: int) -> bool:
    """Whether nobody approved an alert in time, lately: it can still be sent."""
    return bool(row.state == AlertStatus.LAPSED and row.ended_at and row.ended_at >= since)


def _place_own(row: Row, is_troubled: bool) -> _Place:
    """Put what is due next first, and behind that what failed or wasn't approved in time lately."""
    state = read_or(AlertStatus.BROKEN, lambda: read_enum(AlertStatus, row.state))
    at = row.at or row.created_at
    if state not in OVER and (row.ended_at is None or state is not AlertStatus.GOING):
        return _Place(Part.OPEN, (0, at), row)
    return _Place(Part.OPEN, (1, -at), row) if is_troubled else _place_ended(row)


def _place_foreign(row: Row, here: _Here, since: int) -> _Place:
    """Put what is due first, and behind that what failed lately and can be sent again."""
    if row.state not in OVER and any(here.counts[one] for one in UNPOSTED):
        return _Place(Part.OPEN, (0, here.first), row, here)
    if row.state == AlertStatus.GOING and row.created_at >= since and _is_troubled(here):
        return _Place(Part.OPEN, (1, -here.first), row, here)
    return _place_ended(row, here)


def _is_troubled(here: _Here) -> bool:
    return here.counts[DeliveryStatus.FAILED] + here.counts[DeliveryStatus.UNKNOWN] > 0


def _place_ended(row: Row, here: _Here | None = None) -> _Place:
    return _Place(Part.ENDED, (0, -(row.ended_at or row.at or row.created_at)), row, here)


async def _find_incoming(tx: Tx, org_ids: Iterable[str]) -> dict[str, _Here]:
    """What others send to the channels of some orgs, by alert."""
    found = dict[str, _Here]()
    for row in [row for org in sorted(org_ids) for row in await tx.all(_HERE, org=org)]:
        counts = Counter(dict(read_each([row], lambda one: (read_enum(DeliveryStatus, one.state), one.n))))
        before = found.get(row.alert_id, _Here(Counter(), row.first))
        found[row.alert_id] = _Here(before.counts + counts, min(before.first, row.first))
    return found


def _hide_unposted(progress: AlertProgress, here: _Here, visible: Collection[str]) -> AlertProgress:
    """What the reader's channels show of an alert: its words only once one of them has it."""
    campaign = progress.campaign if progress.campaign and progress.campaign.id in visible else None
    words = progress.words if here.counts[DeliveryStatus.SENT] else ""
    when = Moment(here.first, progress.at.zone, shared=True)
    return replace(progress, campaign=campaign, words=words, at=when, counts=here.counts)
