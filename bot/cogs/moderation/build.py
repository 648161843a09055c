"""Builds the cogs for corrections, public names and the audit trail."""

from bot.cogs.moderation.audit import AuditCog
from bot.cogs.moderation.congress import CongressCog
from bot.cogs.moderation.moderation import ModerationCog
from bot.cogs.moderation.name import NameCog
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core


def build_moderation_cogs(core: Core, naming: Naming, zone: str) -> tuple[object, ...]:
    """Build the cogs of this room."""
    rooms = core.moderation
    return (
        ModerationCog(rooms.moderation, rooms.cleaning, core.campaigns.campaigns, naming),
        NameCog(rooms.names),
        CongressCog(rooms.seats),
        AuditCog(rooms.audit_view, zone),
    )
