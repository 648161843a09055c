"""The model of ``rhythm`` in a campaign file: what Callboard posts automatically, and when."""

import re
from datetime import UTC, datetime
from typing import Annotated

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field

from bot.config.checks import TimeZone
from bot.core.campaign_files.file_parts import Shape, check_words
from bot.text import outline

MAX_REMINDERS = 5
MAX_REMINDER = 500  # characters

_ONCE_A_DAY = re.compile(r"\d{1,2} \d{1,2} \S+ \S+ \S+")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _schedule(text: str) -> str:
    """Check a cron expression. Minute and hour must be numbers, so that it comes at most once a day."""
    fields = " ".join(outline(text).split())
    if not _ONCE_A_DAY.fullmatch(fields):
        raise ValueError('must be a schedule for once a day, such as "0 9 * * 1-5" for 9:00 on weekdays')
    try:
        next(CronSim(fields, datetime.now(UTC)))
    except (CronSimError, StopIteration):
        raise ValueError('is a schedule that never comes; write it like "0 9 * * 1-5" for 9:00 on weekdays') from None
    return fields


def _parse_minute(text: str) -> str:
    match = _CLOCK.fullmatch(outline(text))
    if not match:
        raise ValueError('must be a local time in quotes, such as "20:00"')
    return f"{int(match[1])}:{match[2]}"


class ReminderShape(Shape):
    """A recurring post, with its ``text`` by language."""

    cron: Annotated[str, AfterValidator(_schedule)]
    timezone: TimeZone | None = None
    text: Annotated[dict[str, str], check_words(MAX_REMINDER)] | None = None


class RhythmShape(Shape):
    """A campaign's automatic posts. Without ``rhythm`` there are none."""

    start: bool = False
    close: bool = False
    lines_open: bool = False
    day_summary: Annotated[str, AfterValidator(_parse_minute)] | None = None
    reminders: Annotated[tuple[ReminderShape, ...], Field(max_length=MAX_REMINDERS)] = ()
