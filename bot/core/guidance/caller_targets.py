"""The targets that a caller has in one campaign, and what calls to them count for."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from bot.core.directory.members import REPRESENTATIVE, Directory, Member, Office
from bot.core.directory.offices.generic_offices import find_governor_word
from bot.core.directory.states import WITHOUT_SENATORS
from bot.core.guidance.state_targets import ANYWHERE, StateHome
from bot.core.guidance.target import Target
from bot.core.people.profiles.homes import Redrawn
from bot.core.statehouse.state_directory import StateMember


class Targets(Struct, frozen=True, dict=True):
    """A caller's targets, in the campaign's order, and the ``slots`` (keys) that calls to them count for.

    ``place`` is where they live, and ``home`` has their districts in the state; ``redrawn`` is why the place is only a
    state, if they gave a district. ``vacant`` are empty seats, and ``missing`` are ids that the campaign names and
    nobody in Congress has. What follows from these is kept, since `TargetFinder` keeps the record.
    """

    all: tuple[Target, ...]
    slots: tuple[str, ...]
    place: str | None
    vacant: tuple[str, ...]
    directory: Directory
    missing: tuple[str, ...] = ()
    home: StateHome = ANYWHERE
    redrawn: Redrawn | None = None

    @cached_property
    def state(self) -> str | None:
        """The caller's state, None while unknown."""
        return parse_state_code(self.place) if self.place else None

    @cached_property
    def district(self) -> str | None:
        """The caller's district, None while only the state is known."""
        return self.place if self.place and "-" in self.place else None

    @cached_property
    def asked(self) -> Redrawn | None:
        """Why the caller's representative is unknown, if it is because of new lines and the campaign calls them."""
        own = self.find(REPRESENTATIVE)
        return self.redrawn if own and own.member is None else None

    @property
    def has_maps(self) -> bool:
        """Whether ZIP codes can be looked up."""
        return bool(self.directory.maps.loaded)

    @property
    def senators(self) -> bool:
        """Whether the state has senators, as far as it is known."""
        return self.state not in WITHOUT_SENATORS

    def find(self, slot: str) -> Target | None:
        """The target with this key."""
        return self._by_slot.get(slot)

    @cached_property
    def _by_slot(self) -> Mapping[str, Target]:
        return {target.slot: target for target in self.all}

    def find_official(self, slot: str) -> Member | StateMember | None:
        """The member of Congress or state legislator with this id, also after their term."""
        return self.directory.find_member(slot) or self.home.directory.find_member(slot)

    def find_office(self, id: str) -> Office | None:
        """The office of a member of Congress or of a state legislator."""
        return self.directory.find_office(id) or self.home.directory.find_office(id)

    def resolve_slot(self, slot: str) -> str:
        """The key that a call logged for ``slot`` counts for now.

        A call for "your representative" counts for the member once the district is known. A call for a member counts
        for "your representative" if the district was removed again. So no call counts twice.
        """
        if slot in self.slots:
            return slot
        member = self.find_official(slot)
        generic = member.generic if member else find_governor_word(slot)
        for target in self.all:
            if target.generic == slot or generic == target.slot:
                return target.slot
        return slot

    def explain_end(self, slot: str) -> str | None:
        """Why nobody is named for ``slot``: ``over`` (a Congress), ``ended`` (one term), or None."""
        target = self.find(slot)
        if target is None or not target.ended:
            return None
        return "over" if self.directory.over else "ended"


def parse_state_code(place: str) -> str:
    """The state of a district or state."""
    return place.split("-")[0]
