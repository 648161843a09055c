"""Builds the services of the handover room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_file import Cost
from bot.core.campaigns.campaigns import Campaigns
from bot.core.changes.build import ChangeServices
from bot.core.drafts.draft_check import DraftChecker
from bot.core.handover.approvals import Approvals
from bot.core.handover.importing import Importing
from bot.core.handover.ownership import Ownership
from bot.core.handover.renaming import Renaming
from bot.core.people.people import People


class HandoverServices(Struct, frozen=True):
    """The services for files that people send, for moving campaigns, and for admins' releases."""

    importing: Importing
    ownership: Ownership
    approvals: Approvals
    renaming: Renaming


def build_handover(
    base: Base,
    people: People,
    campaigns: Campaigns,
    changes: ChangeServices,
    checker: DraftChecker,
    zone: str,
    cost: Cost,
) -> HandoverServices:
    """Build the room. ``zone`` is the coalition's."""
    second = changes.second_person
    return HandoverServices(
        Importing(base, people, campaigns, checker, second, changes.read_content, zone, cost),
        Ownership(base, people, campaigns, second),
        Approvals(base, people, campaigns, changes.read_content),
        Renaming(campaigns, zone, cost),
    )
