"""How far each language has come, in lines to print."""

from collections.abc import Iterator, Sequence

from bot.cli.translations.audience import list_needed
from bot.cli.translations.exchange import load_language, name_language
from bot.cli.translations.review import Language, check_catalog, count_reviews, count_states
from bot.kit.i18n import list_catalogs
from bot.kit.localized_names import list_refused
from bot.translations.entries import State

_NAMED = 3  # keys in a line


def list_languages() -> list[str]:
    """Each language's lines."""
    return [line for tag in _list_tags() for line in _describe(load_language(tag))]


def list_missing() -> list[str]:
    """One line for each language that lacks sentences, or has some that are out of date."""
    lines = []
    for language in map(load_language, _list_tags()):
        needed = list_needed(language.tag, language.english)
        counts = count_states(language, needed)
        missing = [key for key in needed if language.judge(key) is State.MISSING]
        parts = [
            f"{count:,} of {language.tag} {what}"
            for count, what in (
                (len(missing), f"missing, which are shown in English ({_name(missing)})"),
                (counts[State.OUTDATED], "out of date"),
            )
            if count
        ]
        lines += [f"Not used as a name on Discord: {key} of {language.tag}" for key in list_refused(language.tag)]
        if parts:
            lines.append(f"Sentences: {'; '.join(parts)}. See: callboard translations")
    return lines


def _name(keys: Sequence[str]) -> str:
    """The first few keys."""
    return ", ".join((*keys[:_NAMED], *(["…"] if len(keys) > _NAMED else [])))


def _list_tags() -> list[str]:
    return [tag for tag in list_catalogs() if tag != "en"]


def _describe(language: Language) -> Iterator[str]:
    needed = list_needed(language.tag, language.english)
    counts = count_states(language, needed)
    translated = len(needed) - counts[State.MISSING]
    yield (
        f"{language.tag}, {name_language(language.tag)}: {translated:,} of {len(needed):,} sentences translated, "
        f"{counts[State.MISSING]:,} missing, {counts[State.OUTDATED]:,} out of date, "
        f"{counts[State.REVIEWED]:,} reviewed"
    )
    extra = len(language.english) - len(needed)
    if extra:
        yield f"  {extra:,} more are for coordinators and admins only, who read them in English"
    for review, count in count_reviews(language).items():
        yield f"  {count:,} reviewed by {review.by} on {review.on}"
    for key in needed:
        if language.judge(key) is State.OUTDATED:
            yield f"  out of date, since the English changed: {key}"
    for key, _ in check_catalog(language):
        yield f"  wrong, export and import it to see why: {key}"
