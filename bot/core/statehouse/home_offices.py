"""Where an office is, from the address in a file: its town and its time zone. Addresses are not stored."""

import re

from msgspec import Struct

from bot.core.directory.offices.office_zones import CENTRAL, EASTERN, MOUNTAIN, PACIFIC, find_zone
from bot.core.directory.states import NAMES, SEATS
from bot.text import clean, find_unseen, fold

_ADDRESS = re.compile(r"(?:^|[,;])\s*(?P<town>[^,;\d]+?),*\s+(?P<state>[A-Z]{2})\.?,?\s*(?P<zip>\d{5})?(?:-\d{4})?")
_LONGEST_TOWN = 40

# ZIP areas in another zone than most of their state, beside the towns of `office_zones`.
# Sources: 49 CFR part 71; U.S. Postal Service, Domestic Mail Manual, labeling list L002.
_ZONE_BY_ZIP = {
    **dict.fromkeys(("324", "325"), CENTRAL),  # Panama City, Pensacola
    "32456": EASTERN,  # Port St. Joe
    **dict.fromkeys(("463", "464", "476", "477"), CENTRAL),  # Gary, Evansville
    **dict.fromkeys(("420", "421", "422", "423", "424"), CENTRAL),  # Paducah to Owensboro
    **dict.fromkeys(("374", "376", "377", "378", "379"), EASTERN),  # Chattanooga, Johnson City, Knoxville
    **dict.fromkeys(("577", "693"), MOUNTAIN),  # Rapid City, Scottsbluff
    "586": MOUNTAIN,  # Dickinson
    **dict.fromkeys(("58631", "58638"), CENTRAL),  # Glen Ullin, Hebron
    **dict.fromkeys(("799", "885"), MOUNTAIN),  # El Paso
    **dict.fromkeys(("835", "838"), PACIFIC),  # Lewiston, Coeur d'Alene
    "979": MOUNTAIN,  # Ontario
}


class Place(Struct, frozen=True):
    """An office's town, as cards show it, and IANA zone. ``is_known`` is False if the address names no town."""

    town: str
    zone: str
    is_known: bool = True


def find_place(address: str, state: str) -> Place:
    """The place of an address. Without a town, it is somewhere in the ``state``."""
    match = _ADDRESS.fullmatch(address.strip()) or _find_last(address)
    town = clean(match["town"]) if match else ""
    there = match["state"] if match and match["state"] in SEATS else state
    if not town or len(town) > _LONGEST_TOWN or find_unseen(town):
        return Place(NAMES[state].removeprefix("the "), find_zone(state), is_known=False)
    return Place(town, _find_zone(there, town, (match["zip"] or "") if match else ""))


def _find_last(address: str) -> re.Match[str] | None:
    """The town at the end of a whole address."""
    return next((match for match in _ADDRESS.finditer(address) if not address[match.end() :].strip()), None)


def _find_zone(state: str, town: str, zip: str) -> str:
    return _ZONE_BY_ZIP.get(zip) or _ZONE_BY_ZIP.get(zip[:3]) or find_zone(state, town=town)


def is_same_town(one: str, other: str) -> bool:
    """Whether two names are of one town: ``St. Paul`` is ``Saint Paul``."""
    return _normalize(one) == _normalize(other)


def _normalize(town: str) -> str:
    return re.sub(r"\bsaint\b", "st", fold(town).replace(".", ""))
