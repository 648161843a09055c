"""Keys typed without a colon are keys, unless they are words of a name or of a text."""

from collections.abc import Sequence

import pytest

from bot.cogs.alerts.alert_writing import AlertWritingCog
from bot.cogs.boards.leaderboard import LeaderboardCog
from bot.cogs.calls.log import LogCog
from bot.cogs.coalition.channel import ChannelCog
from bot.cogs.coalition.profile import ProfileCog
from bot.kit.options import Option
from bot.kit.words.bare_keys import split_bare_keys
from tests.kit.words.test_keys import read

LOG, ALERT, PROFILE = read(LogCog.log), read(AlertWritingCog.send), read(ProfileCog.change_profile)
BOARD, SUBSCRIBE = read(LeaderboardCog.show_leaderboard), read(ChannelCog.subscribe)


@pytest.mark.parametrize(
    ("options", "typed", "values", "left"),
    [
        (PROFILE, "name Ana", {"name": "Ana"}, ""),
        (PROFILE, "NAME Ana María zip 94110", {"name": "Ana María"}, "zip 94110"),
        (PROFILE, "name Ana 94110", {"name": "Ana"}, "94110"),
        (PROFILE, "public name Ana R.", {"public_name": "Ana R."}, ""),
        (PROFILE, "Name on the boards Ana P", {"public_name": "Ana P"}, ""),
        (PROFILE, "name in your script Vi", {"name": "Vi"}, ""),
        (PROFILE, "postal code 94110", {"district": "94110"}, ""),
        (PROFILE, "public-name Ana chapter North Bay", {"public_name": "Ana", "chapter": "North Bay"}, ""),
        (PROFILE, "nombre Ana", {"name": "Ana"}, ""),
        (PROFILE, "distrito CA-11", {"district": "CA-11"}, ""),
        (PROFILE, "new york 12", {}, "new york 12"),
        (LOG, "senator sam ca", {}, "senator sam ca"),
        (LOG, "member collins", {}, "member collins"),
        (BOARD, "campaign farm workers", {"campaign": "farm workers"}, ""),
        (LOG, "office hirono campaign clean act", {"office": "hirono", "campaign": "clean act"}, ""),
        (SUBSCRIBE, "quiet 21:00-8:00 channel #ops", {"quiet": "21:00-8:00", "channel": "#ops"}, ""),
    ],
)
def test_a_key_takes_the_words_behind_it(
    options: Sequence[Option], typed: str, values: dict[str, str], left: str
) -> None:
    assert split_bare_keys(typed.split(), options, (), {}) == (values, tuple(left.split()))


@pytest.mark.parametrize("typed", ["name", "Ana", "North chapter", "Ana's name", "94110", ""])
def test_a_word_without_a_value_stays(typed: str) -> None:
    assert split_bare_keys(typed.split(), PROFILE, (), {}) == ({}, tuple(typed.split()))


def test_words_in_quotes_are_no_key() -> None:
    assert split_bare_keys(["public name", "Ana"], PROFILE, (), {}) == ({}, ("public name", "Ana"))


def test_a_key_whose_value_is_known_says_nothing_more() -> None:
    assert split_bare_keys(["by"], BOARD, ("by",), {}) == ({}, ())
    assert split_bare_keys(["outcome", "hirono"], LOG, ("outcome",), {}) == ({}, ("hirono",))


def test_a_word_of_an_accepted_name_is_no_key() -> None:
    accepted = {"chapter": ("Chapter North", "Good Name")}
    for typed in ("Chapter North", "Good Name"):
        assert split_bare_keys(typed.split(), PROFILE, (), accepted) == ({}, tuple(typed.split()))


def test_a_text_has_no_bare_keys() -> None:
    words = ("Call", "at", "the", "time", "campaign", "workers", "chose")
    assert split_bare_keys(words, ALERT, (), {}) == ({}, words)
