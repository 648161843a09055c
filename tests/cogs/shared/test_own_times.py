"""A moment in a form is written as cards say it, and read as the same one; in digits where it wouldn't be."""

from bot.cogs.shared.own_times import write_own_moment
from bot.core.times.clock import MINUTE
from bot.core.times.typed_time import parse_moment
from bot.kit.i18n import list_catalogs, load_words
from bot.kit.words.own_language.times import reword_time
from bot.moments import Moment
from tests.services import MONDAY, ZONE, instant


def test_a_moment_of_a_form_is_read_as_the_same_one_in_every_language() -> None:
    days = ("2026-11-24", "2026-12-06", "2027-01-31", "2027-09-19")
    moments = [instant(f"{day} {hour}") for day in days for hour in ("00:30", "09:00", "12:00", "18:30")]
    for tag in list_catalogs():
        for own in (None, ZONE, "America/Phoenix"):
            words = load_words(tag, own_zone=own)
            for at in moments:
                shown = write_own_moment(words, Moment(at, ZONE), MONDAY)
                read = parse_moment(reword_time(shown, words), own or "Asia/Seoul", MONDAY, "when")
                assert read.at == at, (tag, shown)
                assert (words.name_zone(ZONE) in shown) is (own != ZONE), (tag, shown)
                assert "-" not in shown, (tag, shown)


def test_a_passed_moment_names_its_year_and_stays_passed() -> None:
    words, at = load_words("en"), instant("2026-11-02 09:00")
    for now in (MONDAY, MONDAY + 300 * 24 * 60 * MINUTE):  # a date without a year would mean next year's by then
        assert write_own_moment(words, Moment(at, ZONE), now) == ("Monday, November 2, 2026, 9:00 AM Eastern time")


def test_a_moment_that_words_can_not_tell_is_written_in_digits() -> None:
    words = load_words("en")
    second = parse_moment("2027-11-07 1:30 second", ZONE, MONDAY, "when")
    assert write_own_moment(words, second, MONDAY) == "2027-11-07 01:30 second America/New_York"
    assert "9:00" in write_own_moment(words, Moment(instant("2026-11-24 09:00") + 7_000_000, ZONE), MONDAY)
