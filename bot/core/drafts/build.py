"""Builds the services of the drafts room."""

from collections.abc import Collection

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_file import Cost
from bot.core.campaigns.campaigns import Campaigns
from bot.core.changes.build import ChangeServices
from bot.core.congress.congress import Congress
from bot.core.draft_parts.typed_fields import Reword
from bot.core.drafts.draft_check import DraftChecker
from bot.core.drafts.drafts import Drafts
from bot.core.drafts.history import CampaignHistories
from bot.core.drafts.publishing import Publishing
from bot.core.drafts.translating import Translating
from bot.core.people.people import People


class DraftServices(Struct, frozen=True):
    """The services for campaigns that are written in chat."""

    drafts: Drafts
    publishing: Publishing
    histories: CampaignHistories
    checker: DraftChecker
    translating: Translating


def build_drafts(
    base: Base,
    people: People,
    campaigns: Campaigns,
    congress: Congress,
    changes: ChangeServices,
    zone: str,
    cost: Cost = len,
    domains: Collection[str] = (),
    reword: Reword = str,
) -> DraftServices:
    """Build the room. ``zone`` is the coalition's, ``domains`` are those that links may lead to (any if empty).

    ``reword`` writes a time of another language in English.
    """
    checker = DraftChecker(people, campaigns, congress, zone, cost, domains, reword)
    drafts = Drafts(base, people, campaigns, congress, checker, zone, reword)
    return DraftServices(
        drafts,
        Publishing(base, people, campaigns, checker, changes),
        CampaignHistories(base, people, campaigns, changes.second_person),
        checker,
        Translating(drafts, zone, cost),
    )
