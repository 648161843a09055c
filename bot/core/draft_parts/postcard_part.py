"""A draft's postcard: its title, what it may begin with, and the front's words, shape and colors.

Its picture is nothing of a draft: it is a file on the machine, which nobody names in chat.
"""

from bot.core.campaign_files.campaign_export import Entries
from bot.core.draft_parts.entry_text import (
    Fields,
    drop_empty,
    keep_filled,
    make_key,
    match_lines,
    read_text,
    set_entry,
    split_lines,
    write_text,
)

_COLORS = ("dark", "light", "warm")
_TYPE = "postcard"


def read_postcard(entries: Entries) -> Fields:
    """The postcard in English, nothing without one."""
    card: Entries = next((one for one in entries.get("actions", ()) if one.get("type") == _TYPE), {})
    colors = card.get("colors") or {}
    return keep_filled(
        {
            "title": read_text(card.get("title"), "en"),
            "beginnings": "\n".join(read_text(one, "en") for one in card.get("beginnings", ())),
            "art": read_text(card.get("art"), "en"),
            "shape": str(card.get("shape", "")),
            "colors": " ".join(str(colors[name]) for name in _COLORS if colors.get(name)),
        }
    )


def write_postcard(entries: Entries, fields: Fields) -> Entries:
    """Write the postcard, or take it away with its title. Texts that stay keep their translations."""
    actions = list(entries.get("actions", ()))
    place = next((index for index, one in enumerate(actions) if one.get("type") == _TYPE), len(actions))
    old: Entries = actions[place] if place < len(actions) else {}
    actions[place : place + 1] = [_write(old, fields, actions)] if keep_filled(fields) else []
    return set_entry(entries, "actions", actions)


def _write(old: Entries, fields: Fields, actions: list[Entries]) -> Entries:
    lines = split_lines(fields.get("beginnings", ""))
    known = match_lines([{"text": one} for one in old.get("beginnings", ())], lines, "text")
    card = {
        **old,
        "key": old.get("key") or make_key(_TYPE, [str(one.get("key")) for one in actions]),
        "type": _TYPE,
        "title": write_text(old.get("title"), "en", fields.get("title", "")),
        "beginnings": [write_text(one.get("text"), "en", line) for one, line in zip(known, lines, strict=True)] or None,
        "art": write_text(old.get("art"), "en", fields.get("art", "")),
        "shape": fields.get("shape"),
        "colors": _split_colors(fields.get("colors", "")),
    }
    return drop_empty(card)


def _split_colors(text: str) -> Entries | None:
    """The colors as typed, in their order. What is too much stays with the last, for the parser to refuse."""
    words = text.split(maxsplit=len(_COLORS) - 1)
    return dict(zip(_COLORS, words, strict=False)) or None
