"""The coalition's services on a core, with people of every role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from bot.core.base.audit.audit import Audit
from bot.core.boards.chapter_totals import ChapterTotalsReader
from bot.core.boards.chapters import Chapters
from bot.core.calls.call_request import CallRequest
from bot.core.coalition.build import build_coalition
from bot.core.coalition.orgs import Orgs
from bot.core.coalition.profiles import ProfileChange
from bot.core.coalition.roles import Roles
from bot.core.coalition.space_links import LinkEnding, SpaceLinks
from bot.core.coalition.spaces import Spaces
from bot.core.totals.counting import Outcome
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from tests.services import ZONE, Core, new_request

ADMIN, NO_REACH = Reach(Role.ADMIN), Reach()
ROOT = Caller("console", "root", "console")
ANA = Caller("discord", "1", "guild")
BEN = Caller("slack", "T1:U1", "T1")


@dataclass(frozen=True, slots=True)
class House:
    """Orgs, chapters, spaces, roles and audit over one core."""

    core: Core
    audit: Audit
    orgs: Orgs
    chapters: Chapters
    chapter_totals: ChapterTotalsReader
    spaces: Spaces
    roles: Roles
    links: SpaceLinks

    async def leave(self, caller: Caller, reach: Reach = NO_REACH, *, manages: bool = False) -> LinkEnding:
        """Unlink the caller's space from whatever org it belongs to."""
        ending = await self.links.preview_end(caller, reach, manages)
        return await self.links.leave(caller, reach, manages, ending.org_id)

    async def reach(self, caller: Caller) -> Reach:
        """A person's reach now."""
        return (await self.core.people.identify(caller)).reach

    async def linked(self, org: str, caller: Caller) -> None:
        """Add an org and link the caller's space to it, which makes them its coordinator."""
        await self.orgs.add(ROOT, org)
        code = await self.spaces.make_code(ROOT, ADMIN, org)
        await self.spaces.join(caller, code.text, manages=True)

    async def log(self, caller: Caller) -> None:
        """Log a call to the next office."""
        await self.core.calls.log(caller, CallRequest(Outcome.SPOKE), new_request(), self.core.clock())

    async def join(self, caller: Caller, chapter: str) -> None:
        """Join a chapter by invitation."""
        await self.core.profiles.change(caller, ProfileChange(chapter=chapter), ADMIN)

    async def org_id(self, org: str) -> str:
        """An org's id, by its name."""
        return next(one.id for one in await self.orgs.list_orgs(ADMIN) if one.name == org)


@contextmanager
def expect_refusal(key: str) -> Iterator[None]:
    """Expect a refusal with the sentence ``key`` inside the block."""
    with pytest.raises(UserError) as caught:
        yield
    assert caught.value.key == key


async def make_two_orgs(core: Core) -> House:
    """Ours, whose server Ana linked, and Theirs, whose workspace Ben linked."""
    house = house_on(core)
    await house.linked("Ours", ANA)
    await house.linked("Theirs", BEN)
    return house


def house_on(core: Core, config_admins: tuple[tuple[str, str], ...] = ()) -> House:
    """Collect the coalition's services, wired as in the app."""
    built = core.built
    rooms = built.coalition
    if config_admins:
        rooms = build_coalition(built.base, core.people, core.congress, core.built.statehouses, config_admins, ZONE)
    boards = built.boards
    services = (rooms.orgs, boards.chapters, boards.chapter_totals, rooms.spaces, rooms.roles, built.coalition.links)
    return House(core, core.audit, *services)
