"""Words for Slack: the one escape, and text objects that stay within their limits once escaped.

Slack reads ``&``, ``<`` and ``>`` as the beginning of entities and mentions (`<!channel>` pings), so these
three are written as entities; Slack's "Formatting text for app surfaces" names no others.
"""

from typing import Any

Json = dict[str, Any]

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NOTHING = "–"  # Slack refuses a text object without text


def escape(text: str) -> str:
    """Return ``text`` so that Slack shows exactly it, and pings nobody."""
    return text.translate(_ENTITIES)


def unescape(text: str) -> str:
    """Return what somebody typed after a command, where Slack sends the three characters as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clip(text: str, limit: int) -> str:
    """Return ``text`` escaped and at most ``limit`` UTF-16 units long, an ellipsis showing a cut.

    An entity is never cut in two. UTF-16 is the widest way in which Slack might count.
    """
    escaped = escape(text)
    if _count_units(escaped) <= limit:
        return escaped
    room, kept = limit - 1, ""
    for character in text:
        piece = escape(character)
        room -= _count_units(piece)
        if room < 0:
            break
        kept += piece
    return kept + "…"


def make_plain_text(text: str, limit: int) -> Json:
    """Return a plain_text object; colons stay colons, since people's text must not turn into emoji."""
    words = text if text.strip() else _NOTHING
    return {"type": "plain_text", "text": clip(words, limit), "emoji": False}


def _count_units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
