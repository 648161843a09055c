"""Every member of Congress is found by each name that people use, if they are the caller's target."""

import json
import re
from dataclasses import replace
from functools import cache

import pytest

from bot.core.directory.members import Directory, Member, Title, make_directory
from bot.core.directory.typed_names.member_names import parse_surname
from bot.core.guidance.targets import TargetChoice, Targets, choose_target, find_targets
from bot.errors import UserError
from bot.text import fold
from tests.core.guidance.test_targets import MINE
from tests.public_data.capitol import LEGISLATORS, LOADED, SHARED, find_real_files, id_of, make_congress

NAMES = [
    # name as shown, surname, given names, and what people type
    (
        "Angus S. King, Jr.",
        "King",
        ("Angus",),
        [
            *(
                "king",
                "senator king",
                "Angus King",
                "angus king jr",
                "King, Angus",
                "Sen. King",
                "King, Sen.",
                "@SenKing",
            ),
            *("Senador King", "la senadora King", "Sr. King", "thượng nghị sĩ King", "@SenAngusKing"),
        ],
    ),
    (
        "Chris Van Hollen",
        "Van Hollen",
        ("Christopher", "Chris"),
        ["van hollen", "hollen", "Senator Van Hollen", "christopher van hollen", "VanHollen"],
    ),
    ("Catherine Cortez Masto", "Cortez Masto", ("Catherine",), ["cortez masto", "masto", "CORTEZ‑MASTO"]),
    ("Lisa Blunt Rochester", "Blunt Rochester", ("Lisa",), ["blunt rochester", "rochester", "lisa blunt rochester"]),
    (
        "Ben Ray Luján",
        "Luján",
        ("Ben", "Ben Ray"),
        ["lujan", "Luja\u0301n", "ben lujan", "ben ray luján", "senator lujan"],
    ),
    (
        "Beto O’Rourke",
        "O'Rourke",
        ("Robert", "Beto"),
        ["o'rourke", "O‘Rourke", "OʼRourke", "orourke", "O`Rourke", "Beto O´Rourke"],
    ),
    ("Nydia M. Velázquez", "Velázquez", ("Nydia",), ["velazquez", "Velázquez", "nydia velazquez"]),
    ("Alexandria Ocasio-Cortez", "Ocasio-Cortez", ("Alexandria",), ["ocasio cortez", "Ocasio–Cortez", "ocasio-cortez"]),
    (
        'Henry C. "Hank" Johnson, Jr.',
        "Johnson",
        ("Henry",),
        ["hank johnson", "Johnson", "Henry Johnson Jr.", "Henry C. Johnson"],
    ),
    ("Thomas H. Kean, Jr.", "Kean", ("Thomas", "Tom"), ["kean", "tom kean", "Kean Jr"]),
    (
        "Pablo José Hernández",
        "Hernández Rivera",
        ("Pablo José",),
        ["hernandez", "hernandez rivera", "pablo jose hernandez"],
    ),
    ("Lord Łodziński", "Łodziński", ("Lord",), ["lodzinski"]),
]
TYPED = [(name, last, given, typed) for name, last, given, every in NAMES for typed in every]


@cache
def people() -> tuple[Member, ...]:
    return make_congress().load().members


def targets_with(member: Member) -> Targets:
    """The targets of a caller whose senior senator is ``member``, with two others."""
    load = make_congress().load()
    others = [one for one in people() if one.id != member.id]
    return find_targets(MINE, "CA-11", make_directory(load.edition, (member, *others)))


def senator(name: str, last: str = "", given: tuple[str, ...] = ()) -> Member:
    found = next(one for one in people() if one.id == id_of("CA", "senator-1"))
    return replace(found, name=name, last=last, first_names=given)


@pytest.mark.parametrize(("name", "last", "given", "typed"), TYPED)
def test_a_member_is_found_by_whatever_people_call_them(
    name: str, last: str, given: tuple[str, ...], typed: str
) -> None:
    member = senator(name, last, given)
    assert choose_target(typed, targets_with(member), MINE) == TargetChoice(member.id)


@pytest.mark.parametrize("typed", ["jr.", "Jr", "van", "representative king", "kin", "senators of"])
def test_text_that_names_nobody_matches_nobody(typed: str) -> None:
    member = senator("Angus S. King, Jr.", "King", ("Angus",))
    with pytest.raises(UserError) as caught:
        choose_target(typed, targets_with(member), MINE)
    assert caught.value.key in ("office.unknown", "office.near")


def test_an_edition_of_an_older_version_knows_surnames_by_the_name_shown() -> None:
    assert parse_surname("Angus S. King, Jr.") == "king"
    member = senator("Angus S. King, Jr.")
    for typed in ("king", "Angus King", "senator angus s. king jr."):
        assert choose_target(typed, targets_with(member), MINE) == TargetChoice(member.id)


def test_a_near_match_is_offered() -> None:
    member = senator("Susan M. Collins", "Collins", ("Susan",))
    with pytest.raises(UserError) as caught:
        choose_target("susan colins", targets_with(member), MINE)
    assert (caught.value.key, caught.value.params["near"]) == ("office.near", "Susan M. Collins")


def test_members_with_one_surname_are_distinguished_by_title_or_first_name() -> None:
    member = senator("Rick Scott", "Scott", ("Rick",))
    targets = targets_with(member)
    house = next(target for target in targets.all if target.member and target.member.title is Title.REPRESENTATIVE)
    assert house.member
    other = replace(house.member, name="Austin Scott", last="Scott", first_names=("Austin",))
    rows = tuple(replace_in(targets, house.slot, other))
    targets = Targets(rows, targets.slots, targets.place, (), targets.directory)
    assert choose_target("senator scott", targets, MINE).slot == member.id
    assert choose_target("Congressman Scott", targets, MINE).slot == other.id
    assert choose_target("austin scott", targets, MINE).slot == other.id
    with pytest.raises(UserError) as caught:
        choose_target("scott", targets, MINE)
    assert caught.value.key == "office.several"


def replace_in(targets: Targets, slot: str, member: Member):  # type: ignore[no-untyped-def]
    from msgspec.structs import replace as changed

    return [changed(one, member=member) if one.slot == slot else one for one in targets.all]


@cache
def congress() -> tuple[Directory, list[dict[str, dict[str, str]]]]:
    from bot.core.congress.edition import read_load

    load = read_load(*find_real_files(), LOADED)
    return make_directory(load.edition, load.members), json.loads((SHARED / LEGISLATORS).read_bytes())


def test_every_member_is_found_by_every_reasonable_name() -> None:
    directory, records = congress()
    lost = []
    for record in records:
        member, name = directory.members[record["id"]["bioguide"]], record["name"]
        place = member.district or member.state
        targets = find_targets(MINE, place, directory)
        forms = {name["last"], f"{name['first']} {name['last']}", member.name, f"{member.title} {name['last']}"}
        forms |= {f"{name[one]} {name['last']}" for one in ("nickname",) if one in name}
        forms |= {re.sub(r",? (Jr|Sr)\.|,? I+$", "", member.name), f"{member.title} {member.name}"}
        forms |= {fold(form) for form in forms} | {form.replace("-", "‑") for form in forms}
        forms |= {form.replace("-", " ") for form in forms} | {form.replace("'", "’") for form in forms}
        alike = [one.member for one in targets.all if one.member and fold(one.member.last) == fold(member.last)]
        for form in forms:
            try:
                found = choose_target(form, targets, MINE)
            except UserError as error:
                if not (error.key == "office.several" and len(alike) > 1 and fold(form) == fold(name["last"])):
                    lost.append((form, error.key))
            else:
                if found.slot != member.id:
                    lost.append((form, found.slot))
    assert lost == []
