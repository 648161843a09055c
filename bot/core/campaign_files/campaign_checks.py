"""Checks that involve several keys of a campaign file. They run even if the pydantic model finds problems."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config.checks import check_time_zone
from bot.config.document import Document
from bot.core.campaign_files.file_parts import find_tag_flaws
from bot.core.times.wall_clock import parse_wall_time, to_instant
from bot.errors import Problem
from bot.text import outline


def find_shared_key(document: Document, files: dict[object, str]) -> Iterator[Problem]:
    """Find a campaign key that another file uses. ``files`` maps known keys to files, and gets this one."""
    key = outline(str(document.data.get("campaign") or ""))
    if key in files:
        yield document.make_problem(("campaign",), f'"{key[:40]}" is already the campaign in {files[key]}')
    elif key:
        files[key] = document.file


def find_language_flaws(document: Document) -> Iterator[Problem]:
    """Find scripts, and states of translations, with an unknown or repeated language."""
    for part, needs_english in (("scripts", True), ("translations", False)):
        tags = document.data.get(part)
        for flaw in find_tag_flaws(tags) if isinstance(tags, dict) else ():
            if flaw.where or needs_english:
                yield document.make_problem((part, *flaw.where), flaw.sentence, key=True)


def find_repeated_keys(document: Document, part: str) -> Iterator[Problem]:
    """Find entries of a list that share a key."""
    entries = document.data.get(part)
    seen: set[object] = set()
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        key = entry.get("key") if isinstance(entry, dict) else None
        if isinstance(key, str) and key in seen:
            yield document.make_problem((part, index, "key"), f'"{key[:40]}" is twice in "{part}"')
        seen.add(key if isinstance(key, str) else None)


def parse_window(document: Document, coalition_timezone: str) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """Parse ``opens`` and ``closes`` to instants. Leaves malformed times and zones to the model."""
    zone = _parse_zone(document.data.get("timezone") or coalition_timezone)
    instants: dict[str, int] = {}
    problems: list[Problem] = []
    for part in ("opens", "closes"):
        wall = _parse_wall(document.data.get(part))
        try:
            if wall and zone:
                instants[part] = to_instant(wall, zone)
        except ValueError as error:
            problems.append(document.make_problem((part,), str(error)))
    if len(instants) == 2 and instants["closes"] <= instants["opens"]:
        problems.append(document.make_problem(("closes",), '"closes" must be later than "opens"'))
    return instants, tuple(problems)


def _parse_wall(typed: object) -> datetime | None:
    try:
        return parse_wall_time(typed) if isinstance(typed, str) else None
    except ValueError:
        return None


def _parse_zone(typed: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(check_time_zone(str(typed)))
    except ValueError:
        return None
