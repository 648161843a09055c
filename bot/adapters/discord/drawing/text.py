"""Text for Discord: the one escape function, and lengths as Discord counts them."""

import re

from bot.adapters.discord.drawing.links import escape_around_links
from bot.kit.cards.markup import Instant

BLANK = "\u200b"  # invisible; used where Discord refuses an empty string

# A backslash before any of these shows the character itself: formatting, spoilers, code, quotes, headings, lists,
# masked links, `<@…>` `<#…>` `<t:…>` `</…>`, `:emoji:`, `@everyone`. The dot is for "1. ", which begins a list.
_SPECIAL = re.compile(r"[\\*_~`|<>\[\]:@#+-]|(?<=\d)\.(?!\d)")
_NOT_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def escape(text: str) -> str:
    """Escape ``text`` so that Discord shows it as it is: no ping, no formatting, no link but plain addresses."""
    return escape_around_links(text, _escape_marks)


def _escape_marks(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def escape_code(text: str) -> str:
    """Escape ``text`` for one line of a code block, so that its backticks can't end the block."""
    return _NOT_IN_LINE.sub(" ", text).replace("`", "`" + BLANK)


def fill_blank(text: str) -> str:
    """``text``, or an invisible character where it is only white space."""
    return text if text.strip() else BLANK


def format_timestamp(instant: Instant) -> str:
    """A timestamp that Discord shows to each reader in their own time zone and language."""
    return f"<t:{instant.at // 1_000_000}:{instant.style.value}>"


def format_phone(number: str) -> str:
    """What follows a local phone number: the same with its country, which phones recognize in any text.

    Discord takes no ``tel:`` links. ``number`` is in E.164; other countries' numbers stay in that form.
    """
    ours = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})", number)
    return " (+1 {}-{}-{})".format(*ours.groups()) if ours else f" ({number})"
