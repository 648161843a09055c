"""Spans of time in the settings, and addresses that may be none."""

from pathlib import Path

import pytest

from bot.config.settings import load_config
from bot.errors import ConfigError

HOUR = 3600


def test_spans_are_read_as_people_write_them(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    spans = {"12h": 12, "1d": 24, "1 day": 24, "7d": 168, "2 Weeks": 336, "36 hours": 36, "90d": 2160, "": None}
    for written, hours in spans.items():
        file.write_text(f"congress:\n  every: {written}\n")
        assert load_config(file, {}).congress.every == (hours and hours * HOUR), written
    for written in ("1", "0d", "91d", "13w", "daily", "1 month", "-1d", "30m", "1.5d", "[1d]", "true"):
        file.write_text(f"congress:\n  every: {written}\n")
        with pytest.raises(ConfigError, match=r'config.yaml:2:\d+: "every(\.0)?" must be'):
            load_config(file, {})


def test_files_on_committees_can_be_left_out(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("congress:\n  committees: none\n  committee_names: none\n")
    congress = load_config(file, {}).congress
    assert congress.committees is congress.committee_names is None
