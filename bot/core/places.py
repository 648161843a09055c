"""Where somebody lives, as they write it: a ZIP, a district or a state. A ZIP is looked up and never kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.congress import Congress
from bot.core.states import NAMES, SEATS, numbered, state_of
from bot.errors import UserError
from bot.store.engine import Tx
from bot.store.statement import Row

MOST = 20  # districts to choose from; a card takes 25 buttons, and some are for other ways

# Territories' ZIPs, by how they begin: some files lack them. 969 is also that of three independent states.
# Source: U.S. Postal Service, Domestic Mail Manual, labeling list L002 (three-digit prefixes).
_TERRITORIES = {
    "96799": ("AS-0",),
    "969": ("GU-0", "MP-0"),
    "006": ("PR-0",),
    "007": ("PR-0",),
    "008": ("VI-0",),
    "009": ("PR-0",),
}

_PLACE = re.compile(r"(\D+?)[\s-]*(\d{1,2}|al|at[ -]large)?", re.IGNORECASE)
_ZIP = re.compile(r"(\d{5})(?:[ -]?\d{4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """Which of ``districts`` is theirs, only they can say; ``known`` is False for a ZIP that no file has.

    A state alone, ``CA``, stands for any of its districts.
    """

    districts: tuple[str, ...]
    known: bool

    @property
    def states(self) -> tuple[str, ...]:
        """The states that have more districts than one, for people who know no more."""
        return tuple(sorted({place.split("-")[0] for place in self.districts if not place.endswith("-0")}))


def zip_in(written: str) -> str | None:
    """Return the five digits of a ZIP or ZIP+4, None for what is neither."""
    match = _ZIP.fullmatch(written.strip())
    return match[1] if match else None


def place(written: str) -> str:
    """Return a district as ``CA-11`` and a state alone as ``CA``, however it was written; at-large is ``VT-0``.

    Raises UserError for a state that isn't one and a number that the state doesn't have.
    """
    match = _PLACE.fullmatch(written.strip())
    state = state_of(match[1]) if match else None
    if match is None or state is None:
        raise UserError("district.unknown", field="district", word=written)
    seats, number = SEATS[state], match[2]
    if number is None and seats > 1:
        return state
    found = numbered(state, int(number) if number and number.isdecimal() else 0)
    if found is None:
        raise UserError("district.number", field="district", count=seats, state=NAMES[state], code=state, seats=seats)
    return found


async def located(tx: Tx, congress: Congress, zip: str) -> str | Question:
    """Return the one district that a ZIP lies in, or what to ask; raises UserError while no data are loaded."""
    if (await congress.directory(tx)).edition is None:
        raise UserError("zip.no_data", field="district")
    rows = await congress.districts(tx, zip, zip)
    if rows:
        largest_first = sorted(rows, key=lambda row: (-row.share, _order(row.district)))
        districts = tuple(row.district for row in largest_first)
        return districts[0] if len(districts) == 1 else Question(districts, known=True)
    return Question(near(zip, await congress.districts(tx, f"{zip[:3]}00", f"{zip[:3]}99")), known=False)


def near(zip: str, rows: Iterable[Row]) -> tuple[str, ...]:
    """Return where a ZIP that no file has may lie: where ``rows``, those that begin like it, do.

    Where these are too many, their states alone.
    """
    by_prefix = next((found for begin, found in _TERRITORIES.items() if zip.startswith(begin)), ())
    found = by_prefix or tuple(sorted({row.district for row in rows}, key=_order))
    return found if len(found) <= MOST else tuple(sorted({place.split("-")[0] for place in found}))


def _order(place: str) -> tuple[str, int]:
    state, _, number = place.partition("-")
    return state, int(number or 0)
