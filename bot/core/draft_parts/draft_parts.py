"""The parts of a draft: each is one form, and owns some of the campaign file's keys.

A part's name is a word, with details behind colons where there are several: ``facts``, ``ask:dream``,
``script:es:house``.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.translation_state import follow_changes
from bot.core.draft_parts.entry_text import Fields, keep_filled, read_text, set_entry, write_text
from bot.core.draft_parts.language_part import read_language, write_language
from bot.core.draft_parts.list_parts import (
    read_answers,
    read_ask,
    read_facts,
    read_links,
    read_rhythm,
    read_why,
    write_answers,
    write_ask,
    write_facts,
    write_links,
    write_rhythm,
    write_why,
)
from bot.core.draft_parts.postcard_part import read_postcard, write_postcard
from bot.core.draft_parts.script_part import read_script, write_script
from bot.core.draft_parts.target_part import read_targets, write_targets
from bot.core.draft_parts.texts_part import PART as TEXTS
from bot.core.draft_parts.texts_part import read_texts, write_texts

_MARK = 6  # hexadecimal digits; a mark travels in a form's id

_TAGS = re.compile(r"[^\s,;]+")
_DATES = ("opens", "closes", "timezone")


def _read_basics(entries: Entries) -> Fields:
    dates = {name: str(entries.get(name, "")) for name in _DATES}
    return keep_filled({"title": read_text(entries.get("title"), "en"), **dates})


def _write_basics(entries: Entries, fields: Fields) -> Entries:
    entries = set_entry(entries, "title", write_text(entries.get("title"), "en", fields.get("title", "")))
    for name in _DATES:
        entries = set_entry(entries, name, fields.get(name))
    return entries


def _read_goal(entries: Entries) -> Fields:
    words = {name: str(entries.get(name, "")) for name in ("goal", "phone")}
    return keep_filled({**words, "tags": " ".join(entries.get("tags", ()))})


def _write_goal(entries: Entries, fields: Fields) -> Entries:
    for name in ("goal", "phone"):
        entries = set_entry(entries, name, fields.get(name, "").replace(",", "" if name == "goal" else ","))
    return set_entry(entries, "tags", [f"#{tag.lstrip('#')}" for tag in _TAGS.findall(fields.get("tags", ""))])


def _read_audience(entries: Entries) -> Fields:
    return keep_filled({"audience": str(entries.get("audience", ""))})


def _write_audience(entries: Entries, fields: Fields) -> Entries:
    return set_entry(entries, "audience", fields.get("audience"))


_PARTS: Mapping[str, tuple[Callable[..., Fields], Callable[..., Entries]]] = MappingProxyType(
    {
        "basics": (_read_basics, _write_basics),
        "script": (read_script, write_script),
        "ask": (read_ask, write_ask),
        "facts": (read_facts, write_facts),
        "targets": (read_targets, write_targets),
        "goal": (_read_goal, _write_goal),
        "rhythm": (read_rhythm, write_rhythm),
        "links": (read_links, write_links),
        "postcard": (read_postcard, write_postcard),
        "why": (read_why, write_why),
        "answers": (read_answers, write_answers),
        "language": (read_language, write_language),
        TEXTS: (read_texts, write_texts),
        "audience": (_read_audience, _write_audience),
    }
)
# The part whose form mends each key of a campaign file.
_OWNERS: Mapping[str, str] = MappingProxyType(
    {
        "title": "basics",
        "opens": "basics",
        "closes": "basics",
        "timezone": "basics",
        "scripts": "script",
        "asks": "ask",
        "facts": "facts",
        "targets": "targets",
        "goal": "goal",
        "phone": "goal",
        "tags": "goal",
        "rhythm": "rhythm",
        "actions": "links",
        "why": "why",
        "answers": "answers",
        "translations": "language",
        "org": "audience",
        "audience": "audience",
    }
)


def read_part(entries: Entries, part: str) -> Fields:
    """What a part's form holds. Raises KeyError for a part that there isn't."""
    name, details = _split(part)
    return _PARTS[name][0](entries, *details)


def write_part(entries: Entries, part: str, fields: Fields) -> Entries:
    """The entries with a part as its form was filled in. Raises KeyError for a part that there isn't."""
    name, details = _split(part)
    return _PARTS[name][1](entries, keep_filled(fields), *details)


def write_and_follow(entries: Entries, part: str, fields: Fields) -> Entries:
    """What `write_part` gives, with states of translations that are true again.

    What translators wrote is about the English of now, also where they left their words as they were.
    """
    name, details = _split(part)
    confirmed = [(details[0], key) for key in fields] if name == TEXTS else []
    return follow_changes(entries, write_part(entries, part, fields), confirmed)


def find_owner(key: str) -> str:
    """The part that a key of the campaign file belongs to. A postcard among its actions has a part of its own."""
    return _OWNERS.get(key, "basics")


def mark_fields(fields: Fields) -> str:
    """A mark of a form's content, never empty, to tell later whether somebody changed it."""
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]


def _split(part: str) -> tuple[str, list[str]]:
    name, *details = part.split(":", 2)
    return name, details
