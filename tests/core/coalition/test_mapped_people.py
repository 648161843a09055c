"""Coverage counts people for the chapter that a role or channel led them to, until they choose one or it ends."""

from collections import Counter
from dataclasses import dataclass, replace

import pytest

from bot.core.coalition.profiles import ProfileChange
from bot.identity import Caller
from tests.core.support.accounts import link
from tests.core.support.coalition import ADMIN, ANA, ROOT, House, house_on
from tests.core.support.residents import read_kept
from tests.services import Core

BO = Caller("discord", "77", "guild", marks=("channel:1", "role:2"))
CAI = Caller("discord", "78", "guild", marks=("channel:9", "role:2"))
ELSEWHERE, ALONE = replace(BO, marks=("channel:9",)), replace(BO, space=None, marks=())
HERE = replace(ANA, marks=("channel:1",))


@dataclass(frozen=True, slots=True)
class Server:
    """A server of "Ours": its channel leads to Main, its role to Night."""

    house: House
    chapters: dict[str, str]  # names by id

    async def count(self) -> dict[str, int]:
        """People by chapter, without those who have none."""
        kept = await self.house.core.built.people.residents.read(read_kept)
        found = Counter[str]()
        for (chapter, _), n in kept.items():
            found[self.chapters.get(chapter, "")] += n
        return {name: n for name, n in found.items() if name and n}


@pytest.fixture
async def server(core: Core) -> Server:
    house = house_on(core)
    await house.linked("Ours", ANA)
    names = {(await house.chapters.add(ROOT, ADMIN, "Ours", name)).id: name for name in ("Main", "Night")}
    await house.chapters.map(HERE, ADMIN, "Main", {None: "here"})
    await house.chapters.map(HERE, ADMIN, "Night", {"role:2": "Night crew"})
    return Server(house, names)


async def test_a_call_stores_where_a_mapping_led_and_nothing_takes_it_away_by_chance(server: Server) -> None:
    house = server.house
    await house.log(BO)
    await house.log(CAI)
    assert await server.count() == {"Main": 1, "Night": 1}
    for same in (BO, ALONE, ELSEWHERE):
        await house.log(same)
        assert await server.count() == {"Main": 1, "Night": 1}
    stored = await house.core.data_export.read(ALONE)
    assert stored is not None
    assert stored.chapter == "Main"
    await house.log(replace(BO, marks=("channel:9", "role:2")))
    assert await server.count() == {"Night": 2}


async def test_a_chapter_of_their_own_goes_before_a_mapping(server: Server) -> None:
    house = server.house
    await house.core.profiles.change(BO, ProfileChange(district="CA-11"))
    assert await server.count() == {"Main": 1}
    await house.core.profiles.change(BO, ProfileChange(chapter="Night"))
    await house.log(BO)
    assert await server.count() == {"Night": 1}
    await house.core.profiles.change(ALONE, ProfileChange(chapter="-"))
    assert await server.count() == {}
    await house.core.profiles.change(BO, ProfileChange(language="es"))
    assert await server.count() == {"Main": 1}


@pytest.mark.parametrize("end", ["unmap", "remap", "archive", "leave", "link"])
async def test_what_ends_a_mapping_ends_what_came_of_it(server: Server, end: str) -> None:
    house, core = server.house, server.house.core
    await house.log(BO)
    core.clock.forward(seconds=1)
    await house.log(CAI)
    match end:
        case "unmap":
            await house.chapters.unmap(HERE, ADMIN, {None: ""})
        case "remap":
            await house.chapters.map(HERE, ADMIN, "Night", {None: "here"})
        case "archive":
            await house.chapters.archive(ROOT, ADMIN, "Main")
        case "leave":
            await house.leave(ANA, manages=True)
        case "link":
            await link(core, CAI, BO)
    left: dict[str, int] = {"leave": {}, "link": {"Main": 1}}.get(end, {"Night": 1})
    assert await server.count() == left
