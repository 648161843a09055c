"""Builds the cogs of the postcards room."""

from collections.abc import Collection

from bot.cogs.postcards.handing_over import PostcardDeliveryCog
from bot.cogs.postcards.printing import PostcardPrintCog
from bot.cogs.postcards.review import PostcardReviewCog
from bot.cogs.postcards.write import PostcardCog
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core
from bot.pictures.pictures import Pictures


def build_postcard_cogs(core: Core, naming: Naming, pictures: Pictures, domains: Collection[str]) -> tuple[object, ...]:
    """Build the cogs of this room."""
    rooms, campaigns, operations = core.postcards, core.campaigns.campaigns, core.alerts.operations
    routing = core.guidance.routing
    return (
        PostcardCog(rooms.postcards, rooms.unsent, operations, routing, naming, pictures, domains),
        PostcardReviewCog(rooms.review, campaigns, naming),
        PostcardPrintCog(rooms.printing, campaigns, naming, pictures),
        PostcardDeliveryCog(rooms.printing, naming),
    )
