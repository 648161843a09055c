"""The static facts on each state's legislature."""

from urllib.parse import urlsplit

from bot.core.directory.states import NAMES, WITHOUT_SENATORS
from bot.core.statehouse.chambers import OPEN_STATES_FINDER, Chamber, StateTitle
from bot.core.statehouse.facts import STATEHOUSES, find_chamber_facts
from bot.core.statehouse.state_directory import StateDirectory


def test_each_state_the_district_and_puerto_rico_have_a_legislature() -> None:
    assert set(STATEHOUSES) == {*NAMES} - WITHOUT_SENATORS | {"DC", "PR"}
    assert [state for state, house in STATEHOUSES.items() if house.lower is None] == ["DC", "NE"]


def test_all_legislators_together_are_as_many_as_everybody_counts() -> None:
    """7,386 in the fifty states: National Conference of State Legislatures. Maine's two tribal members come on top."""
    states = [house for state, house in STATEHOUSES.items() if state not in WITHOUT_SENATORS]
    assert sum(chamber.size for house in states for chamber in house.chambers) == 7386 + 2


def test_districts_with_names_and_with_several_members() -> None:
    sizes = {
        ("MA", Chamber.UPPER): (40, "Berkshire, Hampden, Franklin and Hampshire", 1),
        ("MA", Chamber.LOWER): (160, "22nd Middlesex", 1),
        ("VT", Chamber.UPPER): (30, "Chittenden Central", 3),
        ("VT", Chamber.LOWER): (150, "Windsor-Orange-2", 2),
        ("NH", Chamber.LOWER): (400, "Rockingham 13", 10),
        ("AZ", Chamber.LOWER): (60, "30", 2),
        ("MD", Chamber.LOWER): (141, "11B", 2),
        ("ND", Chamber.LOWER): (94, "4A", 1),
        ("SD", Chamber.LOWER): (70, "28B", 1),
        ("ID", Chamber.LOWER): (70, "35", 2),
        ("MN", Chamber.LOWER): (134, "67B", 1),
        ("AK", Chamber.UPPER): (20, "T", 1),
        ("NE", Chamber.UPPER): (49, "49", 1),
        ("DC", Chamber.UPPER): (13, "Ward 8", 1),
        ("WV", Chamber.UPPER): (34, "17", 2),
    }
    for (state, chamber), (size, district, members) in sizes.items():
        facts = find_chamber_facts(state, chamber)
        assert facts, state
        assert (facts.size, facts.seats[district]) == (size, members), (state, chamber)


def test_titles_and_names() -> None:
    expected = {
        ("CA", Chamber.LOWER): ("California State Assembly", "Assembly", StateTitle.ASSEMBLY_MEMBER),
        ("CA", Chamber.UPPER): ("California State Senate", "Senate", StateTitle.SENATOR),
        ("VA", Chamber.LOWER): ("Virginia House of Delegates", "House of Delegates", StateTitle.DELEGATE),
        ("WI", Chamber.LOWER): ("Wisconsin State Assembly", "Assembly", StateTitle.REPRESENTATIVE),
        ("NJ", Chamber.LOWER): ("New Jersey General Assembly", "Assembly", StateTitle.ASSEMBLY_MEMBER),
        ("TX", Chamber.LOWER): ("Texas House of Representatives", "House", StateTitle.REPRESENTATIVE),
        ("WA", Chamber.UPPER): ("Washington State Senate", "Senate", StateTitle.SENATOR),
        ("NE", Chamber.UPPER): ("Nebraska Legislature", "Legislature", StateTitle.SENATOR),
        ("DC", Chamber.UPPER): ("Council of the District of Columbia", "Council", StateTitle.COUNCILMEMBER),
        ("PR", Chamber.LOWER): ("House of Representatives of Puerto Rico", "House", StateTitle.REPRESENTATIVE),
    }
    for (state, chamber), facts in expected.items():
        found = find_chamber_facts(state, chamber)
        assert found, state
        assert (found.name, found.word, found.title) == facts
    assert find_chamber_facts("NE", Chamber.LOWER) is None
    assert find_chamber_facts("GU", Chamber.UPPER) is None


def test_each_chamber_has_a_page_where_people_find_their_district() -> None:
    chambers = [chamber for house in STATEHOUSES.values() for chamber in house.chambers]
    assert all(urlsplit(one.finder).scheme == "https" and " " not in one.finder for one in chambers)
    assert {one.finder for one in chambers if not one.has_own_finder} == {OPEN_STATES_FINDER}
    new_york = STATEHOUSES["NY"]
    assert ["senate" in one.finder for one in new_york.chambers] == [True, False]


def test_those_whom_everybody_elects() -> None:
    at_large = {state: house.upper.at_large for state, house in STATEHOUSES.items() if house.upper.at_large}
    assert at_large == {"DC": {"At-Large", "Chairman"}, "PR": {"At-Large"}}


def test_districts_are_sorted_as_people_expect() -> None:
    assert StateDirectory().list_districts("CA", Chamber.UPPER)[:3] == ("1", "2", "3")
    assert StateDirectory().list_districts("NH", Chamber.LOWER)[:2] == ("Belknap 1", "Belknap 2")
    assert StateDirectory().list_districts("MN", Chamber.LOWER)[8:10] == ("5A", "5B")
