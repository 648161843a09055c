"""Discord and Slack at once, over one app and one database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from time_machine import Traveller

from tests.contract.conftest import DISCORD, HTTP, run_stage, start_platform
from tests.contract.stage import Stage


@pytest.fixture
async def stage(tmp_path: Path, sqlite_template: Path, traveller: Traveller, addresses: None) -> AsyncIterator[Stage]:
    """The product on both platforms."""
    both = Stage(tmp_path, (await start_platform(DISCORD), await start_platform(HTTP)), traveller)
    async for running in run_stage(both, sqlite_template):
        yield running


async def test_the_same_commands_give_the_same_numbers_and_the_totals_add_up(stage: Stage) -> None:
    ana, ben = stage.person("Ana", on=0), stage.person("Ben", on=1)
    for person, before in ((ana, 0), (ben, 2)):
        assert (await person.say("/script")).has("(202) 224-3121")
        for number, line in enumerate(("/log spoke", "/log voicemail"), 1):
            receipt = await person.say(line)
            assert receipt.fact("Your calls") == str(number)
            assert receipt.fact("Everyone's calls") == f"{before + number} of 1,000"
        board = await person.say("/leaderboard")
        assert board.row("No chapter yet") == ["No chapter yet", str(before + 2)]
    assert sorted(call[1:3] for call in stage.calls()) == [
        ("spoke", "discord"),
        ("spoke", "slack"),
        ("voicemail", "discord"),
        ("voicemail", "slack"),
    ]
    await ana.say("/undo")
    assert (await ben.say("/leaderboard")).has("Chapters: 3 calls so far.")
    assert not (await ana.say("/mycalls")).has("2 of 2")
