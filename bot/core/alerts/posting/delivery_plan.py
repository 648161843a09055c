"""Which channels an alert goes to, and when it is posted in each. Start with `plan_deliveries`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.alerts.posting.delivery_times import PostTime, choose_time
from bot.core.base.keys.caller_keys import hash_mark_by_all
from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_each, read_or, read_zone
from bot.core.coalition.audience import Audience
from bot.core.times.clock import DAY, day_of
from bot.core.times.quiet_hours import QuietHours
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, chapter_maps, chapters, deliveries, orgs, spaces


class PlannedDelivery(Struct, frozen=True):
    """One subscribed channel, as the row joined with its space, and when it gets the alert."""

    row: Row
    time: PostTime


@dataclass(frozen=True, slots=True)
class TargetChannel:
    """One channel an alert goes to, with its name, its org's, and the platform's own ids in clear."""

    name: str
    platform: str
    space: str
    channel: str
    zone: str
    time: PostTime
    org: str = ""


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
        orgs.c.name.label("org"),
    )
    .where(
        channels.c.unsubscribed_at.is_(None),
        channels.c.space_key == spaces.c.key,
        spaces.c.org_id == orgs.c.id,
        orgs.c.archived_at.is_(None),
    )
    .order_by(channels.c.id)
)
# A map counts only while the space and the chapter belong to the same org.
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


async def plan_deliveries(tx: Tx, keys: Keys, audience: Audience, at: int, per_day: int) -> tuple[PlannedDelivery, ...]:
    """Find the subscribed channels of an audience, and when each gets an alert meant for ``at``.

    No channel gets more than ``per_day`` alerts on one of its local days. Unreadable channels are omitted.
    """
    homes = await _read_homes(tx, keys) if audience.chapters else _read_no_homes
    rows = [row for row in await tx.all(_ALL) if audience.holds(row.org_id, row.state)]
    rows = [row for row in rows if audience.reaches(homes(row))]
    planned = defaultdict[str, list[int]](list)
    for taken in await tx.all(_TAKEN, since=at - DAY):
        planned[taken.channel_id].append(taken.planned_at)
    return tuple(
        read_each(
            rows,
            lambda row: PlannedDelivery(_check_readable(keys, row), _choose_time(row, at, planned[row.id], per_day)),
        )
    )


async def _read_homes(tx: Tx, keys: Keys) -> Callable[[Row], str | None]:
    """Load the chapter maps. Returns a function from a channel's row to its chapter's id."""
    rows = await tx.all(_MAPPED)
    mapped = {(bytes(row.space_key), bytes(row.target)): str(row.chapter_id) for row in rows}

    def find_home(row: Row) -> str | None:
        mark = read_or(None, lambda: f"channel:{keys.decrypt(row.address)}")
        places = ((bytes(row.space_key), target) for target in hash_mark_by_all(keys, mark)) if mark else ()
        return next((mapped[place] for place in places if place in mapped), None)

    return find_home


def _read_no_homes(row: Row) -> None:
    """Replaces `_read_homes` for audiences that don't name chapters."""


def decrypt_channel(keys: Keys, planned: PlannedDelivery) -> TargetChannel:
    """Decrypt a planned channel's name and ids. Its address serves as the name if that can't be read."""
    row = planned.row
    space, channel = keys.decrypt(row.space), keys.decrypt(row.address)
    name = read_or(channel, lambda: keys.decrypt(row.name))
    return TargetChannel(name, row.platform, space, channel, row.zone, planned.time, row.org)


def _check_readable(keys: Keys, row: Row) -> Row:
    """The channel's row, unchanged. Raises Unreadable if its addresses can't be decrypted."""
    keys.decrypt(row.space), keys.decrypt(row.address)
    return row


def _choose_time(row: Row, at: int, planned: list[int], per_day: int) -> PostTime:
    zone = read_zone(row.zone)
    quiet = None if row.quiet_from is None else QuietHours(row.quiet_from, row.quiet_to)
    taken: Mapping[date, int] = Counter(day_of(one, zone) for one in planned)
    return choose_time(at, zone, quiet, taken, per_day)
