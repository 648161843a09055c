"""Builds the services of the outbox room."""

from dataclasses import dataclass

from bot.core.alerts.posting.card_snapshot import SnapshotReader
from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.outbox.backlog import Backlog
from bot.core.outbox.card_edits import CardEdits
from bot.core.outbox.card_refresh import CardRefresh
from bot.core.outbox.deliveries import Deliveries
from bot.core.outbox.overdue_alerts import OverdueAlerts
from bot.core.outbox.scheduled_posts import ScheduledPosts
from bot.core.outbox.stored_files import StoredFiles
from bot.core.people.people import People


@dataclass(frozen=True, slots=True)
class OutboxServices:
    """The services that hand out due rows and record what became of them."""

    deliveries: Deliveries
    card_edits: CardEdits
    card_refresh: CardRefresh
    scheduled_posts: ScheduledPosts
    overdue_alerts: OverdueAlerts
    stored_files: StoredFiles
    backlog: Backlog


def build_outbox(base: Base, people: People, campaigns: Campaigns, snapshots: SnapshotReader) -> OutboxServices:
    """Build the room."""
    return OutboxServices(
        deliveries=Deliveries(base, snapshots),
        card_edits=CardEdits(base, snapshots),
        card_refresh=CardRefresh(base, snapshots),
        scheduled_posts=ScheduledPosts(base, campaigns),
        overdue_alerts=OverdueAlerts(base, people, snapshots),
        stored_files=StoredFiles(base),
        backlog=Backlog(base),
    )
