"""From a row in hand to a card whose buttons work for everybody in its channel."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from bot.core.alerts.card_snapshot import CardSnapshot
from bot.core.alerts.notices import Notice
from bot.core.moderation.name_notices import NameNotice
from bot.core.outbox.overdue_alerts import OverdueAlert
from bot.core.reminders.once_reminders import DueReminder
from bot.core.reminders.reminders import Reminding
from bot.identity import Caller
from bot.kit.cards.outbound import Address
from bot.kit.cards.reply import Card
from bot.kit.dispatch import Dispatcher
from bot.kit.i18n import Words, words


def digest_of(card: Card) -> bytes:
    """A digest that is equal for two cards that show the same."""
    return hashlib.sha256(repr(card).encode()).digest()


@dataclass(frozen=True, slots=True)
class UnaskedCards:
    """How each kind of message is drawn; the cogs' own functions, so that delivery needs no cog."""

    post: Callable[[Words, CardSnapshot, str, str | None], Card]
    reminder: Callable[[Words, Reminding | DueReminder], Card]
    notice: Callable[[Words, Notice], Card]
    waiting_names: Callable[[Words, int], Card]
    question: Callable[[Words, OverdueAlert], Card]


class Drawing:
    """Draws what is posted, in the space's language, and seals its buttons."""

    def __init__(self, dispatcher: Dispatcher, cards: UnaskedCards) -> None:
        self._dispatcher = dispatcher
        self._cards = cards

    def posted(self, snapshot: CardSnapshot, delivery: str, to: Address, language: str | None) -> Card:
        """Return the card of a delivery."""
        card = self._cards.post(words(language), snapshot, delivery, language)
        return self._dispatcher.seal_post(card, to.platform, to.space)

    def reminding(self, one: Reminding | DueReminder, to: Caller) -> Card:
        """Return the reminder to one person."""
        return self._dispatcher.seal(self._cards.reminder(words(one.language), one), to)

    def notice(self, notice: Notice, to: Caller) -> Card:
        """Return what somebody is told of an alert."""
        return self._dispatcher.seal(self._cards.notice(words(notice.language), notice), to)

    def names(self, notice: NameNotice, to: Caller) -> Card:
        """Return what somebody is told of names that wait for them."""
        return self._dispatcher.seal(self._cards.waiting_names(words(notice.language), notice.count), to)

    def asking(self, asking: OverdueAlert, to: Caller) -> Card:
        """Return the question to an alert's author."""
        return self._dispatcher.seal(self._cards.question(words(asking.language), asking), to)
