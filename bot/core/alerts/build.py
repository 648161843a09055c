"""Wires alerts: written, planned, released and followed."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.alerts.alert_drafts import AlertDrafts
from bot.core.alerts.alert_operations import AlertDesk
from bot.core.alerts.alert_reader import AlertReader
from bot.core.alerts.alerts import Alerts, Rules
from bot.core.alerts.card_snapshot import LivingReader
from bot.core.alerts.notices import Notices
from bot.core.alerts.waiting_work import WaitingWorks
from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.people.people import People


@dataclass(frozen=True, slots=True)
class AlertServices:
    """Alerts, their status, what their cards show, and what their authors hear of them."""

    alerts: Alerts
    desk: AlertDesk
    snapshots: LivingReader
    notices: Notices
    drafts: AlertDrafts
    waiting: WaitingWorks


def build_alerts(
    base: Base, people: People, campaigns: Campaigns, rules: Rules, cost: Callable[[str], int]
) -> AlertServices:
    """Wire alerts. ``cost`` says how many characters a text takes on the platform that needs most."""
    shared = (base.store, base.keys, base.clock, people, base.audit, campaigns)
    return AlertServices(
        alerts=Alerts(*shared, rules, base.bell, cost),
        desk=AlertDesk(*shared, base.bell),
        snapshots=LivingReader(base.keys, campaigns, rules.min_group),
        notices=Notices(base.store, base.keys, base.clock, people, AlertReader(base.keys, campaigns)),
        drafts=AlertDrafts(base.store, base.keys, base.clock, people),
        waiting=WaitingWorks(base.store, base.clock, people),
    )
