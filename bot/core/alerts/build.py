"""Builds the services of the alerts room."""

from collections.abc import Callable

from msgspec import Struct

from bot.core.alerts.alert_drafts import AlertDrafts
from bot.core.alerts.alert_list import AlertList
from bot.core.alerts.alert_operations import AlertOperations
from bot.core.alerts.alert_reader import AlertReader
from bot.core.alerts.alert_rules import AlertRules
from bot.core.alerts.alert_translations import AlertTranslations
from bot.core.alerts.alerts import Alerts
from bot.core.alerts.notices import Notices
from bot.core.alerts.posting.card_snapshot import SnapshotReader
from bot.core.alerts.waiting_work import WaitingWorkReader
from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.people.people import People


class AlertServices(Struct, frozen=True):
    """The services for writing alerts, following them, drawing their cards and notifying their authors."""

    alerts: Alerts
    operations: AlertOperations
    snapshots: SnapshotReader
    notices: Notices
    drafts: AlertDrafts
    waiting: WaitingWorkReader
    translations: AlertTranslations
    list: AlertList


def build_alerts(
    base: Base, people: People, campaigns: Campaigns, rules: AlertRules, cost: Callable[[str], int]
) -> AlertServices:
    """Build the room. ``cost`` returns how many characters a text takes on the platform that needs the most."""
    return AlertServices(
        alerts=Alerts(base, people, campaigns, rules, cost),
        operations=AlertOperations(base, people, campaigns),
        snapshots=SnapshotReader(base.keys, campaigns, rules.min_group),
        notices=Notices(base, people, AlertReader(base, people, campaigns)),
        drafts=AlertDrafts(base, people),
        waiting=WaitingWorkReader(base, people),
        translations=AlertTranslations(base, rules.domains, cost),
        list=AlertList(base, people, campaigns),
    )
