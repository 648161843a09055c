"""Builds the cog for people's own reminders."""

from bot.cogs.reminders.remind import RemindCog
from bot.core.build import Core


def build_reminder_cogs(core: Core) -> tuple[object, ...]:
    """Build the cogs of this room."""
    return (RemindCog(core.reminders.own, core.campaigns.campaigns),)
