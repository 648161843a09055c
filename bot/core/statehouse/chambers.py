"""A state's chambers: their names, what people call them, and what their members are called."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

# Open States' own page, which covers every state. It serves where no page of the state's own is known.
OPEN_STATES_FINDER = "https://openstates.org/find_your_legislator/"


class Chamber(StrEnum):
    """Which chamber. Where there is only one (Nebraska, the District of Columbia), it is the upper."""

    UPPER = "upper"
    LOWER = "lower"

    @property
    def letter(self) -> str:
        """The chamber in a district's key."""
        return "U" if self is Chamber.UPPER else "L"

    @property
    def generic(self) -> str:
        """The target of people in this chamber whose district isn't known."""
        return f"state-{self}"


class StateTitle(StrEnum):
    """A state legislator's form of address."""

    SENATOR = "senator"
    REPRESENTATIVE = "representative"
    DELEGATE = "delegate"
    ASSEMBLY_MEMBER = "assembly_member"
    COUNCILMEMBER = "councilmember"


class ChamberFacts(Struct, frozen=True):
    """One chamber. ``name`` is whole, ``California State Assembly``; ``word`` is what people call it, ``Assembly``.

    ``seats`` are the districts, by name as Open States writes it, with the number of members of each. Everybody in the
    state elects the members for ``at_large`` districts, beside those of their own. ``finder`` is the address of the
    page where people look up their district.
    """

    state: str
    chamber: Chamber
    name: str
    word: str
    title: StateTitle
    seats: Mapping[str, int]
    at_large: frozenset[str]
    finder: str

    @property
    def size(self) -> int:
        """How many members it has."""
        return sum(self.seats.values())

    @property
    def has_own_finder(self) -> bool:
        """Whether the finder is the state's own page."""
        return self.finder != OPEN_STATES_FINDER


class Statehouse(Struct, frozen=True):
    """A state's legislature, which sits in its ``capital``. ``lower`` is None where there is only one chamber."""

    state: str
    name: str
    capital: str
    upper: ChamberFacts
    lower: ChamberFacts | None

    @property
    def chambers(self) -> tuple[ChamberFacts, ...]:
        """The one or two chambers, the upper first."""
        return (self.upper, self.lower) if self.lower else (self.upper,)

    def get_chamber(self, chamber: Chamber) -> ChamberFacts | None:
        """The chamber, None where the state has only the other one."""
        return self.upper if chamber is Chamber.UPPER else self.lower
