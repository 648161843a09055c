"""Builds the services of the moderation room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.congress.congress import Congress
from bot.core.moderation.audit_view import AuditView
from bot.core.moderation.cleaning import Cleaning
from bot.core.moderation.moderation import Moderation
from bot.core.moderation.name_notices import NameNotices
from bot.core.moderation.name_review import NameReview
from bot.core.moderation.seats import Seats
from bot.core.people.people import People


class ModerationServices(Struct, frozen=True):
    """Voids, suspensions, clean-ups, public names, seats of Congress, and the audit trail's pages."""

    moderation: Moderation
    cleaning: Cleaning
    names: NameReview
    name_notices: NameNotices
    audit_view: AuditView
    seats: Seats


def build_moderation(base: Base, people: People, campaigns: Campaigns, congress: Congress) -> ModerationServices:
    """Build the room."""
    moderation = Moderation(base, people)
    return ModerationServices(
        moderation=moderation,
        cleaning=Cleaning(base, people, campaigns, moderation),
        names=NameReview(base, people),
        name_notices=NameNotices(base, people),
        audit_view=AuditView(base, people, campaigns),
        seats=Seats(base, people, congress),
    )
