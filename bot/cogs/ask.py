"""What the office said: after a conversation, one tap for each of the campaign's asks, for whoever likes to."""

from collections.abc import Sequence
from typing import Annotated

from bot.cogs.parts import undo_button
from bot.core.campaign_file import Ask, text_for
from bot.core.campaigns import Campaigns
from bot.core.ids import reference
from bot.core.positions import Noted, Position, Positions
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.markup import Markup, join
from bot.kit.reply import Button, Card, Style
from bot.kit.spec import Opt, action

WhichCall = Annotated[str, Opt("Call on the card")]


class AskCog:
    """Takes positions."""

    def __init__(self, positions: Positions, campaigns: Campaigns) -> None:
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
        return noted_card(inv, noted, self._campaigns.files[noted.campaign].asks)

    @action("ask.again")
    async def again(self, inv: Invocation, call: WhichCall) -> Card:
        """Go through a call's asks once more."""
        asked = await self._positions.asked(inv.caller, call, inv.at)
        first = asked.asks[:1]
        return Card(
            body=join(*(question(inv, ask) for ask in first)),
            buttons=(*_answers(inv, call, first), *_ways(inv.words, asked.campaign, call)),
            note=inv.words.m("log.reference", reference=reference(call)),
        )


def question(inv: Invocation, ask: Ask) -> Markup:
    """Ask what the office said to an ask."""
    return inv.words.m("ask.question", ask=text_for(ask.text, inv.language))


def first_question(inv: Invocation, call: str, asks: Sequence[Ask]) -> tuple[Markup, tuple[Button, ...]]:
    """Return what a receipt adds after a conversation: the first ask and its answers; nothing without asks."""
    first = asks[:1]
    return join(*(question(inv, ask) for ask in first)), _answers(inv, call, first)


def noted_card(inv: Invocation, noted: Noted, asks: Sequence[Ask]) -> Card:
    """Say what was noted, and go on to the next ask or back to calling."""
    words = inv.words
    texts = {ask.key: text_for(ask.text, inv.language) for ask in asks}
    said = words.m("ask.noted", position=words.choice("answer", noted.position), ask=texts.get(noted.ask, noted.ask))
    following = [ask for ask in asks if ask.key == noted.next]
    change = Button(words.t("ask.again"), "ask.again", {"call": noted.call_id})
    return Card(
        title=words.t("ask.title"),
        body=join(said, *(question(inv, ask) for ask in following)),
        buttons=(
            *_answers(inv, noted.call_id, following),
            *_ways(words, noted.campaign, noted.call_id),
            *(() if following else (change,)),
        ),
        note=words.m("log.reference", reference=reference(noted.call_id)),
    )


def _answers(inv: Invocation, call: str, asks: Sequence[Ask]) -> tuple[Button, ...]:
    return tuple(
        Button(inv.words.choice("answer", one), "ask", {"call": call, "ask": ask.key, "position": one.value})
        for ask in asks
        for one in Position
    )


def _ways(words: Words, campaign: str, call: str) -> tuple[Button, ...]:
    onward = Button(words.t("button.next"), "script.show", {"campaign": campaign}, Style.PRIMARY)
    return onward, undo_button(words, call)
