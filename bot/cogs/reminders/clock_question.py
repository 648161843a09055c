"""The question whether reminders on another clock than the caller's own should move to it."""

from dataclasses import replace

from bot.config.zone_names import CHOICES
from bot.core.reminders.reminder_list import ReminderList
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.i18n import Words
from bot.phrases import Zone


def write_assumed_clock(words: Words, reminders: ReminderList) -> Markup:
    """The sentence that the zone of a reminder was guessed; empty if none was."""
    if reminders.assumed is None:
        return Markup()
    key = "remind.moved" if reminders.own else "remind.whose"
    return words.m(key, zone=Zone(reminders.assumed), own=Zone(reminders.own or reminders.assumed))


def make_assumed_buttons(words: Words, reminders: ReminderList) -> tuple[Button, ...]:
    """Buttons that replace a guessed zone: by the person's own if it is known, else by one they choose."""
    if reminders.assumed is None:
        return ()
    if reminders.own:
        return _make_move_buttons(words, reminders.assumed, reminders.own)
    choices = (zone for zone in CHOICES if zone != reminders.assumed)
    return tuple(Button(words.name_zone(zone), "remind.zone", {"zone": zone}) for zone in choices)


def ask_after_move(words: Words, card: Card, before: ReminderList, after: ReminderList) -> Card:
    """``card``, with the question if a change of the caller's place left a reminder on another clock."""
    left = _find_left_clock(before, after)
    if left is None or after.own is None:
        return card
    question = words.m("remind.left", zone=Zone(left), own=Zone(after.own))
    buttons = (*card.buttons, *_make_move_buttons(words, left, after.own))
    return replace(card, body=join(card.body, question), buttons=buttons)


def _find_left_clock(before: ReminderList, after: ReminderList) -> str | None:
    """The zone of a reminder that was guessed or, before the caller moved, their own; None if it is right."""
    daily = after.daily.zone if after.daily and before.own != after.own else None
    return after.assumed or (daily if daily == before.own else None)


def _make_move_buttons(words: Words, zone: str, own: str) -> tuple[Button, Button]:
    move = Button(words.t("remind.button.own", zone=Zone(own)), "remind.own")
    return move, Button(words.t("remind.button.keep", zone=Zone(zone)), "remind.keep")
