"""The cards that open, pause and close campaigns: what is asked before, and what is said afterwards."""

from bot.cogs.shared.card_parts import translate_title
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.lifecycle import CampaignStatus, Move, MoveResult
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.moments import Moment, name_year


def draw_closing_card(inv: Invocation, status: CampaignStatus, planned: int) -> Card:
    """The card that asks before closing, unless the campaign is already closed. ``planned`` counts its alerts."""
    words, file = inv.words, status.campaign.file
    if status.state is CampaignState.CLOSED:
        reopen = make_reopen_button(words, file.key)
        return Card(translate_title(inv, file), words.m("lifecycle.already.close"), buttons=(reopen,))
    return Card(
        title=words.t("lifecycle.ask_title"),
        body=join(
            words.m("lifecycle.ask", title=translate_title(inv, file)),
            words.m("lifecycle.ask_calls", count=status.total) if status.total else Markup(),
            words.m("lifecycle.ask_postcards", count=status.postcards) if status.postcards else Markup(),
            _describe_planned(words, planned),
        ),
        buttons=(Button(words.t("lifecycle.button.confirm"), "campaign.close", {"campaign": file.key}, Style.DANGER),),
        note=words.m("lifecycle.ask_note"),
    )


def draw_moved_card(inv: Invocation, move: Move, moved: MoveResult, planned: int) -> Card:
    """The card after a move, with a button that reverses it. ``planned`` counts alerts that aren't posted yet."""
    words, campaign = inv.words, moved.campaign
    result = words.m(f"lifecycle.already.{move}") if moved.already else words.m(f"lifecycle.done.{move}")
    if move is not Move.OPEN:
        body, button = join(result, _describe_planned(words, planned)), make_reopen_button(words, campaign.id)
        return Card(translate_title(inv, campaign.file), body, buttons=(button,))
    ends = words.m("actions.open_ended")
    if moved.until is not None:
        ends = words.m("actions.closes", when=name_year(Moment(moved.until, campaign.timezone, shared=True), inv.at))
    pause = make_move_button(words, campaign.id, Move.PAUSE)
    return Card(translate_title(inv, campaign.file), join(result, ends), buttons=(pause,))


def _describe_planned(words: Words, planned: int) -> Markup:
    """What becomes of a campaign's planned alerts while it takes no calls."""
    return words.m("lifecycle.planned", count=planned) if planned else Markup()


def make_move_button(words: Words, campaign: str, move: Move) -> Button:
    """The button that opens or pauses a campaign, or asks whether to close it."""
    route = "campaign.ask" if move is Move.CLOSE else f"campaign.{move}"
    style = Style.DANGER if move is Move.CLOSE else Style.PLAIN
    return Button(words.t(f"lifecycle.button.{move}"), route, {"campaign": campaign}, style)


def make_reopen_button(words: Words, campaign: str) -> Button:
    """The button that takes back a pause or a close."""
    return Button(words.t("lifecycle.button.again"), "campaign.open", {"campaign": campaign})
