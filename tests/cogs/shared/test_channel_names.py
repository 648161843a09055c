"""What cards call channels: by name, or by a phrase where the platform told an id only."""

import pytest

from bot.cogs.shared.channel_names import name_channel, name_channel_inline
from bot.kit.i18n import load_words


@pytest.mark.parametrize("id", ["C0AB12CD3", "G012345678", "123456789012345678", "C1234567"])
def test_of_an_id_only_the_end_is_shown(id: str) -> None:
    for limit in (60, 32):  # the smallest that cards use
        assert name_channel(load_words("en"), id, limit) == f"A channel I can't see (…{id[-4:]})"
        assert name_channel_inline(load_words("en"), id, limit) == f"a channel I can't see (…{id[-4:]})"


@pytest.mark.parametrize("name", ["general", "c0ab12cd3", "call-2026", "CALLING", "2026", "canal-español", "群组"])
def test_a_name_is_shown_as_it_is(name: str) -> None:
    assert name_channel(load_words("en"), name, 60) == name_channel_inline(load_words("en"), name, 60) == f"#{name}"


def test_a_long_name_is_cut() -> None:
    assert len(name_channel(load_words("en"), "x" * 80, 40)) <= 40


def test_an_org_follows_the_name() -> None:
    words = load_words("en")
    assert name_channel(words, "general", 60, "Harbor") == name_channel_inline(words, "general", 60, "Harbor")
    assert name_channel(words, "general", 60, "Harbor") == "#general (Harbor)"
    assert name_channel(words, "C0AB12CD3", 60, "Harbor") == "A channel I can't see (…2CD3) (Harbor)"
    assert len(name_channel(words, "x" * 80, 40, "y" * 80)) <= 40
