"""Who, when and where, out of payloads as Slack's documents show them."""

import pytest

from bot.adapters.slack.people import User
from bot.adapters.slack.requests import caller, envelope, moment
from bot.kit.invocation import Caller

SLASH = {"team_id": "T1", "user_id": "U1", "trigger_id": "1.2.abc", "command": "/log"}
TAP = {
    "type": "block_actions",
    "team": {"id": "T1", "domain": "valley"},
    "user": {"id": "U1", "team_id": "T1"},
    "trigger_id": "1.2.abc",
    "actions": [{"action_ts": "1764000000.000123"}],
}


def test_the_same_account_whatever_it_does() -> None:
    assert caller(SLASH) == caller(TAP) == Caller("slack", "T1:U1", "T1")


def test_an_enterprise_wide_install_names_the_persons_team() -> None:
    assert caller({**TAP, "team": None, "enterprise": {"id": "E1"}}).space == "T1"


def test_the_id_is_the_payloads_own() -> None:
    assert envelope(SLASH, 5, User("es-ES")).id == "1.2.abc"


def test_a_tap_tells_its_time() -> None:
    assert moment(TAP, {}, 9) == 1_764_000_000_000_123
    assert moment({"actions": [{"action_ts": "1764000000.5"}]}, {}, 9) == 1_764_000_000_500_000


@pytest.mark.parametrize(
    ("received", "at"),
    [
        (1_764_000_000_000_000, 1_764_000_000_000_000),
        (1_764_000_000_123_456, 1_764_000_000_123_456),
        (1_764_000_000_123_457, 1_764_000_000_123_457),  # the next command keeps its place
        (1_764_000_001_000_000, 1_764_000_000_999_999),  # on its way over midnight, it is yesterday's still
        (1_764_000_250_000_000, 1_764_000_000_999_999),
        (1_763_999_999_000_000, 1_764_000_000_000_000),  # a clock that is slow
    ],
)
def test_over_http_it_is_the_time_of_receipt_within_the_second_that_was_signed(received: int, at: int) -> None:
    assert moment(SLASH, {"x-slack-request-timestamp": ["1764000000"]}, received) == at


def test_else_it_is_the_time_of_receipt() -> None:
    assert moment(SLASH, {}, 9) == 9
