"""The statuses that several rooms share: of campaigns, alerts, deliveries, notices and public names."""

from enum import StrEnum

from bot.store.sql import ColumnElement, and_, or_
from bot.store.tables import deliveries


class CampaignState(StrEnum):
    """Whether a campaign takes calls."""

    OPEN = "open"
    PAUSED = "paused"
    UPCOMING = "upcoming"
    CLOSED = "closed"


class AlertStatus(StrEnum):
    """An alert's status."""

    DRAFT = "draft"  # only its author has seen it
    AWAITING = "awaiting"  # a second person has to approve it
    GOING = "going"  # its deliveries are in progress, or wait for their time
    HELD = "held"  # its time has passed, and its author decides
    CANCELLED = "cancelled"
    REFUSED = "refused"  # by the person who could have approved it
    LAPSED = "lapsed"  # nobody approved it before its time
    BROKEN = "broken"  # its row can't be read; never stored


class DeliveryStatus(StrEnum):
    """A delivery's status."""

    WAITING = "waiting"  # for its time, or for its next try
    SENDING = "sending"  # a worker holds it until ``due_at``
    SENT = "sent"
    FAILED = "failed"  # the platform refused it
    UNKNOWN = "unknown"  # it may have been posted, and only people can find out
    HELD = "held"  # with its alert
    CANCELLED = "cancelled"


UNPOSTED = (DeliveryStatus.WAITING, DeliveryStatus.SENDING, DeliveryStatus.HELD)  # those that can still be posted


class NoticeState(StrEnum):
    """A notice's status."""

    WAITING = "waiting"
    SENT = "told"
    UNREACHABLE = "unreachable"


class NameStatus(StrEnum):
    """Whether boards show a public name."""

    SHOWN = "shown"
    WAITING = "waiting"
    HIDDEN = "hidden"


def has_delivery_status(*statuses: DeliveryStatus) -> ColumnElement[bool]:
    """The condition that a delivery has one of these statuses. Unlike IN, its statement can be compiled once."""
    return or_(*(deliveries.c.state == status.value for status in statuses))


def is_unsent() -> ColumnElement[bool]:
    """The condition that a delivery can still be posted and certainly isn't yet."""
    return and_(has_delivery_status(*UNPOSTED), deliveries.c.first_tried_at.is_(None))
