"""Builds the cogs for orgs, chapters, channels, roles and profiles."""

from bot.cogs.coalition.channel import ChannelCog
from bot.cogs.coalition.chapter import ChapterCog
from bot.cogs.coalition.org import OrgCog
from bot.cogs.coalition.profile import ProfileCog
from bot.cogs.coalition.role import RoleCog
from bot.core.build import Core
from bot.kit.cards.outbound import Posters


def build_coalition_cogs(core: Core, posters: Posters, zone: str) -> tuple[object, ...]:
    """Build the cogs of this room. ``zone`` is the IANA name of the coalition's time zone."""
    rooms = core.coalition
    return (
        OrgCog(rooms.orgs, rooms.spaces, core.coalition.links, core.moderation.names, posters),
        ChapterCog(core.boards.chapters, core.boards.chapter_totals, rooms.joining, core.campaigns.campaigns),
        ChannelCog(rooms.channels, posters),
        RoleCog(rooms.roles, zone),
        ProfileCog(rooms.profiles, core.congress, core.reminders.own),
    )
