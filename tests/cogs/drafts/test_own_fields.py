"""What a draft's form shows in the reader's words is read as the same again."""

from bot.cogs.drafts.own_fields import keep_unchanged, show_fields
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
                if zone == "Marsian":  # no date is read without a zone
                    shown.pop("opens", "")
                wanted = {name: text for name, text in fields.items() if name in shown}
                assert read_typed(part, shown, ZONE, MONDAY, Directory(), reword_any_time) == wanted, (tag, shown)
    assert show_fields(load_words("es"), {"timezone": "America/Chicago"}) == {"timezone": "hora del Centro"}
    assert show_fields(load_words("en"), {"reminders": "weekdays 9:00 | Call"}) == {"reminders": "weekdays 9:00 | Call"}


def test_a_date_is_shown_in_words_and_kept_while_nobody_changes_it_also_once_it_passed() -> None:
    english = load_words("en")
    fields = {"title": "Call", "opens": "2026-11-02 09:00", "closes": "2026-12-01 18:30", "timezone": "America/Chicago"}
    shown = show_fields(english, fields)
    assert shown["opens"] == "Monday, November 2, 2026, 9:00 AM"
    assert shown["closes"] == "Tuesday, December 1, 2026, 6:30 PM"
    for tag in list_catalogs():
        words = load_words(tag)
        shown = show_fields(words, fields)
        assert shown["opens"] != fields["opens"], tag
        assert keep_unchanged(words, fields, shown) == fields, tag
        edited = keep_unchanged(words, fields, {**shown, "opens": "tomorrow 9:00", "closes": None})
        assert (edited["opens"], edited["closes"]) == ("tomorrow 9:00", None), tag
    for text in ("2026-03-08 02:30", "2026-02-30 09:00", "soon"):
        assert show_fields(english, {"opens": text}) == {"opens": text}
