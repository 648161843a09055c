"""States, territories and how many districts each has."""

import re

from bot.errors import UserError

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

NAMES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming", "DC": "the District of Columbia", "PR": "Puerto Rico", "GU": "Guam",
    "VI": "the U.S. Virgin Islands", "AS": "American Samoa", "MP": "the Northern Mariana Islands",
}  # fmt: skip

_DISTRICT = re.compile(r"([A-Za-z]{2})[\s-]*(\d{1,2}|AL|al|At-Large|at-large)?")


def district(written: str) -> str:
    """Return a district as ``CA-11``, however it was written; an at-large one as ``VT-0``.

    Raises UserError for a state that isn't one and a number that the state doesn't have.
    """
    match = _DISTRICT.fullmatch(written.strip())
    state = match[1].upper() if match else ""
    if match is None or state not in SEATS:
        raise UserError("district.unknown", field="district", word=written)
    seats = SEATS[state]
    number = int(match[2]) if match[2] and match[2].isdigit() else 0
    if seats == 1 and number in (0, 1):
        return f"{state}-0"
    if not 1 <= number <= seats:
        raise UserError("district.number", field="district", count=seats, state=NAMES[state], code=state, seats=seats)
    return f"{state}-{number}"


def state_named(written: str, field: str) -> str:
    """Return the two letters of a state or territory, written so or by its name; raises UserError."""
    word = " ".join(written.split()).casefold()
    for code, name in NAMES.items():
        if word in (code.casefold(), name.casefold(), name.casefold().removeprefix("the ")):
            return code
    raise UserError("state.unknown", field=field, word=written)
