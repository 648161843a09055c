"""What confirming or approving an alert led to."""

from msgspec import Struct

from bot.core.alerts.posting.delivery_plan import PlannedDelivery
from bot.core.base.ids import format_reference
from bot.moments import Moment
from bot.store.statement import Row


class Confirmation(Struct, frozen=True):
    """The result of confirming an alert: how many channels it goes to, and when it starts.

    ``awaiting`` means that another admin must approve it first. ``delayed`` counts the channels that get it later,
    because of their quiet hours or a full day. ``again`` means that somebody had done so before, and nothing changed.
    """

    reference: str
    at: Moment
    channels: int
    now: bool
    awaiting: bool
    delayed: int = 0
    again: bool = False


def make_confirmation(row: Row, starts: int, planned: tuple[PlannedDelivery, ...], *, awaiting: bool) -> Confirmation:
    """The result for an alert's row whose deliveries are planned and begin at ``starts``."""
    delayed = sum(one.time.quiet or one.time.full for one in planned)
    when = Moment(starts, row.zone)
    return Confirmation(format_reference(row.id), when, len(planned), row.at is None, awaiting, delayed)
