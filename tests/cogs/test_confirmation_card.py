"""The card after sending an alert: only its author is promised a message when it arrives."""

import pytest

from bot.cogs.alerts.confirmation_card import draw_confirmation_card
from bot.core.alerts.posting.confirmation import Confirmation
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from bot.moments import Moment


@pytest.mark.parametrize("channels", [1, 30])
def test_only_the_author_is_promised_a_message(channels: int) -> None:
    confirmed = Confirmation("5J1D-EBTQ", Moment(0, "UTC"), channels, now=True, awaiting=False)
    own, released = (
        strip_markup(draw_confirmation_card(load_words("en"), "a1", confirmed, own=own).body) for own in (True, False)
    )
    assert "I'll tell you when it arrives" in own
    assert "I'll tell you" not in released
    assert "Its author hears" in released
    assert all("5J1D-EBTQ" in told for told in (own, released))


def test_channels_that_get_it_later_are_counted() -> None:
    for delayed, sentence in (
        (0, ""),
        (1, "1 of these channels gets it later"),
        (3, "It's set, and goes out later to 3 channels"),
    ):
        confirmed = Confirmation("5J1D-EBTQ", Moment(0, "UTC"), 3, now=True, awaiting=False, delayed=delayed)
        told = strip_markup(draw_confirmation_card(load_words("en"), "a1", confirmed).body)
        assert sentence in told
        assert ("later" in told) is bool(delayed)
        assert ("On its way" in told) is (delayed < 3)
