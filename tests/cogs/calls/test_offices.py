"""The offices that /log offers, and their names."""

import pytest

from bot.cogs.calls.log import list_offices
from bot.cogs.shared.display_names import LONGEST, Names
from bot.core.campaigns.campaigns import Campaign
from bot.core.directory.members import SENIOR, Directory, make_directory
from bot.core.guidance.targets import find_targets
from bot.kit.cards.markup import measure_cost
from bot.kit.i18n import load_words
from tests.public_data.capitol import id_of, make_congress
from tests.services import campaign

LOAD = make_congress().load()
CONGRESS = make_directory(LOAD.edition, LOAD.members)
LISTED = "targets: {list: [{key: governor, name: {en: The Governor, es: La gobernadora}, phone: 916-445-2841}]}"
FILES = {file.key: file for file in (campaign(), campaign("states", LISTED))}
NAMES = Names(CONGRESS, FILES)
EN = load_words("en")


def opened(key: str) -> Campaign:
    file = FILES[key]
    return Campaign(file, "open", file.timezone, None, None)


def test_own_targets_come_first_then_their_district_offices() -> None:
    both = [(opened(key), find_targets(FILES[key], "CA-11", CONGRESS)) for key in FILES]
    choices = list(list_offices(EN, [*both, both[0]], NAMES))
    assert [choice.label for choice in choices] == [
        "Representative Casey CA-11",
        "Senator Sam CA",
        "Senator Jo CA",
        "The Governor",
        "Representative Casey CA-11, San Francisco",
        "Representative Casey CA-11, Daly City",
        "Senator Sam CA, Los Angeles",
        "Senator Sam CA, Fresno",
    ]
    assert choices[0].value == id_of("CA-11")
    assert choices[4].value == f"{id_of('CA-11')}-san_francisco"


@pytest.mark.parametrize(
    ("slot", "name"),
    [
        ("representative", "your representative"),
        (id_of("CA", SENIOR), "Senator Sam CA"),
        (id_of("DC-0"), "Delegate Casey DC-0"),
        (id_of("PR-0"), "Resident Commissioner Casey PR-0"),
        ("H999999", "a member who has left Congress (H999999)"),
        ("governor", "The Governor"),
    ],
)
def test_every_office_has_a_name(slot: str, name: str) -> None:
    assert NAMES.name_office(EN, "states", slot) == name


def test_a_campaigns_own_language_names_its_office() -> None:
    file = campaign("ar", "targets: {list: [{key: hq, name: {en: Office, ar: مكتب}, phone: 916-445-2841}]}")
    assert Names(CONGRESS, {"ar": file}).name_office(load_words("ar"), "ar", "hq") == "مكتب"


def test_without_data_members_are_named_by_id_and_long_names_fit_a_button() -> None:
    assert Names(Directory(), FILES).name_office(EN, "vof", "P000197") == "the member of Congress with the id P000197"
    long = "targets: {list: [{key: one, name: " + "w" * 60 + ", phone: 916-445-2841}]}"
    assert measure_cost(Names(CONGRESS, {"long": campaign("long", long)}).name_office(EN, "long", "one")) <= LONGEST
