"""A part's fields as a form shows them: times in the reader's words."""

from bot.core.draft_parts.entry_text import Fields, join_pair, split_lines, split_pair
from bot.kit.i18n import Words
from bot.kit.words.own_schedules import write_own_schedule

_SCHEDULES = "reminders"


def show_fields(words: Words, fields: Fields) -> dict[str, str]:
    """The fields, the schedule at the beginning of each reminder in the reader's words."""
    if _SCHEDULES not in fields:
        return dict(fields)
    pairs = [split_pair(line) for line in split_lines(fields[_SCHEDULES])]
    lines = [join_pair(write_own_schedule(when, words), text) for when, text in pairs]
    return {**fields, _SCHEDULES: "\n".join(lines)}
