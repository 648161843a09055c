"""`/org`: the member organizations, and the one that a server or workspace belongs to."""

from typing import Annotated

from bot.cogs.shared.card_parts import LANGUAGES, filter_choices
from bot.cogs.shared.install_buttons import draw_space_buttons
from bot.cogs.shared.paging import LISTED, PageNumber, draw_table_card
from bot.core.coalition.archiving import Effect
from bot.core.coalition.org_directory import search_orgs
from bot.core.coalition.orgs import Orgs
from bot.core.coalition.space_links import LinkEnding, SpaceLinks
from bot.core.coalition.spaces import Spaces
from bot.core.moderation.name_review import NamePolicy, NameReview
from bot.kit.cards.labels import tell_apart
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.outbound import Posters
from bot.kit.cards.reply import Button, Card, Choice, Style, shorten
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import accepts, action, command, form, suggest
from bot.roles import Role

_ORG = Opt("The organization", suggest="orgs", accepts="orgs")
OrgName = Annotated[str, _ORG]
OwnOrg = Annotated[str | None, _ORG]  # left out, the only one they coordinate; of several they choose
FirstName = Annotated[str, Opt("Its name")]
NewName = Annotated[str, Opt("The new name")]
SpaceLanguage = Annotated[str, Opt("The language", words=LANGUAGES, suggest="languages")]


class OrgCog:
    """Adds, changes and lists orgs, and links spaces to them."""

    subject = "orgs"

    def __init__(self, orgs: Orgs, spaces: Spaces, links: SpaceLinks, names: NameReview, posters: Posters) -> None:
        self._orgs, self._spaces, self._links = orgs, spaces, links
        self._names, self._posters = names, posters

    @command("org add", role=Role.ADMIN)
    async def add(self, inv: Invocation, name: FirstName) -> Card:
        """Add a member organization."""
        if archived := await self._orgs.find_archived(name):
            return draw_archived_card(inv, "org.restore", archived)
        return _make_answer(inv, "org.added", await self._orgs.add(inv.caller, name))

    @command("org list", role=Role.COORDINATOR, reads=True)
    @action("org.page", role=Role.COORDINATOR)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List the organizations you may see."""
        words, orgs = inv.words, await self._orgs.list_orgs(inv.reach)
        if not orgs:
            return Card(words.t("org.title"), words.m("org.none"))
        columns = (words.t("org.name"), words.t("org.chapters"))
        names = tell_apart((org.name for org in orgs), LISTED)
        rows = [(names[org.name], words.format_number(org.chapters)) for org in orgs]
        return draw_table_card(words, words.t("org.title"), (columns, rows), "org.page", page, frozenset({1}))

    @command("org rename", role=Role.COORDINATOR, form="new_org_name")
    async def rename(self, inv: Invocation, name: NewName, org: OwnOrg = None) -> Card:
        """Rename an organization; its numbers stay."""
        guessed = "name" in inv.unkeyed
        old_name, new_name = await self._orgs.rename(inv.caller, inv.reach, org, name, guessed=guessed)
        return Card(body=inv.words.m("org.renamed", old_name=old_name, name=new_name))

    @form("org rename", role=Role.COORDINATOR)
    async def rename_that(self, inv: Invocation, org: OrgName, name: NewName) -> Card:
        """Rename an organization, in a form that an earlier version opened."""
        return await self.rename(inv, name, org)

    @command("org names", role=Role.COORDINATOR)
    async def choose_name_policy(
        self,
        inv: Invocation,
        policy: Annotated[NamePolicy, Opt("Look at new names first, or show them")],
        org: OwnOrg = None,
    ) -> Card:
        """Choose whether somebody looks at new board names before they are shown."""
        return _make_answer(
            inv, f"org.names_{policy}", await self._names.set_policy(inv.caller, inv.reach, org, policy)
        )

    @command("org archive", role=Role.ADMIN)
    @form("org archive", role=Role.ADMIN)
    async def archive(self, inv: Invocation, org: OwnOrg = None) -> Card:
        """See what archiving an organization would affect, then decide."""
        return draw_effect_card(inv, "org.archive", await self._orgs.preview_effect(inv.reach, org))

    @action("org.archive", role=Role.ADMIN)
    async def archive_shown(self, inv: Invocation, org: Annotated[str, Opt("The organization")]) -> Card:
        """Archive the organization on the card."""
        return _make_answer(inv, "org.archived", await self._orgs.archive(inv.caller, inv.reach, org))

    @action("org.restore", role=Role.ADMIN)
    async def restore(self, inv: Invocation, org: Annotated[str, Opt("The organization")]) -> Card:
        """Bring back the archived organization on the card."""
        return _make_answer(inv, "org.restored", await self._orgs.restore(inv.caller, org))

    @command("org code", role=Role.ADMIN)
    @form("org code", role=Role.ADMIN)
    async def make_code(self, inv: Invocation, org: OwnOrg = None) -> Card:
        """Make a code that links one server or workspace to an organization."""
        code = await self._spaces.make_code(inv.caller, inv.reach, org)
        words = inv.words
        links = draw_space_buttons(words, self._posters)
        # As text too: an admin sends the address on, and a phone copies none from a button.
        first = (words.m("org.code_first"), *(escape(link.url) for link in links)) if links else ()
        body = join(words.m("org.code", code=code.text, name=code.org), join(*first, between="\n"))
        return Card(words.t("org.code_title"), body, note=words.m("org.code_note"), links=links)

    @command("org join", outside="space.nowhere")
    async def join(self, inv: Invocation, code: Annotated[str, Opt("The code an admin gave you")]) -> Card:
        """Link this {space}, which you administer, to an organization with a one-time code."""
        envelope = inv.envelope
        name = await self._spaces.join(inv.caller, code, await envelope.is_manager(), envelope.space_locale)
        return _make_answer(inv, "org.joined", name)

    @command("org leave")
    async def leave(self, inv: Invocation) -> Card:
        """Unlink this {space}, which you administer, from its organization. Asks once before it does."""
        return draw_leaving_card(
            inv, await self._links.preview_end(inv.caller, inv.reach, await inv.envelope.is_manager())
        )

    @action("org.leave")
    async def unlink(self, inv: Invocation, org: Annotated[str, Opt("The organization")]) -> Card:
        """End the link that the card asks about, and everything that depends on it."""
        manages = await inv.envelope.is_manager()
        return draw_left_card(inv, await self._links.leave(inv.caller, inv.reach, manages, org))

    @command("org language", outside="space.nowhere")
    async def set_language(self, inv: Invocation, language: SpaceLanguage) -> Card:
        """Choose the language of what Callboard posts in this {space}."""
        await self._spaces.speak(inv.caller, inv.reach, await inv.envelope.is_manager(), language)
        return Card(body=inv.words.m("space.language", language=inv.words.label("language", language)))

    @suggest("orgs")
    async def suggest_orgs(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The orgs within the caller's reach whose name contains the typed text."""
        return filter_choices((org.name for org in await self._orgs.list_orgs(inv.reach)), typed)

    @accepts("orgs")
    async def accept_orgs(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name an org within the caller's reach."""
        search = search_orgs(await self._orgs.list_orgs(inv.reach))
        return frozenset(run for run in typed if search.accepts(run, parts))


def draw_leaving_card(inv: Invocation, ending: LinkEnding) -> Card:
    """The card that asks before a space's link ends. It lists what would end with it."""
    words = inv.words
    return Card(
        title=words.t("org.leaving_title", name=shorten(ending.org, 60)),
        body=join(words.m("org.leaving", name=escape(ending.org)), *_list_endings(inv, ending, "ends"), between="\n"),
        buttons=(Button(words.t("org.leave_confirm"), "org.leave", {"org": ending.org_id}, Style.DANGER),),
        note=words.m("org.leaving_note"),
    )


def draw_left_card(inv: Invocation, ended: LinkEnding) -> Card:
    """The card that says what ended."""
    left = inv.words.m("org.left", name=escape(ended.org))
    return Card(body=join(left, *_list_endings(inv, ended, "ended"), between="\n"))


def _list_endings(inv: Invocation, ending: LinkEnding, tense: str) -> tuple[Markup, ...]:
    """A line for each thing that ends. ``tense`` is ``ends`` before the end, ``ended`` after it."""
    words = inv.words
    counts = {
        "coordinators": ending.coordinators,
        "captains": ending.captains,
        "channels": ending.channels,
        "alerts": ending.alerts,
        "maps" if inv.envelope.picker.has_roles else "maps_channels": ending.maps,
    }
    counted = [words.m(f"org.{tense}.{what}", count=count) for what, count in counts.items() if count]
    own = [words.m(f"org.{tense}.own", name=escape(ending.org))] if ending.own else []
    held = [words.m("org.held", count=ending.held)] if ending.held else []
    alone = [words.m(f"org.{tense}.alone", name=escape(ending.org))] if ending.alone else []
    return (*counted, *own, *held, *alone)


def draw_effect_card(inv: Invocation, route: str, effect: Effect) -> Card:
    """The card that asks before archiving. It says what would be affected."""
    words = inv.words
    ending = {name: getattr(effect, name) for name in ("people", "leads", "spaces", "alerts")}
    counts = {**ending, **_count_history(effect)}
    affected = [words.m(f"archive.{what}", count=count) for what, count in counts.items() if count]
    part = route.split(".")[0]
    return Card(
        title=words.t("archive.title", name=shorten(effect.name, 60)),
        body=join(*affected, between="\n") or words.m("archive.nothing"),
        buttons=(Button(words.t("archive.confirm"), route, {part: effect.id}, Style.DANGER),),
        note=words.m("archive.note"),
    )


def _count_history(effect: Effect) -> dict[str, int]:
    return {"calls": effect.calls, "postcards": effect.postcards}


def draw_archived_card(inv: Invocation, route: str, archived: Effect, org: str = "") -> Card:
    """The card that offers to bring back what has the wanted name. ``org`` is a chapter's organization."""
    words, part = inv.words, route.split(".")[0]
    back = words.m(f"archive.back.{part}", name=escape(archived.name), org=escape(org))
    kept = [words.m(f"archive.{what}", count=count) for what, count in _count_history(archived).items() if count]
    return Card(
        title=words.t("archive.back_title", name=shorten(archived.name, 60)),
        body=join(back, *kept, between="\n"),
        buttons=(Button(words.t("archive.bring_back"), route, {part: archived.id}, Style.PRIMARY),),
        note=words.m("archive.note"),
    )


def _make_answer(inv: Invocation, key: str, name: str) -> Card:
    return Card(body=inv.words.m(key, name=escape(name)))
