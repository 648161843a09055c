"""Text for Slack: the one escape function, and text objects that are within limits after escaping.

Slack reads ``&``, ``<`` and ``>`` as the start of entities and mentions (`<!channel>` pings), so these three become
entities. Slack's "Formatting text for app surfaces" names no others.
"""

from typing import Any

from bot.text import count_units

Json = dict[str, Any]

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NOTHING = "–"  # Slack refuses an empty text object


def escape(text: str) -> str:
    """Escape ``text`` so that Slack shows exactly that, and pings nobody."""
    return text.translate(_ENTITIES)


def unescape(text: str) -> str:
    """The text that somebody typed: Slack sends the three characters as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clip(text: str, limit: int) -> str:
    """Escape ``text`` and cut it to ``limit`` UTF-16 units, with an ellipsis at the cut.

    An entity is never cut in two. UTF-16 is the longest way that Slack might count.
    """
    escaped = escape(text)
    if count_units(escaped) <= limit:
        return escaped
    room, kept = limit - 1, ""
    for character in text:
        piece = escape(character)
        room -= count_units(piece)
        if room < 0:
            break
        kept += piece
    return kept + "…"


def make_plain_text(text: str, limit: int) -> Json:
    """Make a plain_text object, in which people's text never turns into emoji."""
    words = text if text.strip() else _NOTHING
    return {"type": "plain_text", "text": clip(words, limit), "emoji": False}
