"""State legislators and their offices, as the newest edition of each state lists them. Parties are not stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from bot.core.directory.members import Office
from bot.core.statehouse.chambers import Chamber, StateTitle
from bot.core.statehouse.districts import make_key, match_district, parse_key
from bot.core.statehouse.facts import STATEHOUSES, find_chamber_facts
from bot.text import make_sort_key


class StateMember(Struct, frozen=True):
    """A state legislator. ``last`` is the surname; ``given`` are the first names.

    ``offices`` begin with the one at the capitol, which has the member's own id, and no phone if none is known. One at
    home follows if its phone is known.
    """

    id: str
    name: str
    title: StateTitle
    state: str
    chamber: Chamber
    district: str
    offices: tuple[Office, ...]
    last: str = ""
    first_names: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the district."""
        return make_key(self.state, self.chamber, self.district)

    @property
    def generic(self) -> str:
        """The target of people who don't know yet that this is their legislator."""
        return self.chamber.generic

    @property
    def can_be_called(self) -> bool:
        """Whether a number is known for any office."""
        return any(office.phone for office in self.offices)


class StateEdition(Struct, frozen=True):
    """What was loaded for a state, and when (UTC microseconds). ``key`` is the file's SHA-256."""

    state: str
    key: str
    loaded_at: int


_NOBODY: Mapping[str, StateMember] = MappingProxyType({})


class StateRoster(Struct, frozen=True):
    """One state's legislators by id, and by their district's key.

    ``past`` are those whom an earlier file had and this one no longer has, by id, without offices: calls to them keep
    their names. ``shared`` are numbers that several members have, where a caller asks for one by name.
    """

    edition: StateEdition
    members: Mapping[str, StateMember]
    districts: Mapping[str, tuple[StateMember, ...]]
    past: Mapping[str, StateMember] = _NOBODY
    shared: frozenset[str] = frozenset()


_NO_ROSTERS: Mapping[str, StateRoster] = MappingProxyType({})


class StateDirectory(Struct, frozen=True):
    """The legislators of every state whose data are loaded, by state."""

    rosters: Mapping[str, StateRoster] = _NO_ROSTERS

    def has_state(self, state: str) -> bool:
        """Whether the state's data are loaded."""
        return state in self.rosters

    def find_member(self, id: str) -> StateMember | None:
        """The legislator with this id, also after they left."""
        roster = self.rosters.get(id[:2].upper())
        return (roster.members.get(id) or roster.past.get(id)) if roster else None

    def is_sitting(self, id: str) -> bool:
        """Whether the newest data have a legislator with this id."""
        roster = self.rosters.get(id[:2].upper())
        return roster is not None and id in roster.members

    def find_office(self, id: str) -> Office | None:
        """The office with this id."""
        member = self.find_member(id.partition("-")[0])
        return next((one for one in member.offices if one.id == id), None) if member else None

    def find_by_district(self, key: str) -> tuple[StateMember, ...]:
        """The members for a district, by name. Empty for a vacant district, and for one that nobody knows."""
        roster = self.rosters.get(key[:2])
        return roster.districts.get(key, ()) if roster else ()

    def find_at_large(self, state: str, chamber: Chamber) -> tuple[StateMember, ...]:
        """The members whom everybody in the state elects, beside those for the own district."""
        facts = find_chamber_facts(state, chamber)
        names = sorted(facts.at_large) if facts else ()
        return tuple(one for name in names for one in self.find_by_district(make_key(state, chamber, name)))

    def list_districts(self, state: str, chamber: Chamber) -> tuple[str, ...]:
        """The names of a chamber's districts as people expect them sorted, also of those that only the data have."""
        facts, roster = find_chamber_facts(state, chamber), self.rosters.get(state)
        start = make_key(state, chamber, "")
        loaded = (key.removeprefix(start) for key in roster.districts if key.startswith(start)) if roster else ()
        return tuple(sorted({*(facts.seats if facts else ()), *loaded}, key=make_sort_key))

    def find_district(self, state: str, chamber: Chamber, typed: str) -> str | None:
        """The key of the district that was typed, as in `districts.match_district`."""
        name = match_district(state, chamber, typed, self.list_districts(state, chamber))
        return make_key(state, chamber, name) if name else None

    def has_district(self, key: str) -> bool:
        """Whether there is a district with this key."""
        parts = parse_key(key)
        facts = find_chamber_facts(parts.state, parts.chamber) if parts else None
        return bool(self.find_by_district(key)) or bool(parts and facts and parts.district in facts.seats)

    def count_vacancies(self, key: str) -> int:
        """How many of a district's seats nobody holds. None is counted while the state's data aren't loaded."""
        parts = parse_key(key)
        facts = find_chamber_facts(parts.state, parts.chamber) if parts else None
        if parts is None or facts is None or not self.has_state(parts.state):
            return 0
        return max(0, facts.seats.get(parts.district, 0) - len(self.find_by_district(key)))

    def is_shared(self, office: Office) -> bool:
        """Whether several members have this office's number, so that a caller has to ask for one by name."""
        roster = self.rosters.get(office.member[:2].upper())
        return roster is not None and office.phone in roster.shared


def make_roster(edition: StateEdition, members: Iterable[StateMember], past: Iterable[StateMember] = ()) -> StateRoster:
    """Make the roster of a state's edition."""
    by_id = {member.id: member for member in members}
    districts: dict[str, list[StateMember]] = defaultdict(list)
    for member in sorted(by_id.values(), key=lambda one: make_sort_key(one.name)):
        districts[member.key].append(member)
    numbers = Counter(
        phone for member in by_id.values() for phone in {office.phone for office in member.offices if office.phone}
    )
    return StateRoster(
        edition,
        by_id,
        {key: tuple(sitting) for key, sitting in districts.items()},
        {member.id: member for member in past if member.id not in by_id},
        frozenset(phone for phone, count in numbers.items() if count > 1),
    )


def list_vacancies(roster: StateRoster) -> tuple[tuple[str, int], ...]:
    """The keys of a state's districts with fewer members than seats, each with the number of empty seats."""
    directory, state = StateDirectory({roster.edition.state: roster}), roster.edition.state
    keys = (make_key(state, facts.chamber, name) for facts in STATEHOUSES[state].chambers for name in facts.seats)
    counted = ((key, directory.count_vacancies(key)) for key in keys)
    return tuple((key, count) for key, count in counted if count)
