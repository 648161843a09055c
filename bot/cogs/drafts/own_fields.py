"""A part's fields as a form shows them: times and zones in the reader's words, which are read as the same again."""

from collections.abc import Mapping

from bot.cogs.shared.own_times import write_own_wall_time
from bot.config.zone_names import find_meant_zone
from bot.core.draft_parts.entry_text import Fields, join_pair, split_lines, split_pair
from bot.kit.i18n import Words
from bot.kit.words.own_language.schedules import write_own_schedule
from bot.kit.words.own_language.times import reword_any_time
from bot.text import fold

_SCHEDULES, _ZONE = "reminders", "timezone"
_DATES = ("opens", "closes")


def show_fields(words: Words, fields: Fields) -> dict[str, str]:
    """The fields, with dates, the schedules at the beginning of reminders and the time zone in the reader's words."""
    shown = dict(fields)
    if _SCHEDULES in shown:
        pairs = [split_pair(line) for line in split_lines(shown[_SCHEDULES])]
        shown[_SCHEDULES] = "\n".join(join_pair(write_own_schedule(when, words), text) for when, text in pairs)
    if _ZONE in shown:
        shown[_ZONE] = _name_zone(words, shown[_ZONE])
    return shown | {name: write_own_wall_time(words, shown[name]) for name in _DATES if name in shown}


def keep_unchanged(words: Words, fields: Fields, typed: Mapping[str, str | None]) -> dict[str, str | None]:
    """What was typed in a form of ``fields``. A text that the form showed, and nobody changed, is the field again.

    A date that has passed needs this: it would be refused if somebody typed it.
    """
    shown = {name: fold(text) for name, text in show_fields(words, fields).items()}
    return {name: fields[name] if text and fold(text) == shown.get(name) else text for name, text in typed.items()}


def _name_zone(words: Words, typed: str) -> str:
    """A zone by the name that cards give it, if that means this zone alone; other text as it is."""
    zone = find_meant_zone(typed)
    name = words.name_zone(zone) if zone else typed
    return name if zone and find_meant_zone(reword_any_time(name)) == zone else typed
