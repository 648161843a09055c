"""The model of what a file says of a language: what it was translated from, and who has read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from bot.core.campaign_files.file_parts import Shape, check_line, find_canonical_tag

MAX_NAME = 60  # characters of a reviewer's name
_HEX = frozenset("0123456789abcdef -")
_MOST = 1_000  # characters of hashes: more than a campaign has texts


@dataclass(frozen=True, slots=True)
class Reading:
    """A person who speaks a language has read its texts, ``on`` a date. ``source`` and ``text`` are hashes of them."""

    by: str
    on: str
    source: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """What is known of a language: hashes of the English it was translated from, and who has read it.

    `translation_state` says how far it has come. ``source`` is None if nobody noted it.
    """

    source: str | None = None
    reviewed: Reading | None = None


def _check_hashes(text: str) -> str:
    if len(text) > _MOST or not set(text) <= _HEX:
        raise ValueError("is what `callboard check` or `/campaign export` writes; leave it out if you have none")
    return text


def _parse_date(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("must be a date such as 2026-12-01") from None


Hashes = Annotated[str, AfterValidator(_check_hashes)]
Date = Annotated[date, BeforeValidator(_parse_date)]


class ReadingShape(Shape):
    """Who has read a translation, and when. ``source`` and ``text`` say which words."""

    by: Annotated[str, check_line(MAX_NAME)]
    on: Date
    source: Hashes = ""
    text: Hashes = ""


class TranslationShape(Shape):
    """A language's state."""

    source: Hashes | None = None
    reviewed: ReadingShape | None = None


def make_translations(shapes: Mapping[str, TranslationShape]) -> dict[str, Translation]:
    """What a file says of each language, by canonical tag."""
    made = {}
    for tag, shape in shapes.items():
        one = shape.reviewed
        reading = Reading(one.by, one.on.isoformat(), one.source, one.text) if one else None
        made[find_canonical_tag(tag) or tag] = Translation(shape.source, reading)
    return made
