"""From a row in hand to a card whose buttons work for everybody in its channel."""

import hashlib

from bot.cogs.alert_card import asking_card, posted_card
from bot.cogs.alert_notices import notice_card
from bot.cogs.name import waiting_card
from bot.cogs.remind import reminding_card
from bot.core.holding import Asking
from bot.core.living import Living
from bot.core.name_notices import NameNotice
from bot.core.notices import Notice
from bot.core.once_reminders import DueReminder
from bot.core.reminders import Reminding
from bot.kit.dispatch import Dispatcher
from bot.kit.i18n import words
from bot.kit.invocation import Caller
from bot.kit.outbound import Address
from bot.kit.reply import Card


def digest_of(card: Card) -> bytes:
    """Return what tells whether two cards show the same."""
    return hashlib.sha256(repr(card).encode()).digest()


class Drawing:
    """Draws what is posted, in the space's language, and seals its buttons."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def posted(self, living: Living, delivery: str, to: Address, language: str | None) -> Card:
        """Return the card of a delivery."""
        card = posted_card(words(language), living, delivery, language)
        return self._dispatcher.posted(card, to.platform, to.space)

    def reminding(self, one: Reminding | DueReminder, to: Caller) -> Card:
        """Return the reminder to one person."""
        return self._dispatcher.sealed(reminding_card(words(one.language), one), to)

    def notice(self, notice: Notice, to: Caller) -> Card:
        """Return what somebody is told of an alert."""
        return self._dispatcher.sealed(notice_card(words(notice.language), notice), to)

    def names(self, notice: NameNotice, to: Caller) -> Card:
        """Return what somebody is told of names that wait for them."""
        return self._dispatcher.sealed(waiting_card(words(notice.language), notice.count), to)

    def asking(self, asking: Asking, to: Caller) -> Card:
        """Return the question to an alert's author."""
        return self._dispatcher.sealed(asking_card(words(asking.language), asking), to)
