"""Chapters whose long names differ only at the end can be distinguished wherever they are chosen or listed."""

import pytest

from tests.contract.conftest import DISCORD, HTTP, SOCKET
from tests.contract.roles import admin
from tests.contract.stage import Stage

ALIKE = [f"Branch & Local & Unit of the Bay & Valley & Hill & Dale {number:02}" for number in range(10)]
ORG = "Bay & Valley & Hill & Dale & Branch & Local & Unit United"


@pytest.fixture(params=[DISCORD, SOCKET, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """The platforms that offer what may be chosen."""
    return str(request.param)


async def test_similar_chapters_are_offered_with_distinct_labels(stage: Stage) -> None:
    await stage.add_org(ORG, *ALIKE, *(f"Ward {number:03}" for number in range(120)))
    ana = stage.chatter("Ana")
    offered = await ana.offers("profile", "chapter", "branch")
    assert len(set(offered)) == 10
    assert all(label.startswith("Branch") and label.endswith(f"{number:02}") for number, label in enumerate(offered))
    assert len(await ana.offers("profile", "chapter", "")) == 25
    chosen = await ana.say(f"/profile chapter:{ALIKE[7]}")
    assert chosen.fact("Chapter") == ALIKE[7]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("womens", "Women’s March"),
        ("ohare", "O’Hare"),
        ("quens", "Queens"),
        ("uptwon", "Uptown"),
        ("lodz cirkle", "Łódź Circle"),
    ],
)
async def test_a_chapter_is_offered_without_its_marks_and_misspelled(stage: Stage, typed: str, name: str) -> None:
    await stage.add_org(ORG, "Women’s March", "O’Hare", "Queens", "Uptown", "Łódź Circle", *ALIKE)
    assert await stage.chatter("Ana").offers("profile", "chapter", typed) == [name]


async def test_similar_chapters_and_their_org_are_listed_distinctly(stage: Stage) -> None:
    await stage.add_org(ORG, *ALIKE)
    listed = await (await admin(stage)).say("/chapter list")
    assert all(listed.has(name) for name in (*ALIKE, ORG))
