"""Which channels an alert goes to, and when it is to stand in each of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from bot.core.alerts.card_snapshot import Kind
from bot.core.alerts.delivery_times import Slot, slot
from bot.core.base.caller_keys import hash_mark
from bot.core.base.clock import DAY, day_of
from bot.core.base.keys import Keys
from bot.core.base.stored_values import read_each, read_or, read_zone
from bot.core.base.typed_time import QuietHours
from bot.core.coalition.audience import Audience
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, chapter_maps, chapters, deliveries, orgs, spaces


@dataclass(frozen=True, slots=True)
class Planned:
    """One channel of an audience, by its row and its space's, and when it gets the alert."""

    row: Row
    slot: Slot


@dataclass(frozen=True, slots=True)
class Target:
    """One channel as it is shown and asked about, by the platform's own ids."""

    name: str
    platform: str
    space: str
    channel: str
    zone: str
    slot: Slot


_ALL = Statement(
    select(
        channels.c.id,
        channels.c.space_key,
        channels.c.address,
        channels.c.name,
        channels.c.zone,
        channels.c.quiet_from,
        channels.c.quiet_to,
        channels.c.state,
        spaces.c.platform,
        spaces.c.org_id,
        spaces.c.address.label("space"),
    )
    .where(
        channels.c.unsubscribed_at.is_(None),
        channels.c.space_key == spaces.c.key,
        spaces.c.org_id == orgs.c.id,
        orgs.c.archived_at.is_(None),
    )
    .order_by(channels.c.id)
)
# What was mapped for one org says nothing once the space, or the chapter, belongs to another.
_MAPPED = Statement(
    select(chapter_maps.c.space_key, chapter_maps.c.target, chapter_maps.c.chapter_id).where(
        chapter_maps.c.chapter_id == chapters.c.id,
        chapters.c.archived_at.is_(None),
        chapter_maps.c.space_key == spaces.c.key,
        spaces.c.org_id == chapters.c.org_id,
    )
)
_TAKEN = Statement(
    select(deliveries.c.channel_id, deliveries.c.planned_at).where(
        deliveries.c.planned_at >= bindparam("since"),
        deliveries.c.state != "failed",
        deliveries.c.state != "cancelled",
        deliveries.c.alert_id == alerts.c.id,
        alerts.c.kind == Kind.ALERT.value,
    )
)


async def plan(tx: Tx, keys: Keys, audience: Audience, at: int, per_day: int) -> tuple[Planned, ...]:
    """Return the subscribed channels of ``audience`` with the time at which each gets what is meant for ``at``.

    None gets more than ``per_day`` alerts on one of its local days. A channel whose row can't be read is left out.
    """
    homes = await _homes(tx, keys) if audience.chapters else _nowhere
    rows = [row for row in await tx.all(_ALL) if audience.holds(row.org_id, row.state)]
    rows = [row for row in rows if audience.reaches(homes(row))]
    planned = defaultdict[str, list[int]](list)
    for taken in await tx.all(_TAKEN, since=at - DAY):
        planned[taken.channel_id].append(taken.planned_at)
    return tuple(read_each(rows, lambda row: Planned(_reachable(keys, row), _slot(row, at, planned[row.id], per_day))))


async def _homes(tx: Tx, keys: Keys) -> Callable[[Row], str | None]:
    """Return what says which chapter a channel is mapped to."""
    rows = await tx.all(_MAPPED)
    mapped = {(bytes(row.space_key), bytes(row.target)): str(row.chapter_id) for row in rows}

    def home(row: Row) -> str | None:
        mark = read_or(None, lambda: f"channel:{keys.decrypt(row.address)}")
        return mapped.get((bytes(row.space_key), hash_mark(keys, mark))) if mark else None

    return home


def _nowhere(row: Row) -> None:
    """Stand for `_homes` where no chapter is asked for."""


def target(keys: Keys, planned: Planned) -> Target:
    """Return a planned channel with its ids and name deciphered."""
    row = planned.row
    space, channel = keys.decrypt(row.space), keys.decrypt(row.address)
    name = read_or(channel, lambda: keys.decrypt(row.name))
    return Target(name, row.platform, space, channel, row.zone, planned.slot)


def _reachable(keys: Keys, row: Row) -> Row:
    """Return a channel's row once it is sure that it can be posted to; raises Unreadable."""
    keys.decrypt(row.space), keys.decrypt(row.address)
    return row


def _slot(row: Row, at: int, planned: list[int], per_day: int) -> Slot:
    zone = read_zone(row.zone)
    quiet = None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_to)
    taken: Mapping[date, int] = Counter(day_of(one, zone) for one in planned)
    return slot(at, zone, quiet, taken, per_day)
