"""Sends a card to the caller in a direct message."""

from msgspec import Struct

from bot.identity import Caller
from bot.kit.answers.sealing import CardSealer
from bot.kit.cards.outbound import Posters, Result, Unknown
from bot.kit.cards.reply import Card


class DirectMessages(Struct, frozen=True):
    """Direct messages on the platforms that are connected."""

    posters: Posters
    cards: CardSealer

    async def send(self, card: Card, caller: Caller, key: str, language: str) -> Result:
        """Send ``card`` with buttons sealed for ``caller``. ``key`` makes it unique.

        ``language`` is that of its sentences.
        """
        poster = self.posters.find(caller.platform)
        if poster is None:
            return Unknown()
        space = await poster.find_home(caller.account)
        own = self.cards.seal(card, Caller(caller.platform, caller.account, space), language)
        return await poster.tell(caller.account, space, own, key)
