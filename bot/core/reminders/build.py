"""Builds the services of the reminders room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.congress.congress import Congress
from bot.core.guidance.target_finder import TargetFinder
from bot.core.people.people import People
from bot.core.reminders.due_reminders import DueReminders
from bot.core.reminders.own_reminders import OwnReminders


class ReminderServices(Struct, frozen=True):
    """A person's own reminders, and those that are due."""

    own: OwnReminders
    due: DueReminders


def build_reminders(
    base: Base, people: People, campaigns: Campaigns, congress: Congress, finder: TargetFinder, zone: str
) -> ReminderServices:
    """Build the room. ``zone`` is for people whose own is unknown, while no campaign is open."""
    return ReminderServices(
        OwnReminders(base, people, campaigns, zone, congress), DueReminders(base, people, campaigns, finder)
    )
