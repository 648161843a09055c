"""Builds the services of the privacy room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.congress.congress import Congress
from bot.core.people.people import People
from bot.core.privacy.data_export import DataExport
from bot.core.privacy.forgotten_ids import Ledger
from bot.core.privacy.link import Linking
from bot.core.privacy.privacy import Privacy


class PrivacyServices(Struct, frozen=True):
    """Deletion, account links, and the data export."""

    privacy: Privacy
    linking: Linking
    data_export: DataExport


def build_privacy(
    base: Base, people: People, campaigns: Campaigns, congress: Congress, ledger: Ledger, keep_person_days: int
) -> PrivacyServices:
    """Build the room. ``ledger`` is the file of deleted people's ids."""
    store, keys, clock, requests, audit = base.store, base.keys, base.clock, base.requests, base.audit
    return PrivacyServices(
        privacy=Privacy(store, keys, clock, people, requests, ledger, keep_person_days, audit),
        linking=Linking(store, keys, clock, people, campaigns, congress, requests, audit),
        data_export=DataExport(store, keys, people),
    )
