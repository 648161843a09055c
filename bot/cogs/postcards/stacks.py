"""Whom postcards wait for: named on buttons and in lists, and found by what somebody types."""

from collections.abc import Iterable, Mapping

from bot.cogs.shared.card_parts import name_place
from bot.cogs.shared.display_names import Names
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.postcards.printing import Recipient, Stack
from bot.errors import UserError
from bot.kit.i18n import Words
from bot.phrases import list_choices
from bot.text import matches

_KNOWN = 12  # recipients that a sentence names


def name_office_of_writer(words: Words, names: Names, campaign: str, slot: str) -> str:
    """An office by itself, for somebody who didn't write the postcard: "your" would be the reader's."""
    return words.t(f"postcard.of_writer.label.{slot}") if slot in GENERIC else names.name_office(words, campaign, slot)


def name_recipient(words: Words, names: Names, one: Recipient) -> str:
    """A recipient by themselves, with the place where several share a word for theirs."""
    return _add_place(words, name_office_of_writer(words, names, one.campaign, one.slot), one)


def name_recipient_inline(words: Words, names: Names, one: Recipient) -> str:
    """The same within a sentence, after a preposition."""
    is_generic, inline = one.slot in GENERIC, f"postcard.of_writer.inline.{one.slot}"
    office = words.t(inline) if is_generic else names.name_office_inline(words, one.campaign, one.slot)
    return _add_place(words, office, one)


def _add_place(words: Words, office: str, one: Recipient) -> str:
    return (
        words.t("postcard.print.of_place", office=office, place=name_place(words, one.place)) if one.place else office
    )


def write_recipient(one: Recipient) -> Mapping[str, str]:
    """A recipient as a button carries it."""
    return {"campaign": one.campaign, "slot": one.slot, **({"place": one.place} if one.place else {})}


def find_stack(stacks: Iterable[Stack], words: Words, names: Names, typed: str) -> Stack:
    """The stack of the member that somebody typed. Raises UserError."""
    named = {name_recipient(words, names, one.recipient): one for one in stacks}
    if typed in named:
        return named[typed]
    found = [one for name, one in named.items() if matches(typed, name)]
    if len(found) == 1:
        return found[0]
    raise UserError("postcard.print.unknown", field="member", word=typed, known=list_choices(named, _KNOWN))
