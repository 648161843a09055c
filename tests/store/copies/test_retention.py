"""Which scheduled backups are kept."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.spans import Keep, parse_day_time, parse_keep
from bot.store.copies.retention import choose_kept

BEGIN = datetime(2026, 1, 1, 4, tzinfo=UTC)
TIMES = st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), max_size=60)
COUNTS = st.integers(0, 20)
RULES = st.builds(Keep, COUNTS, COUNTS, COUNTS)


def test_two_years_of_daily_backups_leave_days_weeks_and_months() -> None:
    made = list[datetime]()
    for day in range(730):
        made = sorted(choose_kept([*made, BEGIN + timedelta(days=day)], Keep(7, 4, 12)))
    last = BEGIN + timedelta(days=729)
    assert made[-7:] == [last - timedelta(days=back) for back in reversed(range(7))]
    assert len({at.isocalendar()[:2] for at in made}) >= 4
    assert len({(at.year, at.month) for at in made}) == 12
    assert len(made) <= 7 + 4 + 12


@given(TIMES, RULES)
def test_the_newest_is_kept_and_each_rule_keeps_as_many_periods_as_it_says(made: list[datetime], keep: Keep) -> None:
    kept = choose_kept(made, keep)
    assert kept <= set(made)
    assert not made or max(made) in kept
    assert len(kept) <= keep.days + keep.weeks + keep.months + 1
    days = sorted({at.date() for at in made}, reverse=True)[: keep.days]
    months = sorted({(at.year, at.month) for at in made}, reverse=True)[: keep.months]
    assert set(days) <= {at.date() for at in kept}
    assert set(months) <= {(at.year, at.month) for at in kept}
    assert choose_kept(kept, keep) == kept, "what is kept once is kept the next time"


def test_rules_and_times_of_day_are_read() -> None:
    assert parse_keep("7d, 4w,12M") == Keep(7, 4, 12)
    assert parse_keep("30d") == Keep(30)
    assert str(parse_keep("2w")) == "2w"
    for wrong in ("", "7", "d", "7d 4w", "7d, 3d", "0d", "7y", "-1d", None, 7):
        with pytest.raises(ValueError, match="must say how many"):
            parse_keep(wrong)
    assert [str(parse_day_time(text)) for text in ("4:00", "23:59")] == ["04:00:00", "23:59:00"]
    for wrong in ("", "24:00", "4", "4:60", "4 am", 240):
        with pytest.raises(ValueError, match="time of day"):
            parse_day_time(wrong)
