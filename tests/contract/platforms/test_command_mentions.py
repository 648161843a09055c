"""On Discord, the commands that a card names are mentions with the ids that Discord gave, also after a restart."""

import pytest

from tests.contract.conftest import DISCORD
from tests.contract.drivers.discord import DiscordPlatform
from tests.contract.people import Seen
from tests.contract.stage import Stage
from tests.platforms.discord import Answer


def raw(seen: Seen) -> str:
    """What Discord got, before its client shows it."""
    assert isinstance(seen.thing, Answer)
    return seen.thing.text


@pytest.mark.parametrize("platform_name", [DISCORD], indirect=True)
async def test_commands_are_mentions(stage: Stage) -> None:
    [discord] = stage.platforms
    assert isinstance(discord, DiscordPlatform)
    for _ in ("registered now", "registered before"):
        ids = discord.command_ids
        ana = stage.person("Ana")
        await ana.say("/callboard")
        listed = await ana.tap("All commands")
        assert f"</script:{ids['script']}>" in raw(listed)
        assert f"</mydata show:{ids['mydata']}>" in raw(listed)
        assert listed.has("/mydata show")
        asked = await ana.say("/remindme")
        assert f"</remindme:{ids['remindme']}> mon, thu 6pm" in raw(asked)
        assert f"Type </script:{ids['script']}> to begin" in raw(await ana.say("/leaderboard"))
        await stage.restart()
