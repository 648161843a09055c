"""A draft's texts in one more language: the title, questions, facts, reasons, answers and links, a line each.

The scripts have forms of their own. Lines are in the order of the English ones; a dash leaves one out. The titles of
links follow the campaign's own, since a form has five fields.
"""

from collections.abc import Sequence
from typing import Any

from bot.core.campaign_files.campaign_export import Entries
from bot.core.draft_parts.entry_text import (
    Fields,
    join_pair,
    keep_filled,
    read_text,
    set_entry,
    split_lines,
    split_pair,
    write_text,
)
from bot.text import is_dash

_NONE = "-"

# For each field of the form: the key of the file, and the texts of an entry on one line.
_LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "asks": ("asks", ("text", "delegate")),
    "facts": ("facts", ("text",)),
    "answers": ("answers", ("they_say", "you_can_say")),
}


def read_language(entries: Entries, tag: str) -> Fields:
    """The texts in one language."""
    titles = [entries.get("title"), *(one.get("title") for one in _list_links(entries))]
    fields = {"title": _join([read_text(one, tag) for one in titles])}
    for field, (key, names) in _LISTS.items():
        fields[field] = _join([join_pair(*_pair(one, names, tag)) for one in entries.get(key, ())])
    fields["why"] = _join([read_text(one, tag) for one in entries.get("why", ())])
    return keep_filled(fields)


def write_language(entries: Entries, fields: Fields, tag: str) -> Entries:
    """Write the texts in one language. An empty field takes that language away from its texts."""
    title, *titles = _split(fields.get("title", "")) or [""]
    entries = set_entry(entries, "title", write_text(entries.get("title"), tag, title))
    entries = _write_links(entries, titles, tag)
    for field, (key, names) in _LISTS.items():
        pairs = _match(entries.get(key, ()), _split(fields.get(field, "")))
        entries = set_entry(entries, key, [_write_line(one, names, tag, line) for one, line in pairs])
    whys = _match(entries.get("why", ()), _split(fields.get("why", "")))
    return set_entry(entries, "why", [write_text(one, tag, line) for one, line in whys])


def _list_links(entries: Entries) -> list[Entries]:
    return list(entries.get("actions", ()))


def _write_links(entries: Entries, titles: list[str], tag: str) -> Entries:
    pairs = _match(_list_links(entries), titles)
    links = [set_entry(one, "title", write_text(one.get("title"), tag, title)) for one, title in pairs]
    return set_entry(entries, "actions", links)


def _write_line(entry: Entries, names: tuple[str, ...], tag: str, line: str) -> Entries:
    sides = split_pair(line) if len(names) > 1 else (line,)
    for name, text in zip(names, sides, strict=True):
        entry = set_entry(entry, name, write_text(entry.get(name), tag, text))
    return entry


def _match(known: Sequence[Any], lines: list[str]) -> list[tuple[Any, str]]:
    """Each entry with its line; lines beyond the last entry belong to nothing."""
    return [(one, lines[place] if place < len(lines) else "") for place, one in enumerate(known)]


def _pair(entry: Entries, names: tuple[str, ...], tag: str) -> tuple[str, str]:
    texts = [read_text(entry.get(name), tag) for name in names]
    return texts[0], texts[1] if len(texts) > 1 else ""


def _join(lines: list[str]) -> str:
    """The lines, with a dash for each that is missing before the last one that isn't."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return "\n".join(line or _NONE for line in lines)


def _split(text: str) -> list[str]:
    return ["" if is_dash(line) else line for line in split_lines(text)]
