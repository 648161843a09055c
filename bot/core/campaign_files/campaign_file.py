"""Parses campaign files into frozen records, or reports all problems of all files at once."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from bot.config.document import Document
from bot.config.files import load_strict, parse_model
from bot.core.campaign_files.campaign_checks import (
    find_language_flaws,
    find_repeated_keys,
    parse_window,
)
from bot.core.campaign_files.campaign_shape import ActionShape, CampaignShape
from bot.core.campaign_files.file_parts import find_canonical_tag
from bot.core.campaign_files.schedule_shape import RhythmShape
from bot.core.campaign_files.script_shape import ScriptShape
from bot.core.campaign_files.state_shape import Governor
from bot.core.campaign_files.target_shape import TargetsShape, group_states, list_words, make_governors
from bot.core.campaign_files.translation_shape import Translation, make_translations
from bot.languages import choose_tag

Words: TypeAlias = Mapping[str, str]  # a text by language tag; English is always there
Cost: TypeAlias = Callable[[str], int]
Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class When:
    """A script for one ``chamber``, or for a known ``position`` on the ask ``ask``. See `script_shape.WhenShape`."""

    chamber: str | None
    ask: str | None
    position: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """What to say in one language. ``version`` is the SHA-256 of language and text, stored with each call."""

    language: str
    text: str
    reviewed: bool
    version: str
    when: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """An office that the campaign file defines. ``timezone`` is the office's, or else the campaign's."""

    key: str
    name: Words
    title: str | None
    phone: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the office. ``delegate`` is the version for members without a vote, None if it is the same."""

    key: str
    text: Words
    delegate: Words | None = None

    def choose_words(self, *, voteless: bool) -> Words:
        """The question, in the version for members with or without a vote."""
        return self.delegate if voteless and self.delegate else self.text


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact to quote, and its source."""

    text: Words
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an office may say, and what a caller can answer."""

    they_say: Words
    you_can_say: Words


@dataclass(frozen=True, slots=True)
class Colors:
    """A postcard's colors, each like ``#1d3557``."""

    dark: str
    light: str
    warm: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do in the campaign. Links have a ``url``, and so do postcards that are sent somewhere else.

    Other postcards may have ``beginnings`` that people go on from, ``art`` (the words of the front), a ``shape``
    and ``colors``.
    """

    key: str
    type: Literal["call", "postcard", "link"]
    title: Words
    url: str | None
    beginnings: tuple[Words, ...] = ()
    art: Words | None = None
    colors: Colors | None = None
    shape: Literal["sunrise", "people", "homes"] | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A recurring post. ``cron`` is in ``timezone``, or in the campaign's zone if that is None."""

    cron: str
    timezone: str | None
    text: Words | None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a campaign posts automatically. ``day_summary`` is a schedule like `Reminder.cron`, None for no summary."""

    start: bool = False
    close: bool = False
    lines_open: bool = False
    day_summary: str | None = None
    reminders: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """One campaign.

    ``opens`` and ``closes`` are UTC microseconds, and ``goal`` is a number of completed calls. ``timezone`` is the
    file's or the coalition's. ``targets`` are words of `GENERIC` and `STATE_GENERIC` for the caller's own members,
    members' ids, and keys of ``listed``; with a ``committee``, its members are the targets instead, the caller's own
    before the others if they come ``mine_first``. ``states`` has, by word of `STATE_GENERIC`, the states whose
    legislators the campaign calls, empty for every state. ``org`` is the name of the org that runs the campaign, None
    for the coalition. With the audience "org", only that org sees it. ``version`` is the SHA-256 of the content without
    insignificant white space.
    """

    key: str
    title: Words
    org: str | None
    audience: Literal["org", "coalition"]
    timezone: str
    opens: int | None
    closes: int | None
    status: Literal["open", "paused"]
    goal: int | None
    phone: str
    targets: tuple[str, ...]
    listed: tuple[Listed, ...]
    committee: str | None
    tags: tuple[str, ...]
    asks: tuple[Ask, ...]
    facts: tuple[Fact, ...]
    actions: tuple[Action, ...]
    rhythm: Rhythm
    scripts: Mapping[str, Script]
    version: str
    why: tuple[Words, ...] = ()  # short texts on why people call
    answers: tuple[Answer, ...] = ()
    mine_first: bool = False
    translations: Mapping[str, Translation] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    governors: tuple[Governor, ...] = ()

    @property
    def is_for_org(self) -> bool:
        """Whether the campaign is visible only to the org's people and spaces."""
        return self.audience == "org"

    @property
    def postcard(self) -> Action | None:
        """The campaign's postcard, here or on another website."""
        return next((action for action in self.actions if action.type == "postcard"), None)

    @property
    def takes_postcards(self) -> bool:
        """Whether people write the campaign's postcard here, and not on another website."""
        return any(action.type == "postcard" and action.url is None for action in self.actions)


def find_text(choices: Mapping[str, Choice], language: str | None) -> Choice:
    """The text or script in the closest language to ``language``, English if nothing is closer."""
    return choices[choose_tag(language, tuple(choices))]


def load_campaign(path: Path, coalition_timezone: str, cost: Cost = len) -> CampaignFile:
    """Load one file. ``cost`` is the number of characters that a text takes on a card once escaped."""
    return parse_campaign(load_strict(path), coalition_timezone, cost)


def parse_campaign(document: Document, coalition_timezone: str, cost: Cost = len) -> CampaignFile:
    """Parse the campaign in a document. Raises ``ConfigError`` with every problem."""
    also = (
        *find_language_flaws(document),
        *find_repeated_keys(document, "asks"),
        *find_repeated_keys(document, "actions"),
    )
    instants, clashes = parse_window(document, coalition_timezone)
    shape = parse_model(CampaignShape, document, {"cost": cost}, also=(*also, *clashes))
    campaign = CampaignFile(
        key=shape.campaign,
        title=shape.title,
        org=shape.org,
        audience=shape.audience,
        timezone=shape.timezone or coalition_timezone,
        opens=instants.get("opens"),
        closes=instants.get("closes"),
        status=shape.status,
        goal=shape.goal,
        phone=shape.phone,
        targets=list_words(shape.targets.entries),
        listed=_make_listed(shape.targets, shape.timezone or coalition_timezone),
        committee=shape.targets.committee,
        tags=shape.tags,
        asks=tuple(Ask(ask.key, ask.text, ask.delegate) for ask in shape.asks),
        facts=tuple(Fact(fact.text, fact.source) for fact in shape.facts),
        actions=tuple(map(_make_action, shape.actions)),
        rhythm=_make_rhythm(shape.rhythm),
        scripts=_make_scripts(shape.scripts),
        version="",
        why=shape.why,
        mine_first=shape.targets.mine_first,
        answers=tuple(Answer(one.they_say, one.you_can_say) for one in shape.answers),
        translations=make_translations(shape.translations),
        states=group_states(shape.targets.entries),
        governors=make_governors(shape.targets.entries),
    )
    return replace(campaign, version=_hash(_list_content(campaign)))


def _list_content(campaign: CampaignFile) -> dict[str, Any]:
    """What a version is made of. A file from before a key existed must keep its version."""
    content = asdict(campaign)
    if not campaign.is_for_org:
        del content["audience"]
    for name in ("why", "answers", "mine_first", "translations", "states", "governors"):
        if not content[name]:
            del content[name]
    for action in content["actions"]:
        for name in ("beginnings", "art", "colors", "shape"):
            if not action[name]:
                del action[name]
    for ask in content["asks"]:
        if ask["delegate"] is None:
            del ask["delegate"]
    return content


def _make_action(shape: ActionShape) -> Action:
    colors = Colors(shape.colors.dark, shape.colors.light, shape.colors.warm) if shape.colors else None
    return Action(shape.key, shape.type, shape.title, shape.url, shape.beginnings, shape.art, colors, shape.shape)


def _make_listed(shape: TargetsShape, zone: str) -> tuple[Listed, ...]:
    return tuple(Listed(one.key, one.name, one.title, one.phone, one.timezone or zone) for one in shape.offices)


def _make_rhythm(shape: RhythmShape) -> Rhythm:
    evening = shape.day_summary and "{1} {0} * * *".format(*map(int, shape.day_summary.split(":")))
    reminders = tuple(Reminder(one.cron, one.timezone, one.text) for one in shape.reminders)
    return Rhythm(shape.start, shape.close, shape.lines_open, evening, reminders)


def _make_scripts(shapes: Mapping[str, ScriptShape]) -> dict[str, Script]:
    scripts = {}
    for tag, shape in shapes.items():
        language = find_canonical_tag(tag) or tag
        when = tuple(When(one.chamber, one.ask, one.position, one.text) for one in shape.when)
        content = {"language": language, "text": shape.text}
        version = _hash({**content, "when": [asdict(one) for one in when]} if when else content)
        scripts[language] = Script(language, shape.text, shape.reviewed, version, when)
    return scripts


def _hash(content: Mapping[str, Any]) -> str:
    """Hash content by its meaning, with keys sorted and white space removed."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
