"""Counts an alert's channels: by platform, and by the status names that cards show."""

from collections import Counter
from typing import assert_never

from bot.core.alerts.alert_reader import AlertProgress
from bot.core.alerts.alert_rows import OVER
from bot.core.alerts.posting.delivery_plan import TargetChannel
from bot.core.base.statuses import UNPOSTED, DeliveryStatus
from bot.kit.cards.markup import Markup
from bot.kit.i18n import Words


def count_statuses(progress: AlertProgress) -> tuple[tuple[str, int], ...]:
    """Count an alert's deliveries by the status names that cards show."""
    names = dict.fromkeys(("sent", "waiting", "held", "failed", "unknown", "stopped"), 0)
    for status in DeliveryStatus:
        names[_name_status(status)] += progress.counts[status]
    return tuple(names.items())


def count_unposted(counts: Counter[DeliveryStatus]) -> int:
    """Count the deliveries that can still be posted."""
    return sum(counts[status] for status in UNPOSTED)


def describe_stopped(words: Words, progress: AlertProgress) -> Markup:
    """In how many channels an alert stopped, and why. Empty if in none."""
    count = progress.counts[DeliveryStatus.CANCELLED]
    why = "canceled" if progress.status in OVER else "unsubscribed"
    return words.m(f"alert.stopped.{why}", count=count) if count else Markup()


def _name_status(status: DeliveryStatus) -> str:
    """The name under which cards show a delivery's status."""
    match status:
        case DeliveryStatus.SENT:
            return "sent"
        case DeliveryStatus.WAITING | DeliveryStatus.SENDING:
            return "waiting"
        case DeliveryStatus.HELD:
            return "held"
        case DeliveryStatus.FAILED:
            return "failed"
        case DeliveryStatus.UNKNOWN:
            return "unknown"
        case DeliveryStatus.CANCELLED:
            return "stopped"
        case _:
            assert_never(status)


def count_channels(words: Words, channels: tuple[TargetChannel, ...]) -> str:
    """Count the channels on each platform."""
    counts = Counter(channel.platform for channel in channels)
    if not counts:
        return words.t("alert.preview.no_channels")
    parts = (
        words.t("alert.preview.on", count=count, platform=words.t(f"link.platform.{platform}"))
        for platform, count in sorted(counts.items())
    )
    return words.list(parts)
