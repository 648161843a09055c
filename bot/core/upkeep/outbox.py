"""All that goes out without having been asked for, for `bot.delivery`."""

from dataclasses import dataclass

from bot.core.alerts.alert_reader import AlertReader
from bot.core.alerts.card_snapshot import LivingReader
from bot.core.alerts.notices import Notices
from bot.core.base.audit import Audit
from bot.core.base.bell import Bell
from bot.core.base.clock import Clock
from bot.core.base.keys import Keys
from bot.core.campaigns.campaigns import Campaigns
from bot.core.name_notices import NameNotices
from bot.core.outbox.card_edits import Edits
from bot.core.outbox.card_refresh import Refreshing
from bot.core.outbox.deliveries import Deliveries
from bot.core.outbox.overdue_alerts import Holding
from bot.core.outbox.scheduled_posts import Playing
from bot.core.people.people import People
from bot.core.reminders.reminders import Reminders
from bot.core.upkeep.damage import DamageWatch
from bot.store.engine import Store


@dataclass(frozen=True, slots=True)
class Outbox:
    """What is due in channels and to people; ``bell`` is rung when there is something new."""

    deliveries: Deliveries
    edits: Edits
    refreshing: Refreshing
    playing: Playing
    reminders: Reminders
    holding: Holding
    bell: Bell
    clock: Clock
    damage: DamageWatch
    notices: Notices
    name_notices: NameNotices


def open_outbox(
    store: Store,
    keys: Keys,
    clock: Clock,
    people: People,
    campaigns: Campaigns,
    reminders: Reminders,
    min_group: int,
    audit: Audit,
) -> Outbox:
    """Wire what delivers; fewer than ``min_group`` people are not told of."""
    living = LivingReader(keys, campaigns, min_group)
    shared = (store, keys, clock, living)
    return Outbox(
        Deliveries(*shared),
        Edits(*shared),
        Refreshing(store, clock, living),
        Playing(store, keys, clock, campaigns),
        reminders,
        Holding(store, keys, clock, people, living),
        Bell(),
        clock,
        DamageWatch(store, keys),
        Notices(store, keys, clock, people, AlertReader(keys, campaigns)),
        NameNotices(store, keys, clock, people, audit),
    )
