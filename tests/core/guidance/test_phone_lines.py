"""The number to call, the office's hours, and the words for that member."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as change_struct

from bot.core.calls.speech import Speech, choose_speech
from bot.core.campaign_files.campaign_file import CampaignFile, Script
from bot.core.directory.members import REPRESENTATIVE, Directory, make_directory
from bot.core.directory.offices.office_hours import Hours, find_local_time, list_holidays
from bot.core.directory.offices.office_zones import EASTERN, PACIFIC
from bot.core.directory.offices.phones import SWITCHBOARD
from bot.core.directory.states import WITHOUT_SENATORS
from bot.core.guidance.phone_lines import PhoneLine, find_line, find_other_office
from bot.core.guidance.targets import Target, find_targets
from tests.public_data.capitol import id_of, make_congress, number_of
from tests.services import MONDAY, campaign, instant

LOAD = make_congress().load()
CONGRESS = make_directory(LOAD.edition, LOAD.members)
EVENING = instant("2026-11-23 19:00")
REP = id_of("CA-11")


def targets(place: str | None, file: CampaignFile | None = None, directory: Directory = CONGRESS) -> list[Target]:
    return list(find_targets(file or campaign(), place, directory).all)


def line(place: str | None, at: int = MONDAY, office: str | None = None) -> PhoneLine:
    return find_line(targets(place)[0], SWITCHBOARD, at, office)


def test_washington_comes_first_and_a_district_office_if_named() -> None:
    assert (line("CA-11").phone, line("CA-11").place, line("CA-11").office) == (number_of(REP), "Washington", REP)
    home = f"{REP}-daly_city"
    there = line("CA-11", office=home)
    assert (there.phone, there.place, there.office) == (number_of(REP, 2), "Daly City", home)
    assert there.time.zone == PACIFIC


def test_the_switchboard_serves_unknown_members_and_missing_numbers() -> None:
    assert line(None) == PhoneLine("representative", SWITCHBOARD, find_local_time(EASTERN, MONDAY))
    assert line("VT-0") == PhoneLine(id_of("VT-0"), SWITCHBOARD, find_local_time(EASTERN, MONDAY))


def test_a_listed_office_has_its_own_number_and_hours() -> None:
    file = campaign("vof", "targets: {list: [{key: hi, name: Hi, phone: 808-586-0034, timezone: Pacific/Honolulu}]}")
    [target] = targets(None, file)
    assert find_line(target, SWITCHBOARD, MONDAY) == PhoneLine(
        "hi", "(808) 586-0034", find_local_time("Pacific/Honolulu", MONDAY)
    )


def test_while_washington_is_closed_an_open_office_is_offered() -> None:
    evening = line("CA-11", EVENING)
    assert (evening.place, evening.time.hours) == ("Washington", Hours.VOICEMAIL)
    assert evening.elsewhere
    assert evening.elsewhere.place == "San Francisco"
    assert line("CA-11").elsewhere is None
    assert line("CA-11", instant("2026-11-23 23:00")).elsewhere is None


@pytest.mark.parametrize(
    ("zone", "wall", "hours"),
    [
        (EASTERN, "2026-11-23 08:59", Hours.VOICEMAIL),
        (EASTERN, "2026-11-23 09:00", Hours.OPEN),
        (EASTERN, "2026-11-23 16:59", Hours.OPEN),
        (EASTERN, "2026-11-23 17:00", Hours.VOICEMAIL),
        (EASTERN, "2026-11-22 12:00", Hours.CLOSED),  # a Sunday
        (EASTERN, "2026-11-26 12:00", Hours.CLOSED),  # Thanksgiving
        (EASTERN, "2026-07-03 12:00", Hours.CLOSED),  # observed for the fourth, a Saturday
        ("Pacific/Guam", "2026-11-22 19:00", Hours.OPEN),  # already Monday there
        (PACIFIC, "2026-11-23 19:00", Hours.OPEN),
    ],
)
def test_offices_are_open_from_nine_to_five_local_time(zone: str, wall: str, hours: Hours) -> None:
    assert find_local_time(zone, instant(wall)).hours is hours


def test_offices_are_open_from_monday_to_friday() -> None:
    week = [find_local_time(EASTERN, instant(f"2026-12-{day:02} 12:00")).hours for day in range(7, 14)]
    assert week == [Hours.OPEN] * 5 + [Hours.CLOSED] * 2


def test_federal_holidays() -> None:
    days = {(day.month, day.day) for day in list_holidays(2026)}
    assert days == {
        (1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (9, 7), (10, 12), (11, 11), (11, 26), (12, 25),
    }  # fmt: skip
    assert date(2021, 12, 31) in list_holidays(2021)


def spoken(*when: str) -> Script:
    """A script with other words."""
    scripts = f"{{en: {{text: All, when: [{', '.join(when)}]}}}}"
    return campaign("vof", "asks: [{key: bill, text: Well?}]", scripts=scripts).scripts["en"]


def choose_text(target: Target, script: Script, known: Mapping[str, str] = {}, place: str | None = None) -> str:
    """What is said to a target."""
    return choose_speech(target, script, script, known, place).english


@pytest.mark.parametrize(
    ("place", "said"), [("CA-11", ["All", "Senate", "Senate"]), (None, ["All", "Senate", "Senate"])]
)
def test_each_chamber_can_have_its_own_words(place: str | None, said: list[str]) -> None:
    script = spoken("{chamber: senate, text: Senate}")
    assert [choose_text(target, script) for target in targets(place)] == said


[PR] = targets("PR-0")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (("{chamber: delegate, text: Speak}",), "Speak"),
        (("{chamber: house, text: Vote}", "{chamber: delegate, text: Speak}"), "Speak"),
        (("{ask: bill, position: yes, text: Thanks}", "{chamber: delegate, text: Speak}"), "Speak"),
        (("{chamber: delegate, ask: bill, position: no, text: Please}", "{chamber: delegate, text: Speak}"), "Speak"),
        (("{chamber: delegate, ask: bill, position: yes, text: Thanks}",), "Thanks"),
        (("{chamber: house, text: House}",), "House"),
        (("{chamber: senate, text: Senate}",), "All"),
        ((), "All"),
    ],
)
def test_delegates_can_have_their_own_words(when: tuple[str, ...], said: str) -> None:
    script, known = spoken(*when), {"bill": "yes"}
    assert choose_text(PR, script, known) == said
    for state in WITHOUT_SENATORS:
        assert choose_text(Target(REPRESENTATIVE, REPRESENTATIVE), script, known, f"{state}-0") == said
    for place in (None, "CA-11", "VT-0"):
        assert choose_text(Target(REPRESENTATIVE, REPRESENTATIVE), script, known, place) != "Speak"


@pytest.mark.parametrize(
    ("english", "spanish", "speech"),
    [
        ("", "", Speech("All", "Todos")),
        ("{chamber: senate, text: Senate}", "{chamber: senate, text: Senado}", Speech("Senate", "Senado")),
        ("{chamber: senate, text: Senate}", "", Speech("Senate", "Todos", is_general=True)),
        ("{chamber: senate, text: Senate}", "{chamber: house, text: X}", Speech("Senate", "Todos", is_general=True)),
        ("", "{chamber: senate, text: Senado}", Speech("All", "Todos")),
    ],
)
def test_the_english_words_choose_their_translation(english: str, spanish: str, speech: Speech) -> None:
    scripts = f"{{en: {{text: All, when: [{english}]}}, es: {{text: Todos, when: [{spanish}]}}}}"
    found, senior = campaign("vof", scripts=scripts).scripts, targets(None)[1]
    assert choose_speech(senior, found["en"], found["es"]) == speech


def test_a_known_position_can_have_its_own_words_and_the_first_fit_wins() -> None:
    thanks, plea = "{ask: bill, position: yes, text: Thanks}", "{chamber: house, ask: bill, position: no, text: Please}"
    script, [rep, senior, _] = spoken(thanks, plea), targets("CA-11")
    assert [choose_text(rep, script, {"bill": known}) for known in ("yes", "no", "undecided")] == [
        "Thanks",
        "Please",
        "All",
    ]
    assert choose_text(senior, script, {"bill": "no"}) == choose_text(rep, script) == "All"


def test_different_words_make_a_different_version() -> None:
    plain, other = spoken(), spoken("{chamber: senate, text: Senate}")
    assert plain.version != other.version
    assert replace(other, when=(), version=plain.version) == plain


@pytest.mark.parametrize("change", ["town", "number"])
def test_an_office_that_looks_like_the_one_just_called_is_never_suggested(change: str) -> None:
    member = targets("CA-11")[0].member
    assert member
    capitol, *home = member.offices
    alike = replace(home[0], place=capitol.place) if change == "town" else replace(home[0], phone=capitol.phone)
    both = replace(member, offices=(capitol, alike))
    for tried in (capitol.id, alike.id, member.id, ""):
        assert find_other_office(both, tried, MONDAY) is None
    found = find_other_office(replace(member, offices=(capitol, alike, *home[1:])), alike.id, MONDAY)
    assert found is None or found in home[1:]
    target = change_struct(targets("CA-11")[0], member=both)
    for office in (None, alike.id):
        assert find_line(target, SWITCHBOARD, EVENING, office).elsewhere is None
