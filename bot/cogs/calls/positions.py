"""Asks what the office said: after a conversation, one optional tap for each of the campaign's asks."""

from collections.abc import Sequence
from typing import Annotated

from bot.cogs.calls.campaign_question import draw_washington_buttons
from bot.cogs.shared.card_parts import draw_script_button, draw_undo_button
from bot.cogs.shared.display_names import Names, Naming
from bot.core.base.ids import format_reference
from bot.core.calls.positions import OpenAsks, Position, PositionReceipt, Positions, SilenceReceipt
from bot.core.campaign_files.campaign_file import Ask, find_text
from bot.core.campaigns.campaigns import Campaigns
from bot.kit.cards.reply import Button, Card, Question
from bot.kit.dispatch.identities import make_invocation
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt
from bot.kit.spec import action

WhichCall = Annotated[str, Opt("Call on the card")]
# "No answer" is one button for all open asks, so no single ask offers it.
_ANSWERS = tuple(position for position in Position if position is not Position.NO_ANSWER)


class AskCog:
    """Takes positions."""

    def __init__(self, positions: Positions, campaigns: Campaigns, naming: Naming) -> None:
        self._naming, self._positions, self._campaigns = naming, positions, campaigns

    # The name is short because Discord allows 100 characters for the id, which also holds a call and an ask's key.
    @action("ask", identifies=True)
    async def ask(
        self,
        inv: Invocation,
        call: WhichCall,
        ask: Annotated[str, Opt("Ask on the card")],
        position: Annotated[Position, Opt("What they said")],
    ) -> Answer:
        """Save what the office answered to an ask."""
        receipt, identity = await self._positions.identify_and_save(
            inv.caller, inv.envelope.manages, call, ask, position, inv.id, inv.at
        )
        read = make_invocation(inv.envelope, identity, private=True)
        asks, names = self._campaigns.files[receipt.campaign].asks, await self._naming.load_names()
        return Answer(draw_position_card(read, receipt, asks, names), identity)

    @action("ask.none", identifies=True)
    async def save_silence(self, inv: Invocation, call: WhichCall) -> Answer:
        """Save that the office answered none of the asks that are still open."""
        receipt, identity = await self._positions.identify_and_save_silence(
            inv.caller, inv.envelope.manages, call, inv.id, inv.at
        )
        read, names = make_invocation(inv.envelope, identity, private=True), await self._naming.load_names()
        return Answer(_draw_thanks_card(read, receipt, call, names), identity)

    @action("ask.again")
    async def ask_again(self, inv: Invocation, call: WhichCall) -> Card:
        """Ask a call's questions again."""
        found, names = await self._positions.fetch_asks(inv.caller, call, inv.at), await self._naming.load_names()
        return Card(
            inv.words.t("ask.change"),  # shown in notifications, and to people who turned embeds off
            buttons=(
                *_draw_ways(inv, found.campaign.id, found.onward, call),
                *draw_washington_buttons(inv.words, call, found.office, names),
            ),
            note=inv.words.m("log.reference", reference=format_reference(call)),
            question=ask_question(inv, call, found.asks, _is_voteless(found, names)),
        )


def _is_voteless(of: PositionReceipt | OpenAsks, names: Names) -> bool:
    """Whether the person called has no vote on the floor."""
    return of.delegate or names.has_no_vote(of.slot)


def ask_question(inv: Invocation, call: str, asks: Sequence[Ask], voteless: bool) -> Question | None:
    """Ask what the office answered to the first of ``asks``. None without asks.

    ``voteless``: the person called has no vote on the floor.
    """
    if not asks:
        return None
    words, first = inv.words, asks[0]
    answers = tuple(
        Button(words.label("answer", one), "ask", {"call": call, "ask": first.key, "position": one.value})
        for one in _ANSWERS
    )
    silence = Button(words.label("answer", Position.NO_ANSWER), "ask.none", {"call": call})
    return Question(
        words.m("ask.question", ask=find_text(first.choose_words(voteless=voteless), inv.language)), (*answers, silence)
    )


def draw_position_card(inv: Invocation, receipt: PositionReceipt, asks: Sequence[Ask], names: Names) -> Card:
    """Confirm an answer, and go on to the next ask or back to calling."""
    words, voteless = inv.words, _is_voteless(receipt, names)
    texts = {ask.key: find_text(ask.choose_words(voteless=voteless), inv.language) for ask in asks}
    following = [ask for ask in asks if ask.key == receipt.next]
    return Card(
        title=words.t("ask.title"),
        body=words.m(
            "ask.noted", position=words.label("answer", receipt.position), ask=texts.get(receipt.ask, receipt.ask)
        ),
        buttons=(
            *_draw_ways(inv, receipt.campaign, receipt.onward, receipt.call_id),
            *(() if following else (_draw_change_button(words, receipt.call_id),)),
            *draw_washington_buttons(words, receipt.call_id, receipt.office, names),
        ),
        note=words.m("log.reference", reference=format_reference(receipt.call_id)),
        question=ask_question(inv, receipt.call_id, following, voteless),
    )


def _draw_thanks_card(inv: Invocation, receipt: SilenceReceipt, call: str, names: Names) -> Card:
    words, ways = inv.words, _draw_ways(inv, receipt.campaign, receipt.onward, call)
    return Card(
        title=words.t("ask.title"),
        body=words.m("ask.none"),
        buttons=(
            *ways,
            _draw_change_button(words, call),
            *draw_washington_buttons(words, call, receipt.office, names),
        ),
        note=words.m("log.reference", reference=format_reference(call)),
    )


def _draw_change_button(words: Words, call: str) -> Button:
    return Button(words.t("ask.again"), "ask.again", {"call": call})


def _draw_ways(inv: Invocation, campaign: str, onward: str | None, call: str) -> tuple[Button, ...]:
    following = (draw_script_button(inv, campaign, onward),) if onward else ()
    return *following, draw_undo_button(inv.words, call)
