"""Files sent and decided about on a core: what coordinators and admins do, in short methods."""

from bot.core.campaign_files.campaign_export import write_campaign
from bot.core.coalition.org_directory import EVERYTHING, find_org
from bot.core.handover.approvals import Approvals
from bot.core.handover.importing import Imported, ImportProblems, ImportView
from bot.core.handover.ownership import Adopted
from bot.core.people.grants import COALITION, grant
from bot.identity import Caller
from bot.roles import Reach, Role
from tests.services import Core, caller, new_request

CORA = caller("cora")


class Sender:
    """Somebody who sends files; an admin by default."""

    def __init__(self, core: Core, who: Caller = CORA, reach: Reach = EVERYTHING) -> None:
        self.core, self.who, self.reach = core, who, reach

    async def send(self, text: str | bytes, request: str = "") -> ImportView | ImportProblems:
        data = text.encode() if isinstance(text, str) else text
        importing, key = self.core.built.handover.importing, request or new_request()
        return await importing.read(self.who, self.reach, data, "a.yaml", key, self.core.clock())

    async def view(self, text: str) -> ImportView:
        found = await self.send(text)
        assert isinstance(found, ImportView), found
        return found

    async def problems(self, text: str | bytes) -> list[tuple[int, int, str]]:
        """Each problem's line, column, and its key or sentence."""
        found = await self.send(text)
        assert isinstance(found, ImportProblems), found
        return [(one.line, one.column, one.key or one.sentence) for one in found.problems]

    async def save(self, view: ImportView, request: str = "") -> Imported:
        importing, key = self.core.built.handover.importing, request or new_request()
        return await importing.save(self.who, self.reach, view.proposal, key, self.core.clock())

    async def bring_in(self, text: str) -> Imported:
        return await self.save(await self.view(text))

    async def adopt(self, campaign: str, request: str = "") -> Adopted:
        ownership, key = self.core.built.handover.ownership, request or new_request()
        return await ownership.adopt(self.who, self.reach, campaign, key, self.core.clock())

    @property
    def approvals(self) -> Approvals:
        return self.core.built.handover.approvals

    async def release(self, change: str) -> None:
        await self.approvals.release(self.who, change, new_request(), self.core.clock())

    async def export(self, campaign: str) -> str:
        [found] = [one.file for one in await self.core.campaigns.load_all() if one.id == campaign]
        return write_campaign(found)


async def sit_at(core: Core, who: str, org: str) -> Sender:
    """A coordinator of an org, which is added if it isn't there."""
    await core.add_org(org)
    found = await core.store.read(lambda tx: find_org(tx, EVERYTHING, org))
    return Sender(core, caller(who), Reach(Role.COORDINATOR, frozenset({found.id})))


async def appoint(core: Core, *names: str) -> list[Sender]:
    """Admins of the coalition."""
    for name in names:
        person = await core.store.write(lambda tx, name=name: core.people.take(tx, caller(name)))  # type: ignore[misc]
        await core.store.write(lambda tx, id=person.id: grant(tx, id, Role.ADMIN, COALITION, 0))  # type: ignore[misc]
    return [Sender(core, caller(name)) for name in names]
