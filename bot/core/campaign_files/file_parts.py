"""Parts that the models of a campaign file share: lines, texts by language, keys and phone numbers."""

import re
from collections.abc import Iterable
from typing import Annotated, Any, assert_never

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator, ValidationInfo

from bot.config.checks import Flaw, FlawsError, check_length
from bot.core.directory.offices.phones import SWITCHBOARD, PhoneFlaw, find_phone_flaw, parse_phone
from bot.languages import list_tags
from bot.text import clean, outline

MAX_KEY = 32  # characters
_KEY = re.compile("[a-z0-9][a-z0-9-]*[a-z0-9]")


def find_canonical_tag(tag: str) -> str | None:
    """The canonical tag of a language (``tl`` for ``fil``, ``zh-Hant`` for ``zh-TW``), None if it is unknown.

    The Unicode CLDR, through Babel, knows the languages. A region matters only for the script of Chinese.
    """
    first = list_tags(tag)[0]
    return None if first == "en" and re.split("[-_]", tag.lower())[0] != "en" else first


def find_tag_flaws(tags: Iterable[str]) -> tuple[Flaw, ...]:
    """Find flaws in the keys of a map by language: unknown and repeated languages, and a missing English."""
    flaws: list[Flaw] = []
    known: dict[str, str] = {}
    for tag in tags:
        canonical = find_canonical_tag(tag)
        if canonical is None:
            sentence = f'"{tag[:40]}" is not a known language tag, such as en, es or zh-Hans'
            flaws.append(Flaw(sentence, (tag,), key=True))
        elif canonical in known:
            flaws.append(Flaw(f'"{tag}" and "{known[canonical]}" are the same language', (tag,), key=True))
        else:
            known[canonical] = tag
    return (*flaws, *([] if "en" in known else [Flaw('English, "en", is missing')]))


def tidy(text: str) -> str:
    # Some keyboards type Vietnamese in decomposed form. Composed, it counts and compares as people see it.
    return clean(text)


def _find_flaws(name: str, text: str, limit: int) -> Iterable[str]:
    text = tidy(text)
    if not text:
        yield f'"{name}" is empty'
    if len(text) > limit:
        yield f'"{name}" takes {len(text):,} of {limit:,} characters; shorten it'
    if "\n" in text:
        yield f'"{name}" must be a single line'
    if "{{" in text or "}}" in text:
        yield f'"{name}" holds a blank; only scripts can'


def check_line(limit: int) -> AfterValidator:
    """A validator for a single line that is shown unchanged."""

    def check(text: str, info: ValidationInfo) -> str:
        flaws = tuple(Flaw(sentence) for sentence in _find_flaws(str(info.field_name), text, limit))
        if flaws:
            raise FlawsError(flaws)
        return tidy(text)

    return AfterValidator(check)


def check_words(limit: int) -> PlainValidator:
    """A validator for a line in several languages. A plain string is English."""

    def check(value: Any, info: ValidationInfo) -> dict[str, str]:
        texts = {"en": value} if isinstance(value, str) else value
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise ValueError("must be a text, or one text for each language")
        flaws = list(find_tag_flaws(texts))
        for tag, text in texts.items():
            where = () if isinstance(value, str) else (tag,)
            flaws += [Flaw(sentence, where) for sentence in _find_flaws(str(info.field_name), text, limit)]
        if flaws:
            raise FlawsError(flaws)
        return {find_canonical_tag(tag) or tag: tidy(text) for tag, text in texts.items()}

    return PlainValidator(check)


def _check_key(text: str) -> str:
    key = outline(text)
    check_length(key, MAX_KEY)
    if not _KEY.fullmatch(key):
        raise ValueError("must be 2 to 32 small letters, digits and hyphens, such as clean-dream-act")
    return key


def _check_phone(text: str) -> str:
    number = parse_phone(text)
    if number is None:
        if sentence := _explain_phone_flaw(find_phone_flaw(text) or PhoneFlaw.OTHER):
            raise FlawsError((Flaw(sentence),))
        raise ValueError(f"must be a phone number with its area code, such as {SWITCHBOARD}")
    return number


def _explain_phone_flaw(flaw: PhoneFlaw) -> str | None:
    """The sentence for a number that can't be shown, None if the general sentence is enough."""
    match flaw:
        case PhoneFlaw.EXTENSION:
            return "An extension can't be dialed from a card: write the number alone"
        case PhoneFlaw.LETTERS:
            return f"Letters can't be dialed from every phone: write the number in digits, such as {SWITCHBOARD}"
        case PhoneFlaw.SEVERAL:
            return "A card gives one number: keep the one that most people should call"
        case PhoneFlaw.NONE | PhoneFlaw.OTHER:
            return None
        case _:
            assert_never(flaw)


Key = Annotated[str, AfterValidator(_check_key)]
Phone = Annotated[str, AfterValidator(_check_phone)]


class Shape(BaseModel):
    """A part of the file. Rejects unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
