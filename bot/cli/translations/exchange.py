"""What the commands do: from a language's files to a translator's, and back."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError

from bot.cli.support.counts import write_count
from bot.cli.translations.audience import list_needed
from bot.cli.translations.catalog import load_sentences, save_sentences
from bot.cli.translations.marks import Review, load_marks, save_marks
from bot.cli.translations.review import Language, list_entries, merge
from bot.cli.translations.review import review as sign
from bot.errors import ConfigError, make_config_error
from bot.kit.i18n import find_catalog, load_sources, load_words
from bot.languages import choose_tag
from bot.translations.checks import Fault
from bot.translations.entries import State
from bot.translations.faulty_file import FaultyFile
from bot.translations.files import Format, read_entries, write_entries

MOST_BYTES = 4 * 1024 * 1024  # a catalog of all sentences with the English ones beside them takes an eighth of it
_LONGEST_NAME = 60


def load_language(tag: str) -> Language:
    """A language by its tag, which may have no sentence yet. Raises ConfigError for a tag that names none."""
    try:
        Locale.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        raise _make_refusal(tag, "is no language's tag; write one like es, zh-Hans or ar") from None
    if tag == "en":
        raise _make_refusal(tag, "is what the others are translated from; change bot/locales/en.yaml itself")
    if (own := choose_tag(tag, (tag,))) != tag:
        better = choose_tag(tag, ("es", "zh-Hans", "zh-Hant", "ko", "vi", "tl"))
        raise _make_refusal(tag, f"is filed under another tag here{'' if better == own else f': {better}'}")
    try:
        marks = load_marks(find_catalog(tag).parent, tag)
    except (yaml.YAMLError, KeyError, AttributeError, TypeError):
        raise _make_refusal(f"bot/locales/state/{tag}.yaml", "can't be read; restore it, or delete it") from None
    return Language(tag, load_sources(), load_sentences(tag), marks)


def _make_refusal(place: str, sentence: str) -> ConfigError:
    return make_config_error(place, sentence)


def export_file(tag: str, file: Path, form: Format | None, only: frozenset[State], under: str) -> str:
    """Write the sentences that a language needs into ``file``. Gives a sentence on the result."""
    language = load_language(tag)
    needed = set(list_needed(tag, language.english))
    entries = [one for one in list_entries(language, only, under) if one.key in needed or one.text]
    data = write_entries(entries, tag, form or _find_format(file))
    try:
        file.write_bytes(data)
    except OSError as error:
        raise _make_refusal(str(file), f"can't be written: {error.strerror}") from None
    return f"{file}: {write_count(len(entries), 'sentence')} for a translator into {name_language(tag)}"


def _find_format(file: Path) -> Format:
    ending = file.suffix.casefold().lstrip(".")
    try:
        return Format({"yml": "yaml"}.get(ending, ending))
    except ValueError:
        raise _make_refusal(str(file), "ends in none of .po, .csv and .yaml; say which with --format") from None


def import_file(tag: str, file: Path, form: Format | None) -> tuple[list[str], bool]:
    """Save the right sentences of ``file``. Gives lines on the result, and whether every sentence was right."""
    language = load_language(tag)
    try:
        filled = read_entries(_read(file), tag, form or _find_format(file))
    except FaultyFile as error:
        sentence = load_words("en").t(f"translation.file.{error.kind}", what=error.what)
        raise _make_refusal(str(file), sentence) from None
    outcome = merge(language, filled)
    folder = find_catalog(tag).parent
    if outcome.changed:
        save_sentences(folder, tag, name_language(tag), outcome.sentences)
        save_marks(folder, tag, outcome.marks)
    lines = [f"{tag}: {write_count(outcome.changed, 'sentence')} saved, {outcome.same} as before"]
    if outcome.unsettled:
        lines.append(
            f"{write_count(outcome.unsettled, 'sentence')} left as before, because the file marks them as out of date"
        )
    return [*_describe_faults(outcome.refused), *lines], not outcome.refused


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise _make_refusal(str(file), f"can't be read: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise _make_refusal(str(file), f"is larger than {MOST_BYTES // 1024 // 1024} MB")
    return data


def _describe_faults(faults: Iterable[tuple[str, Fault]]) -> Iterator[str]:
    return (f"{key}: {describe_fault(fault)}" for key, fault in faults)


def describe_fault(fault: Fault) -> str:
    """A fault in English, with the plural form that has it."""
    # A sentence about commands names them as the catalog does, with their blank.
    sentence = load_words("en", slash="{slash}").t(f"translation.fault.{fault.kind}", **dict(fault.params))
    return f"[{fault.form}] {sentence}" if fault.form else sentence


def sign_language(tag: str, by: str, on: str, under: str) -> str:
    """Note a person's review of a language. Gives a sentence on the result."""
    name = " ".join(by.split())
    if sum(map(str.isalpha, name)) < 2 or len(name) > _LONGEST_NAME:
        raise _make_refusal("--by", f"takes a person's name, of at most {_LONGEST_NAME} characters")
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise _make_refusal("--on", "takes a day like 2026-12-01") from None
    if day > date.today():
        raise _make_refusal("--on", "takes the day of the review, which can't lie in the future")
    language = load_language(tag)
    marks, count = sign(language, Review(name, day.isoformat()), under)
    if count:
        save_marks(find_catalog(tag).parent, tag, marks)
    return f"{tag}: {write_count(count, 'sentence')} reviewed by {name} on {day.isoformat()}"


def name_language(tag: str) -> str:
    """A language's name in English, and in itself."""
    english = Locale("en").languages.get(tag.replace("-", "_"), tag)  # of tl, the CLDR's own name is that of fil
    own = load_words("en").label("language", tag)
    return f"{english} ({own})" if own != english else english
