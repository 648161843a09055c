"""`callboard postcard` writes the sample campaign's postcard in each form, and refuses with a sentence."""

from pathlib import Path

import pytest

from bot.cli.support.sample_postcard import write_sample
from bot.config.settings import Config
from bot.errors import ConfigError

HERE = Config(campaigns=Path("campaigns"))
STARTS = {".png": b"\x89PNG", ".svg": b"<svg", ".pdf": b"%PDF"}


def test_each_form_is_written_and_always_the_same(tmp_path: Path) -> None:
    for ending, start in STARTS.items():
        path, again = tmp_path / f"card{ending}", tmp_path / f"again{ending}"
        write_sample(HERE, "clean-dream-act", path, "ko")
        write_sample(HERE, "clean-dream-act", again, "ko")
        assert path.read_bytes().startswith(start)
        assert path.read_bytes() == again.read_bytes()


@pytest.mark.parametrize(
    ("key", "name", "says"),
    [
        ("nope", "card.png", 'No campaign "nope"'),
        ("clean-dream-act", "card.gif", ".png, .svg or .pdf"),
        ("clean-dream-act", "no such folder/card.png", "can't be written"),
    ],
)
def test_what_is_wrong_is_a_sentence(tmp_path: Path, key: str, name: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        write_sample(HERE, key, tmp_path / name, "en")
    assert not (tmp_path / name).exists()
