"""Builds the services of the privacy room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.guidance.target_finder import TargetFinder
from bot.core.people.people import People
from bot.core.people.profiles.residents import Residents
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
    base: Base,
    people: People,
    campaigns: Campaigns,
    residents: Residents,
    finder: TargetFinder,
    ledger: Ledger,
    keep_person_days: int,
) -> PrivacyServices:
    """Build the room. ``ledger`` is the file of deleted people's ids."""
    return PrivacyServices(
        privacy=Privacy(base, people, residents, ledger, keep_person_days),
        linking=Linking(base, people, campaigns, finder),
        data_export=DataExport(base, people),
    )
