"""Small pieces of a campaign file's entries: texts by language, lines of a form, and keys made from words."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any, TypeAlias

from bot.core.campaign_files.campaign_export import Entries
from bot.text import clean

Fields: TypeAlias = dict[str, str]  # what a part's form holds, by field; empty fields are left out

_KEY = 16  # characters: keys travel in buttons' ids
_BETWEEN = " | "  # the two sides of a line, such as a fact and its source


def read_text(value: Any, tag: str) -> str:
    """The text in one language; a plain string is English."""
    if isinstance(value, dict):
        return str(value.get(tag) or "")
    return str(value or "") if tag == "en" else ""


def read_texts(value: Any) -> dict[str, str]:
    """The texts by language; English is there even if it is empty."""
    texts = value if isinstance(value, dict) else {"en": value}
    return {"en": ""} | {tag: str(text) for tag, text in texts.items() if text}


def write_text(value: Any, tag: str, text: str) -> Any:
    """The texts with ``text`` in one language, or without that language if it is empty; None if none is left."""
    texts = dict(value) if isinstance(value, dict) else {"en": value} if value else {}
    if text:
        texts[tag] = text
    else:
        texts.pop(tag, None)
    if not texts:
        return None
    return texts["en"] if list(texts) == ["en"] else texts


def set_entry(entries: Entries, name: str, value: Any) -> Entries:
    """The entries with another value under a key, or without the key if the value is empty."""
    rest = {key: old for key, old in entries.items() if key != name}
    return rest if value in (None, "", [], {}) else {**entries, name: value}


def keep_filled(fields: Fields) -> Fields:
    """The fields that hold something, cleaned."""
    return {name: text for name, value in fields.items() if (text := clean(value))}


def drop_empty(entry: Entries) -> Entries:
    """The entry without keys that hold nothing: in a file, an empty value would be the word "null"."""
    return {name: value for name, value in entry.items() if value not in (None, "")}


def split_lines(text: str) -> list[str]:
    """The lines of a field that hold something."""
    return [line for line in map(str.strip, text.splitlines()) if line]


def split_pair(line: str) -> tuple[str, str]:
    """The two sides of a line at its first "|"; the second is empty without one."""
    first, _, second = line.partition("|")
    return first.strip(), second.strip()


def join_pair(first: str, second: str) -> str:
    """A line that `split_pair` takes apart again."""
    return f"{first}{_BETWEEN}{second}".strip() if second else first


def match_lines(old: Sequence[Entries], texts: Sequence[str], name: str) -> list[Entries]:
    """The old entry for each line, so that its translations stay; an empty one for a new line.

    It is the one with the same English text under ``name``, else the one in the same place if no line came or went.
    """
    by_text = {read_text(one.get(name), "en"): one for one in old}
    as_many = len(old) == len(texts)
    return [by_text.get(text) or (dict(old[place]) if as_many else {}) for place, text in enumerate(texts)]


def make_key(text: str, taken: Collection[str], limit: int = _KEY) -> str:
    """A key of a campaign file from words, such as ``clean-dream-act``, that isn't taken."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = _cut_words(re.sub(r"[^a-z0-9]+", "-", plain).strip("-"), limit) or "new"
    base = base if len(base) > 1 else f"{base}-1"
    key, number = base, 2
    while key in taken:
        ending = f"-{number}"
        key, number = f"{base[: limit - len(ending)].strip('-')}{ending}", number + 1
    return key


def _cut_words(words: str, limit: int) -> str:
    """As many of the words between hyphens as fit, or the first one cut."""
    if len(words) <= limit:
        return words
    return words[: limit + 1].rpartition("-")[0] or words[:limit]
