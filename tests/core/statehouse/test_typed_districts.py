"""State districts as people type them: the one that is meant, those that may be, or none."""

import pytest

from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.districts import make_key
from bot.core.statehouse.facts import STATEHOUSES
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.typed_districts import find_by_code, is_state_district, read_state_district, write_code

NOBODY = StateDirectory()

CERTAIN = {
    "CA-L-12": (
        "CA Assembly 12", "ca assembly district 12", "California State Assembly, District 12",
        "12th Assembly District of California", "assembly district 12 in California", "CA AD-12", "CA AD12",
        "AD 12, California", "California's 12th Assembly district", "my district is CA Assembly 12",
        "I live in California Assembly 12 please", "CA State Assemblymember district 012", "CA Asamblea 12",
        "CA 주하원 12",
        "ＣＡ Assembly １２", "CA\u2011Assembly\u201112", "CA-L-12",
    ),
    "TX-U-14": ("TX Senate 14", "TX SD-14", "texas state senate district 14", "Senate District 14, Texas"),
    "TX-L-14": ("TX state house 14", "TX HD 14", "Texas State Representative District 14"),
    "WA-L-4": ("Washington State House 4", "state house 4, Washington State"),
    "TX-L-120": ("Texas House District 120", "TX rep 120"),
    "VT-L-Addison-3": ("Vermont House Addison-3", "VT House addison 3", "Vermont Addison-3", "VT-L-Addison-3"),
    "VT-U-Washington": ("Vermont Senate Washington",),
    "MA-U-Hampden": ("MA Senate Hampden", "Massachusetts state senate, Hampden"),
    "MA-L-10th Bristol": ("Massachusetts House 10th Bristol", "Massachusetts Tenth Bristol", "mass house bristol 10"),
    "MA-U-Berkshire, Hampden, Franklin and Hampshire": (
        "MA Senate Berkshire, Hampden, Franklin and Hampshire", "MA senate berkshire hampden franklin hampshire",
    ),
    "NE-U-12": ("Nebraska Legislature 12", "NE LD 12", "Nebraska Unicameral District 12", "NE Senate 12"),
    "DC-U-Ward 3": ("DC Ward 3", "DC Council ward 3", "ward 3 in DC"),
    "NH-L-Hillsborough 10": ("NH House Hillsborough 10", "New Hampshire Hillsborough 10"),
    "MD-L-12A": ("MD House of Delegates 12A", "MD 12A", "Maryland delegate 12a"),
    "MN-L-62A": ("MN 62A", "Minnesota House 62A"),
    "NY-L-75": ("NYS Assembly 75", "New York State Assembly District 75"),
    "AK-U-C": ("Alaska Senate C", "AK senate district c"),
    "PR-L-5": ("Distrito 5 de la Cámara de Representantes, Puerto Rico",),
    "ID-L-5": ("Idaho 5A", "ID House 5"),
}  # fmt: skip
SEVERAL = {
    "TX House 14": ("TX-L-14", "TX-14"),  # in Austin or in Washington
    "CA House 12": ("CA-L-12", "CA-12"),
    "KS representative 2": ("KS-L-2", "KS-2"),
    "NC General Assembly 12": ("NC-U-12", "NC-L-12"),
    "VT Addison": ("VT-U-Addison", "VT-L-Addison-1", "VT-L-Addison-2", "VT-L-Addison-3", "VT-L-Addison-4"),
    "assembly district 12": ("CA-L-12", "NV-L-12", "NJ-L-12", "NY-L-12", "WI-L-12"),
    "Ward 3": ("DC-U-Ward 3",),
    "MA House 1": ("MA-1",),  # no district there is called so, but one of Congress is
}
OF_CONGRESS_OR_NOTHING = (
    "CA 12", "CA-12", "NY-12", "CA", "94110", "02139", "Washington", "District 12", "12", "NE 12", "DC at-large",
    "Uptown", "state", "12th district of California",
)  # fmt: skip


@pytest.mark.parametrize("key", CERTAIN)
def test_one_district_is_meant(key: str) -> None:
    for typed in CERTAIN[key]:
        meant = read_state_district(typed, NOBODY)
        assert meant is not None, typed
        assert meant.certain == (key,), typed
        assert is_state_district(typed), typed


def test_what_fits_several_is_never_guessed() -> None:
    for typed, places in SEVERAL.items():
        meant = read_state_district(typed, NOBODY)
        assert meant is not None, typed
        assert tuple(one[0] for one in meant.meanings)[: len(places)] == places, typed
        assert meant.certain == (), typed


def test_other_places_are_left_to_congress() -> None:
    for typed in OF_CONGRESS_OR_NOTHING:
        assert read_state_district(typed, NOBODY) is None, typed
        assert not is_state_district(typed), typed
    for typed in ("Assembly Hall", "Uptown Assembly", "the Senate"):
        assert not is_state_district(typed), typed


def test_a_state_is_the_callers_own_only_if_it_has_the_chamber() -> None:
    known = {home: read_state_district("assembly 12", NOBODY, home) for home in ("CA", "TX", "GU", None)}
    assert known["CA"] is not None
    assert known["CA"].certain == ("CA-L-12",)
    for home in ("TX", "GU", None):
        assert (found := known[home]) is not None
        assert (found.lacks_state, len(found.meanings)) == (True, 5)


def test_both_chambers_share_their_districts_in_some_states() -> None:
    for state in ("AZ", "ID", "NJ", "WA"):
        meant = read_state_district(f"{state} LD 12", NOBODY)
        assert meant is not None
        assert meant.certain == (f"{state}-U-12", f"{state}-L-12")


def test_a_form_that_asks_for_a_chamber_takes_its_districts_alone() -> None:
    def read(typed: str, home: str, chamber: Chamber = Chamber.LOWER) -> tuple[tuple[str, ...], ...]:
        meant = read_state_district(typed, NOBODY, home, chamber)
        return meant.meanings if meant else ()

    assert read("12", "CA") == read("district 12", "CA") == read("CA-12", "CA") == (("CA-L-12",),)
    assert read("Hampden", "MA", Chamber.UPPER)[0] == ("MA-U-Hampden",)
    assert read("3", "AZ") == (("AZ-U-3", "AZ-L-3"),)
    assert read("TX Senate 3", "CA") == (("TX-U-3",),)  # somebody who lives elsewhere
    assert read("94110", "CA") == read("nonsense", "CA") == ()


def test_nobody_lives_in_an_at_large_district() -> None:
    for typed in ("DC Council At-Large", "Puerto Rico Senate At-Large", "DC council chairman"):
        meant = read_state_district(typed, NOBODY)
        assert meant is not None, typed
        assert meant.meanings == (), typed


def test_every_key_fits_a_button_and_comes_back() -> None:
    for house in STATEHOUSES.values():
        for facts in house.chambers:
            keys = [make_key(house.state, facts.chamber, name) for name in facts.seats]
            codes = {write_code(key): key for key in keys}
            assert len(codes) == len(keys), house.state
            named = [code for code in codes if "~" in code][:5] + list(codes)[:2]
            assert [find_by_code(code, NOBODY) for code in named] == [codes[code] for code in named]
