"""District keys, and districts as people type them."""

from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.districts import DistrictKey, make_key, parse_key, tidy_district
from bot.core.statehouse.facts import STATEHOUSES
from bot.core.statehouse.state_directory import StateDirectory

UPPER, LOWER = Chamber.UPPER, Chamber.LOWER


def test_every_district_has_a_key_of_its_own_that_reads_back() -> None:
    keys = [
        DistrictKey(state, chamber.chamber, name)
        for state, house in STATEHOUSES.items()
        for chamber in house.chambers
        for name in chamber.seats
    ]
    assert len({str(key) for key in keys}) == len(keys)
    assert [parse_key(str(key)) for key in keys] == keys


def test_what_is_no_key() -> None:
    for text in ("", "CA", "CA-12", "CA-L", "CA-L-", "ca-L-12", "XX-L-1", "NE-L-1", "DC-L-Ward 1", "CA-X-1"):
        assert parse_key(text) is None, text


def test_every_name_finds_its_own_district_however_it_is_written() -> None:
    directory = StateDirectory()
    for state in ("AK", "DC", "MA", "MD", "ND", "PR", "VT"):
        for facts in STATEHOUSES[state].chambers:
            for name in facts.seats:
                typed = f"District {name.lower().replace('-', ' ').replace(',', '')}"
                assert directory.find_district(state, facts.chamber, typed) == make_key(state, facts.chamber, name)


TYPED = [
    ("CA", LOWER, "12", "12"),
    ("CA", LOWER, " District 012 ", "12"),
    ("CA", LOWER, "12th", "12"),
    ("CA", LOWER, "１２", "12"),
    ("MN", LOWER, "4 a", "4A"),
    ("MN", LOWER, "04b", "4B"),
    ("AK", UPPER, "district c", "C"),
    ("ID", LOWER, "5a", "5"),
    ("ID", LOWER, "5", "5"),
    ("DC", UPPER, "2", "Ward 2"),
    ("DC", UPPER, "ward two", None),
    ("DC", UPPER, "at large", "At-Large"),
    ("MA", LOWER, "Tenth Bristol", "10th Bristol"),
    ("MA", LOWER, "bristol 10", "10th Bristol"),
    ("MA", UPPER, "2nd Bristol & Plymouth", "Second Bristol and Plymouth"),
    ("MA", UPPER, "Middlesex–Norfolk", "Middlesex and Norfolk"),
    ("MA", UPPER, "Norfolk, Middlesex", "Norfolk and Middlesex"),
    ("MA", UPPER, "Middlesex", None),
    ("MA", UPPER, "Hampshire, Hampden & Worcester", "Hampden, Hampshire and Worcester"),
    ("VT", LOWER, "addison 3", "Addison-3"),
    ("VT", LOWER, "Essex-Caledonia", "Essex-Caledonia"),
    ("VT", UPPER, "Grand Isle", "Grand Isle"),
    ("NH", LOWER, "Hillsborough County 12", "Hillsborough 12"),
    ("NH", LOWER, "12", None),
    ("PR", UPPER, "Distrito 5", "5"),
    ("CA", LOWER, "81", None),
    ("CA", LOWER, "", None),
    ("CA", LOWER, "district", None),
    ("NE", LOWER, "1", None),
    ("ZZ", UPPER, "1", None),
]


def test_a_typed_district() -> None:
    for state, chamber, typed, district in TYPED:
        expected = make_key(state, chamber, district) if district else None
        assert StateDirectory().find_district(state, chamber, typed) == expected, typed


def test_idahos_seats_are_of_one_district_and_minnesotas_parts_are_two() -> None:
    assert tidy_district("ID", LOWER, "12B") == "12"
    assert tidy_district("ID", UPPER, "12") == "12"
    assert tidy_district("MN", LOWER, "12B") == "12B"
    assert tidy_district("MA", UPPER, " Cape  and Islands ") == "Cape and Islands"
