"""What people write around a member's name is taken away, and a place beside it only says whose name it is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.directory.members import JUNIOR, REPRESENTATIVE, SENIOR, Member, Title
from bot.core.directory.states import NAMES, SEATS
from bot.core.directory.typed_names.member_names import is_member_named
from bot.core.directory.typed_names.nicknames import add_nicknames
from bot.core.directory.typed_names.typed_members import find_seat, list_readings
from bot.core.guidance.target import name_first_office
from bot.core.guidance.targets import TargetChoice, Targets, choose_target, find_targets
from bot.errors import UserError
from tests.core.guidance.test_targets import CONGRESS, MINE, find_own
from tests.public_data.capitol import ENDS, id_of
from tests.services import campaign

CRUZ = Member("S1", "Ted Cruz", Title.SENATOR, "TX", None, False, ENDS, (), "Cruz", ("Rafael", "Ted"))
DIAZ = Member(
    "H1", "Ana M. Díaz-O’Shea, Jr.", Title.REPRESENTATIVE, "TX", "TX-35", None, ENDS, (), "Díaz-O’Shea", ("Ana",)
)
LONE = Member("H2", "Elizabeth Hill", Title.DELEGATE, "DC", "DC-0", None, ENDS, (), "Hill", ("Elizabeth",))


def test_words_around_a_name_are_taken_away() -> None:
    for typed in (
        *("Mr. Cruz", "the Honorable Ted Cruz", "Dr Cruz", "U.S. Senator Cruz", "US Sen. Ted Cruz", "Leader Cruz"),
        *("United States Senator Ted Cruz", "my senator Cruz", "our sen cruz", "Senator Cruz of Texas", "CRUZ TX"),
        *("Cruz, TX", "cruz from texas", "Texas Cruz", "Sen. Cruz (R-TX)", "Sen. Ted Cruz, D-TX", "Cruz (R-Texas)"),
        *("Cruz’s office", "Senator Cruz's office", "Cruz office", "the office of Ted Cruz", "Cruz’s", "Cruz' office"),
        *(
            "cruz dc",
            "Cruz, Washington, D.C.",
            "Cruz?",
            "@cruz",
            "cruz:",
            "“Ted Cruz”",
            "*Cruz*",
            "Ｃｒｕｚ",
            "T. Cruz",
        ),
        *(
            "Ted E. Cruz",
            "Theodore Cruz",
            "Cruz, Ted",
            "Ted Cruz Jr.",
            "Ted Cruz III",
            "Senator Cruz, the state of Texas",
        ),
    ):
        assert is_member_named(typed, CRUZ), typed
    for typed in (
        *(
            "Diaz O'Shea TX-35",
            "Rep. Díaz‑OʼShea (D-TX-35)",
            "diaz oshea tx35",
            "Cong. Diaz-O´Shea",
            "U.S. Rep. Ana Diaz OShea",
        ),
        *(
            "Diaz-O'Shea, Texas 35th district",
            "35th district of Texas Diaz-O'Shea",
            "Ana M. Diaz-O'Shea Junior",
            "ana díaz-o`shea",
        ),
    ):
        assert is_member_named(typed, DIAZ), typed
    for typed in (
        "Liz Hill",
        "Del. Hill (DC)",
        "Delegate Hill of the District of Columbia",
        "Beth Hill, DC-0",
        "hill dc",
    ):
        assert is_member_named(typed, LONE), typed


def test_a_name_with_another_place_title_or_nothing_left_is_nobodys() -> None:
    for typed in (
        *("Cruz of California", "Cruz (D-CA)", "Cruz CA-11", "Representative Cruz", "Rep. Ted Cruz (R-TX)", "X. Cruz"),
        *(
            "",
            "Mr.",
            "the",
            "office",
            "TX",
            "Texas",
            "senator",
            "jr",
            "R-TX",
            "dc",
            "'s",
            "Cruz TX CA",
            "of",
            "Bob Cruz",
        ),
        *("my senator", "U.S. Senator", "cruz " * 20),
    ):
        assert not is_member_named(typed, CRUZ), typed
    for typed in ("Diaz-O'Shea TX-34", "Senator Diaz-O'Shea", "Diaz-O'Shea (D-NY-35)", "texas 35"):
        assert not is_member_named(typed, DIAZ), typed


@given(st.text(max_size=40), st.sampled_from(sorted(SEATS)), st.sampled_from(("{} {}", "{1} {0}", "{} ({})", "{}, {}")))
def test_a_state_beside_a_name_rules_everybody_else_out(name: str, state: str, form: str) -> None:
    for typed in (form.format(name, state), form.format(name, NAMES[state])):
        assert list_readings(typed) or len(typed.split()) > 14
    if state == "DC":
        assert is_member_named("Cruz DC", CRUZ)  # the office there
    elif state != "TX":
        is_title = form.format("Ted Cruz", state) == "MS Ted Cruz"  # as in Ms. Cruz, whatever the case
        assert is_member_named(form.format("Ted Cruz", state), CRUZ) is is_title
        assert not is_member_named(form.format("Cruz", NAMES[state]), CRUZ)
    else:
        assert is_member_named(form.format("Ted Cruz", NAMES[state]), CRUZ)


def test_first_names_mean_one_another() -> None:
    for known, typed in (("bernard", "bernie"), ("mike", "michael"), ("charles", "chuck"), ("katherine", "kat")):
        assert typed in add_nicknames([known])
    assert add_nicknames(["zelda anne"]) == {"zelda anne", "z"}


def test_a_seat_is_named_by_its_place() -> None:
    seats = {
        "ca senator": ("CA", None, SENIOR, True),
        "senator from california": ("CA", None, SENIOR, True),
        "California’s junior senator": ("CA", None, JUNIOR, False),
        "junior California senator": ("CA", None, JUNIOR, False),
        "the senior senator of New York": ("NY", None, SENIOR, False),
        "CA-11": ("CA", 11, REPRESENTATIVE, False),
        "rep for the 11th district of California": ("CA", 11, REPRESENTATIVE, False),
        "my congresswoman from ca 11": ("CA", 11, REPRESENTATIVE, False),
        "vt at large": ("VT", 0, REPRESENTATIVE, False),
        "DC delegate": ("DC", None, REPRESENTATIVE, False),
    }
    assert {typed: tuple(find_seat(typed) or ()) for typed in seats} == seats
    for typed in ("senator", "CA", "California", "Casey of California", "11", "CA Assembly 12", "TX Senate 14", ""):
        assert find_seat(typed) is None, typed


def choose(typed: str, targets: Targets) -> str:
    try:
        return choose_target(typed, targets, MINE).slot
    except UserError as error:
        return error.key


def test_a_seat_is_a_target_of_the_caller_or_nobodys() -> None:
    own, sen, jun = find_own("CA-11"), id_of("CA", SENIOR), id_of("CA", JUNIOR)
    said = {
        **dict.fromkeys(("ca senator", "senator from California", "U.S. senator"), "office.several"),
        **{"senior CA senator": sen, "junior senator from ca": jun, "CA-11": id_of("CA-11")},
        **{"California representative": id_of("CA-11"), "my U.S. rep": id_of("CA-11")},
        **{"CA-12": "office.near", "texas senator": "office.unknown"},
    }
    assert {typed: choose(typed, own) for typed in said} == said
    nowhere = find_own(None)
    found = [choose(typed, nowhere) for typed in ("ca senator", "TX-35", "junior Texas senator")]
    assert found == ["office.several", REPRESENTATIVE, JUNIOR]
    file = campaign("vof", f"targets: [{sen}, {jun}, {id_of('TX', JUNIOR)}]")
    several = find_targets(file, "NY-12", CONGRESS)
    assert choose("texas senator", several) == id_of("TX", JUNIOR)
    assert choose("california senator", several) == "office.several"
    assert choose("California's junior senator", several) == jun


def test_letters_before_a_name_are_a_title_and_a_state_only_where_it_fits() -> None:
    wicker = replace(CRUZ, id="S2", name="Roger Wicker", state="MS", last="Wicker", first_names=("Roger",))
    for typed in ("Ms. Cruz", "MS Ted Cruz", "ms cruz", "Miss Cruz", "Mrs. Cruz", "Dr. Cruz", "MR TED CRUZ"):
        assert is_member_named(typed, CRUZ), typed
    for typed in ("MS Wicker", "Wicker (R-MS)", "Mississippi Wicker", "Wicker, MS", "Mr. Wicker"):
        assert is_member_named(typed, wicker), typed
    for typed in ("Cruz (MS)", "Cruz, MS", "Cruz of Mississippi", "MD Cruz", "Mississippi Cruz", "Cruz, Miss."):
        assert not is_member_named(typed, CRUZ), typed
    seat = find_seat("MS senator")
    assert seat is not None
    assert seat.state == "MS"


def test_a_button_may_mean_the_office_in_washington_itself() -> None:
    member = id_of("CA-11")
    own = find_own("CA-11")
    assert choose_target(name_first_office(member), own, MINE, tapped=True) == TargetChoice(member, member)
    assert choose_target(member, own, MINE, tapped=True) == TargetChoice(member)


@pytest.mark.parametrize("place", ["San Francisco", "Daly City"])
def test_an_office_at_home_is_named_with_more_words(place: str) -> None:
    office = f"{id_of('CA-11')}-{place.lower().replace(' ', '_')}"
    for typed in (
        f"Casey CA-11, {place}",
        f"Casey CA-11's {place} office",
        f"Rep. Casey CA-11's office in {place}, CA",
    ):
        assert choose_target(typed, find_own("CA-11"), MINE) == TargetChoice(id_of("CA-11"), office), typed
