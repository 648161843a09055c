"""States, territories and how many districts each has."""

from bot.config.apportionment import SEATS as SEATS
from bot.config.apportionment import WITHOUT_SENATORS as WITHOUT_SENATORS
from bot.errors import UserError
from bot.text import fold, nearest

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

# The Census Bureau's codes: https://www.census.gov/library/reference/code-lists/ansi.html, states and territories
FIPS = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE", "11": "DC",
    "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA", "20": "KS", "21": "KY",
    "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT",
    "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND", "39": "OH",
    "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT",
    "50": "VT", "51": "VA", "53": "WA", "54": "WV", "55": "WI", "56": "WY", "60": "AS", "66": "GU", "69": "MP",
    "72": "PR", "78": "VI",
}  # fmt: skip


def numbered(state: str, number: int) -> str | None:
    """Return a district by its number as ``CA-11``, None where there is none.

    The one district of a state is ``VT-0``; written as 1, or as 98 by the Census Bureau for a delegate's, too.
    """
    seats = SEATS.get(state, 0)
    if seats == 1:
        return f"{state}-0" if number in (0, 1, 98) else None
    return f"{state}-{number}" if 1 <= number <= seats else None


DISTRICTS = tuple(
    f"{state}-{number}" for state, seats in SEATS.items() for number in (range(1, seats + 1) if seats > 1 else (0,))
)

_SPOKEN = {
    **{code.casefold(): code for code in SEATS},
    **{name.casefold().removeprefix("the ").replace(".", ""): code for code, name in NAMES.items()},
    "washington dc": "DC",
    "washington state": "WA",
    "new york state": "NY",
    "virgin islands": "VI",
}


def state_of(written: str) -> str | None:
    """Return the two letters of a state or territory, written so or by its name; None for what is none."""
    plain = fold(written).replace(".", "").replace("'", "").replace(",", " ").replace("-", " ")
    return _SPOKEN.get(" ".join(plain.split()).removeprefix("the ").removeprefix("state of "))


def is_state(written: str) -> bool:
    """Say whether somebody wrote a state or territory."""
    return state_of(written) is not None


def nearest_state(written: str) -> str | None:
    """Return the name of the state that was probably meant, None where none is near."""
    return nearest(written, NAMES.values()) if len(written) > 2 else None


def state_named(written: str, field: str) -> str:
    """Return the two letters of a state or territory, written so or by its name; raises UserError."""
    state = state_of(written)
    if state is None:
        if near := nearest_state(written):
            raise UserError("state.near", field=field, word=written, near=near)
        raise UserError("state.unknown", field=field, word=written)
    return state
