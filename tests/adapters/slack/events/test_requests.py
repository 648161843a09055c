"""Who, when and where, read from payloads in Slack's documentation."""

import pytest

from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.events.requests import (
    find_channel_name,
    find_home,
    find_moment,
    find_space,
    is_direct,
    make_caller,
)
from bot.identity import Caller

SLASH: Json = {"team_id": "T1", "user_id": "U1", "trigger_id": "1.2.abc", "command": "/log"}
TAP: Json = {
    "type": "block_actions",
    "team": {"id": "T1", "domain": "valley"},
    "user": {"id": "U1", "team_id": "T1"},
    "trigger_id": "1.2.abc",
    "actions": [{"action_ts": "1764000000.000123"}],
}


def test_every_payload_gives_the_same_account() -> None:
    assert make_caller(SLASH, "T1:U1") == make_caller(TAP, "T1:U1") == Caller("slack", "T1:U1", "T1")


@pytest.mark.parametrize(
    ("body", "space", "home"),
    [
        (SLASH, "T1", "T1"),
        (TAP, "T1", "T1"),
        ({**TAP, "team": None, "enterprise": {"id": "E1"}}, "T9", "T1"),
        ({**TAP, "user": {"id": "U1", "team_id": "T2"}}, "T1", "T2"),  # a guest taps a post of the host's app
        ({**TAP, "team": {"id": "T2"}, "message": {"team": "T1"}, "user": {"id": "U1", "team_id": "T2"}}, "T1", "T2"),
        ({**TAP, "team": {"id": "T2"}, "view": {"app_installed_team_id": "T1"}}, "T1", "T1"),
        (
            {"team": {"id": "T2"}, "user": {"id": "U1", "team_id": "T2"}, "view": {"app_installed_team_id": "T1"}},
            "T1",
            "T2",
        ),
        ({"team": None, "user": {"id": "U1"}}, "T9", "T9"),
        ({"team": None, "user": {"id": "U1"}, "view": {"team_id": "T4"}}, "T4", "T4"),
        ({"team": {"id": "E1"}, "user": {"id": "U1", "team_id": "E1"}, "message": {"team": "T1"}}, "T1", "T1"),
        ({"team": "T5", "user": {"id": "U1"}}, "T5", "T5"),
    ],
)
def test_the_space_is_the_apps_workspace_and_the_account_the_persons(body: Json, space: str, home: str) -> None:
    assert find_space(body, "T9") == space
    assert find_home(body, find_space(body, "T9")) == home


@pytest.mark.parametrize(
    ("channel", "name", "direct", "shown"),
    [
        ("C1", "general", False, "general"),
        ("G1", "privategroup", False, ""),
        ("C2", "privategroup", False, ""),
        ("D1", "directmessage", True, ""),
        ("G2", "mpdm-ana--bo--cy-1", True, ""),
        ("C3", "mpdm-ana--bo--cy-1", True, ""),
    ],
)
def test_a_direct_message_is_not_a_channel(channel: str, name: str, direct: bool, shown: str) -> None:
    for body in ({"channel_id": channel, "channel_name": name}, {"channel": {"id": channel, "name": name}}):
        asked: Json = {**TAP, **body}
        assert (is_direct(asked), find_channel_name(asked)) == (direct, shown)
        assert make_caller(asked, "T1:U1").marks == (() if direct else (f"channel:{channel}",))


def test_a_tap_carries_its_time() -> None:
    assert find_moment(TAP, {}, 9) == 1_764_000_000_000_123
    assert find_moment({"actions": [{"action_ts": "1764000000.5"}]}, {}, 9) == 1_764_000_000_500_000


@pytest.mark.parametrize(
    ("received", "at"),
    [
        (1_764_000_000_000_000, 1_764_000_000_000_000),
        (1_764_000_000_123_456, 1_764_000_000_123_456),
        (1_764_000_000_123_457, 1_764_000_000_123_457),  # the next command keeps its order
        (1_764_000_001_000_000, 1_764_000_000_999_999),  # if it arrives after midnight, it still counts for yesterday
        (1_764_000_250_000_000, 1_764_000_000_999_999),
        (1_763_999_999_000_000, 1_764_000_000_000_000),  # a slow clock
    ],
)
def test_over_http_the_time_is_the_receipt_within_the_signed_second(received: int, at: int) -> None:
    assert find_moment(SLASH, {"x-slack-request-timestamp": ["1764000000"]}, received) == at


def test_otherwise_the_time_is_the_receipt() -> None:
    assert find_moment(SLASH, {}, 9) == 9
