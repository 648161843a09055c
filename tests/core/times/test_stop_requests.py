"""What asks to stop reminders, and what only begins so."""

import pytest

from bot.core.times.daily_times import is_stop_request


@pytest.mark.parametrize(
    "typed", ["stop", "STOP!", "Off.", "never", "cancel all", "please stop it", "stop my reminders", "—"]
)
def test_a_stop_is_understood(typed: str) -> None:
    assert is_stop_request(typed)


@pytest.mark.parametrize(
    "typed", ["", "all", "my reminders", "stop 9", "stop at 9:00", "9:00, not off", "stopwatch", "non-stop"]
)
def test_other_words_are_no_stop(typed: str) -> None:
    assert not is_stop_request(typed)
