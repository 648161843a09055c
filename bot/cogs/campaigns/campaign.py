"""`/campaign`: what runs, and opening, pausing and closing it."""

from collections.abc import Sequence
from typing import Annotated

from bot.cogs.shared.card_parts import everyone, references, title
from bot.cogs.shared.paging import PageNumber, table_card
from bot.core.base.statuses import CampaignState
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.campaigns.lifecycle import CampaignStatus, Lifecycle, Move, MoveResult
from bot.core.campaigns.references import Reference, References
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import CELL, CHOICES, Button, Card, Choice, Fact, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, suggest
from bot.moments import Moment
from bot.roles import Role
from bot.text import matches

WhichCampaign = Annotated[str, Opt("The campaign", suggest="all_campaigns", accepts="campaigns")]


class CampaignCog:
    """Runs campaigns."""

    subject = "campaigns"

    def __init__(self, lifecycle: Lifecycle, campaigns: Campaigns, references: References) -> None:
        self._lifecycle = lifecycle
        self._campaigns = campaigns
        self._references = references

    @command("campaign list", role=Role.COORDINATOR)
    @action("campaign.page", role=Role.COORDINATOR)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List every campaign, open or not."""
        return list_card(inv, await self._lifecycle.list(inv.reach, inv.at), page)

    @command("campaign show", role=Role.COORDINATOR)
    async def show(
        self,
        inv: Invocation,
        campaign: Annotated[str | None, Opt("The campaign", suggest="all_campaigns", accepts="campaigns")] = None,
    ) -> Card:
        """See how a campaign stands, and what you can do with it."""
        standing = await self._lifecycle.show(inv.reach, campaign, inv.at)
        return standing_card(inv, standing, await self._references.read(inv.at, (standing.campaign,)))

    @command("campaign open", role=Role.COORDINATOR)
    @action("campaign.open", role=Role.COORDINATOR)
    async def open(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """Let a campaign take calls now, also one that is paused or closed."""
        return await self._move(inv, campaign, Move.OPEN)

    @command("campaign pause", role=Role.COORDINATOR)
    @action("campaign.pause", role=Role.COORDINATOR)
    async def pause(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """Stop a campaign from taking calls for a while."""
        return await self._move(inv, campaign, Move.PAUSE)

    @command("campaign close", role=Role.COORDINATOR)
    @action("campaign.ask", role=Role.COORDINATOR)
    async def ask_to_close(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """End a campaign. Asks once before it does."""
        return closing_card(inv, await self._lifecycle.load_changeable(inv.reach, campaign, inv.at))

    @action("campaign.close", role=Role.COORDINATOR)
    async def close(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """Close the campaign on the card."""
        return await self._move(inv, campaign, Move.CLOSE)

    @suggest("all_campaigns")
    async def all_campaigns(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Return every campaign whose title or key holds what was typed."""
        known = await self._campaigns.list_within(inv.reach)
        named = [(one.id, title(inv, one.file)) for one in known]
        return make_choices([pair for pair in named if matches(typed, *pair)][:CHOICES])

    async def _move(self, inv: Invocation, campaign: str, move: Move) -> Card:
        moved = await self._lifecycle.move(inv.caller, inv.reach, campaign, move, inv.id, inv.at)
        return draw_moved_card(inv, move, moved)


def list_card(inv: Invocation, standings: tuple[CampaignStatus, ...], number: int | None) -> Card:
    """List campaigns with their state and calls, a page at a time."""
    words = inv.words
    if not standings:
        return Card(words.t("lifecycle.title"), words.m("lifecycle.none"))
    columns = tuple(words.t(f"lifecycle.{name}") for name in ("campaign", "key", "state", "calls"))
    rows = [_row(inv, standing) for standing in standings]
    return table_card(words, words.t("lifecycle.title"), (columns, rows), "campaign.page", number, frozenset({3}))


def _row(inv: Invocation, standing: CampaignStatus) -> tuple[str, str, str, str]:
    words, campaign = inv.words, standing.campaign
    name, state = shorten(title(inv, campaign.file), CELL // 2), words.choice("state", standing.state)
    return name, campaign.id, state, words.number(standing.total)


def standing_card(inv: Invocation, standing: CampaignStatus, found: Sequence[Reference] = ()) -> Card:
    """Show one campaign: whether it takes calls, what it has reached, what can be done, and what it names in vain."""
    words, file = inv.words, standing.campaign.file
    drafts = [words.choice("language", tag) for tag, script in file.scripts.items() if not script.reviewed]
    ready = [words.choice("language", tag) for tag, script in file.scripts.items() if script.reviewed]
    facts = [
        everyone(words, standing.total, file.goal),
        Fact(words.t("lifecycle.key"), file.key),
        Fact(words.t("lifecycle.owner"), file.org or words.t("lifecycle.coalition")),
        Fact(words.t("lifecycle.audience"), _describe_audience(words, file)),
        *([Fact(words.t("lifecycle.languages"), words.list(ready))] if ready else []),
        *([Fact(words.t("lifecycle.drafts"), words.list(drafts))] if drafts else []),
    ]
    return Card(
        title=title(inv, file),
        body=join(
            _describe_state(words, standing.campaign, standing.state), references(words, found, {file.key: file})
        ),
        facts=tuple(facts),
        buttons=tuple(_button(words, file.key, move) for move in standing.moves),
        note=words.m("lifecycle.decided") if standing.decided else Markup(),
    )


def _describe_audience(words: Words, file: CampaignFile) -> str:
    return words.t("lifecycle.org_alone", org=file.org or "") if file.is_for_org else words.t("lifecycle.everyone")


def closing_card(inv: Invocation, standing: CampaignStatus) -> Card:
    """Say what closing means, and offer it; what is closed already says so."""
    words, file = inv.words, standing.campaign.file
    if standing.state is CampaignState.CLOSED:
        return Card(title(inv, file), words.m("lifecycle.already.close"), buttons=(_again(words, file.key),))
    return Card(
        title=words.t("lifecycle.ask_title"),
        body=join(
            words.m("lifecycle.ask", title=title(inv, file)), words.m("lifecycle.ask_calls", count=standing.total)
        ),
        buttons=(Button(words.t("lifecycle.button.confirm"), "campaign.close", {"campaign": file.key}, Style.DANGER),),
        note=words.m("lifecycle.ask_note"),
    )


def draw_moved_card(inv: Invocation, move: Move, moved: MoveResult) -> Card:
    """Say that a campaign is open, paused or closed now, with the way back."""
    words, campaign = inv.words, moved.campaign
    told = words.m(f"lifecycle.already.{move}") if moved.already else words.m(f"lifecycle.done.{move}")
    ends = Markup()
    if move is Move.OPEN:
        ends = words.m("actions.open_ended")
        if moved.until is not None:
            ends = words.m("actions.closes", when=Moment(moved.until, campaign.timezone))
    back = _button(words, campaign.id, Move.PAUSE) if move is Move.OPEN else _again(words, campaign.id)
    return Card(title(inv, campaign.file), join(told, ends), buttons=(back,))


def _describe_state(words: Words, campaign: Campaign, state: CampaignState) -> Markup:
    """Say whether a campaign takes calls, and since or until when."""
    if state is CampaignState.OPEN and campaign.closes_at is None:
        return words.m("actions.open_ended")
    at = campaign.opens_at if state is CampaignState.UPCOMING else campaign.closes_at
    return words.m(f"lifecycle.now.{state}", when=Moment(at or 0, campaign.timezone))


def _button(words: Words, campaign: str, move: Move) -> Button:
    route = "campaign.ask" if move is Move.CLOSE else f"campaign.{move}"
    style = Style.DANGER if move is Move.CLOSE else Style.PLAIN
    return Button(words.t(f"lifecycle.button.{move}"), route, {"campaign": campaign}, style)


def _again(words: Words, campaign: str) -> Button:
    return Button(words.t("lifecycle.button.again"), "campaign.open", {"campaign": campaign})
