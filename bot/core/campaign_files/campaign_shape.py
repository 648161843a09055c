"""The pydantic model of a campaign file: every key, its limits, and the sentences for its flaws."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from bot.config.checks import Flaw, FlawsError, TimeZone, WholeNumber, check_length, suggest_closest
from bot.core.campaign_files import blanks
from bot.core.campaign_files.file_parts import Key, Phone, Shape, check_line, check_words
from bot.core.campaign_files.postcard_shape import Art, Beginnings, ColorsShape
from bot.core.campaign_files.schedule_shape import RhythmShape
from bot.core.campaign_files.script_shape import ScriptShape
from bot.core.campaign_files.target_shape import MINE, Targets
from bot.core.campaign_files.translation_shape import TranslationShape
from bot.core.directory.offices.phones import SWITCHBOARD
from bot.core.times.wall_clock import parse_wall_time
from bot.languages import choose_tag
from bot.text import clean

# Limits in characters. Asks and facts are lines of one card. A title heads the card and names the campaign in lists.
# Keys are part of button ids, which Discord limits to 100 characters.
MAX_TITLE = 80
MAX_TITLE_COST = 150  # once escaped: characters such as & take several
MAX_ASK = 200
MAX_FACT = 300
MAX_SOURCE = 200
MAX_TAG = 50
MAX_ORG = 60  # as long as an org's name may be
MAX_URL = 500  # Discord takes 512 for a link button
MAX_ASKS = 4  # a form has five fields, and one is for the outcome
MAX_FACTS = 5
MAX_ACTIONS = 10
MAX_WHYS = 6
MAX_WHY = 300
MAX_ANSWERS = 6
MAX_THEY_SAY = 150
MAX_BEHIND = 3_000  # all reasons, or all answers, once escaped: a card's body takes 3,700
MAX_TAGS = 10
# Script, asks and facts share one card. Discord limits it to 6,000; the rest is for title and notes.
MAX_CARD = 4_700
_WIDEST = "m" * 60  # the longest value of a blank: names of orgs and chapters have at most 60 characters


def _check_hashtag(text: str) -> str:
    tag = clean(text).replace("\uff03", "#", 1)
    check_length(tag, MAX_TAG)
    if not re.fullmatch(r"#\w+", tag):
        raise ValueError('must hold entries like "#CleanDREAMAct", with the # and in quotes')
    return tag


def _check_web_address(text: str) -> str:
    check_length(text, MAX_URL)
    try:
        parts = urlsplit(text)
        good = parts.scheme == "https" and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        good = False
    if not good or re.search(r"[\s<>|\"]", text):
        raise ValueError("must be a web address that begins with https://")
    return text


def _parse_wall_time(value: object) -> datetime:
    return parse_wall_time(value if isinstance(value, str) else "")


WallTime = Annotated[datetime, BeforeValidator(_parse_wall_time)]


class AskShape(Shape):
    """A question for the office. ``delegate`` is the version for members without a floor vote."""

    key: Key
    text: Annotated[dict[str, str], check_words(MAX_ASK)]
    delegate: Annotated[dict[str, str], check_words(MAX_ASK)] | None = None

    @property
    def texts(self) -> tuple[dict[str, str], ...]:
        """Its versions. A card shows one of them."""
        return (self.text, self.delegate) if self.delegate else (self.text,)


class FactShape(Shape):
    """A fact to quote, and its source."""

    text: Annotated[dict[str, str], check_words(MAX_FACT)]
    source: Annotated[str, check_line(MAX_SOURCE)]


class ActionShape(Shape):
    """Something to do. A ``link`` has a ``url``; a ``postcard`` with one is sent somewhere else.

    The last four belong to postcards that people write here: see `postcard_shape`.
    """

    key: Key
    type: Literal["call", "postcard", "link"]
    title: Annotated[dict[str, str], check_words(MAX_TITLE)]
    url: Annotated[str, AfterValidator(_check_web_address)] | None = None
    beginnings: Beginnings = ()
    art: Art | None = None
    shape: Literal["sunrise", "people", "homes"] | None = None
    colors: ColorsShape | None = None

    @model_validator(mode="after")
    def _check_address(self) -> "ActionShape":
        if self.type == "link" and self.url is None:
            raise FlawsError([Flaw('"url" is missing; a link needs one')])
        if self.type == "call" and self.url is not None:
            raise FlawsError([Flaw('"url" belongs to links and postcards only', ("url",), key=True)])
        return self

    @model_validator(mode="after")
    def _check_design(self) -> "ActionShape":
        design = [name for name in ("beginnings", "art", "shape", "colors") if getattr(self, name)]
        if design and (self.type != "postcard" or self.url is not None):
            why = "belongs to postcards that people write here, without a url"
            raise FlawsError([Flaw(f'"{name}" {why}', (name,), key=True) for name in design])
        return self


class AnswerShape(Shape):
    """What an office may say, and what a caller can answer."""

    they_say: Annotated[dict[str, str], check_words(MAX_THEY_SAY)]
    you_can_say: Annotated[dict[str, str], check_words(MAX_WHY)]


class CampaignShape(Shape):
    """A whole file as typed, with its texts by canonical language tag."""

    campaign: Key
    title: Annotated[dict[str, str], check_words(MAX_TITLE)]
    org: Annotated[str, check_line(MAX_ORG)] | None = None
    audience: Literal["org", "coalition"] = "coalition"
    timezone: TimeZone | None = None
    opens: WallTime | None = None
    closes: WallTime | None = None
    status: Literal["open", "paused"] = "open"
    goal: Annotated[WholeNumber, Field(ge=1, le=10_000_000)] | None = None
    phone: Phone = SWITCHBOARD
    targets: Targets = MINE
    tags: Annotated[tuple[Annotated[str, AfterValidator(_check_hashtag)], ...], Field(max_length=MAX_TAGS)] = ()
    asks: Annotated[tuple[AskShape, ...], Field(max_length=MAX_ASKS)] = ()
    facts: Annotated[tuple[FactShape, ...], Field(max_length=MAX_FACTS)] = ()
    actions: Annotated[tuple[ActionShape, ...], Field(max_length=MAX_ACTIONS)] = ()
    why: Annotated[tuple[Annotated[dict[str, str], check_words(MAX_WHY)], ...], Field(max_length=MAX_WHYS)] = ()
    answers: Annotated[tuple[AnswerShape, ...], Field(max_length=MAX_ANSWERS)] = ()
    rhythm: RhythmShape = RhythmShape()
    scripts: dict[str, ScriptShape]
    translations: dict[str, TranslationShape] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_audience(self) -> "CampaignShape":
        if self.audience == "org" and self.org is None:
            raise FlawsError([Flaw('"audience: org" needs "org", the organization that it is for', ("audience",))])
        return self

    @model_validator(mode="after")
    def _check_card(self, info: ValidationInfo) -> "CampaignShape":
        cost: Callable[[str], int] = (info.context or {}).get("cost", len)
        sizes = {
            tag: max(map(cost, map(self._fill_longest, script.texts))) + self._measure_besides(tag, cost)
            for tag, script in self.scripts.items()
        }
        flaws = [
            Flaw(_explain_room(size), ("scripts", tag), key=True) for tag, size in sizes.items() if size > MAX_CARD
        ]
        if flaws := [*flaws, *self._find_unasked(), *_find_heavy(self.title, cost), *self._find_long(cost)]:
            raise FlawsError(flaws)
        return self

    def _find_long(self, cost: Callable[[str], int]) -> Iterator[Flaw]:
        """Find reasons and answers that are too long for their own cards, in any language."""
        answers = [text for one in self.answers for text in (one.they_say, one.you_can_say)]
        for name, texts in (("why", self.why), ("answers", answers)):
            size = sum(max(map(cost, one.values())) for one in texts)
            if size > MAX_BEHIND:
                sentence = f'"{name}" takes {size:,} of {MAX_BEHIND:,} characters where it is shown; shorten it'
                yield Flaw(sentence, (name,), key=True)

    def _find_unasked(self) -> Iterator[Flaw]:
        """Find script versions for a position on an ask that the campaign doesn't have."""
        known = [ask.key for ask in self.asks]
        for tag, script in self.scripts.items():
            for index, other in enumerate(script.when):
                if other.ask and other.ask not in known:
                    sentence = f'"ask" must be the key of one of the asks{suggest_closest(other.ask, known)}'
                    yield Flaw(sentence, ("scripts", tag, "when", index, "ask"))

    def _fill_longest(self, text: str) -> str:
        """The script with the longest possible value in each blank."""
        return blanks.fill(text, dict.fromkeys(blanks.NAMES, _WIDEST))

    def _measure_besides(self, tag: str, cost: Callable[[str], int]) -> int:
        """The most room that asks and facts take on a card in one language."""

        def measure(text: dict[str, str]) -> int:
            return cost(text[choose_tag(tag, tuple(text))])

        asks = sum(max(map(measure, ask.texts)) for ask in self.asks)
        return asks + sum(measure(fact.text) + cost(fact.source) for fact in self.facts)


def _find_heavy(title: dict[str, str], cost: Callable[[str], int]) -> Iterator[Flaw]:
    """Find titles that are too long once escaped."""
    for tag, text in title.items():
        if cost(text) > MAX_TITLE_COST:
            sentence = f'"title" takes {cost(text):,} of {MAX_TITLE_COST} characters where it is shown; use fewer signs'
            yield Flaw(sentence, ("title", tag) if len(title) > 1 else ("title",))


def _explain_room(size: int) -> str:
    return f"script, asks and facts take {size:,} of {MAX_CARD:,} characters together; shorten one of them"
