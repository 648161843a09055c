"""The shape of a campaign file: every key, its limits, and the sentences for what is not as it should be."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from bot.config.checks import Flaw, FlawsError, TimeZone, WholeNumber, did_you_mean
from bot.core.campaign_files import blanks
from bot.core.campaign_files.file_parts import Key, Phone, Shape, line, words
from bot.core.campaign_files.schedule_shape import RhythmShape
from bot.core.campaign_files.script_shape import ScriptShape
from bot.core.campaign_files.target_shape import MINE, Targets
from bot.core.directory.phones import SWITCHBOARD
from bot.core.times.wall_clock import parse_wall_time
from bot.languages import best
from bot.text import clean

# Limits in characters. Asks and facts are lines in one card; a title heads it and names the campaign in lists;
# keys stand in the ids of buttons, which Discord limits to 100.
MAX_TITLE = 80
MAX_TITLE_COST = 150  # of a card's title, where signs such as & take several
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


def _hashtag(text: str) -> str:
    tag = clean(text).replace("\uff03", "#", 1)
    if not re.fullmatch(rf"#\w{{1,{MAX_TAG - 1}}}", tag):
        raise ValueError('must hold entries like "#CleanDREAMAct", with the # and in quotes')
    return tag


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme == "https" and parts.hostname and not parts.username and parts.port != 0
    except ValueError:
        good = False
    if not good or len(text) > MAX_URL or re.search(r"[\s<>|\"]", text):
        raise ValueError(f"must be a web address that begins with https://, at most {MAX_URL} characters")
    return text


def _wall_time(value: object) -> datetime:
    return parse_wall_time(value if isinstance(value, str) else "")


WallTime = Annotated[datetime, BeforeValidator(_wall_time)]


class AskShape(Shape):
    """A question to the office; ``delegate`` is what those without a vote on the floor are asked instead."""

    key: Key
    text: Annotated[dict[str, str], words(MAX_ASK)]
    delegate: Annotated[dict[str, str], words(MAX_ASK)] | None = None

    @property
    def texts(self) -> tuple[dict[str, str], ...]:
        """Its words for everybody, and those for delegates, of which a card shows one."""
        return (self.text, self.delegate) if self.delegate else (self.text,)


class FactShape(Shape):
    """Something to quote, and who said it."""

    text: Annotated[dict[str, str], words(MAX_FACT)]
    source: Annotated[str, line(MAX_SOURCE)]


class ActionShape(Shape):
    """Something to do; only a ``link`` has an address."""

    key: Key
    type: Literal["call", "postcard", "link"]
    title: Annotated[dict[str, str], words(MAX_TITLE)]
    url: Annotated[str, AfterValidator(_web_address)] | None = None

    @model_validator(mode="after")
    def _address_of_links(self) -> "ActionShape":
        if self.type == "link" and self.url is None:
            raise FlawsError([Flaw('"url" is missing; a link needs one')])
        if self.type != "link" and self.url is not None:
            raise FlawsError([Flaw('"url" belongs to links only', ("url",), key=True)])
        return self


class CampaignShape(Shape):
    """A whole file, as typed; its texts already by canonical language tag."""

    campaign: Key
    title: Annotated[dict[str, str], words(MAX_TITLE)]
    org: Annotated[str, line(MAX_ORG)] | None = None
    audience: Literal["org", "coalition"] = "coalition"
    timezone: TimeZone | None = None
    opens: WallTime | None = None
    closes: WallTime | None = None
    status: Literal["open", "paused"] = "open"
    goal: Annotated[WholeNumber, Field(ge=1, le=10_000_000)] | None = None
    phone: Phone = SWITCHBOARD
    targets: Targets = MINE
    tags: Annotated[tuple[Annotated[str, AfterValidator(_hashtag)], ...], Field(max_length=MAX_TAGS)] = ()
    asks: Annotated[tuple[AskShape, ...], Field(max_length=MAX_ASKS)] = ()
    facts: Annotated[tuple[FactShape, ...], Field(max_length=MAX_FACTS)] = ()
    actions: Annotated[tuple[ActionShape, ...], Field(max_length=MAX_ACTIONS)] = ()
    rhythm: RhythmShape = RhythmShape()
    scripts: dict[str, ScriptShape]

    @model_validator(mode="after")
    def _org_of_audience(self) -> "CampaignShape":
        if self.audience == "org" and self.org is None:
            raise FlawsError([Flaw('"audience: org" needs "org", the organization that it is for', ("audience",))])
        return self

    @model_validator(mode="after")
    def _fits_a_card(self, info: ValidationInfo) -> "CampaignShape":
        cost: Callable[[str], int] = (info.context or {}).get("cost", len)
        sizes = {
            tag: max(map(cost, map(self._fill_longest, script.texts))) + self._besides(tag, cost)
            for tag, script in self.scripts.items()
        }
        flaws = [Flaw(_too_much(size), ("scripts", tag), key=True) for tag, size in sizes.items() if size > MAX_CARD]
        if flaws := [*flaws, *self._find_unasked(), *_heavy(self.title, cost)]:
            raise FlawsError(flaws)
        return self

    def _find_unasked(self) -> Iterator[Flaw]:
        """Find words for a member's position on something that isn't asked."""
        known = [ask.key for ask in self.asks]
        for tag, script in self.scripts.items():
            for index, other in enumerate(script.when):
                if other.ask and other.ask not in known:
                    sentence = f'"ask" must be the key of one of the asks{did_you_mean(other.ask, known)}'
                    yield Flaw(sentence, ("scripts", tag, "when", index, "ask"))

    def _fill_longest(self, text: str) -> str:
        """Return a script with each blank filled with the most it may hold."""
        return blanks.fill(text, dict.fromkeys(blanks.NAMES, _WIDEST))

    def _besides(self, tag: str, cost: Callable[[str], int]) -> int:
        """Return what asks and facts take of the card for one language at most."""

        def size(text: dict[str, str]) -> int:
            return cost(text[best(tag, tuple(text))])

        asks = sum(max(map(size, ask.texts)) for ask in self.asks)
        return asks + sum(size(fact.text) + cost(fact.source) for fact in self.facts)


def _heavy(title: dict[str, str], cost: Callable[[str], int]) -> Iterator[Flaw]:
    """Find titles of signs that are written out where they are shown, such as &."""
    for tag, text in title.items():
        if cost(text) > MAX_TITLE_COST:
            sentence = f'"title" takes {cost(text):,} of {MAX_TITLE_COST} characters where it is shown; use fewer signs'
            yield Flaw(sentence, ("title", tag) if len(title) > 1 else ("title",))


def _too_much(size: int) -> str:
    return f"script, asks and facts take {size:,} of {MAX_CARD:,} characters together; shorten one of them"
