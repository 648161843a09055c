"""What the office said: after a conversation, one tap for each of the campaign's asks, all of them optional."""

from collections.abc import Sequence
from typing import Annotated

from bot.cogs.shared.card_parts import undo_button
from bot.cogs.shared.display_names import Naming
from bot.core.base.ids import format_reference
from bot.core.calls.positions import Asked, Noted, Position, Positions
from bot.core.campaigns.campaign_file import Ask, text_for
from bot.core.campaigns.campaigns import Campaigns
from bot.kit.cards.reply import Button, Card, Question, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action

WhichCall = Annotated[str, Opt("Call on the card")]
# One tap says of every ask that the office gave no answer, so it is no answer to one of them.
_ANSWERS = tuple(position for position in Position if position is not Position.NO_ANSWER)


class AskCog:
    """Takes positions."""

    def __init__(self, positions: Positions, campaigns: Campaigns, naming: Naming) -> None:
        self._naming = naming
        self._positions = positions
        self._campaigns = campaigns

    # The name is short because the whole id must fit into Discord's 100 characters, with a call and an ask's key.
    @action("ask")
    async def ask(
        self,
        inv: Invocation,
        call: WhichCall,
        ask: Annotated[str, Opt("Ask on the card")],
        position: Annotated[Position, Opt("What they said")],
    ) -> Card:
        """Keep what the office answered to an ask."""
        noted = await self._positions.note(inv.caller, call, ask, position, inv.id, inv.at)
        asks = self._campaigns.files[noted.campaign].asks
        return noted_card(inv, noted, asks, await self._is_voteless(noted))

    @action("ask.none")
    async def none(self, inv: Invocation, call: WhichCall) -> Card:
        """Keep that the office answered none of the asks that have no answer yet."""
        asked = await self._positions.note_silence(inv.caller, call, inv.id, inv.at)
        return _thanks_card(inv, asked, call)

    @action("ask.again")
    async def again(self, inv: Invocation, call: WhichCall) -> Card:
        """Go through a call's asks once more."""
        asked = await self._positions.asked(inv.caller, call, inv.at)
        return Card(
            inv.words.t("ask.change"),  # a notification, and whoever has embeds turned off, read this
            buttons=_ways(inv.words, asked.campaign, call),
            note=inv.words.m("log.reference", reference=format_reference(call)),
            question=ask_question(inv, call, asked.asks, await self._is_voteless(asked)),
        )

    async def _is_voteless(self, of: Noted | Asked) -> bool:
        """Say whether a call was to somebody who has no vote on the floor."""
        return of.delegate or (await self._naming.names()).has_no_vote(of.slot)


def ask_question(inv: Invocation, call: str, asks: Sequence[Ask], voteless: bool) -> Question | None:
    """Return the question whether the office answered the first of ``asks``; None without asks.

    ``voteless`` says that whoever was called has no vote on the floor.
    """
    if not asks:
        return None
    words, first = inv.words, asks[0]
    answers = tuple(
        Button(words.choice("answer", one), "ask", {"call": call, "ask": first.key, "position": one.value})
        for one in _ANSWERS
    )
    silence = Button(words.choice("answer", Position.NO_ANSWER), "ask.none", {"call": call})
    return Question(
        words.m("ask.question", ask=text_for(first.words(voteless=voteless), inv.language)), (*answers, silence)
    )


def noted_card(inv: Invocation, noted: Noted, asks: Sequence[Ask], voteless: bool) -> Card:
    """Say what was noted, and go on to the next ask or back to calling."""
    words = inv.words
    texts = {ask.key: text_for(ask.words(voteless=voteless), inv.language) for ask in asks}
    following = [ask for ask in asks if ask.key == noted.next]
    return Card(
        title=words.t("ask.title"),
        body=words.m("ask.noted", position=words.choice("answer", noted.position), ask=texts.get(noted.ask, noted.ask)),
        buttons=(
            *_ways(words, noted.campaign, noted.call_id),
            *(() if following else (_change(words, noted.call_id),)),
        ),
        note=words.m("log.reference", reference=format_reference(noted.call_id)),
        question=ask_question(inv, noted.call_id, following, voteless),
    )


def _thanks_card(inv: Invocation, campaign: str, call: str) -> Card:
    words = inv.words
    return Card(
        title=words.t("ask.title"),
        body=words.m("ask.none"),
        buttons=(*_ways(words, campaign, call), _change(words, call)),
        note=words.m("log.reference", reference=format_reference(call)),
    )


def _change(words: Words, call: str) -> Button:
    return Button(words.t("ask.again"), "ask.again", {"call": call})


def _ways(words: Words, campaign: str, call: str) -> tuple[Button, ...]:
    onward = Button(words.t("button.next"), "script.show", {"campaign": campaign}, Style.PRIMARY)
    return onward, undo_button(words, call)
