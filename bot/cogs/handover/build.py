"""Builds the cogs of the handover room."""

from bot.cogs.handover.adopt import AdoptCog
from bot.cogs.handover.approval import ApprovalCog
from bot.cogs.handover.import_campaign import ImportCog
from bot.core.build import Core


def build_handover_cogs(core: Core) -> tuple[object, ...]:
    """Build the cogs of this room."""
    handover = core.handover
    return (ImportCog(handover.importing), AdoptCog(handover.ownership), ApprovalCog(handover.approvals))
