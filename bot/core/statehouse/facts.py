"""The legislatures of the fifty states, the District of Columbia and Puerto Rico.

Names, titles, capitals and numbers of members are from Open States' metadata (see `district_lists`). The chambers'
whole names are their own. A finder is here only if two independent lists agree that it is the state's own page for
looking up a district by address (seen in November 2026); for all others, Open States' page serves.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.core.directory.states import NAMES
from bot.core.statehouse import district_lists as lists
from bot.core.statehouse.chambers import OPEN_STATES_FINDER, Chamber, ChamberFacts, Statehouse, StateTitle

_Seats = int | Mapping[str, int]  # a number of districts with one member each, or the districts

_HOUSE, _DELEGATES, _ASSEMBLY = "House", "House of Delegates", "Assembly"
_TITLES = {
    _HOUSE: StateTitle.REPRESENTATIVE,
    _DELEGATES: StateTitle.DELEGATE,
    _ASSEMBLY: StateTitle.ASSEMBLY_MEMBER,
}
_STATE_IN_NAME = frozenset({"CA", "NY", "WA", "WI"})  # "California State Senate"; Washington is also a city
_OWN_NAMES = {
    ("NJ", Chamber.LOWER): "New Jersey General Assembly",
    ("PR", Chamber.UPPER): "Senate of Puerto Rico",
    ("PR", Chamber.LOWER): "House of Representatives of Puerto Rico",
}
_AT_LARGE = frozenset({"At-Large", "Chairman"})

# Each state's own finder; two where each chamber has its own (the upper first).
_FINDERS = {
    "AL": "https://alison.legislature.state.al.us/find-my-legislator",
    "AZ": "https://www.azleg.gov/findmylegislator/",
    "CA": "https://findyourrep.legislature.ca.gov/",
    "CO": "https://leg.colorado.gov/find-my-legislator",
    "CT": "https://www.cga.ct.gov/asp/menu/cgafindleg.asp",
    "DC": "https://dccouncil.gov/councilmembers/",
    "DE": "https://legis.delaware.gov/FindMyLegislator",
    "FL": "https://www.flsenate.gov/Senators/Find https://www.myfloridahouse.gov/FindYourRepresentative",
    "GA": "https://www.legis.ga.gov/find-my-legislator",
    "HI": "https://www.capitol.hawaii.gov/fyl/",
    "IA": "https://www.legis.iowa.gov/legislators/find",
    "ID": "https://legislature.idaho.gov/legislators/whosmylegislator/",
    "IN": "https://iga.in.gov/information/find-legislators",
    "KY": "https://apps.legislature.ky.gov/findyourlegislator/findyourlegislator.html",
    "LA": "https://www.legis.la.gov/legis/FindMyLegislators.aspx",
    "MA": "https://malegislature.gov/Search/FindMyLegislator",
    "MD": "https://mdelect.net/",
    "MN": "https://www.gis.lcc.mn.gov/iMaps/districts/",
    "MO": "https://www.senate.mo.gov/LegisLookup/Default.aspx",
    "NC": "https://www.ncleg.gov/FindYourLegislators",
    "NE": "https://nebraskalegislature.gov/senators/senator_find.php",
    "NM": "https://www.nmlegis.gov/Members/Find_My_Legislator",
    "NY": "https://www.nysenate.gov/find-my-senator https://nyassembly.gov/mem/search/",
    "OK": "https://www.oklegislature.gov/FindMyLegislature.aspx",
    "OR": "https://www.oregonlegislature.gov/FindYourLegislator/leg-districts.html",
    "PA": "https://www.palegis.us/find-my-legislator",
    "SC": "https://www.scstatehouse.gov/legislatorssearch.php",
    "SD": "https://sdlegislature.gov/Legislators/Find",
    "TX": "https://wrm.capitol.texas.gov/home",
    "UT": "https://le.utah.gov/GIS/findDistrict.jsp",
    "VA": "https://whosmy.virginiageneralassembly.gov/",
    "WA": "https://app.leg.wa.gov/districtfinder/",
    "WI": "https://maps.legis.wisconsin.gov/",
}


def _make_statehouse(
    state: str, legislature: str, capital: str, upper: _Seats, lower: _Seats, word: str = _HOUSE
) -> Statehouse:
    """A legislature with a Senate and another chamber, which people call ``word``."""
    place = f"{NAMES[state]} State" if state in _STATE_IN_NAME else NAMES[state]
    whole = "House of Representatives" if word == _HOUSE else word
    return Statehouse(
        state,
        legislature,
        capital,
        _make_chamber(state, Chamber.UPPER, f"{place} Senate", "Senate", upper),
        _make_chamber(state, Chamber.LOWER, f"{place} {whole}", word, lower),
    )


def _make_single_chamber(state: str, legislature: str, capital: str, word: str, seats: _Seats) -> Statehouse:
    return Statehouse(state, legislature, capital, _make_chamber(state, Chamber.UPPER, legislature, word, seats), None)


def _make_chamber(state: str, chamber: Chamber, name: str, word: str, seats: _Seats) -> ChamberFacts:
    districts = lists.number_districts(seats) if isinstance(seats, int) else seats
    finders = _FINDERS.get(state, OPEN_STATES_FINDER).split()
    return ChamberFacts(
        state,
        chamber,
        _OWN_NAMES.get((state, chamber), name),
        word,
        _find_title(state, chamber, word),
        MappingProxyType(dict(districts)),
        _AT_LARGE & districts.keys(),
        finders[-1] if chamber is Chamber.LOWER else finders[0],
    )


def _find_title(state: str, chamber: Chamber, word: str) -> StateTitle:
    if state == "DC":
        return StateTitle.COUNCILMEMBER
    if chamber is Chamber.UPPER:
        return StateTitle.SENATOR
    return StateTitle.REPRESENTATIVE if state == "WI" else _TITLES[word]  # Wisconsin's Assembly has Representatives


_numbered = lists.number_districts

STATEHOUSES: Mapping[str, Statehouse] = {
    house.state: house
    for house in (
        _make_statehouse("AL", "Alabama Legislature", "Montgomery", 35, 105),
        _make_statehouse("AK", "Alaska State Legislature", "Juneau", lists.ALASKA_SENATE, 40),
        _make_statehouse("AZ", "Arizona State Legislature", "Phoenix", 30, _numbered(30, 2)),
        _make_statehouse("AR", "Arkansas General Assembly", "Little Rock", 35, 100),
        _make_statehouse("CA", "California State Legislature", "Sacramento", 40, 80, _ASSEMBLY),
        _make_statehouse("CO", "Colorado General Assembly", "Denver", 35, 65),
        _make_statehouse("CT", "Connecticut General Assembly", "Hartford", 36, 151),
        _make_statehouse("DE", "Delaware General Assembly", "Dover", 21, 41),
        _make_single_chamber("DC", "Council of the District of Columbia", "Washington", "Council", lists.DC_COUNCIL),
        _make_statehouse("FL", "Florida Legislature", "Tallahassee", 40, 120),
        _make_statehouse("GA", "Georgia General Assembly", "Atlanta", 56, 180),
        _make_statehouse("HI", "Hawaii State Legislature", "Honolulu", 25, 51),
        # Seats A and B of a district are elected by all its voters: Idaho Code, section 67-202.
        _make_statehouse("ID", "Idaho State Legislature", "Boise", 35, _numbered(35, 2)),
        _make_statehouse("IL", "Illinois General Assembly", "Springfield", 59, 118),
        _make_statehouse("IN", "Indiana General Assembly", "Indianapolis", 50, 100),
        _make_statehouse("IA", "Iowa General Assembly", "Des Moines", 50, 100),
        _make_statehouse("KS", "Kansas State Legislature", "Topeka", 40, 125),
        _make_statehouse("KY", "Kentucky General Assembly", "Frankfort", 38, 100),
        _make_statehouse("LA", "Louisiana Legislature", "Baton Rouge", 39, 105),
        _make_statehouse("ME", "Maine Legislature", "Augusta", 35, lists.MAINE_HOUSE),
        _make_statehouse("MD", "Maryland General Assembly", "Annapolis", 47, lists.MARYLAND_HOUSE, _DELEGATES),
        _make_statehouse(
            "MA", "Massachusetts General Court", "Boston", lists.MASSACHUSETTS_SENATE, lists.MASSACHUSETTS_HOUSE
        ),
        _make_statehouse("MI", "Michigan Legislature", "Lansing", 38, 110),
        _make_statehouse("MN", "Minnesota State Legislature", "Saint Paul", 67, lists.MINNESOTA_HOUSE),
        _make_statehouse("MS", "Mississippi Legislature", "Jackson", 52, 122),
        _make_statehouse("MO", "Missouri General Assembly", "Jefferson City", 34, 163),
        _make_statehouse("MT", "Montana Legislature", "Helena", 50, 100),
        _make_single_chamber("NE", "Nebraska Legislature", "Lincoln", "Legislature", 49),
        _make_statehouse("NV", "Nevada Legislature", "Carson City", 21, 42, _ASSEMBLY),
        _make_statehouse("NH", "New Hampshire General Court", "Concord", 24, lists.NEW_HAMPSHIRE_HOUSE),
        _make_statehouse("NJ", "New Jersey Legislature", "Trenton", 40, _numbered(40, 2), _ASSEMBLY),
        _make_statehouse("NM", "New Mexico Legislature", "Santa Fe", 42, 70),
        _make_statehouse("NY", "New York Legislature", "Albany", 63, 150, _ASSEMBLY),
        _make_statehouse("NC", "North Carolina General Assembly", "Raleigh", 50, 120),
        _make_statehouse("ND", "North Dakota Legislative Assembly", "Bismarck", 47, lists.NORTH_DAKOTA_HOUSE),
        _make_statehouse("OH", "Ohio General Assembly", "Columbus", 33, 99),
        _make_statehouse("OK", "Oklahoma Legislature", "Oklahoma City", 48, 101),
        _make_statehouse("OR", "Oregon Legislative Assembly", "Salem", 30, 60),
        _make_statehouse("PA", "Pennsylvania General Assembly", "Harrisburg", 50, 203),
        _make_statehouse(
            "PR",
            "Legislative Assembly of Puerto Rico",
            "San Juan",
            lists.PUERTO_RICO_SENATE,
            lists.PUERTO_RICO_HOUSE,
        ),
        _make_statehouse("RI", "Rhode Island General Assembly", "Providence", 38, 75),
        _make_statehouse("SC", "South Carolina Legislature", "Columbia", 46, 124),
        _make_statehouse("SD", "South Dakota State Legislature", "Pierre", 35, lists.SOUTH_DAKOTA_HOUSE),
        _make_statehouse("TN", "Tennessee General Assembly", "Nashville", 33, 99),
        _make_statehouse("TX", "Texas Legislature", "Austin", 31, 150),
        _make_statehouse("UT", "Utah State Legislature", "Salt Lake City", 29, 75),
        _make_statehouse("VT", "Vermont General Assembly", "Montpelier", lists.VERMONT_SENATE, lists.VERMONT_HOUSE),
        _make_statehouse("VA", "Virginia General Assembly", "Richmond", 40, 100, _DELEGATES),
        _make_statehouse("WA", "Washington State Legislature", "Olympia", 49, _numbered(49, 2)),
        _make_statehouse("WV", "West Virginia Legislature", "Charleston", _numbered(17, 2), 100, _DELEGATES),
        _make_statehouse("WI", "Wisconsin State Legislature", "Madison", 33, 99, _ASSEMBLY),
        _make_statehouse("WY", "Wyoming State Legislature", "Cheyenne", 31, 62),
    )
}


def find_chamber_facts(state: str, chamber: Chamber) -> ChamberFacts | None:
    """The facts of a state's chamber, None if there is no such chamber."""
    house = STATEHOUSES.get(state)
    return house.get_chamber(chamber) if house else None
