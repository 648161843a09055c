"""The districts whose names are more than a run of numbers, with the number of members of each.

Source: Open States' metadata (https://github.com/openstates/openstates-core, ``openstates/metadata/data``, 2026-05-09,
MIT), whose names its files use. All match the legislators of August 2026, but for Puerto Rico's additional members.
"""

from collections.abc import Iterable, Mapping


def number_districts(count: int, members: int = 1) -> dict[str, int]:
    """Districts from 1 to ``count`` with the same number of members."""
    return {str(number): members for number in range(1, count + 1)}


def _number_counties(counties: Mapping[str, str], between: str) -> dict[str, int]:
    """Each county's districts from 1 on; its text lists their members."""
    return {
        f"{county}{between}{number}": int(members)
        for county, text in counties.items()
        for number, members in enumerate(text.split(), 1)
    }


def _count(names: str) -> dict[str, int]:
    """Districts separated by semicolons, with the number of members after a colon where there is more than one."""
    parts = (name.strip().partition(":") for name in names.split(";"))
    return {name: int(members or 1) for name, _, members in parts}


def _divide(districts: Mapping[str, int], parts: str) -> dict[str, int]:
    """The districts, with parts such as ``1A`` in place of the whole ``1``."""
    counted = _count(parts)
    divided = {part.rstrip("ABC") for part in counted}
    return {**{name: members for name, members in districts.items() if name not in divided}, **counted}


def _order(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number in (11, 12, 13) else ends.get(number % 10, 'th')}"


def _order_counties(counties: Mapping[str, int]) -> Iterable[str]:
    for county, count in counties.items():
        yield from (f"{_order(number)} {county}" for number in range(1, count + 1))


ALASKA_SENATE = dict.fromkeys("ABCDEFGHIJKLMNOPQRST", 1)

DC_COUNCIL = {**{f"Ward {number}": 1 for number in range(1, 9)}, "Chairman": 1, "At-Large": 4}

MAINE_HOUSE = {**number_districts(151), "Passamaquoddy Tribe": 1, "Houlton Band of Maliseet Indians": 1}

MARYLAND_HOUSE = _divide(
    number_districts(47, 3),
    "1A; 1B; 1C; 2A:2; 2B; 7A:2; 7B; 9A:2; 9B; 11A; 11B:2; 12A:2; 12B; 27A; 27B; 27C; 29A; 29B; 29C; 30A:2; 30B; "
    "33A; 33B; 33C; 34A:2; 34B; 35A:2; 35B; 37A; 37B:2; 38A; 38B; 38C; 42A; 42B; 42C; 43A:2; 43B; 44A; 44B:2; "
    "47A:2; 47B",
)

MASSACHUSETTS_HOUSE = dict.fromkeys(
    [
        *_order_counties({"Barnstable": 5, "Berkshire": 3, "Bristol": 14, "Essex": 18, "Franklin": 2, "Hampden": 12}),
        *_order_counties({"Hampshire": 3, "Middlesex": 37, "Norfolk": 15, "Plymouth": 12, "Suffolk": 19}),
        *_order_counties({"Worcester": 19}),
        "Barnstable, Dukes and Nantucket",
    ],
    1,
)

MASSACHUSETTS_SENATE = _count(
    "Berkshire, Hampden, Franklin and Hampshire; Bristol and Norfolk; Cape and Islands; First Bristol and Plymouth; "
    "Second Bristol and Plymouth; Third Bristol and Plymouth; First Essex; Second Essex; Third Essex; "
    "First Essex and Middlesex; Second Essex and Middlesex; Hampden; Hampden and Hampshire; "
    "Hampden, Hampshire and Worcester; Hampshire, Franklin and Worcester; First Middlesex; Second Middlesex; "
    "Third Middlesex; Fourth Middlesex; Fifth Middlesex; Middlesex and Norfolk; Middlesex and Suffolk; "
    "Middlesex and Worcester; Norfolk and Middlesex; Norfolk and Plymouth; Norfolk and Suffolk; "
    "Norfolk, Plymouth and Bristol; Norfolk, Worcester and Middlesex; Plymouth and Barnstable; "
    "First Plymouth and Norfolk; Second Plymouth and Norfolk; First Suffolk; Second Suffolk; Third Suffolk; "
    "Suffolk and Middlesex; First Worcester; Second Worcester; Worcester and Hampden; Worcester and Hampshire; "
    "Worcester and Middlesex"
)

MINNESOTA_HOUSE = {f"{number}{part}": 1 for number in range(1, 68) for part in "AB"}

NEW_HAMPSHIRE_HOUSE = _number_counties(
    {
        "Belknap": "1 2 1 1 4 4 3 2",
        "Carroll": "3 2 2 2 1 2 1 2",
        "Cheshire": "1 1 1 1 1 2 1 1 1 2 1 1 1 1 2 1 1 2",
        "Coos": "2 1 1 1 2 1 1",
        "Grafton": "3 1 1 1 2 1 1 3 1 1 1 4 1 1 1 1 1 1",
        "Hillsborough": "4 7 3 3 3 3 3 3 3 3 3 8 6 2 2 2 2 2 2 2 2 2 2 2 2 2 1 2 4 3 1 3 2 3 2 2 1 2 2 4 3 3 4 2 1",
        "Merrimack": "1 1 2 2 2 1 2 3 4 4 1 2 2 1 1 1 1 1 1 1 1 1 1 1 1 1 2 1 1 1",
        "Rockingham": "3 3 1 3 2 1 1 1 2 3 4 2 10 2 2 7 4 2 1 3 1 1 1 2 9 1 1 1 4 2 2 1 1 1 1 1 1 1 1 1",
        "Strafford": "2 3 1 3 1 1 1 1 1 4 3 4 1 1 1 1 1 1 3 1 3",
        "Sullivan": "1 1 3 1 1 3 1 2",
    },
    " ",
)

NORTH_DAKOTA_HOUSE = _divide(number_districts(47, 2), "4A; 4B")

# Eleven at large in each chamber, and more in some terms, where minorities get seats of their own.
# Source: Constitution of Puerto Rico, article III, sections 2, 3 and 7.
PUERTO_RICO_SENATE = {**number_districts(8, 2), "At-Large": 11}
PUERTO_RICO_HOUSE = {**number_districts(40), "At-Large": 11}

SOUTH_DAKOTA_HOUSE = _divide(number_districts(35, 2), "26A; 26B; 28A; 28B")

VERMONT_SENATE = _count(
    "Addison:2; Bennington:2; Caledonia; Chittenden Central:3; Chittenden North; Chittenden Southeast:3; Essex; "
    "Franklin:2; Grand Isle; Lamoille; Orange; Orleans; Rutland:3; Washington:3; Windham:2; Windsor:3"
)

VERMONT_HOUSE = {
    **_number_counties(
        {
            "Addison": "2 1 2 2 1",
            "Bennington": "1 2 1 2 2",
            "Caledonia": "1 1 2",
            "Chittenden": "1 2 2 1 1 1 1 1 1 1 1 1 2 2 2 2 1 2 2 2 2 2 2 1 1",
            "Franklin": "2 1 1 2 2 1 1 1",
            "Lamoille": "1 2 1",
            "Orange": "1 1 1",
            "Orleans": "1 1 1 1",
            "Rutland": "1 2 1 1 1 1 1 1 1 1 1",
            "Washington": "2 2 2 2 1 1",
            "Windham": "1 1 2 1 1 1 1 1 1",
            "Windsor": "2 1 2 1 1 2",
            "Windsor-Orange": "1 2",
        },
        "-",
    ),
    **_count("Addison-Rutland; Bennington-Rutland; Caledonia-Essex:2; Caledonia-Washington; Chittenden-Franklin:2"),
    **_count("Essex-Caledonia; Essex-Orleans; Grand Isle-Chittenden:2; Lamoille-Washington:2; Orange-Caledonia"),
    **_count("Orange-Washington-Addison:2; Orleans-Lamoille:2; Rutland-Bennington; Rutland-Windsor"),
    **_count("Washington-Chittenden:2; Washington-Orange:2; Windham-Windsor-Bennington; Windsor-Addison"),
    **_count("Windsor-Windham"),
}
