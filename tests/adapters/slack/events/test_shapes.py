"""A signed request that lacks something is refused with a status, never half run."""

import json
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.adapters.slack.drawing.place import Place, encode_metadata
from bot.adapters.slack.events.shapes import is_well_formed
from bot.adapters.slack.manifest import PATH
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import SlackStandIn
from tests.platforms.slack.transports.http_mode import signed

Json = dict[str, Any]
ACTED = {"user": {"id": "U1"}, "trigger_id": "1.2"}
MODAL = {"id": "V1", "title": {"text": "A form"}}
# Each with nothing but what is needed.
NEEDED: dict[str, Json] = {
    "command": {"command": "/vof-echo", "user_id": "U1", "channel_id": "C1", "trigger_id": "1.2"},
    "message": {
        "type": "block_actions",
        **ACTED,
        "actions": [{"action_id": "a"}],
        "channel": {"id": "C1"},
        "container": {},
    },
    "modal": {"type": "block_actions", **ACTED, "actions": [{"action_id": "a"}], "view": MODAL},
    "home": {"type": "block_actions", **ACTED, "actions": [{"action_id": "a"}], "view": {"type": "home"}},
    "form": {"type": "view_submission", **ACTED, "view": {**MODAL, "state": {"values": {}}}},
    "menu": {"type": "block_suggestion", "user": {"id": "U1"}, "action_id": "a", "view": {"callback_id": "f"}},
    "shortcut": {"type": "shortcut", **ACTED, "callback_id": "script"},
    "opened": {
        "type": "event_callback",
        "event": {"type": "app_home_opened", "user": "U1"},
        "event_id": "E1",
        "event_time": 1,
    },
    "removed": {"type": "event_callback", "event": {"type": "app_uninstalled"}, "event_time": 1},
}
WRONG: tuple[object, ...] = (None, [], ["x"], 1.5, True)
CHOSEN = {"b": {"a": {"value": "words", "selected_option": None, "selected_conversations": ["C1"], "files": []}}}


def list_paths(value: object, *before: str | int) -> Iterator[tuple[str | int, ...]]:
    """The path of each field within a payload, except those that tell what kind it is."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        path = (*before, name)
        if path[-1] != "type" and path != ("command",):
            yield path
        yield from list_paths(inner, *path)


def change(payload: Json, path: tuple[str | int, ...], *values: object) -> Json:
    """A payload with another value at a path, or without that field."""
    changed = deepcopy(payload)
    inner: Any = changed
    for name in path[:-1]:
        inner = inner[name]
    if values:
        inner[path[-1]] = values[0]
    else:
        del inner[path[-1]]
    return changed


@pytest.mark.parametrize("kind", NEEDED)
def test_every_field_that_is_read_is_needed(kind: str) -> None:
    payload = NEEDED[kind]
    assert is_well_formed(payload)
    for path in list_paths(payload):
        assert not is_well_formed(change(payload, path)) or path == ("view", "state", "values", "b"), path
        for wrong in WRONG:
            assert not is_well_formed(change(payload, path, wrong)), (path, wrong)
        if isinstance(path[-1], str) and path[-1] in ("id", "user_id", "channel_id", "trigger_id", "event_id"):
            assert not is_well_formed(change(payload, path, "")), path


@pytest.mark.parametrize(
    ("kind", "path", "good", "bad"),
    [
        ("form", ("view", "private_metadata"), encode_metadata(Place("U1", "C1", home=True), "f"), "{"),
        ("form", ("view", "private_metadata"), "", "[1]"),
        ("modal", ("view", "private_metadata"), None, '{"url": 1}'),
        ("form", ("view", "state", "values"), CHOSEN, {"b": {}}),
        ("form", ("view", "state", "values"), {}, {"b": {"a": {"value": 1}}}),
        ("form", ("view", "state", "values"), {}, {"b": {"a": {"selected_option": "x"}}}),
        ("command", ("text",), "<@U1>", ["spoke"]),
        ("command", ("command",), "/x", ""),
        ("message", ("actions", 0, "action_ts"), "1548426417.840180", "9" * 400),
        ("message", ("actions", 0, "action_ts"), None, "yesterday"),
        ("removed", ("event", "tokens"), {"bot": ["U1"]}, "all"),
        ("removed", ("event_time",), 1_700_000_000, 10**30),
    ],
)
def test_a_field_of_another_kind_is_refused(kind: str, path: tuple[str | int, ...], good: object, bad: object) -> None:
    assert is_well_formed(change(NEEDED[kind], path, good))
    assert not is_well_formed(change(NEEDED[kind], path, bad))


def test_what_no_listener_takes_is_left_to_bolt() -> None:
    for payload in ({}, {"type": "url_verification"}, {"type": 1}, {"type": ["x"]}, {"ssl_check": "1"}):
        assert is_well_formed(payload)


async def test_the_server_says_so_and_goes_on(slack: SlackStandIn, caplog: pytest.LogCaptureFixture) -> None:
    http = Floor(slack, "http")
    await http.start()
    stamp = str(int(time.time()))
    requests = [("application/json", json.dumps(change(NEEDED["opened"], ("event", "user"))))]
    requests += [
        ("application/x-www-form-urlencoded", urlencode({"payload": json.dumps(change(NEEDED[kind], ("user",)))}))
        for kind in ("message", "modal", "form", "menu", "shortcut")
    ]
    requests.append(("application/x-www-form-urlencoded", urlencode(change(NEEDED["command"], ("user_id",)))))
    async with aiohttp.ClientSession() as outside:
        for kind, body in requests:
            sent = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp}
            sent["X-Slack-Signature"] = signed(slack.signing_secret, stamp, body)
            async with outside.post(f"http://127.0.0.1:{http.port}{PATH}", data=body.encode(), headers=sent) as answer:
                assert answer.status == 400, body
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    assert (await http.ana.slash("vof-echo", "still here", channel=http.channel)).text == "still here"
    await http.adapter.stop()
