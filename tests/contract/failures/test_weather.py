"""The database is slow, locked or full: requests are acknowledged in time, answers are true, and it recovers."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.drivers.slack import SlackPlatform
from tests.contract.people import Deed, Person, said
from tests.contract.stage import Stage

LOCKED = said("error.unavailable")
IN_TIME = 3.0  # seconds, on every platform that needs an acknowledgement


async def begin_log(person: Person, way: str) -> Deed:
    """Begin to log a call by command, button or form, without waiting for the database."""
    match way:
        case "command":
            return await person.begin("/log spoke")
        case "button":
            return await person.press("Spoke to someone", person.last)
        case _:
            return await person.submit({"What happened": "Spoke to someone"}, {})


async def make_caller_ready(stage: Stage, way: str) -> Person:
    """A person about to log a call, on a platform with a short patience."""
    for platform in stage.platforms:
        if isinstance(platform, DiscordPlatform):
            platform.patience = 0.05
        elif isinstance(platform, SlackPlatform):
            platform.decide = 0.05
    await stage.restart()
    person = stage.person("Ana")
    if way != "command":
        await person.say({"button": "/script", "form": "/log"}[way])
    return person


@pytest.mark.parametrize("way", ["command", "button", "form"])
async def test_a_slow_database_only_delays_the_answer(stage: Stage, way: str) -> None:
    ana = await make_caller_ready(stage, way)
    with stage.locked():
        deed = await begin_log(ana, way)
        assert await deed.acknowledged() < IN_TIME
    receipt = await deed.seen()
    assert (receipt.private, receipt.fact("Your calls")) == (True, "1")
    assert len(stage.calls()) == 1


async def test_a_locked_database_saves_nothing_and_works_again(stage: Stage) -> None:
    ana = await make_caller_ready(stage, "command")
    with stage.locked():
        deed = await begin_log(ana, "command")
        assert await deed.acknowledged() < IN_TIME
        told = await deed.seen()
        assert (told.text, told.private) == (LOCKED, True)
        assert (await ana.say("/script")).has("(202) 224-3121")  # reading still works
    assert stage.calls() == []
    assert (await ana.say("/log spoke")).fact("Your calls") == "1"


@contextmanager
def full(stage: Stage) -> Iterator[None]:
    """Keep every file from growing, like a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = stage.database.with_name("callboard.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_saves_nothing_and_works_again(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    with full(stage):
        for line in ("/log spoke", "/undo", "/profile name:Ana"):
            assert (await ana.say(line)).text == LOCKED
        assert (await ana.say("/leaderboard")).row("No chapter yet")[-1] == "1"
    assert (await ana.say("/log spoke")).fact("Your calls") == "2"
