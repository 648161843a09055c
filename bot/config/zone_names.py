"""Time zones by the names people use: which zones have a city, and which one a word means.

A zone without a city (``EST``, ``US/Eastern``, ``Etc/GMT+5``, ``Factory``) is an old alias or a fixed offset: most of
them never change their clocks, which is rarely what people mean.
"""

import re
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from bot.text import fold

_CONTINENTS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)

# The zones of the United States and its territories, in the order of a list to choose from.
CHOICES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
)

STATES = CHOICES[:7]  # without the territories'

# What people call their zones, summer or winter, and the old names without a city. Not "at": it is said before a time,
# and in some languages after it.
_SPOKEN = {
    "America/New_York": "eastern et est edt us/eastern us/michigan us/east-indiana est5edt gmt-5 utc-5 etc/gmt+5 nyc "
    "atlanta baltimore boston charlotte cleveland miami orlando philadelphia pittsburgh tampa washington washington_dc",
    "America/Chicago": "central ct cst cdt us/central cst6cdt gmt-6 utc-6 etc/gmt+6 "
    "austin dallas fort_worth houston memphis milwaukee minneapolis nashville new_orleans san_antonio",
    "America/Denver": "mountain mt mst mdt us/mountain mst7mdt navajo gmt-7 utc-7 etc/gmt+7 "
    "albuquerque el_paso salt_lake_city",
    "America/Los_Angeles": "pacific pt pst pdt us/pacific pst8pdt gmt-8 utc-8 etc/gmt+8 "
    "las_vegas oakland sacramento san_diego san_francisco seattle",
    "America/Phoenix": "arizona us/arizona",
    "America/Anchorage": "alaska akt akst akdt us/alaska gmt-9 utc-9 etc/gmt+9",
    "Pacific/Honolulu": "hawaii ht hst hdt us/hawaii gmt-10 utc-10 etc/gmt+10",
    "America/Adak": "aleutian us/aleutian",
    "America/Puerto_Rico": "puerto_rico atlantic ast gmt-4 utc-4 etc/gmt+4",
    "America/St_Thomas": "virgin_islands us_virgin_islands",
    "Pacific/Guam": "guam chamorro chst",
    "Pacific/Saipan": "saipan northern_mariana_islands",
    "Pacific/Pago_Pago": "samoa american_samoa sst us/samoa",
    "America/Halifax": "adt canada/atlantic",
    "America/St_Johns": "nst ndt newfoundland canada/newfoundland",
    "America/Toronto": "canada/eastern",
    "America/Winnipeg": "canada/central",
    "America/Edmonton": "canada/mountain",
    "America/Vancouver": "canada/pacific",
    "America/Mexico_City": "mexico/general",
    "Atlantic/Reykjavik": "gmt z zulu uct universal greenwich etc/utc etc/gmt gmt0 gmt+0 gmt-0",
    "Europe/London": "bst gb uk",
    "Europe/Dublin": "eire",
    "Europe/Lisbon": "wet west portugal",
    "Europe/Berlin": "cet cest met mest",
    "Europe/Athens": "eet eest",
    "Europe/Moscow": "msk",
    "Asia/Kolkata": "ist india",
    "Asia/Dhaka": "bangladesh",
    "Asia/Kathmandu": "nepal",
    "Asia/Manila": "pht philippines",
    "Asia/Ho_Chi_Minh": "ict vietnam",
    "Asia/Shanghai": "china prc beijing",
    "Asia/Taipei": "roc taiwan",
    "Asia/Hong_Kong": "hkt hongkong",
    "Asia/Singapore": "sgt",
    "Asia/Seoul": "kst rok korea",
    "Asia/Tokyo": "jst japan",
    "Australia/Sydney": "aest aedt",
    "Pacific/Auckland": "nzst nzdt nz",
}
# They have several zones each, so a zone that is merely spelled like one of them is no help.
_AREAS = {name.casefold() for name in _CONTINENTS} | {"americas", "american"}
_ENDING = re.compile("(_standard|_daylight|_daylight_savings?)?_time")
_MEANT = {"utc": "UTC"} | {word: zone for zone, words in _SPOKEN.items() for word in words.split()}


@cache
def list_city_zones() -> frozenset[str]:
    """The IANA zones that have a city."""
    return frozenset(name for name in available_timezones() if "/" in name and name.split("/")[0] in _CONTINENTS)


def is_clock(zone: str) -> bool:
    """Whether campaigns and people can use a zone: one with a city, or UTC."""
    return zone == "UTC" or zone in list_city_zones()


@cache
def _index_names() -> dict[str, str]:
    """Zones by name and by city, in lower case. If two share a city, the first by name wins."""
    cities = {find_city(zone).casefold().replace(" ", "_"): zone for zone in sorted(list_city_zones(), reverse=True)}
    return cities | {zone.casefold(): zone for zone in list_city_zones()} | _MEANT


def find_meant_zone(written: str) -> str | None:
    """The zone that ``written`` names: by its name, its city or a common name."""
    return _index_names().get(_make_key(fold(written)))


def find_nearest_zone(written: str) -> str | None:
    """The zone that ``written`` probably means, or None if no name is close."""
    names = _index_names()
    word = _make_key(fold(written)[:100])
    word = word.rpartition("/")[2]  # "america/" alone would make any two names look alike
    if word in _AREAS - names.keys():
        return None
    near = get_close_matches(word, _list_home_names(), n=1, cutoff=0.75) or get_close_matches(
        word, names, n=1, cutoff=0.85
    )
    return names[near[0]] if near else None


@cache
def _list_home_names() -> tuple[str, ...]:
    """The names of zones of the United States, which people here probably mean."""
    return tuple(name for name, zone in _index_names().items() if zone in CHOICES)


def _make_key(folded: str) -> str:
    """A typed zone as `_index_names` has it: without "time" and parentheses, and with underscores."""
    word = re.sub(r"[ ,.()]+", "_", folded).strip("_")
    ending = _ENDING.search(word)
    return word[: ending.start()] if ending and ending.end() == len(word) else word


def find_city(zone: str) -> str:
    """The city that a zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")
