"""Where somebody lives, as they write it: a ZIP, a district or a state. A ZIP is looked up and never kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.congress.congress import Congress
from bot.core.directory.states import NAMES, SEATS, find_district, find_nearest_state, find_state
from bot.errors import UserError
from bot.store.engine import Tx
from bot.store.statement import Row
from bot.text import fold

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

# From folded words: `ca-11`, `ca11`, `ca 11th`, `california's 11th district`, `11th district of california`.
_NUMBER = r"0*(?P<number>\d{1,2})(?:st|nd|rd|th)?"
_DISTRICT = r"(?:(?:congressional )?district|dist\.?|cd)"
_PLACE = re.compile(
    rf"(?P<state>\D+?)(?:'s)?[\s/.,#-]*(?:{_DISTRICT}[\s/.#-]*)?(?:{_NUMBER}|(?P<whole>al|at[ -]large))?"
    rf"(?: {_DISTRICT})?"
)
_REVERSED = re.compile(rf"{_NUMBER}(?: {_DISTRICT})?(?: (?:of|in))? (?P<state>\D+)")
_ZIP = re.compile(r"(\d{5})(?: ?-? ?\d{4})?")
# What people write around a place: `my zip code is 94110`, `I live in CA-11`. The whole words are read first.
_AROUND = re.compile(
    r"(?:(?:i|we) live (?:in|at) |(?:i'm|i am|we're|we are) (?:in|from) |in |from )?"
    r"(?:(?:(?:my|our|the|it's|its|it is) )?"
    r"(?:(?:home |postal )?(?:zip|code|district|state)(?: ?code)?)?(?: is|[:=])? ?)?"
)
_AFTER = re.compile(r"[\s,]+(?:please|thanks|thank you)$")
_CUT_ZIP = re.compile(r"(\d{3,})(?: ?- ?\d+)?")
_MARKS = " .,!?"
_SHORTEST, _ZIP_LENGTH = 3, 5  # digits; a spreadsheet takes away the zeros that a ZIP begins with
_FIRST, _LAST = "005", "08999"  # such ZIPs are those of the Northeast and the Caribbean, from New York's 00501 on


@dataclass(frozen=True, slots=True)
class Question:
    """Which of ``districts`` is theirs, only they can say; ``known`` is False for a ZIP that no file has.

    A state alone, ``CA``, stands for any of its districts. With ``meant`` the question is whether that is their ZIP.
    ``saved`` is the state that was kept for now.
    """

    districts: tuple[str, ...]
    known: bool
    meant: str | None = None
    saved: str | None = None

    @property
    def certain_state(self) -> str | None:
        """The one state that a ZIP on file lies in, whichever district is theirs; None where it isn't one."""
        found = {place.split("-")[0] for place in self.districts}
        return found.pop() if self.known and len(found) == 1 else None

    @property
    def states(self) -> tuple[str, ...]:
        """The states that have more districts than one, for people who know no more."""
        return tuple(sorted({place.split("-")[0] for place in self.districts if not place.endswith("-0")}))


def zip_in(written: str) -> str | None:
    """Return the five digits of a ZIP or ZIP+4, None for what is neither."""
    match = _ZIP.fullmatch(_bare(fold(written).strip(_MARKS)))
    return match[1] if match else None


def cut_zip(written: str) -> str | None:
    """Return the ZIP that probably lost its zeros, as ``2139`` did; None for everything else."""
    match = _CUT_ZIP.fullmatch(_bare(fold(written).strip(_MARKS)))
    if match is None or not _SHORTEST <= len(match[1]) < _ZIP_LENGTH:
        return None
    zip = match[1].zfill(_ZIP_LENGTH)
    return zip if _FIRST <= zip <= _LAST else None


def place(written: str) -> str:
    """Return a district as ``CA-11`` and a state alone as ``CA``, however it was written; at-large is ``VT-0``.

    Raises UserError for a state that isn't one and a number that the state doesn't have.
    """
    typed = fold(written).strip(_MARKS)
    read = _read(typed) or _read(_bare(typed))
    if read is None:
        raise _unknown(typed, written)
    state, number = read
    seats = SEATS[state]
    if number is None and seats > 1:
        return state
    found = find_district(state, number or 0)
    if found is None:
        raise UserError("district.number", field="district", count=seats, state=NAMES[state], code=state, seats=seats)
    return found


def _bare(typed: str) -> str:
    """Return folded words without what people write around a ZIP, a district or a state."""
    return _AFTER.sub("", _AROUND.sub("", typed, count=1)).strip(_MARKS)


def _read(typed: str) -> tuple[str, int | None] | None:
    """Return the state and the number that folded words name; at-large is 0, None no number at all."""
    for pattern in (_PLACE, _REVERSED):
        match = pattern.fullmatch(typed)
        if match and (state := find_state(match["state"])):
            parts = match.groupdict()
            return state, int(parts["number"]) if parts["number"] else 0 if parts.get("whole") else None
    return None


def _unknown(typed: str, written: str) -> UserError:
    if _CUT_ZIP.fullmatch(_bare(typed)):
        return UserError("zip.digits", field="district", word=written)
    if near := find_nearest_state(typed):
        return UserError("district.near", field="district", word=written, near=near)
    return UserError("district.unknown", field="district", word=written)


def looks_like_place(written: str) -> bool:
    """Say whether words are meant as a ZIP, a district or a state: they hold a digit, or name a state."""
    typed = fold(written)
    return any(sign.isdigit() for sign in typed) or any(
        find_state(one) for one in (written, _bare(typed.strip(_MARKS)))
    )


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
