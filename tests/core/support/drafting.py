"""Drafts written on a core: what coordinators do, in short methods."""

from collections.abc import Mapping

from bot.core.coalition.org_directory import EVERYTHING, find_org
from bot.core.draft_parts.draft_parts import mark_fields, read_part
from bot.core.drafts.conflicts import Conflict
from bot.core.drafts.draft_check import DraftView
from bot.core.drafts.drafts import Drafts
from bot.core.drafts.publishing import Published, Publishing, PublishResult
from bot.identity import Caller
from bot.roles import Reach, Role
from tests.services import Core, caller, new_request

CORA = caller("cora")


class Desk:
    """Somebody at work on drafts; an admin by default."""

    def __init__(self, core: Core, who: Caller = CORA, reach: Reach = EVERYTHING) -> None:
        self.core = core
        self.who = who
        self.reach = reach

    @property
    def drafts(self) -> Drafts:
        return self.core.built.drafts.drafts

    @property
    def publishing(self) -> Publishing:
        return self.core.built.drafts.publishing

    async def start(self, title: str = "Call today", source: str | None = None, org: str | None = None) -> DraftView:
        return await self.drafts.start(self.who, self.reach, title, source, org, new_request(), self.core.clock())

    async def edit(self, campaign: str) -> DraftView:
        return await self.drafts.edit(self.who, self.reach, campaign, new_request(), self.core.clock())

    async def load(self, draft: str) -> DraftView:
        return await self.drafts.load(self.reach, draft, self.core.clock())

    async def read(self, draft: str, part: str) -> Mapping[str, str]:
        return (await self.drafts.read_form(self.reach, draft, part))[0]

    async def try_save(
        self, draft: str, part: str, mark: str | None = None, request: str = "", **fields: str
    ) -> DraftView | Conflict:
        """Fill in a part's form; it showed what is there now, or what ``mark`` means."""
        if mark is None:
            mark = mark_fields(read_part((await self.load(draft)).draft.entries, part))
        key, at = request or new_request(), self.core.clock()
        return await self.drafts.save_part(self.who, self.reach, draft, part, fields, mark, key, at)

    async def save(self, draft: str, part: str, **fields: str) -> DraftView:
        saved = await self.try_save(draft, part, **fields)
        assert isinstance(saved, DraftView)
        return saved

    async def try_publish(self, draft: str, over: str = "", request: str = "") -> PublishResult:
        key, at = request or new_request(), self.core.clock()
        return await self.publishing.publish(self.who, self.reach, draft, key, at, over)

    async def publish(self, draft: str) -> Published:
        done = await self.try_publish(draft)
        assert isinstance(done, Published), done
        return done

    async def publish_new(self, title: str = "Call today", org: str | None = None) -> Published:
        """Publish a campaign with a title and an English script alone."""
        draft = (await self.start(title, org=org)).draft.id
        await self.save(draft, "script:en:all", text="Hello")
        return await self.publish(draft)


async def sit_at(core: Core, who: str, org: str) -> Desk:
    """The desk of a coordinator of an org, which is added if it isn't there."""
    await core.add_org(org)
    found = await core.store.read(lambda tx: find_org(tx, EVERYTHING, org))
    return Desk(core, caller(who), Reach(Role.COORDINATOR, frozenset({found.id})))
