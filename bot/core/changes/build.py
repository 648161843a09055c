"""Builds the services of the changes room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_file import Cost
from bot.core.campaigns.campaigns import Campaigns
from bot.core.changes.change_notices import ChangeNotices
from bot.core.changes.proposal_rows import ReadContent, make_reader
from bot.core.changes.refusals import Refusals
from bot.core.changes.second_person import SecondPerson
from bot.core.people.people import People


class ChangeServices(Struct, frozen=True):
    """The door for every change of a campaign in chat, the messages about those that wait, and what was refused."""

    second_person: SecondPerson
    notices: ChangeNotices
    refusals: Refusals
    read_content: ReadContent


def build_changes(
    base: Base, people: People, campaigns: Campaigns, zone: str, cost: Cost, *, two_person: bool
) -> ChangeServices:
    """Build the room. ``zone`` is the coalition's; with ``two_person``, some changes need another admin."""
    read = make_reader(zone, cost)
    second_person = SecondPerson(base, people, campaigns, two_person=two_person)
    return ChangeServices(second_person, ChangeNotices(base, people, campaigns, read), Refusals(base), read)
