"""`/campaign`: list, open, pause and close campaigns."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from bot.cogs.calls.other_campaigns import offer_others
from bot.cogs.campaigns.draft_list import SHOWN_DRAFTS, add_drafts
from bot.cogs.campaigns.lifecycle_cards import draw_closing_card, draw_moved_card, make_move_button
from bot.cogs.drafts.draft_card import draw_draft_card
from bot.cogs.shared.card_parts import describe_references, draw_all_postcards, draw_everyone, translate_title
from bot.cogs.shared.paging import PageNumber, draw_table_card
from bot.cogs.shared.translation_states import list_language_facts
from bot.core.alerts.waiting_work import WaitingWorkReader
from bot.core.base.statuses import CampaignState
from bot.core.campaign_files.campaign_export import write_campaign
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.campaigns.file_watch import FileNote, FileWatch
from bot.core.campaigns.lifecycle import CampaignStatus, Lifecycle, Move
from bot.core.campaigns.references import Reference, References
from bot.core.changes.refusals import Refusals
from bot.core.drafts.drafts import Drafts
from bot.errors import Problem
from bot.kit.cards.labels import make_choices
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import CELL, CHOICES, Button, Card, Choice, Fact, File, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.problem_words import translate_problem
from bot.kit.spec import action, command, suggest
from bot.moments import Moment, name_year
from bot.roles import Role
from bot.text import matches

WhichCampaign = Annotated[str, Opt("The campaign", suggest="all_campaigns", accepts="campaigns", none="lifecycle.none")]
ToOpen = Annotated[str, Opt("The campaign", suggest="openable", accepts="campaigns", none="lifecycle.none_to.open")]
ToPause = Annotated[str, Opt("The campaign", suggest="pausable", accepts="campaigns", none="lifecycle.none_to.pause")]
ToClose = Annotated[str, Opt("The campaign", suggest="closable", accepts="campaigns", none="lifecycle.none_to.close")]

_PROBLEMS = 5  # of a file, named on a card
_PROBLEM = 300  # characters


class CampaignCog:
    """Lists, shows, opens, pauses and closes campaigns."""

    subject = "campaigns"

    def __init__(
        self,
        lifecycle: Lifecycle,
        campaigns: Campaigns,
        references: References,
        files: FileWatch,
        drafts: Drafts,
        refusals: Refusals,
        waiting: WaitingWorkReader,
    ) -> None:
        self._files, self._drafts, self._refusals, self._lifecycle = files, drafts, refusals, lifecycle
        self._campaigns, self._references, self._waiting = campaigns, references, waiting

    @command("campaign list", role=Role.COORDINATOR, reads=True)
    @action("campaign.page", role=Role.COORDINATOR)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """List every campaign, open or not."""
        card = list_card(inv, await self._lifecycle.list(inv.reach, inv.at), page)
        drafts = await self._drafts.list(inv.reach)
        refused = await self._refusals.find({one.campaign_id: one.updated_at for one in drafts[:SHOWN_DRAFTS]})
        return add_drafts(inv.words, card, drafts, refused)

    @command("campaign show", role=Role.COORDINATOR, reads=True)
    @action("campaign.show", role=Role.COORDINATOR)
    async def show(
        self,
        inv: Invocation,
        campaign: Annotated[str | None, Opt("The campaign", suggest="all_campaigns", accepts="campaigns")] = None,
    ) -> Card:
        """See the state of a campaign, and what you can do with it."""
        if campaign and (draft := await self._find_draft(inv, campaign, Markup())):
            return draft
        status = await self._lifecycle.show(inv.reach, campaign, inv.at)
        card = draw_status_card(inv, status, await self._references.read(inv.at, (status.campaign,)))
        note = self._files.find_note(status.campaign)
        card = replace(card, body=join(card.body, describe_file_note(inv.words, note))) if note else card
        return await offer_others(self._campaigns, inv, card, status.campaign, ("campaign.show", "campaign show"))

    @command("campaign export", role=Role.COORDINATOR, reads=True)
    @action("campaign.export", role=Role.COORDINATOR)
    async def export(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """Get a campaign as a file, to keep or to copy."""
        if draft := await self._find_draft(inv, campaign, inv.words.m("draft.unpublished")):
            return draft
        found = (await self._lifecycle.show(inv.reach, campaign, inv.at)).campaign
        return draw_export_card(inv, found.file)

    @command("campaign open", role=Role.COORDINATOR)
    @action("campaign.open", role=Role.COORDINATOR)
    async def open(self, inv: Invocation, campaign: ToOpen) -> Card:
        """Let a campaign take calls now, also one that is paused or closed."""
        return await self._move(inv, campaign, Move.OPEN)

    @command("campaign pause", role=Role.COORDINATOR)
    @action("campaign.pause", role=Role.COORDINATOR)
    async def pause(self, inv: Invocation, campaign: ToPause) -> Card:
        """Stop a campaign from taking calls for a while."""
        return await self._move(inv, campaign, Move.PAUSE)

    @command("campaign close", role=Role.COORDINATOR)
    @action("campaign.ask", role=Role.COORDINATOR)
    async def ask_to_close(self, inv: Invocation, campaign: ToClose) -> Card:
        """End a campaign. Asks once before it does."""
        if draft := await self._find_draft(inv, campaign, inv.words.m("draft.unpublished")):
            return draft
        status = await self._lifecycle.load_changeable(inv.reach, campaign, inv.at)
        return draw_closing_card(inv, status, await self._waiting.count_planned(status.campaign.id, inv.reach))

    @action("campaign.close", role=Role.COORDINATOR)
    async def close(self, inv: Invocation, campaign: WhichCampaign) -> Card:
        """Close the campaign on the card."""
        return await self._move(inv, campaign, Move.CLOSE)

    @suggest("all_campaigns")
    async def suggest_all_campaigns(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Every campaign whose title or key contains the typed text."""
        return _filter_titles(inv, await self._campaigns.list_within(inv.reach), typed)

    @suggest("openable")
    async def suggest_openable(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The campaigns that the caller can open now, by title or key."""
        return await self._suggest_movable(inv, (Move.OPEN,), typed)

    @suggest("pausable")
    async def suggest_pausable(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The campaigns that the caller can pause now, by title or key."""
        return await self._suggest_movable(inv, (Move.PAUSE,), typed)

    @suggest("closable")
    async def suggest_closable(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The campaigns that the caller can close now, by title or key."""
        return await self._suggest_movable(inv, (Move.CLOSE,), typed)

    @suggest("changeable")
    async def suggest_changeable(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The campaigns that the caller may change, by title or key."""
        return await self._suggest_movable(inv, frozenset(Move), typed)

    async def _suggest_movable(self, inv: Invocation, moves: Collection[Move], typed: str) -> tuple[Choice, ...]:
        statuses = await self._lifecycle.list(inv.reach, inv.at)
        return _filter_titles(
            inv, [one.campaign for one in statuses if any(move in moves for move in one.moves)], typed
        )

    async def _move(self, inv: Invocation, campaign: str, move: Move) -> Card:
        if draft := await self._find_draft(inv, campaign, inv.words.m("draft.unpublished")):
            return draft
        moved = await self._lifecycle.move(inv.caller, inv.reach, campaign, move, inv.id, inv.at)
        planned = 0 if move is Move.OPEN else await self._waiting.count_planned(moved.campaign.id, inv.reach)
        return draw_moved_card(inv, move, moved, planned)

    async def _find_draft(self, inv: Invocation, word: str, said: Markup) -> Card | None:
        """The card of the new campaign's draft that ``word`` names, with what is ``said`` of it."""
        new = await self._drafts.find_new(inv.reach, word, inv.at)
        return draw_draft_card(inv, new, said) if new else None


def _filter_titles(inv: Invocation, known: Iterable[Campaign], typed: str) -> tuple[Choice, ...]:
    titles = [(one.id, translate_title(inv, one.file)) for one in known]
    return make_choices([pair for pair in titles if matches(typed, *pair)][:CHOICES])


def list_card(inv: Invocation, statuses: tuple[CampaignStatus, ...], number: int | None) -> Card:
    """A page of the table of campaigns, with their state and calls."""
    words = inv.words
    if not statuses:
        return Card(words.t("lifecycle.title"), words.m("lifecycle.none"))
    columns = tuple(words.t(f"lifecycle.{name}") for name in ("campaign", "key", "state", "calls"))
    rows = [_make_row(inv, status) for status in statuses]
    return draw_table_card(words, words.t("lifecycle.title"), (columns, rows), "campaign.page", number, frozenset({3}))


def _make_row(inv: Invocation, status: CampaignStatus) -> tuple[str, str, str, str]:
    words, campaign = inv.words, status.campaign
    name, state = shorten(translate_title(inv, campaign.file), CELL // 2), words.label("state", status.state)
    return name, campaign.id, state, words.format_number(status.total)


def draw_status_card(inv: Invocation, status: CampaignStatus, faults: Sequence[Reference] = ()) -> Card:
    """The card of one campaign: its state, its calls, the possible moves, and faulty names in its file."""
    words, file = inv.words, status.campaign.file
    facts = [
        draw_everyone(words, status.total, file.goal),
        *([draw_all_postcards(words, status.postcards)] if status.postcards else []),
        Fact(words.t("lifecycle.key"), file.key),
        Fact(words.t("lifecycle.owner"), file.org or words.t("lifecycle.coalition")),
        Fact(words.t("lifecycle.audience"), _describe_audience(words, file)),
        *list_language_facts(words, file),
    ]
    return Card(
        title=translate_title(inv, file),
        body=join(
            _describe_state(words, status.campaign, status.state, inv.at),
            describe_references(words, faults, {file.key: file}),
        ),
        facts=tuple(facts),
        buttons=(
            *_make_alert_button(words, status),
            *(make_move_button(words, file.key, move) for move in status.moves),
            Button(words.t("preview.button"), "preview", {"campaign": file.key}),
            *_edit_buttons(words, status),
        ),
        note=_describe_decision(words, status),
    )


def _describe_decision(words: Words, status: CampaignStatus) -> Markup:
    """That somebody opened, paused or closed a campaign by command, and how long that lasts."""
    campaign, file, decided = status.campaign, status.campaign.file, ""
    if status.state is CampaignState.CLOSED:
        decided = "closed" if campaign.closes_at != file.closes else ""
    elif campaign.is_paused:
        decided = "paused" if campaign.status != file.status else ""
    elif status.state is CampaignState.OPEN:
        decided = "open"
    return words.m(f"lifecycle.decided.{decided}") if status.decided and decided else Markup()


def _make_alert_button(words: Words, status: CampaignStatus) -> tuple[Button, ...]:
    """The button that writes an alert for this campaign, while it takes calls."""
    if status.state is not CampaignState.OPEN:
        return ()
    return (Button(words.t("draft.button.alert"), "alert", {"campaign": status.campaign.id}),)


def _edit_buttons(words: Words, status: CampaignStatus) -> tuple[Button, ...]:
    """The buttons that correct a campaign written in chat, for those who may change it, and that show its versions."""
    here = {"campaign": status.campaign.id}
    history = Button(words.t("history.all"), "campaign.history", here)
    if not status.moves or not status.campaign.in_chat:
        return (history,)
    return (Button(words.t("draft.button.edit"), "draft.edit", here), history)


def describe_file_note(words: Words, note: FileNote) -> Markup:
    """Say why a campaign doesn't follow its file, with the places of the problems."""
    if note.ignored:
        return words.m("lifecycle.file_ignored", file=note.ignored)
    if not note.problems:
        return words.m("lifecycle.file_gone")
    return join(words.m("lifecycle.file_broken"), describe_problems(words, note.problems), between="\n")


def describe_problems(words: Words, problems: Sequence[Problem]) -> Markup:
    """A few problems of campaign files, a line each. Only the file's name is shown, not its folder."""
    shown = [(Path(one.file).name, translate_problem(words, one.sentence), one) for one in problems[:_PROBLEMS]]
    lines = [str(replace(one, file=name, sentence=sentence)) for name, sentence, one in shown]
    return join(*(Markup(f"- {escape(shorten(line, _PROBLEM))}") for line in lines), between="\n")


def draw_export_card(inv: Invocation, campaign: CampaignFile) -> Card:
    """The campaign as its YAML file."""
    words = inv.words
    file = File(f"{campaign.key}.yaml", write_campaign(campaign).encode(), words.t("lifecycle.export_file"))
    return Card(translate_title(inv, campaign), words.m("lifecycle.export"), file=file)


def _describe_audience(words: Words, file: CampaignFile) -> str:
    return words.t("lifecycle.org_alone", org=file.org or "") if file.is_for_org else words.t("lifecycle.everyone")


def _describe_state(words: Words, campaign: Campaign, state: CampaignState, now: int) -> Markup:
    """Whether a campaign takes calls, and since or until when."""
    if state is CampaignState.UPCOMING and campaign.is_paused:
        return words.m("lifecycle.now.paused")
    if state is CampaignState.OPEN and campaign.closes_at is None:
        return words.m("lifecycle.now.open_ended")
    at = campaign.opens_at if state is CampaignState.UPCOMING else campaign.closes_at
    when = name_year(Moment(at or 0, campaign.timezone, shared=True), now)
    return words.m(f"lifecycle.now.{state}", when=when)
