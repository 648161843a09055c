"""What a draft's form shows in the reader's words is read as the same again."""

from bot.cogs.drafts.own_fields import show_fields
from bot.core.directory.members import Directory
from bot.core.draft_parts.typed_fields import read_typed, show_typed
from bot.kit.i18n import list_catalogs, load_words
from bot.kit.words.own_language.times import reword_any_time
from tests.services import MONDAY, ZONE


def test_a_form_saved_unchanged_changes_nothing_in_any_language() -> None:
    reminders = "0 9 * * 1-5 | Call\n30 6 * * 1,4 | Call\n5 9 1 * * | Call"
    for zone in ("America/Chicago", "America/Phoenix", "Pacific/Honolulu", "Europe/Berlin", "UTC", "Marsian"):
        parts = {"basics": {"title": "Call", "timezone": zone, "opens": "2026-11-28 09:00"}}
        for part, fields in (parts | {"rhythm": {"day_summary": "18:30", "reminders": reminders}}).items():
            for tag in list_catalogs():
                shown = show_fields(load_words(tag), show_typed(part, fields, Directory()))
                assert read_typed(part, shown, ZONE, MONDAY, Directory(), reword_any_time) == fields, (tag, shown)
    assert show_fields(load_words("es"), {"timezone": "America/Chicago"}) == {"timezone": "hora del Centro"}
    assert show_fields(load_words("en"), {"reminders": "weekdays 9:00 | Call"}) == {"reminders": "weekdays 9:00 | Call"}
