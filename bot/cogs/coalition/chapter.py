"""`/chapter`: the local groups of an organization."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from bot.cogs.calls.other_campaigns import offer_others
from bot.cogs.coalition.joined_card import draw_joined_card
from bot.cogs.coalition.org import FirstName, NewName, OrgName, OwnOrg, draw_archived_card, draw_effect_card
from bot.cogs.shared.card_parts import CampaignWord, filter_choices, translate_title
from bot.cogs.shared.channel_names import name_channel, name_channel_inline
from bot.cogs.shared.channel_picks import WhichChannel, find_picked
from bot.cogs.shared.mentions import mention_picked
from bot.cogs.shared.paging import LISTED, PageNumber, draw_table_card, paginate
from bot.core.boards.board_view import Period
from bot.core.boards.chapter_totals import ChapterTotals, ChapterTotalsReader
from bot.core.boards.chapters import Chapters
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.channels import MARK
from bot.core.coalition.joining import Joining
from bot.core.coalition.leads import Leads
from bot.core.coalition.org_directory import Place
from bot.errors import UserError
from bot.kit.cards.labels import tell_apart
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import CELL, Card, Choice, Fact, shorten
from bot.kit.dispatch.identities import make_invocation
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import CHANNEL, CLEAR, PERSON, ROLE, Answer, Opt
from bot.kit.spec import accepts, action, command, form, suggest
from bot.phrases import make_phrase
from bot.roles import Role

_CHANNEL = 100  # characters of a channel's name
_LEADS = 5  # roles and channels that are named for a chapter

ChapterName = Annotated[str, Opt("The chapter", suggest="own_chapters", accepts="own_chapters", clears=True)]
KnownChapter = Annotated[str | None, Opt("The chapter", suggest="own_chapters", accepts="own_chapters", clears=True)]
# Left out, the only one they captain or coordinate; of several they choose.
OwnChapter = Annotated[str | None, Opt("The chapter", suggest="captained", accepts="captained", clears=True)]
Somebody = Annotated[str, Opt("Who it is", pick=PERSON)]
WhichOrg = Annotated[str | None, Opt("The organization")]
RoleWord = Annotated[str | None, Opt("A Discord role; this channel if left out", pick=ROLE)]
GoneRole = Annotated[str | None, Opt("A Discord role; this channel if left out", pick=ROLE, lenient=True)]


class ChapterCog:
    """Adds, changes, lists and maps chapters."""

    subject = "orgs"

    def __init__(self, chapters: Chapters, totals: ChapterTotalsReader, joining: Joining, campaigns: Campaigns) -> None:
        self._chapters, self._totals, self._joining, self._campaigns = chapters, totals, joining, campaigns

    @command("chapter add", role=Role.COORDINATOR, form="new_chapter")
    async def add(self, inv: Invocation, name: FirstName, org: OwnOrg = None) -> Card:
        """Add a chapter to an organization."""
        guessed = "name" in inv.unkeyed
        if archived := await self._chapters.find_archived(inv.reach, org, name, guessed=guessed):
            return draw_archived_card(inv, "chapter.restore", *archived)
        place = await self._chapters.add(inv.caller, inv.reach, org, name, guessed=guessed)
        body = inv.words.m("chapter.added", name=place.name, org=place.org)
        if org and guessed and "org" in inv.unkeyed:
            body = join(body, inv.words.m("chapter.added_split", typed=org))
        return Card(body=body)

    @form("chapter add", role=Role.COORDINATOR)
    async def add_to(self, inv: Invocation, org: OrgName, name: FirstName) -> Card:
        """Add a chapter, in a form that an earlier version opened."""
        return await self.add(inv, name, org)

    @command("chapter list", role=Role.COORDINATOR, reads=True)
    async def list(self, inv: Invocation, org: OwnOrg = None) -> Card:
        """List the chapters of your organization."""
        places = await self._chapters.fetch_places(inv.reach, org)
        leads = await self._chapters.fetch_leads(inv.reach)
        return draw_chapters_card(inv.words, places, leads, places[0].org_id if org and places else None)

    @action("chapter.page", role=Role.COORDINATOR)
    async def show_page(self, inv: Invocation, org: WhichOrg = None, page: PageNumber = None) -> Card:
        """Show another page of the list. ``org`` limits it to one organization."""
        known = await self._chapters.fetch_places(inv.reach, None)
        places = [place for place in known if org in (None, place.org_id)]
        if org and not places:  # an org outside the caller's reach is reported as unknown
            raise UserError("org.unknown", word=org)
        return draw_chapters_card(inv.words, places, await self._chapters.fetch_leads(inv.reach), org, page or 1)

    @command("chapter show", role=Role.CAPTAIN, reads=True)
    @action("chapter.mine", role=Role.CAPTAIN)
    async def show(self, inv: Invocation, chapter: OwnChapter = None, campaign: CampaignWord = None) -> Card:
        """See your chapter's calls and postcards: today, this week and in the whole campaign."""
        totals = await self._totals.fetch(inv.caller, inv.reach, chapter, campaign, inv.at)
        card, way, here = draw_totals_card(inv, totals), ("chapter.mine", "chapter show"), {"chapter": totals.place.id}
        return await offer_others(self._campaigns, inv, card, totals.campaign, way, here)

    @action("chapter.restore", role=Role.COORDINATOR)
    async def restore(self, inv: Invocation, chapter: Annotated[str, Opt("The chapter")]) -> Card:
        """Bring back the archived chapter on the card."""
        place = await self._chapters.restore(inv.caller, inv.reach, chapter)
        return Card(body=inv.words.m("chapter.restored", name=place.name, org=place.org))

    @command("chapter rename", role=Role.COORDINATOR, form="new_chapter_name")
    async def rename(self, inv: Invocation, name: NewName, chapter: KnownChapter = None) -> Card:
        """Rename a chapter; its numbers stay."""
        guessed = "name" in inv.unkeyed
        old_name, new_name = await self._chapters.rename(inv.caller, inv.reach, chapter, name, guessed=guessed)
        return Card(body=inv.words.m("chapter.renamed", old_name=old_name, name=new_name))

    @form("chapter rename", role=Role.COORDINATOR)
    async def rename_that(self, inv: Invocation, chapter: ChapterName, name: NewName) -> Card:
        """Rename a chapter, in a form that an earlier version opened."""
        return await self.rename(inv, name, chapter)

    @command("chapter move", role=Role.COORDINATOR, unless=("chapter", "org"))
    async def move(self, inv: Invocation, chapter: KnownChapter = None, org: OwnOrg = None) -> Card:
        """Move a chapter to another organization; calls logged so far stay where they are."""
        place = await self._chapters.move(inv.caller, inv.reach, chapter, org)
        return Card(body=inv.words.m("chapter.moved", name=place.name, org=place.org))

    @command("chapter map", role=Role.CAPTAIN)
    @form("chapter map", role=Role.CAPTAIN)
    async def map(
        self, inv: Invocation, chapter: OwnChapter = None, role: RoleWord = None, channel: WhichChannel = None
    ) -> Card:
        """Let everybody in a channel, or with a role, belong to a chapter without typing."""
        if chapter == CLEAR:
            raise UserError("chapter.use_unmap", field="chapter")
        picked = await find_picked(inv, channel) if channel else None
        role_name = inv.envelope.picker.name(ROLE, role) if role else ""
        named: dict[str | None, str] = {role: role_name} if role else {}
        if picked:
            named[picked.mark] = picked.name or picked.mark.removeprefix(MARK)
        made = await self._chapters.map(inv.caller, inv.reach, chapter, named or {None: _name_here(inv)})
        place, parts = made.place, []
        if role:
            parts.append(inv.words.m("chapter.mapped_role", name=place.name, role=role_name))
        if picked and picked.mark not in inv.caller.marks:
            name = name_channel_inline(inv.words, picked.name or picked.mark.removeprefix(MARK), _CHANNEL)
            parts.append(inv.words.m("chapter.mapped_channel", name=place.name, channel=name))
        elif picked or not role:
            parts.append(inv.words.m("chapter.mapped", name=place.name))
        if made.before:
            parts.append(inv.words.m("chapter.mapped_before", name=inv.words.list(made.before)))
        if made.competes:
            parts.append(inv.words.m("chapter.map_order"))
        return Card(body=join(*parts, between="\n"))

    @command("chapter unmap", role=Role.CAPTAIN)
    async def unmap(self, inv: Invocation, role: GoneRole = None, channel: WhichChannel = None) -> Card:
        """Let a channel, or a role, lead to no chapter anymore; calls logged so far stay."""
        named: dict[str | None, str] = {role: _name_role(inv, role)} if role else {}
        if channel or not role:
            named[channel] = await _name_channel_elsewhere(inv, channel)
        places = await self._chapters.unmap(inv.caller, inv.reach, named)
        done = [
            inv.words.m("chapter.unmapped_elsewhere" if what else "chapter.unmapped", what=what, name=place.name)
            for what, place in zip(named.values(), places, strict=True)
        ]
        return Card(body=join(*done, between="\n"))

    @command("chapter code", role=Role.CAPTAIN)
    @form("chapter code", role=Role.CAPTAIN)
    async def make_code(self, inv: Invocation, chapter: OwnChapter = None) -> Card:
        """Make a code that lets one person into a chapter, wherever they are."""
        code = await self._joining.make_code(inv.caller, inv.reach, chapter, inv.id)
        words = inv.words
        body = words.m("chapter.code", code=code.text, name=code.place.name)
        return Card(words.t("chapter.code_title"), body, note=words.m("chapter.code_note"))

    @command("chapter invite", role=Role.CAPTAIN)
    async def invite(self, inv: Invocation, person: Somebody, chapter: OwnChapter = None) -> Card:
        """Let somebody choose a chapter in their profile, wherever they are."""
        place = await self._joining.invite(inv.caller, inv.reach, person, chapter)
        return Card(body=inv.words.m("chapter.invited", who=mention_picked(inv, person), name=place.name))

    @command("chapter join", identifies=True)
    async def join(self, inv: Invocation, code: Annotated[str, Opt("The code you were given")]) -> Answer:
        """Join a chapter with a one-time code from its captain."""
        joined, identity = await self._joining.identify_and_join(inv.caller, inv.envelope.manages, code, inv.id)
        return Answer(draw_joined_card(make_invocation(inv.envelope, identity, private=True), joined), identity)

    @command("chapter archive", role=Role.COORDINATOR)
    @form("chapter archive", role=Role.COORDINATOR)
    async def archive(self, inv: Invocation, chapter: KnownChapter = None) -> Card:
        """See what archiving a chapter would affect, then decide."""
        return draw_effect_card(inv, "chapter.archive", await self._chapters.fetch_effect(inv.reach, chapter))

    @action("chapter.archive", role=Role.COORDINATOR)
    async def archive_shown(self, inv: Invocation, chapter: Annotated[str, Opt("The chapter")]) -> Card:
        """Archive the chapter on the card."""
        name = await self._chapters.archive(inv.caller, inv.reach, chapter)
        return Card(body=inv.words.m("chapter.archived", name=name))

    @suggest("own_chapters")
    async def suggest_own_chapters(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The chapters in the caller's orgs whose name contains the typed text."""
        return filter_choices(await self._chapters.fetch_words(inv.reach), typed)

    @suggest("captained")
    async def suggest_captained(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The same, including chapters that the caller captains."""
        return filter_choices(await self._chapters.fetch_words(inv.reach, captains=True), typed)

    @accepts("own_chapters")
    async def accept_own_chapters(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name a chapter of the orgs within the caller's reach."""
        return await self._chapters.match_names(inv.reach, typed, parts)

    @accepts("captained")
    async def accept_captained(self, inv: Invocation, typed: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The texts that name one of these, or a chapter that the caller captains."""
        return await self._chapters.match_names(inv.reach, typed, parts, captains=True)


def _name_role(inv: Invocation, role: str) -> str:
    """A role, as it begins a sentence. The server may not have it anymore."""
    name = inv.envelope.picker.name(ROLE, role)
    return inv.words.t("chapter.gone_role") if name == role else inv.words.t("chapter.role", role=name)


def _name_here(inv: Invocation) -> str:
    """The caller's channel, by its id where the platform doesn't say its name."""
    ids = (mark.removeprefix(MARK) for mark in inv.caller.marks if mark.startswith(MARK))
    return inv.envelope.channel_name or next(ids, "")


async def _name_channel_elsewhere(inv: Invocation, channel: str | None) -> str:
    """A channel, as it begins a sentence; empty for the caller's own."""
    if channel is None or channel in inv.caller.marks:
        return ""
    found = await inv.envelope.picker.find_channel(channel)
    name = found.name if found else ""
    return name_channel(inv.words, name or channel.removeprefix(MARK), _CHANNEL)


def draw_chapters_card(
    words: Words, places: Sequence[Place], leads: Mapping[str, Leads], org: str | None, number: int = 1
) -> Card:
    """The table of chapters with their organizations, and what leads to those on the page.

    ``org`` is an id if the list is of one organization.
    """
    if not places:
        return Card(words.t("chapter.title"), words.m("chapter.none"))
    columns = (words.t("chapter.name"), words.t("org.name"))
    names = tell_apart((name for place in places for name in (place.name, place.org)), LISTED)
    rows = [(names[place.name], names[place.org]) for place in places]
    args = {"org": org} if org else {}
    card = draw_table_card(words, words.t("chapter.title"), (columns, rows), "chapter.page", number, args=args)
    shown = [place for place in paginate(number, places).part(places) if place.id in leads]
    lines = [_describe_leads(words, names[place.name], leads[place.id]) for place in shown]
    return replace(card, body=join(*lines, between="\n"))


def _describe_leads(words: Words, name: str, leads: Leads) -> Markup:
    """The roles and channels that lead to a chapter."""
    named = [
        name_channel_inline(words, one.name, CELL)
        if one.kind == CHANNEL
        else words.t("chapter.lead_role", role=one.name)
        for one in leads.named[:_LEADS]
    ]
    more = len(leads.named) + leads.unnamed - len(named)
    others = [words.t("chapter.lead_others" if named else "chapter.lead_unnamed", count=more)] if more else []
    return words.m("chapter.leads", name=name, leads=words.list((*named, *others)))


def draw_totals_card(inv: Invocation, totals: ChapterTotals) -> Card:
    """The card of a chapter's calls, and of its postcards where it has any or could, for its captain only."""
    words, place = inv.words, totals.place
    maps = "maps" if inv.envelope.picker.has_roles or totals.mapped_elsewhere else "maps_channels"
    facts = tuple(
        Fact(
            words.label("period", period),
            words.t(
                "chapter.share",
                calls=make_phrase("chapter.calls", count=share.n),
                people=make_phrase("chapter.people", count=share.people),
            ),
        )
        for period, share in totals.calls.items()
    )
    return Card(
        title=shorten(place.full_name, 120),
        body=words.m("mycalls.campaign", title=translate_title(inv, totals.campaign.file)),
        facts=(*facts, *_make_postcards_fact(words, totals)),
        note=words.m(f"chapter.{maps}", count=totals.mapped),
    )


def _make_postcards_fact(words: Words, totals: ChapterTotals) -> tuple[Fact, ...]:
    so_far = totals.postcards[Period.CAMPAIGN]
    if not so_far.n and not totals.campaign.file.takes_postcards:
        return ()
    numbers = {period.value: share.n for period, share in totals.postcards.items()}
    people = make_phrase("chapter.people", count=so_far.people)
    return (Fact(words.t("chapter.postcards"), words.t("chapter.postcard_share", people=people, **numbers)),)
