"""The day's IDENTIFYs are never used up, however often and by whatever the bot is started."""

import json
from pathlib import Path

import pytest

from bot.adapters.discord.gateway.session_starts import SessionStarts, StartLimit

DAY = 24 * 3600.0


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.at = 1_764_000_000.0

    def __call__(self) -> float:
        return self.at


def restart(file: Path, clock: Clock, every: float, seconds: float, shards: int = 1, remembers: bool = True) -> int:
    """Restart every few seconds, as a supervisor does. Returns the number of IDENTIFYs sent."""
    sent, end, limit, first = 0, clock.at + seconds, 1000, clock.at
    while clock.at < end:
        if not remembers:
            file.unlink(missing_ok=True)
        starts = SessionStarts(file, clock)
        starts.shards = shards
        starts.limit = StartLimit(1000, limit - sent, first + DAY - clock.at)
        if not starts.find_pause():
            for _ in range(shards):
                starts.record()
            sent += shards
        clock.at += every
    return sent


@pytest.mark.parametrize(("every", "shards"), [(20, 1), (60, 3), (60, 16), (300, 1), (600, 16)])
def test_a_crash_loop_does_not_use_them_up(tmp_path: Path, every: float, shards: int) -> None:
    assert restart(tmp_path / "starts", Clock(), every, DAY - 1, shards) <= 950


def test_a_day_long_crash_loop_still_connects_at_times(tmp_path: Path) -> None:
    clock = Clock()
    restart(tmp_path / "starts", clock, 20, DAY / 2)
    assert restart(tmp_path / "starts", clock, 20, 3600) >= 10


def test_without_the_file_discords_own_count_applies(tmp_path: Path) -> None:
    assert restart(tmp_path / "starts", Clock(), 20, DAY - 1, remembers=False) <= 950


def test_the_next_process_knows_earlier_identifies(tmp_path: Path) -> None:
    clock, file = Clock(), tmp_path / "starts"
    for _ in range(10):
        assert SessionStarts(file, clock).find_pause() == 0
        SessionStarts(file, clock).record()
    assert SessionStarts(file, clock).find_pause() == pytest.approx(2 * DAY / 1000)
    clock.at += 3601
    assert SessionStarts(file, clock).find_pause() == 0


@pytest.mark.parametrize("held", ["", "{", "[]", "{}", '{"identified": "x"}', '{"identified": [null]}', "\x00"])
def test_an_unreadable_file_is_replaced(tmp_path: Path, held: str) -> None:
    file = tmp_path / "starts"
    file.write_text(held)
    starts = SessionStarts(file, Clock())
    assert starts.find_pause() == 0
    starts.record()
    assert json.loads(file.read_text()) == {"identified": [1_764_000_000.0]}


def test_a_clock_that_was_set_back_delays_nothing(tmp_path: Path) -> None:
    file, clock = tmp_path / "starts", Clock()
    file.write_text(json.dumps({"identified": [clock.at + 1e6] * 2000}))
    assert SessionStarts(file, clock).find_pause() == 0


@pytest.mark.parametrize(("remaining", "waits"), [(1000, False), (51, False), (50, True), (0, True)])
def test_the_last_identifies_are_kept_until_the_limit_resets(tmp_path: Path, remaining: int, waits: bool) -> None:
    starts = SessionStarts(tmp_path / "starts", Clock())
    starts.limit = StartLimit(1000, remaining, 7200)
    assert starts.find_pause() == (7200 if waits else 0)


def test_a_read_only_folder_does_not_matter(tmp_path: Path) -> None:
    starts = SessionStarts(tmp_path / "not there" / "starts", Clock())
    starts.record()
    assert starts.find_pause() == 0
