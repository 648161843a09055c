"""A part's fields as a form shows them: times and zones in the reader's words, which are read as the same again."""

from bot.config.zone_names import find_meant_zone
from bot.core.draft_parts.entry_text import Fields, join_pair, split_lines, split_pair
from bot.kit.i18n import Words
from bot.kit.words.own_language.schedules import write_own_schedule
from bot.kit.words.own_language.times import reword_any_time

_SCHEDULES, _ZONE = "reminders", "timezone"


def show_fields(words: Words, fields: Fields) -> dict[str, str]:
    """The fields, the schedule at the beginning of each reminder and the time zone in the reader's words."""
    shown = dict(fields)
    if _SCHEDULES in shown:
        pairs = [split_pair(line) for line in split_lines(shown[_SCHEDULES])]
        shown[_SCHEDULES] = "\n".join(join_pair(write_own_schedule(when, words), text) for when, text in pairs)
    if _ZONE in shown:
        shown[_ZONE] = _name_zone(words, shown[_ZONE])
    return shown


def _name_zone(words: Words, typed: str) -> str:
    """A zone by the name that cards give it, if that means this zone alone; other text as it is."""
    zone = find_meant_zone(typed)
    name = words.name_zone(zone) if zone else typed
    return name if zone and find_meant_zone(reword_any_time(name)) == zone else typed
