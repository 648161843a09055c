"""Orgs and chapters from files: both forms are equal, and a bad row is named and nothing is applied."""

from pathlib import Path

import pytest

from bot.core.coalition.org_file import OrgFiles, Plan, load_orgs
from bot.errors import ConfigError
from tests.core.support.coalition import ADMIN, ROOT, house_on
from tests.services import Core

CSV = 'org,chapter\nAsian Voices,Queens\n"Voices, United",\nasian voices,Bronx\n'
YAML = "orgs:\n  - name: Asian Voices\n    chapters: [Queens, Bronx]\n  - name: Voices, United\n"
PLAN = Plan(("Asian Voices", "Voices, United"), (("Asian Voices", "Queens"), ("asian voices", "Bronx")))


def write_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(("name", "text"), [("orgs.csv", CSV), ("orgs.yaml", YAML)])
async def test_both_forms_add_the_same_once(core: Core, tmp_path: Path, name: str, text: str) -> None:
    house = house_on(core)
    files, rows = OrgFiles(core.base, core.coalition), load_orgs(write_file(tmp_path, name, text))
    plan = await files.preview(rows)
    assert plan.orgs == PLAN.orgs
    assert [chapter for _, chapter in plan.chapters] == ["Queens", "Bronx"]
    assert await house.orgs.list_orgs(ADMIN) == ()
    assert await files.apply(rows) == plan
    assert [(place.org, place.name) for place in await house.chapters.fetch_places(ADMIN)] == [
        ("Asian Voices", "Bronx"),
        ("Asian Voices", "Queens"),
    ]
    assert await files.apply(rows) == Plan((), ())
    assert (await house.audit.verify()).broken is None


async def test_existing_orgs_and_chapters_stay(core: Core, tmp_path: Path) -> None:
    house = house_on(core)
    await house.orgs.add(ROOT, "ASIAN VOICES")
    files = OrgFiles(core.base, core.coalition)
    await files.apply(load_orgs(write_file(tmp_path, "orgs.csv", CSV)))
    assert [org.name for org in await house.orgs.list_orgs(ADMIN)] == ["ASIAN VOICES", "Voices, United"]


async def test_archived_and_reserved_names_are_refused_and_nothing_is_added(core: Core, tmp_path: Path) -> None:
    house = house_on(core)
    for org in ("Gone", "Ours"):
        await house.orgs.add(ROOT, org)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Night")
    await house.chapters.archive(ROOT, ADMIN, "Night")
    await house.orgs.archive(ROOT, ADMIN, "Gone")
    text = "org,chapter\nNew,Main\ngone,\nGONE,Main\nours,night\nUnaffiliated,Main\nNew,No chapter yet\n"
    files = OrgFiles(core.base, core.coalition)
    rows = load_orgs(write_file(tmp_path, "orgs.csv", text))
    for work in (files.preview, files.apply):
        with pytest.raises(ConfigError) as refused:
            await work(rows)
        assert [problem.line for problem in refused.value.problems] == [3, 4, 5, 6, 7]
        assert "archived, or Callboard's own" in refused.value.problems[0].sentence
    assert [org.name for org in await house.orgs.list_orgs(ADMIN)] == ["Ours"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", "chapter,place\n", "1:1: the first line must be org,chapter"),
        ("a.csv", "org,chapter\nOurs,x\n", "2:6: a name has 2 to 60 characters; this has 1"),
        ("a.csv", "org,chapter\nOurs,Main\nours,main\n", "3:6: this is in the file twice"),
        ("a.csv", "org,chapter\nOurs,Main,More\n", "2:11: there is a third field; put names with commas in quotes"),
        ("a.csv", 'org,chapter\n"Ours,Main\n', "2:1: this line can't be read: unexpected end of data"),
        (
            "a.yaml",
            "orgs:\n  - name: Ours\n    chapters: [Main, x]\n",
            "3:22: a name has 2 to 60 characters; this has 1",
        ),
        ("a.yaml", "orgs:\n  - nam: Ours\n", '2:5: "nam" is not a key used here; did you mean "name"?'),
        ("a.yaml", "orgs:\n  - name: Ou\u2063rs\n", "2:"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, name: str, text: str, told: str) -> None:
    path = write_file(tmp_path, name, text)
    with pytest.raises(ConfigError) as refused:
        load_orgs(path)
    assert any(str(problem).removeprefix(f"{path}:").startswith(told) for problem in refused.value.problems), (
        refused.value
    )


BAD = "\u202e"  # an invisible character that no name may have


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("a.csv", f"org,chapter\n{BAD}Ours,{BAD}Main\n", ["2:7"]),
        ("a.csv", "org,chapter\nx,y\n", ["2:3"]),
        ("a.csv", f"org,chapter\n{BAD}Ours,x\n{BAD}Ours,y\n", ["2:7", "2:7", "3:7", "3:7"]),
        ("a.csv", "org;chapter\nx;\nx;Main\n", ["2:1", "3:3"]),
        ("a.yaml", f"orgs:\n  - name: {BAD}Ours\n    chapters: [Main, North]\n", ["2:11"]),
        ("a.yaml", "orgs:\n  - name: x\n    chapters: [y, Main]\n", ["2:11", "3:16"]),
    ],
)
def test_a_problem_is_named_once_where_it_is(tmp_path: Path, name: str, text: str, places: list[str]) -> None:
    with pytest.raises(ConfigError) as refused:
        load_orgs(write_file(tmp_path, name, text))
    assert [f"{problem.line}:{problem.column}" for problem in refused.value.problems] == places
