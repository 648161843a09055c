"""How many seats each state has in Congress, and the names of seats and states in settings."""

import re

# Seats in the House after the 2020 census, in force from the 118th to the 122nd Congress:
# U.S. Census Bureau, "Table 1. Apportionment Population and Number of Representatives by State: 2020 Census".
# The District of Columbia and five territories send one delegate each (Puerto Rico a resident commissioner).
SEATS = {
    "AL": 7, "AK": 1, "AZ": 9, "AR": 4, "CA": 52, "CO": 8, "CT": 5, "DE": 1, "FL": 28, "GA": 14, "HI": 2,
    "ID": 2, "IL": 17, "IN": 9, "IA": 4, "KS": 4, "KY": 6, "LA": 6, "ME": 2, "MD": 8, "MA": 9, "MI": 13,
    "MN": 8, "MS": 4, "MO": 8, "MT": 2, "NE": 3, "NV": 4, "NH": 2, "NJ": 12, "NM": 3, "NY": 26, "NC": 14,
    "ND": 1, "OH": 15, "OK": 5, "OR": 6, "PA": 17, "RI": 2, "SC": 7, "SD": 1, "TN": 9, "TX": 38, "UT": 4,
    "VT": 1, "VA": 11, "WA": 10, "WV": 2, "WI": 8, "WY": 1,
    "DC": 1, "PR": 1, "GU": 1, "VI": 1, "AS": 1, "MP": 1,
}  # fmt: skip

# The District of Columbia and the territories elect a delegate each, and no senators.
WITHOUT_SENATORS = frozenset({"DC", "PR", "GU", "VI", "AS", "MP"})

_SEAT = re.compile(
    r"(?P<state>[a-z]{2})"
    r"(?:[ -]?(?P<number>\d{1,2}|al|at[ -]large)|[ -](?P<rank>senior|junior|senator-[12])(?: senator)?)?",
    re.IGNORECASE | re.ASCII,
)
_RANKS = {"senior": "senator-1", "junior": "senator-2"}


def parse_seat(text: str) -> str:
    """A seat in the form of the data on Congress: ``NY-21``, ``VT-0``, or ``NE senator-2`` for the junior senator.

    Raises ``ValueError`` with the end of a sentence.
    """
    match = _SEAT.fullmatch(text.strip())
    state = match["state"].upper() if match else ""
    if match is None or state not in SEATS:
        raise ValueError("must hold seats such as NY-21, VT-0 or NE junior")
    if rank := match["rank"]:
        if state in WITHOUT_SENATORS:
            raise ValueError(f"names a senator of {state}, which has none")
        return f"{state} {_RANKS.get(rank.lower(), rank.lower())}"
    return f"{state}-{_parse_district(state, match['number'])}"


def parse_redrawn_state(text: str) -> str:
    """The two letters of a state whose districts can have new lines.

    Raises ``ValueError`` with the end of a sentence.
    """
    state = text.strip().upper()
    if state not in SEATS:
        raise ValueError("must hold states by their two letters, such as TX or CA")
    if SEATS[state] == 1:
        raise ValueError(f"names {state}, which is one district, so it has no lines to move")
    return state


def _parse_district(state: str, number: str | None) -> int:
    count = SEATS[state]
    if count == 1 and (number is None or not number.isdecimal() or int(number) in (0, 1)):
        return 0
    if number is None or not number.isdecimal() or not 1 <= int(number) <= count:
        known = f"{state}-1 to {state}-{count}" if count > 1 else f"{state}-0 alone"
        raise ValueError(f"names a district that {state} doesn't have; it has {known}")
    return int(number)
