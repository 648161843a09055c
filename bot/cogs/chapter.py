"""`/chapter`: the local groups of an organization."""

from typing import Annotated

from bot.cogs.org import NewName, OrgName, effect_card
from bot.core.structure import Structure
from bot.kit.invocation import Invocation
from bot.kit.markup import Markup
from bot.kit.reply import Card, Choice, Table, shorten
from bot.kit.spec import Opt, action, command, suggest
from bot.roles import Role

ChapterName = Annotated[str, Opt("The chapter", suggest="own_chapters")]

_CHOICE = 70


class ChapterCog:
    """Keeps the chapters."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure

    @command("chapter add", role=Role.COORDINATOR)
    async def add(self, inv: Invocation, org: OrgName, name: NewName) -> Card:
        """Add a chapter to an organization."""
        place = await self._structure.add_chapter(inv.caller, inv.reach, org, name)
        return Card(body=inv.words.m("chapter.added", name=place.name, org=place.org))

    @command("chapter list", role=Role.COORDINATOR)
    async def list(
        self, inv: Invocation, org: Annotated[str | None, Opt("The organization", suggest="orgs")] = None
    ) -> Card:
        """List the chapters of your organization."""
        words, places = inv.words, await self._structure.chapters(inv.reach, org)
        if not places:
            return Card(words.t("chapter.title"), words.m("chapter.none"))
        columns = (words.t("chapter.name"), words.t("org.name"))
        rows = tuple((shorten(place.name, 60), shorten(place.org, 60)) for place in places[:25])
        more = words.m("chapter.more", count=len(places) - 25) if len(places) > 25 else Markup()
        return Card(words.t("chapter.title"), table=Table(columns, rows), note=more)

    @command("chapter rename", role=Role.COORDINATOR)
    async def rename(self, inv: Invocation, chapter: ChapterName, name: NewName) -> Card:
        """Rename a chapter; its numbers stay."""
        named = await self._structure.rename_chapter(inv.caller, inv.reach, chapter, name)
        return Card(body=inv.words.m("chapter.renamed", name=named))

    @command("chapter move", role=Role.COORDINATOR)
    async def move(self, inv: Invocation, chapter: ChapterName, org: OrgName) -> Card:
        """Move a chapter to another organization; calls logged so far stay where they are."""
        place = await self._structure.move_chapter(inv.caller, inv.reach, chapter, org)
        return Card(body=inv.words.m("chapter.moved", name=place.name, org=place.org))

    @command("chapter map", role=Role.CAPTAIN)
    async def map(
        self,
        inv: Invocation,
        chapter: ChapterName,
        role: Annotated[str | None, Opt("A Discord role; this channel if left out")] = None,
    ) -> Card:
        """Let everybody in this channel, or with a role, belong to a chapter without typing."""
        place = await self._structure.map_chapter(inv.caller, inv.reach, chapter, role)
        return Card(body=inv.words.m("chapter.mapped", name=place.name))

    @command("chapter archive", role=Role.COORDINATOR)
    async def archive(self, inv: Invocation, chapter: ChapterName) -> Card:
        """See what archiving a chapter would affect, then decide."""
        effect = await self._structure.chapter_effect(inv.reach, chapter)
        return effect_card(inv, "chapter.archive", effect, chapter)

    @action("chapter.archive", role=Role.COORDINATOR)
    async def archived(self, inv: Invocation, chapter: Annotated[str, Opt("The chapter")]) -> Card:
        """Archive the chapter on the card."""
        named = await self._structure.archive_chapter(inv.caller, inv.reach, chapter)
        return Card(body=inv.words.m("chapter.archived", name=named))

    @suggest("own_chapters")
    async def own_chapters(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Return the chapters within the caller's reach whose name holds what was typed."""
        sought = typed.casefold()
        names = [place.name for place in await self._structure.chapters(inv.reach)]
        return tuple(Choice(name, shorten(name, _CHOICE)) for name in names if sought in name.casefold())
