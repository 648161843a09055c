"""The maps that are loaded: which ZIP is in which district, one map for each Congress, and which states' lines changed.

States draw new districts for a new Congress, most of them after a census, a few at any time. A district's number says
nothing without the Congress of its map.
"""

from collections.abc import Iterable

from msgspec import Struct

from bot.core.directory.congresses import find_congress

# The Congress of districts that were stored without one, and of the undated ZIP file (`zip_file.TRACTS`), of 2024.
UNDATED = 119


class MapEdition(Struct, frozen=True):
    """One loaded map.

    ``sha256`` is its file's. ``is_dated`` is False for a file that doesn't say which Congress it is for. ``changed``
    are the states whose lines differ from those of the newest older map, None if the two can't be compared.
    """

    congress: int
    sha256: str
    is_dated: bool = True
    changed: frozenset[str] | None = None


class Maps(Struct, frozen=True):
    """The loaded maps, oldest first, and the states that the setting ``congress.new_maps`` lists."""

    loaded: tuple[MapEdition, ...] = ()
    announced: frozenset[str] = frozenset()

    def find(self, congress: int) -> MapEdition | None:
        """The map to use for a Congress: its own, else the newest older one, else the oldest. None if none is loaded.

        It is right only in states whose lines did not change in between: see `has_changed`.
        """
        older = [one for one in self.loaded if one.congress <= congress]
        return older[-1] if older else next(iter(self.loaded), None)

    def list_changed(self, congress: int) -> frozenset[str]:
        """The states that have new lines from a Congress on: by its map, else by the setting."""
        own = next((one for one in self.loaded if one.congress == congress), None)
        if own and own.changed is not None:
            return own.changed
        return frozenset() if self.loaded and congress <= self.loaded[0].congress else self.announced

    def has_changed(self, state: str, congress: int, other: int) -> bool:
        """Whether the lines of a state differ between the maps of two Congresses."""
        if congress == other:
            return False  # nearly always, so skip the arithmetic below
        first, last = sorted((congress, other))
        return any(state in self.list_changed(number) for number in range(first + 1, last + 1))

    def has_map(self, state: str, at: int) -> bool:
        """Whether a loaded map shows a state's districts at ``at`` (UTC microseconds)."""
        number = find_congress(at)
        found = self.find(number)
        return found is not None and not self.has_changed(state, found.congress, number)


def make_maps(loaded: Iterable[MapEdition], announced: Iterable[str] = ()) -> Maps:
    """Put maps in order."""
    return Maps(tuple(sorted(loaded, key=lambda one: one.congress)), frozenset(announced))
