"""What cards call channels: by name, or by a phrase where the platform told an id only."""

import pytest

from bot.cogs.shared.channel_names import name_channel, name_channel_inline
from bot.kit.i18n import load_words


@pytest.mark.parametrize("id", ["C0AB12CD3", "G012345678", "123456789012345678", "C1234567"])
def test_an_id_is_never_shown(id: str) -> None:
    assert name_channel(load_words("en"), id, 60) == "A private channel I can't see"
    assert name_channel_inline(load_words("en"), id, 60) == "a private channel I can't see"


@pytest.mark.parametrize("name", ["general", "c0ab12cd3", "call-2026", "CALLING", "2026", "canal-español", "群组"])
def test_a_name_is_shown_as_it_is(name: str) -> None:
    assert name_channel(load_words("en"), name, 60) == name_channel_inline(load_words("en"), name, 60) == f"#{name}"


def test_a_long_name_is_cut() -> None:
    assert len(name_channel(load_words("en"), "x" * 80, 40)) <= 40
