"""The shape of a campaign file: every key, its limits, and the sentences for what is not as it should be."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    model_validator,
)

from bot.checks import Flaw, FlawsError, TimeZone, WholeNumber, did_you_mean
from bot.core import blanks
from bot.core.offices import GENERIC
from bot.core.phones import SWITCHBOARD, phone
from bot.core.wall_clock import wall_time
from bot.languages import best, chain

# Limits in characters. A script shares a Discord embed of 4,096 with asks and facts; asks and facts are lines
# in the same card; a title heads it and names the campaign in lists; keys stand in the ids of buttons, which
# Discord limits to 100.
MAX_SCRIPT = 2_600
MAX_TITLE = 80
MAX_ASK = 200
MAX_FACT = 300
MAX_SOURCE = 200
MAX_TAG = 50
MAX_ORG = 60  # as long as an org's name may be
MAX_URL = 500  # Discord takes 512 for a link button
MAX_ASKS = 4  # a form has five fields, and the outcome is one
MAX_FACTS = 5
MAX_ACTIONS = 10
MAX_TAGS = 10
# Script, asks and facts stand in one card, which Discord limits to 6,000 in all; the rest is for title and notes.
MAX_CARD = 4_700
_WIDEST = "m" * 60  # what a blank may grow to: names of orgs and chapters have at most 60 characters

_KEY = re.compile("[a-z0-9][a-z0-9-]{0,30}[a-z0-9]")


def canonical_tag(tag: str) -> str | None:
    """Return the tag that a language is filed under (``fil`` gives ``tl``, ``zh-TW`` ``zh-Hant``), or None.

    Known is what the Unicode CLDR, through Babel, knows; regions only choose the script of Chinese.
    """
    first = chain(tag)[0]
    return None if first == "en" and re.split("[-_]", tag.lower())[0] != "en" else first


def tag_flaws(tags: Iterable[str]) -> tuple[Flaw, ...]:
    """Return what is wrong with the keys of a map by language; English must be among them."""
    flaws: list[Flaw] = []
    filed: dict[str, str] = {}
    for tag in tags:
        canonical = canonical_tag(tag)
        if canonical is None:
            sentence = f'"{tag[:40]}" is not a known language tag, such as en, es or zh-Hans'
            flaws.append(Flaw(sentence, (tag,), key=True))
        elif canonical in filed:
            flaws.append(Flaw(f'"{tag}" and "{filed[canonical]}" are the same language', (tag,), key=True))
        else:
            filed[canonical] = tag
    return (*flaws, *([] if "en" in filed else [Flaw('English, "en", is missing')]))


def _tidy(text: str) -> str:
    # Vietnamese typed on some keyboards comes in parts; composed, it counts and compares as people see it.
    return unicodedata.normalize("NFC", text).strip()


def _line_flaws(name: str, text: str, limit: int) -> Iterable[str]:
    text = _tidy(text)
    if not text:
        yield f'"{name}" is empty'
    if len(text) > limit:
        yield f'"{name}" takes {len(text):,} of {limit:,} characters; shorten it'
    if "\n" in text:
        yield f'"{name}" must be a single line'
    if "{{" in text or "}}" in text:
        yield f'"{name}" holds a blank; only scripts can'


def _line(limit: int) -> AfterValidator:
    """A single line that is shown as it is."""

    def check(text: str, info: ValidationInfo) -> str:
        flaws = tuple(Flaw(sentence) for sentence in _line_flaws(str(info.field_name), text, limit))
        if flaws:
            raise FlawsError(flaws)
        return _tidy(text)

    return AfterValidator(check)


def _words(limit: int) -> PlainValidator:
    """A line in several languages; a lone text is English."""

    def check(value: Any, info: ValidationInfo) -> dict[str, str]:
        texts = {"en": value} if isinstance(value, str) else value
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise ValueError("must be a text, or one text for each language")
        flaws = list(tag_flaws(texts))
        for tag, text in texts.items():
            where = () if isinstance(value, str) else (tag,)
            flaws += [Flaw(said, where) for said in _line_flaws(str(info.field_name), text, limit)]
        if flaws:
            raise FlawsError(flaws)
        return {canonical_tag(tag) or tag: _tidy(text) for tag, text in texts.items()}

    return PlainValidator(check)


def _key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError("must be 2 to 32 small letters, digits and hyphens, such as clean-dream-act")
    return text


def _phone(text: str) -> str:
    number = phone(text)
    if number is None:
        raise ValueError(f"must be a phone number with its area code, such as {SWITCHBOARD}")
    return number


def _hashtag(text: str) -> str:
    if not re.fullmatch(rf"#\w{{1,{MAX_TAG - 1}}}", text):
        raise ValueError('must hold entries like "#CleanDREAMAct", with the # and in quotes')
    return text


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme == "https" and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        good = False
    if not good or len(text) > MAX_URL or re.search(r"[\s<>|\"]", text):
        raise ValueError(f"must be a web address that begins with https://, at most {MAX_URL} characters")
    return text


def _target(text: str) -> str:
    if text not in GENERIC:
        raise ValueError(f"must be among {', '.join(GENERIC)}{did_you_mean(text, GENERIC)}")
    return text


def _targets(targets: tuple[str, ...]) -> tuple[str, ...]:
    if not targets or len(set(targets)) < len(targets):
        raise ValueError("must name at least one office, and each only once")
    return targets


def _wall_time(value: object) -> datetime:
    return wall_time(value if isinstance(value, str) else "")


def _script_text(text: str, info: ValidationInfo) -> str:
    cost: Callable[[str], int] = (info.context or {}).get("cost", len)
    size = cost(_tidy(text))
    flaws = [*_blank_flaws(text)]
    if size > MAX_SCRIPT:
        flaws.append(Flaw(f"the script takes {size:,} of {MAX_SCRIPT:,} characters; shorten it"))
    if not _tidy(text):
        flaws.append(Flaw('"text" is empty'))
    if flaws:
        raise FlawsError(flaws)
    return _tidy(text)


def _blank_flaws(text: str) -> Iterable[Flaw]:
    for found in blanks.unknown(text):
        known = ", ".join(f"{{{{{name}}}}}" for name in blanks.NAMES)
        hint = f'did you mean "{{{{{found.suggestion}}}}}"?' if found.suggestion else f"the blanks are {known}"
        blank = found.blank
        yield Flaw(f'there is no blank "{blank.text[:40]}"; {hint}', token=(blank.offset, blank.text))
    for stray in blanks.strays(text):
        yield Flaw(
            f'"{stray.text}" without its other half; write a blank on one line, such as {{{{name}}}}',
            token=(stray.offset, stray.text),
        )


Key = Annotated[str, AfterValidator(_key)]
WallTime = Annotated[datetime, BeforeValidator(_wall_time)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class AskShape(_Shape):
    """A question to the office."""

    key: Key
    text: Annotated[dict[str, str], _words(MAX_ASK)]


class FactShape(_Shape):
    """Something to quote, and who said it."""

    text: Annotated[dict[str, str], _words(MAX_FACT)]
    source: Annotated[str, _line(MAX_SOURCE)]


class ActionShape(_Shape):
    """Something to do; only a ``link`` has an address."""

    key: Key
    type: Literal["call", "postcard", "link"]
    title: Annotated[dict[str, str], _words(MAX_TITLE)]
    url: Annotated[str, AfterValidator(_web_address)] | None = None

    @model_validator(mode="after")
    def _address_of_links(self) -> "ActionShape":
        if self.type == "link" and self.url is None:
            raise FlawsError([Flaw('"url" is missing; a link needs one')])
        if self.type != "link" and self.url is not None:
            raise FlawsError([Flaw('"url" belongs to links only', ("url",), key=True)])
        return self


class ScriptShape(_Shape):
    """What to say in one language; until somebody has reviewed it, it is shown as a draft."""

    reviewed: bool = False
    text: Annotated[str, AfterValidator(_script_text)]


class CampaignShape(_Shape):
    """A whole file, as typed; its texts already by canonical language tag."""

    campaign: Key
    title: Annotated[dict[str, str], _words(MAX_TITLE)]
    org: Annotated[str, _line(MAX_ORG)] | None = None
    timezone: TimeZone | None = None
    opens: WallTime | None = None
    closes: WallTime | None = None
    status: Literal["open", "paused"] = "open"
    goal: Annotated[WholeNumber, Field(ge=1, le=10_000_000)] | None = None
    phone: Annotated[str, AfterValidator(_phone)] = SWITCHBOARD
    targets: Annotated[tuple[Annotated[str, AfterValidator(_target)], ...], AfterValidator(_targets)] = GENERIC
    tags: Annotated[tuple[Annotated[str, AfterValidator(_hashtag)], ...], Field(max_length=MAX_TAGS)] = ()
    asks: Annotated[tuple[AskShape, ...], Field(max_length=MAX_ASKS)] = ()
    facts: Annotated[tuple[FactShape, ...], Field(max_length=MAX_FACTS)] = ()
    actions: Annotated[tuple[ActionShape, ...], Field(max_length=MAX_ACTIONS)] = ()
    scripts: dict[str, ScriptShape]

    @model_validator(mode="after")
    def _fits_a_card(self, info: ValidationInfo) -> "CampaignShape":
        cost: Callable[[str], int] = (info.context or {}).get("cost", len)
        sizes = {tag: sum(map(cost, self._card(tag))) for tag in self.scripts}
        flaws = [Flaw(_too_much(size), ("scripts", tag), key=True) for tag, size in sizes.items() if size > MAX_CARD]
        if flaws:
            raise FlawsError(flaws)
        return self

    def _card(self, tag: str) -> list[str]:
        """Return the texts of the card for one language, each blank filled with the most it may hold."""
        script = blanks.fill(self.scripts[tag].text, dict.fromkeys(blanks.NAMES, _WIDEST))
        said = [*(ask.text for ask in self.asks), *(fact.text for fact in self.facts)]
        return [script, *(text[best(tag, tuple(text))] for text in said), *(fact.source for fact in self.facts)]


def _too_much(size: int) -> str:
    return f"script, asks and facts take {size:,} of {MAX_CARD:,} characters together; shorten one of them"
