"""Text for Discord: the one escape function, and lengths as Discord counts them."""

import re

from bot.adapters.discord.drawing.links import escape_around_links
from bot.kit.cards.markup import Instant

BLANK = "\u200b"  # takes no room, and stands where Discord refuses an empty string

# A backslash before any of these shows the character itself, wherever it stands: looks, spoilers, code,
# quotes, headings, lists, masked links, `<@…>` `<#…>` `<t:…>` `</…>`, `:emoji:`, `@everyone`. The dot is for "1. ",
# which begins a list.
_SPECIAL = re.compile(r"[\\*_~`|<>\[\]:@#+-]|(?<=\d)\.(?!\d)")
_NOT_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def escape(text: str) -> str:
    """Return Discord Markdown that shows ``text`` and does nothing: no ping, no look, no link but plain addresses."""
    return escape_around_links(text, _escape_marks)


def _escape_marks(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def code(text: str) -> str:
    """Return ``text`` as part of one line in a code block, from which its backticks can't break out."""
    return _NOT_IN_LINE.sub(" ", text).replace("`", "`" + BLANK)


def units(text: str) -> int:
    """Return the length Discord's limits count: UTF-16 code units, so an emoji is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def fill_blank(text: str) -> str:
    """Return ``text``, or something invisible where only white space would be left."""
    return text if text.strip() else BLANK


def format_timestamp(instant: Instant) -> str:
    """Return an instant as Discord shows it to each reader: by their own clock, in their own language."""
    return f"<t:{instant.at // 1_000_000}:{instant.style.value}>"
