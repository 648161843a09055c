"""Wires the rows that are due in channels."""

from dataclasses import dataclass

from bot.core.alerts.card_snapshot import SnapshotReader
from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.outbox.card_edits import Edits
from bot.core.outbox.card_refresh import Refreshing
from bot.core.outbox.deliveries import Deliveries
from bot.core.outbox.overdue_alerts import OverdueAlerts
from bot.core.outbox.scheduled_posts import Playing
from bot.core.people.people import People


@dataclass(frozen=True, slots=True)
class OutboxServices:
    """Posts to send, cards to edit, alerts that are overdue, and what campaigns post by themselves."""

    deliveries: Deliveries
    edits: Edits
    refreshing: Refreshing
    playing: Playing
    holding: OverdueAlerts


def build_outbox(base: Base, people: People, campaigns: Campaigns, snapshots: SnapshotReader) -> OutboxServices:
    """Wire the outbox."""
    store, keys, clock = base.store, base.keys, base.clock
    return OutboxServices(
        deliveries=Deliveries(store, keys, clock, snapshots),
        edits=Edits(store, keys, clock, snapshots),
        refreshing=Refreshing(store, clock, snapshots),
        playing=Playing(store, keys, clock, campaigns),
        holding=OverdueAlerts(store, keys, clock, people, snapshots),
    )
