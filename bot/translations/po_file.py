"""Entries as a PO file (GNU gettext), which translators' own programs open. A sentence's key is its context."""

from collections.abc import Iterable

import polib
from babel import Locale
from babel.plural import to_gettext

from bot.translations.entries import Entry, Filled, Sentence, State, list_forms, list_texts
from bot.translations.faulty_file import FaultyFile

_FUZZY = "fuzzy"  # to be looked at again: gettext's own word


def write_po(entries: Iterable[Entry], tag: str) -> bytes:
    """The entries in UTF-8. A translation whose source changed is marked fuzzy."""
    rule = Locale.parse(tag.replace("-", "_")).plural_form
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": "Callboard",
        "Language": tag.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": to_gettext(rule),
    }
    forms = list_forms(tag)
    file.extend(_make_entry(entry, forms) for entry in entries)
    return str(file).encode()


def _make_entry(entry: Entry, forms: tuple[str, ...]) -> polib.POEntry:
    made = polib.POEntry(msgctxt=entry.key, comment=entry.note)
    texts = list_texts(entry.text)
    if isinstance(entry.source, str):
        made.msgid, made.msgstr = entry.source, texts.get("", "")
    else:
        made.msgid, made.msgid_plural = entry.source.get("one", entry.source["other"]), entry.source["other"]
        made.msgstr_plural = {place: texts.get(form, "") for place, form in enumerate(forms)}
    if entry.state is State.OUTDATED:
        made.flags = [_FUZZY]
    return made


def read_po(text: str, tag: str) -> tuple[Filled, ...]:
    """The translations of a PO file. Raises FaultyFile if it isn't one."""
    try:
        file = polib.pofile(text + "\n")  # polib takes a text without a line feed for a path
    except (OSError, ValueError, UnicodeError, IndexError, KeyError) as error:
        raise FaultyFile("po", str(error)) from None
    forms = list_forms(tag)
    entries = [entry for entry in file if entry.msgctxt and not entry.obsolete]
    if not entries:
        raise FaultyFile("po", "msgctxt")
    return tuple(
        Filled(entry.msgctxt, filled, _read_source(entry), _FUZZY not in entry.flags)
        for entry in entries
        if (filled := _read_text(entry, forms))
    )


def _read_source(entry: polib.POEntry) -> Sentence:
    return {"one": entry.msgid, "other": entry.msgid_plural} if entry.msgid_plural else str(entry.msgid)


def _read_text(entry: polib.POEntry, forms: tuple[str, ...]) -> Sentence:
    """An entry's translation, empty if there is none. Forms beyond the language's own keep their number as a name."""
    if not entry.msgid_plural:
        return str(entry.msgstr)
    numbered = {int(place): text for place, text in entry.msgstr_plural.items()}
    return {forms[at] if at < len(forms) else str(at): text for at, text in numbered.items() if text.strip()}
