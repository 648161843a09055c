"""States and territories, and their districts."""

from collections.abc import Mapping, Sequence
from functools import cache

from bot.config.apportionment import SEATS as SEATS
from bot.config.apportionment import WITHOUT_SENATORS as WITHOUT_SENATORS
from bot.core.directory.state_names import list_shared_names, list_state_names
from bot.errors import UserError
from bot.phrases import State, list_choices
from bot.text import find_nearest, fold

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


def find_district(state: str, number: int) -> str | None:
    """A district by its number, ``CA-11``, None if it doesn't exist.

    An at-large district is ``VT-0``. People also write it as 1, and the Census Bureau writes a delegate's as 98.
    """
    seats = SEATS.get(state, 0)
    if seats == 1:
        return f"{state}-0" if number in (0, 1, 98) else None
    return f"{state}-{number}" if 1 <= number <= seats else None


DISTRICTS = tuple(
    f"{state}-{number}" for state, seats in SEATS.items() for number in (range(1, seats + 1) if seats > 1 else (0,))
)

_STATE_OF = ("the ", "las ", "state of ", "estado de ", "estado ng ", "tieu bang ", "bang ")


def _tidy(written: str) -> str:
    plain = fold(written).translate(_MARKS)
    return " ".join(plain.split())


_MARKS = str.maketrans({".": "", "'": "", "(": "", ")": "", ",": " ", "-": " "})


@cache
def _list_spoken() -> Mapping[str, str]:
    """The two letters by every name and every pair of letters, tidied."""
    return {
        **{_tidy(name): code for name, code in list_state_names().items()},
        **{code.casefold(): code for code in SEATS},
        **{_tidy(name).removeprefix("the "): code for code, name in NAMES.items()},
        "washington dc": "DC",
        "virgin islands": "VI",
    }


@cache
def _list_shared() -> Mapping[str, tuple[str, ...]]:
    return {_tidy(name): codes for name, codes in list_shared_names().items()}


def _strip(written: str) -> str:
    plain = _tidy(written)
    for before in _STATE_OF:
        plain = plain.removeprefix(before)
    return plain.removesuffix(" state").removesuffix(" estado")


def find_state(written: str) -> str | None:
    """The two letters of a state or territory, from its letters or name in any language that ships, None if neither."""
    return _list_spoken().get(_strip(written))


def find_sharing_states(written: str) -> tuple[str, ...]:
    """The two letters of the states that share a name, as 华盛顿 is one state and the capital; none for other text."""
    return _list_shared().get(_strip(written), ())


def is_state(written: str) -> bool:
    """Whether the text names a state or territory."""
    return find_state(written) is not None


def find_nearest_state(written: str) -> str | None:
    """The two letters of the state whose name the text is close to, None if there is none."""
    near = find_nearest(written, NAMES.values()) if len(written) > 2 else None
    return find_state(near) if near else None


def make_sharing_error(field: str, written: str, sharing: Sequence[str]) -> UserError:
    """The error for a name that ``sharing`` states share. It offers them."""
    error = UserError("state.several", field=field, word=written, known=list_choices(map(State, sharing)))
    return error.add_choices((state, State(state)) for state in sharing)


def parse_state(written: str, field: str) -> str:
    """Like `find_state`, but raises UserError, which may suggest a state."""
    state = find_state(written)
    if state is None:
        if sharing := find_sharing_states(written):
            raise make_sharing_error(field, written, sharing)
        if near := find_nearest_state(written):
            error = UserError("state.near", field=field, word=written, near=State(near))
            raise error.add_choices([(near, State(near))])
        raise UserError("state.unknown", field=field, word=written)
    return state
