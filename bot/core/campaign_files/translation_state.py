"""How far a campaign's translations have come: a draft, out of date, or reviewed by a named person.

A file's ``translations`` has, for each language, ``source``: short hashes of the English texts that its texts were
translated from, and ``reviewed``: who has read it, when, and hashes of what they read. Where a hash is not found any
more, somebody has changed the text since.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from cachetools import LRUCache, cached

from bot.core.campaign_files.campaign_export import Entries, list_entries
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaign_files.campaign_texts import list_texts
from bot.core.campaign_files.translation_shape import Reading, Translation
from bot.translations.entries import State

ENGLISH = "en"
NONE = "-"  # a ``source`` without any hash: everything is out of date
_SHORT, _LONG = 8, 12  # hexadecimal digits: of one text, and of all


@dataclass(frozen=True, slots=True)
class Progress:
    """A language's state, and the keys of its texts that are missing or out of date. ``reviewed`` is a valid review."""

    state: State
    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    reviewed: Reading | None = None


@cached(LRUCache(64), key=attrgetter("version"))  # more campaigns than are open at once
def judge_file(file: CampaignFile) -> Mapping[str, Progress]:
    """The progress of each language of a campaign."""
    return judge_all(list_entries(file))


def judge_all(entries: Entries) -> dict[str, Progress]:
    """The progress of each language that has any text or script, English first."""
    tags = dict.fromkeys([ENGLISH, *(tag for texts in list_texts(entries).values() for tag in texts)])
    return {tag: judge(entries, tag) for tag in tags}


def judge(entries: Entries, tag: str) -> Progress:
    """How far one language has come."""
    texts, known = list_texts(entries), read_translation(entries, tag)
    own = [key for key, one in texts.items() if one.get(tag)]
    missing = tuple(key for key, one in texts.items() if one.get(ENGLISH) and not one.get(tag))
    if not own:
        return Progress(State.MISSING, missing, ())
    source = None if known.source is None or tag == ENGLISH else known.source.split()
    outdated = tuple(key for key in own if not _is_from(texts[key], source))
    reading = known.reviewed
    if reading is None or reading.text != hash_language(entries, tag):
        return Progress(_choose_unread(entries, tag, outdated), missing, outdated)
    if tag != ENGLISH and (outdated or reading.source != hash_language(entries, ENGLISH)):
        return Progress(State.OUTDATED, missing, outdated)
    return Progress(State.REVIEWED, missing, (), reading)


def _choose_unread(entries: Entries, tag: str, outdated: tuple[str, ...]) -> State:
    """The state of texts without a valid review. Files may say of their English words alone that they were read."""
    if tag == ENGLISH and is_ticked(entries, ENGLISH):
        return State.REVIEWED
    return State.OUTDATED if outdated else State.DRAFT


def is_ticked(entries: Entries, tag: str) -> bool:
    """Whether a script says ``reviewed: true``, which names nobody."""
    script = (entries.get("scripts") or {}).get(tag) or {}
    return str(script.get("reviewed")).casefold() == "true"


def _is_from(texts: Mapping[str, str], source: Collection[str] | None) -> bool:
    """Whether a text was translated from the English of today, as far as anybody knows."""
    return source is None or ENGLISH not in texts or hash_text(texts[ENGLISH]) in source


def read_translation(entries: Entries, tag: str) -> Translation:
    """What a file or draft says of a language."""
    entry = (entries.get("translations") or {}).get(tag) or {}
    reviewed = entry.get("reviewed")
    made = Reading(**{name: str(text) for name, text in reviewed.items()}) if reviewed else None
    return Translation(entry.get("source"), made)


def hash_text(text: str) -> str:
    """The short hash of one text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_SHORT]


def hash_language(entries: Entries, tag: str) -> str:
    """The hash of all texts in one language, with their keys."""
    pairs = [(key, texts[tag]) for key, texts in list_texts(entries).items() if texts.get(tag)]
    text = json.dumps(pairs, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LONG]


def sign(entries: Entries, tag: str, by: str, on: str) -> Entries:
    """The entries with a person's review of a language as it is now, beside the English of now."""
    source = {} if tag == ENGLISH else {"source": hash_language(entries, ENGLISH)}
    reviewed = {"by": by, "on": on, **source, "text": hash_language(entries, tag)}
    entries = _confirm(entries, tag)
    return _set_translation(entries, tag, {**_get(entries, tag), "reviewed": reviewed})


def confirm(entries: Entries, tag: str) -> Entries:
    """The entries after somebody said that every text of a language is right beside the English of now."""
    return follow_changes(entries, entries, [(tag, key) for key in list_texts(entries)])


def _confirm(entries: Entries, tag: str) -> Entries:
    if tag == ENGLISH:
        return entries
    translated = [texts for texts in list_texts(entries).values() if texts.get(tag) and ENGLISH in texts]
    hashes = {hash_text(texts[ENGLISH]) for texts in translated}
    return _write_source(entries, tag, hashes)


def follow_changes(before: Entries, after: Entries, confirmed: Collection[tuple[str, str]] = ()) -> Entries:
    """The entries ``after`` a change, with a state of each language that is true again.

    A text is out of date if its English changed and it did not. Those in ``confirmed``, by language and key, were
    translated from the new English even if their words are the same. A review ends with a change of what was read.
    """
    old, new = list_texts(before), list_texts(after)
    if old == new and not confirmed:
        return after
    for tag in dict.fromkeys(tag for texts in new.values() for tag in texts):
        keys = frozenset(key for one, key in confirmed if one == tag)
        if tag != ENGLISH:
            after = _follow(before, after, tag, keys)
        after = _end_review(after, tag, is_confirmed=bool(keys))
    return after


def _follow(before: Entries, after: Entries, tag: str, confirmed: frozenset[str]) -> Entries:
    old, new = list_texts(before).values(), list_texts(after)
    source = read_translation(before, tag).source
    # Until now, every text was taken for a translation of the English beside it.
    own = {hash_text(texts[ENGLISH]) for texts in old if texts.get(tag) and ENGLISH in texts}
    known = own if source is None else set(source.split())
    written = {texts.get(tag) for texts in old}
    sources = {
        hash_text(texts[ENGLISH])
        for key, texts in new.items()
        if ENGLISH in texts
        and texts.get(tag)
        and (key in confirmed or hash_text(texts[ENGLISH]) in known or texts[tag] not in written)
    }
    return _write_source(after, tag, sources)


def _end_review(entries: Entries, tag: str, *, is_confirmed: bool) -> Entries:
    """The entries without a review of other words than those that are there."""
    entry, reading = _get(entries, tag), read_translation(entries, tag).reviewed
    if reading is None:
        return entries
    is_same_english = not is_confirmed or reading.source == hash_language(entries, ENGLISH)
    if reading.text == hash_language(entries, tag) and is_same_english:
        return entries
    return _set_translation(entries, tag, {name: value for name, value in entry.items() if name != "reviewed"})


def _write_source(entries: Entries, tag: str, hashes: Iterable[str]) -> Entries:
    return _set_translation(entries, tag, {**_get(entries, tag), "source": " ".join(sorted(hashes)) or NONE})


def _get(entries: Entries, tag: str) -> Entries:
    return dict((entries.get("translations") or {}).get(tag) or {})


def _set_translation(entries: Entries, tag: str, entry: Entries) -> Entries:
    entry = {name: entry[name] for name in ("source", "reviewed") if entry.get(name)}
    rest = {one: value for one, value in (entries.get("translations") or {}).items() if one != tag}
    kept = {**rest, tag: entry} if entry else rest
    others = {name: value for name, value in entries.items() if name != "translations"}
    return {**others, "translations": kept} if kept else others
