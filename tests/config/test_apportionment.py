"""Seats as admins write them in the config."""

from pathlib import Path

import pytest

from bot.config.apportionment import parse_seat
from bot.config.settings import load_config
from bot.core.directory.members import list_senate_seats
from bot.core.directory.states import DISTRICTS
from bot.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "seat"),
    [
        ("NY-21", "NY-21"),
        (" ny 21 ", "NY-21"),
        ("ny21", "NY-21"),
        ("NY-07", "NY-7"),
        ("VT-0", "VT-0"),
        ("VT", "VT-0"),
        ("vt-al", "VT-0"),
        ("DC at large", "DC-0"),
        ("AK-1", "AK-0"),
        ("NE junior", "NE senator-2"),
        ("ne-senior", "NE senator-1"),
        ("NE junior senator", "NE senator-2"),
        ("TX senator-1", "TX senator-1"),
    ],
)
def test_a_seat_is_read_however_it_is_written(text: str, seat: str) -> None:
    assert parse_seat(text) == seat
    assert seat in (*DISTRICTS, *list_senate_seats())


def test_every_seat_can_be_marked() -> None:
    assert [parse_seat(seat) for seat in (*DISTRICTS, *list_senate_seats())] == [*DISTRICTS, *list_senate_seats()]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NY", "NY-1 to NY-26"),
        ("NY-27", "NY-1 to NY-26"),
        ("NY-0", "NY-1 to NY-26"),
        ("VT-2", "VT-0 alone"),
        ("ZZ-1", "must hold seats such as NY-21"),
        ("P000197", "must hold seats such as NY-21"),
        ("DC junior", "which has none"),
        ("PR senator-1", "which has none"),
        ("", "must hold seats"),
        ("NY-2１", "must hold seats"),
    ],
)
def test_an_invalid_seat_is_refused_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "config.yaml").write_text(f"congress:\n  vacant: [CA-11, '{text}']\n", "utf-8")
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path / "config.yaml", {})
    assert "config.yaml:2:19:" in str(refused.value)
    assert words in str(refused.value)


def test_states_with_new_maps_are_read_and_refused_with_their_place(tmp_path: Path) -> None:
    path, refusals = tmp_path / "config.yaml", dict[str, str]()
    path.write_text("congress:\n  new_maps: [TX, ' ca ', mo]\n", "utf-8")
    assert load_config(path, {}).congress.new_maps == ("TX", "CA", "MO")
    for typed in ("Texas", "TX-35", "ZZ", "''", "6", "VT", "DC", "PR", "no"):
        path.write_text(f"congress:\n  new_maps: [CA, {typed}]\n", "utf-8")
        with pytest.raises(ConfigError) as refused:
            load_config(path, {})
        assert "config.yaml:2:18:" in str(refused.value)
        refusals[typed] = str(refused.value)
    assert "by their two letters, such as TX or CA" in refusals["Texas"]
    assert refusals["Texas"].split(":", 3)[3] == refusals["ZZ"].split(":", 3)[3]
    assert all("which is one district" in refusals[typed] for typed in ("VT", "DC", "PR"))
    path.write_text("congress: {new_maps: TX}\n", "utf-8")
    with pytest.raises(ConfigError, match="list"):
        load_config(path, {})


def test_the_config_that_ships_names_the_states_known_to_be_redrawn() -> None:
    shipped = load_config(Path(__file__).resolve().parents[2] / "config.yaml", {}).congress.new_maps
    assert shipped == ("AL", "CA", "FL", "LA", "MO", "NC", "OH", "TN", "TX", "UT")
