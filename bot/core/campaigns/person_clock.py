"""Chooses the time zone for times that people type without one."""

from msgspec import Struct

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaigns import Campaigns
from bot.core.congress.congress import Congress
from bot.core.directory.members import Directory
from bot.core.people.people import People
from bot.core.people.profiles.profiles import find_home_zone
from bot.identity import Caller
from bot.store.engine import Tx


class Clocks(Struct, frozen=True):
    """IANA zones: the person's ``own``, None if unknown, and ``near``, the substitute for it."""

    own: str | None
    near: str

    @property
    def zone(self) -> str:
        """The zone for a time without one."""
        return self.own or self.near

    def is_assumed(self, zone: str, named: bool) -> bool:
        """Whether ``zone`` was used only because the person's own is unknown."""
        return self.own is None and not named and zone == self.near


class PersonClock:
    """Knows people's clocks: their own, else the open campaign's, else the coalition's."""

    def __init__(self, people: People, campaigns: Campaigns, congress: Congress | None, zone: str) -> None:
        self._people, self._campaigns = people, campaigns
        self._congress, self._zone = congress, zone

    async def read(self, tx: Tx, caller: Caller, at: int, zone: str | None) -> Clocks:
        """The caller's zones. ``zone`` is the one the platform reports."""
        person = await self._people.find(tx, caller)
        directory = await self._congress.load_directory(tx) if self._congress else Directory()
        visible = await self._campaigns.load_visible(tx, caller)
        near = next((one.timezone for one in visible if one.state(at) is CampaignState.OPEN), self._zone)
        return Clocks(find_home_zone(zone, person.profile if person else None, directory), near)
