"""All that goes out without having been asked for, as the worker takes it."""

from dataclasses import dataclass

from bot.core.alerts.notices import Notices
from bot.core.base.bell import Bell
from bot.core.base.clock import Clock
from bot.core.build import Core
from bot.core.moderation.name_notices import NameNotices
from bot.core.outbox.card_edits import Edits
from bot.core.outbox.card_refresh import Refreshing
from bot.core.outbox.deliveries import Deliveries
from bot.core.outbox.overdue_alerts import OverdueAlerts
from bot.core.outbox.scheduled_posts import Playing
from bot.core.reminders.reminders import Reminders
from bot.core.upkeep.damage import DamageWatch


@dataclass(frozen=True, slots=True)
class Outbox:
    """What is due in channels and to people. ``bell`` rings when something is new."""

    deliveries: Deliveries
    edits: Edits
    refreshing: Refreshing
    playing: Playing
    reminders: Reminders
    holding: OverdueAlerts
    bell: Bell
    clock: Clock
    damage: DamageWatch
    notices: Notices
    name_notices: NameNotices


def build_outbox(core: Core) -> Outbox:
    """Collect from core what delivery works on."""
    rows = core.outbox
    return Outbox(
        deliveries=rows.deliveries,
        edits=rows.edits,
        refreshing=rows.refreshing,
        playing=rows.playing,
        reminders=core.reminders,
        holding=rows.holding,
        bell=core.base.bell,
        clock=core.base.clock,
        damage=core.damage,
        notices=core.alerts.notices,
        name_notices=core.moderation.name_notices,
    )
