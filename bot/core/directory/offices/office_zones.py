"""Time zones of offices: the state's zone, except in the parts of thirteen states that keep another.

Source: 49 CFR part 71. Boxes between the places with offices stand in for the borders. All 1,292 district offices of
June 2026 with valid coordinates fall into the zone where timezone-boundary-builder has them.
"""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)

_STATES = {
    EASTERN: "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    CENTRAL: "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    MOUNTAIN: "CO ID MT NM UT WY",
    PACIFIC: "CA NV OR WA",
    "America/Phoenix": "AZ",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR",
    "America/St_Thomas": "VI",
    "Pacific/Guam": "GU",
    "Pacific/Saipan": "MP",
    "Pacific/Pago_Pago": "AS",
}
_ZONE = {state: zone for zone, states in _STATES.items() for state in states.split()}


class _Box(NamedTuple):
    """A part of a state, in degrees. West is negative."""

    south: float
    north: float
    west: float
    east: float
    zone: str


_POLE, _LINE = 90.0, 180.0
_PARTS = {
    "FL": (_Box(0, _POLE, -_LINE, -85.1, CENTRAL),),  # west of the Apalachicola
    "IN": (_Box(40.7, _POLE, -_LINE, -86.7, CENTRAL), _Box(0, 38.4, -_LINE, -87.2, CENTRAL)),  # Gary, Evansville
    "KY": (_Box(0, 37.4, -_LINE, -85.2, CENTRAL), _Box(37.4, _POLE, -_LINE, -86.5, CENTRAL)),
    "MI": (_Box(45.1, _POLE, -_LINE, -87.6, CENTRAL),),  # four counties beside Wisconsin
    "TN": (_Box(0, 35.6, -85.6, 0, EASTERN), _Box(35.6, _POLE, -84.9, 0, EASTERN)),
    "ND": (_Box(0, 47.6, -_LINE, -101.4, MOUNTAIN),),
    "SD": (_Box(0, _POLE, -_LINE, -100.8, MOUNTAIN),),
    "NE": (_Box(0, _POLE, -_LINE, -101.3, MOUNTAIN),),
    "KS": (_Box(0, 39.6, -_LINE, -101.4, MOUNTAIN),),
    "TX": (_Box(0, _POLE, -_LINE, -104.9, MOUNTAIN),),
    "ID": (_Box(45.5, _POLE, -_LINE, 0, PACIFIC),),
    "OR": (_Box(0, 44.4, -118.2, 0, MOUNTAIN),),  # Malheur County
    "AK": (_Box(0, _POLE, -_LINE, -169.5, "America/Adak"),),
}


# Towns in those parts, for offices without coordinates: all with an office in June 2026, and the larger ones.
_TOWNS = {
    ("FL", CENTRAL): "Crestview, DeFuniak Springs, Destin, Fort Walton Beach, Marianna, Milton, Panama City, Pensacola",
    ("ID", PACIFIC): "Coeur d'Alene, Grangeville, Lewiston, Moscow, Post Falls, Sandpoint",
    (
        "IN",
        CENTRAL,
    ): "Crown Point, East Chicago, Evansville, Gary, Hammond, La Porte, Merrillville, "
    "Michigan City, Portage, Valparaiso",
    ("KS", MOUNTAIN): "Goodland, Sharon Springs, Syracuse, Tribune",
    (
        "KY",
        CENTRAL,
    ): "Bowling Green, Glasgow, Henderson, Hopkinsville, Madisonville, Mayfield, Murray, Owensboro, "
    "Paducah, Tompkinsville",
    ("MI", CENTRAL): "Crystal Falls, Iron Mountain, Ironwood, Menominee",
    ("ND", MOUNTAIN): "Bowman, Dickinson, Hettinger",
    ("NE", MOUNTAIN): "Alliance, Chadron, Gering, Ogallala, Scottsbluff, Sidney",
    ("OR", MOUNTAIN): "Nyssa, Ontario, Vale",
    ("SD", MOUNTAIN): "Deadwood, Hot Springs, Rapid City, Spearfish, Sturgis",
    (
        "TN",
        EASTERN,
    ): "Athens, Blountville, Bristol, Chattanooga, Cleveland, Greeneville, Johnson City, Kingsport, "
    "Knoxville, Maryville, Morristown, Oak Ridge, Sevierville",
    ("TX", MOUNTAIN): "El Paso, Horizon City, San Elizario, Socorro",
    ("AK", "America/Adak"): "Adak, Atka",
}
_TOWN = {(state, town.casefold()): zone for (state, zone), towns in _TOWNS.items() for town in towns.split(", ")}


def find_zone(state: str, latitude: float | None = None, longitude: float | None = None, town: str = "") -> str:
    """The IANA zone of a place in ``state``, by its coordinates, else its ``town``, else the state's main zone."""
    if latitude is not None and longitude is not None:
        for box in _PARTS.get(state, ()):
            if box.south <= latitude < box.north and box.west <= longitude < box.east:
                return box.zone
        return _ZONE[state]
    return _TOWN.get((state, " ".join(town.casefold().split())), _ZONE[state])


@lru_cache(maxsize=512)  # each log asks for its caller's district
def find_district_zone(place: str, zones: tuple[str, ...] = ()) -> str:
    """The zone of a district or state: the most common of ``zones`` (of its offices), else the state's main zone.

    In a tie, the state's main zone wins.
    """
    usual = find_zone(place.split("-")[0])
    counts = Counter(zones)
    most = max(counts.values(), default=0)
    often = {zone for zone, count in counts.items() if count == most}
    return usual if usual in often or not often else min(often)
