"""`/campaign new`, `edit` and `publish`: drafts of campaigns, from a title to a campaign that takes calls."""

from typing import Annotated

from bot.cogs.drafts.draft_card import draw_draft_card
from bot.cogs.drafts.forms.part_cards import draw_asks_card, draw_discard_card, draw_scripts_card
from bot.cogs.drafts.forms.part_forms import LONG
from bot.cogs.drafts.publish_card import draw_outdated_card, draw_published_card
from bot.cogs.shared.card_parts import translate_title
from bot.core.campaign_files.campaign_shape import MAX_TITLE
from bot.core.campaigns.lifecycle import Lifecycle
from bot.core.drafts.beginnings import FirstWords
from bot.core.drafts.draft_search import choose_draft, name_draft
from bot.core.drafts.drafts import Drafts
from bot.core.drafts.publishing import Outdated, Published, Publishing, Unseen
from bot.kit.cards.labels import make_choices
from bot.kit.cards.reply import CHOICES, Card, Choice
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, suggest
from bot.roles import Role
from bot.text import matches

Title = Annotated[str, Opt("Its title", max_length=MAX_TITLE)]
Say = Annotated[str | None, Opt("What callers say, in English", max_length=LONG, keyed=True)]
Ask = Annotated[str | None, Opt("Questions to the office, one a line", max_length=LONG, keyed=True)]
Source = Annotated[str | None, Opt("A campaign to copy", suggest="all_campaigns", keyed=True, late=True)]
WhoseOrg = Annotated[str | None, Opt("The organization it is for", suggest="orgs", keyed=True, late=True)]
WhichCampaign = Annotated[
    str, Opt("The campaign", suggest="editable", accepts="campaigns", none="lifecycle.none_to.edit")
]
WhichDraft = Annotated[str | None, Opt("The draft", suggest="drafts")]
OnCard = Annotated[str, Opt("The draft on the card")]
Met = Annotated[str, Opt("What met newer words")]


class DraftCog:
    """Starts, shows, publishes and throws away drafts."""

    subject = "campaigns"

    def __init__(self, drafts: Drafts, publishing: Publishing, lifecycle: Lifecycle) -> None:
        self._drafts, self._publishing, self._lifecycle = drafts, publishing, lifecycle

    @command("campaign new", role=Role.COORDINATOR)
    async def begin(
        self,
        inv: Invocation,
        name: Title,
        from_: Source = None,
        org: WhoseOrg = None,
        script: Say = None,
        questions: Ask = None,
    ) -> Card:
        """Begin a campaign. Nobody else sees it until you publish it."""
        first = FirstWords(script or "", questions or "")
        view = await self._drafts.start(inv.caller, inv.reach, name, from_, org, inv.id, inv.at, first)
        return draw_draft_card(inv, view, inv.words.m("draft.started"))

    @command("campaign edit", role=Role.COORDINATOR)
    @action("draft.edit", role=Role.COORDINATOR)
    async def edit(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """Correct a campaign while it runs. Nothing changes until you publish it."""
        return draw_draft_card(inv, await self._drafts.edit(inv.caller, inv.reach, campaign, inv.id, inv.at))

    @command("campaign publish", role=Role.COORDINATOR)
    async def publish_named(self, inv: Invocation, draft: WhichDraft = None) -> Card:
        """Put a draft in force: it takes calls, or its new words are live."""
        return await self.publish(inv, choose_draft(await self._drafts.list(inv.reach), draft).id)

    @action("draft.publish", role=Role.COORDINATOR)
    async def publish(
        self,
        inv: Invocation,
        draft: OnCard,
        over: Annotated[str | None, Opt("The version to replace")] = None,
        seen: Annotated[int | None, Opt("When the draft on the card was changed", button_only=True)] = None,
    ) -> Card:
        """Put the draft on the card in force."""
        done = await self._publishing.publish(inv.caller, inv.reach, draft, inv.id, inv.at, over or "", seen)
        match done:
            case Published():
                return draw_published_card(inv, done)
            case Outdated():
                return draw_outdated_card(inv, done)
            case Unseen():
                return draw_draft_card(inv, done.view, inv.words.m("draft.unseen_changes"))
            case _:
                return draw_draft_card(inv, done.view, inv.words.m("draft.unready"))

    @action("draft.show", role=Role.COORDINATOR)
    async def show(self, inv: Invocation, draft: OnCard) -> Card:
        """Show a draft."""
        return draw_draft_card(inv, await self._drafts.load(inv.reach, draft, inv.at))

    @action("draft.scripts", role=Role.COORDINATOR)
    async def show_scripts(self, inv: Invocation, draft: OnCard) -> Card:
        """Show a draft's scripts."""
        return draw_scripts_card(inv.words, await self._drafts.load(inv.reach, draft, inv.at))

    @action("draft.asks", role=Role.COORDINATOR)
    async def show_asks(self, inv: Invocation, draft: OnCard) -> Card:
        """Show a draft's questions."""
        return draw_asks_card(inv.words, await self._drafts.load(inv.reach, draft, inv.at))

    @action("draft.mine", role=Role.COORDINATOR)
    async def keep_mine(self, inv: Invocation, conflict: Met) -> Card:
        """Save the caller's words over the newer ones."""
        view = await self._drafts.settle(inv.caller, inv.reach, conflict, mine=True, at=inv.at)
        return draw_draft_card(inv, view, inv.words.m("draft.saved"))

    @action("draft.theirs", role=Role.COORDINATOR)
    async def keep_theirs(self, inv: Invocation, conflict: Met) -> Card:
        """Keep the newer words."""
        view = await self._drafts.settle(inv.caller, inv.reach, conflict, mine=False, at=inv.at)
        return draw_draft_card(inv, view, inv.words.m("draft.kept_theirs"))

    @action("draft.ask_discard", role=Role.COORDINATOR)
    async def ask_discard(self, inv: Invocation, draft: OnCard) -> Card:
        """Ask before a draft is thrown away."""
        return draw_discard_card(inv.words, await self._drafts.load(inv.reach, draft, inv.at))

    @action("draft.discard", role=Role.COORDINATOR)
    async def discard(self, inv: Invocation, draft: OnCard) -> Card:
        """Throw a draft away."""
        gone = await self._drafts.discard(inv.caller, inv.reach, draft)
        return Card(body=inv.words.m("draft.discarded", title=name_draft(gone)))

    @suggest("editable")
    async def suggest_editable(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Drafts of new campaigns and the campaigns that the caller may change, by title or key."""
        statuses = await self._lifecycle.list(inv.reach, inv.at)
        drafts, published = await self._drafts.list(inv.reach), {one.campaign.id for one in statuses}
        new = [(one.campaign_id, inv.words.render(name_draft(one))) for one in drafts]
        known = [(one.campaign.id, translate_title(inv, one.campaign.file)) for one in statuses if one.moves]
        found = [pair for pair in (*(one for one in new if one[0] not in published), *known) if matches(typed, *pair)]
        return make_choices(found[:CHOICES])

    @suggest("drafts")
    async def suggest_drafts(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The drafts whose title or key contains the typed text."""
        known = [(one.id, inv.words.render(name_draft(one))) for one in await self._drafts.list(inv.reach)]
        return make_choices([pair for pair in known if matches(typed, *pair)][:CHOICES])
