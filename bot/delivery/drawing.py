"""Draws the cards that delivery sends, and seals their buttons for the channel or person that gets them."""

import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from msgspec import Struct

from bot.core.alerts.notices import Notice
from bot.core.alerts.posting.card_snapshot import CardSnapshot
from bot.core.changes.change_notices import ChangeNotice
from bot.core.moderation.name_notices import NameNotice
from bot.core.outbox.overdue_alerts import OverdueAlert
from bot.core.people.lost_roles import LostRoleNotice
from bot.core.postcards.postcard_notices import PostcardNotice
from bot.core.reminders.due_reminders import DueDailyReminder
from bot.core.reminders.once_reminders import DueReminder
from bot.core.reports.report_sending import ReportNotice
from bot.identity import Caller
from bot.kit.cards.outbound import Address, Posters
from bot.kit.cards.reply import Card
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.i18n import Words, load_words

T = TypeVar("T")


def hash_card(card: Card) -> bytes:
    """The SHA-256 of a card; equal for cards that show the same."""
    return hashlib.sha256(repr(card).encode()).digest()


class UnaskedCards(Struct, frozen=True):
    """The functions that draw each kind of message. App passes the cogs' own, so that delivery imports no cog."""

    post: Callable[[Words, CardSnapshot, str, str | None], Card]
    reminder: Callable[[Words, DueDailyReminder | DueReminder], Card]
    notice: Callable[[Words, Notice], Card]
    waiting_names: Callable[[Words, int], Card]
    question: Callable[[Words, OverdueAlert], Card]
    sent_reports: Callable[[Words, ReportNotice], Card]
    change: Callable[[Words, ChangeNotice], Card]
    postcard: Callable[[Words, PostcardNotice], Card]
    lost_role: Callable[[Words, LostRoleNotice], Card]


class Drawing:
    """Draws cards in the reader's or the space's language, with sealed buttons."""

    def __init__(self, dispatcher: Dispatcher, load_cards: Callable[[], UnaskedCards], posters: Posters) -> None:
        self._dispatcher, self._load_cards, self._posters = dispatcher, load_cards, posters

    @cached_property
    def _cards(self) -> UnaskedCards:
        return self._load_cards()

    def draw_post(self, snapshot: CardSnapshot, delivery: str, to: Address, language: str | None) -> Card:
        """Draw the card of a delivery."""
        words = self._load_words(language, to.platform)
        card = self._cards.post(words, snapshot, delivery, language)
        return self._dispatcher.seal_post(card, to.platform, to.space, words.language)

    def draw_reminder(self, one: DueDailyReminder | DueReminder, to: Caller) -> Card:
        """Draw a person's reminder."""
        return self._draw(self._cards.reminder, one.language, one, to)

    def draw_notice(self, notice: Notice, to: Caller) -> Card:
        """Draw a notice about an alert."""
        return self._draw(self._cards.notice, notice.language, notice, to)

    def draw_name_notice(self, notice: NameNotice, to: Caller) -> Card:
        """Draw a notice about names that wait for review."""
        return self._draw(self._cards.waiting_names, notice.language, notice.count, to)

    def draw_report_notice(self, notice: ReportNotice, to: Caller) -> Card:
        """Draw the orgs' reports of a day."""
        return self._draw(self._cards.sent_reports, notice.language, notice, to)

    def draw_change_notice(self, notice: ChangeNotice, to: Caller) -> Card:
        """Draw a notice about a change that needs another admin."""
        return self._draw(self._cards.change, notice.language, notice, to)

    def draw_postcard_notice(self, notice: PostcardNotice, to: Caller) -> Card:
        """Draw what a postcard's writer is told."""
        return self._draw(self._cards.postcard, notice.language, notice, to)

    def draw_lost_role(self, notice: LostRoleNotice, to: Caller) -> Card:
        """Draw what somebody who lost a role is told."""
        return self._draw(self._cards.lost_role, notice.language, notice, to)

    def draw_question(self, overdue: OverdueAlert, to: Caller) -> Card:
        """Draw the question about an overdue alert."""
        return self._draw(self._cards.question, overdue.language, overdue, to)

    def _draw(self, draw: Callable[[Words, T], Card], language: str | None, about: T, to: Caller) -> Card:
        words = self._load_words(language, to.platform)
        return self._dispatcher.seal(draw(words, about), to, words.language)

    def _load_words(self, language: str | None, platform: str) -> Words:
        return load_words(language, self._posters.find_slash(platform), platform)
