"""What a process says about the others: that somebody else uses its Slack app, and what nobody does."""

import json
from io import StringIO
from typing import Any, cast

import pytest

from bot.cli.serve.watches.presence_watch import SocketWatch
from bot.core.processes.presence import Presence
from bot.runtime.duties import WHOLE


async def look(watch: SocketWatch, rounds: int) -> None:
    """Compare connections so many times."""
    work = watch.make_loop().work
    for _ in range(rounds):
        await work()


@pytest.mark.parametrize(("seen", "foreign"), [(2, 0), (3, 1), (6, 4)])
async def test_connections_that_no_process_here_has_are_said_once(log: StringIO, seen: int, foreign: int) -> None:
    presence = Presence(cast(Any, None), WHOLE)
    watch = SocketWatch(presence)
    watch.note_hello(1, 1)
    watch.note_hello(2, seen)
    await look(watch, 2)
    assert log.getvalue() == ""  # another process may have started just now
    await look(watch, 5)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert len(lines) == bool(foreign)
    assert presence.own.foreign_sockets == foreign
    for line in lines:
        assert line["event"] == "foreign connections to slack"
        assert "use the same SLACK_APP_TOKEN?" in line["reason"]
