"""Builds the services of the moderation room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.moderation.audit_view import AuditView
from bot.core.moderation.cleaning import Cleaning
from bot.core.moderation.moderation import Moderation
from bot.core.moderation.name_notices import NameNotices
from bot.core.moderation.name_review import NameReview
from bot.core.people.people import People


class ModerationServices(Struct, frozen=True):
    """Voids, suspensions, clean-ups, public names, and the audit trail's pages."""

    moderation: Moderation
    cleaning: Cleaning
    names: NameReview
    name_notices: NameNotices
    audit_view: AuditView


def build_moderation(base: Base, people: People, campaigns: Campaigns) -> ModerationServices:
    """Build the room."""
    store, clock, requests, audit = base.store, base.clock, base.requests, base.audit
    moderation = Moderation(store, clock, people, requests, audit)
    return ModerationServices(
        moderation=moderation,
        cleaning=Cleaning(store, clock, people, campaigns, requests, audit, moderation),
        names=NameReview(store, clock, people, audit),
        name_notices=NameNotices(store, base.keys, clock, people, audit),
        audit_view=AuditView(store, base.keys, people, campaigns),
    )
