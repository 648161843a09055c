"""All texts of a draft in one language, by their keys: the part that translators' files write."""

from typing import Any

from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.campaign_texts import SCRIPT, list_texts
from bot.core.campaign_files.translation_state import ENGLISH, hash_language
from bot.core.draft_parts.entry_text import Fields, write_text
from bot.core.draft_parts.script_part import EVERYONE, write_script
from bot.errors import UserError

PART = "texts"
STAMP = "@english"  # beside texts that wait for a decision: the hash of the English that they were compared with
_PLACES = {"reminders": ("rhythm", "reminders"), "offices": ("targets", "list")}  # where a key leaves steps out


def read_texts(entries: Entries, tag: str) -> Fields:
    """The texts in one language."""
    return {key: texts[tag] for key, texts in list_texts(entries).items() if texts.get(tag)}


def write_texts(entries: Entries, fields: Fields, tag: str) -> Entries:
    """Write some texts in one language; the others stay.

    Raises UserError if the fields have a `STAMP` of other English words than those of now.
    """
    if fields.get(STAMP, hash_language(entries, ENGLISH)) != hash_language(entries, ENGLISH):
        raise UserError("draft.texts_stale")
    for key in list_texts(entries).keys() & fields.keys():
        entries = _write(entries, key, tag, fields[key])
    return entries


def _write(entries: Entries, key: str, tag: str, text: str) -> Entries:
    first, *steps = key.split(".")
    if first == SCRIPT:
        return write_script(entries, {"text": text}, tag, key.partition(".")[2] or EVERYONE)
    changed: Entries = _change(entries, [*_PLACES.get(first, (first,)), *steps], tag, text)
    return changed


def _change(node: Any, steps: list[str], tag: str, text: str) -> Any:
    """A part of the tree with another text at the end of ``steps``: keys of mappings, keys or places of entries."""
    if not steps:
        return write_text(node, tag, text)
    step, *rest = steps
    if isinstance(node, dict):
        return {**node, step: _change(node.get(step), rest, tag, text)}
    return [_change(one, rest, tag, text) if _is_at(one, number, step) else one for number, one in enumerate(node, 1)]


def _is_at(entry: Any, number: int, step: str) -> bool:
    own = entry.get("key") if isinstance(entry, dict) else None
    return step == (own or str(number))
