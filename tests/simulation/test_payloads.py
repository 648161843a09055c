"""The light stand-ins say the same as the strict ones that the adapters are tested with, key for key."""

from typing import Any

from bot.simulation.crowd import make_person
from bot.simulation.plan.places import make_spaces
from bot.simulation.platforms import discord_payloads, slack_payloads
from tests.platforms.discord import DiscordStandIn
from tests.platforms.discord.model.interactions import COMMAND, Interaction
from tests.platforms.slack import SlackStandIn, payloads

DISCORD, SLACK = make_spaces(2)


def list_keys(value: Any, prefix: str = "") -> set[str]:
    """Every path of keys in JSON; of a list that of its first item."""
    if isinstance(value, dict):
        return {path for key, one in value.items() for path in {f"{prefix}/{key}", *list_keys(one, f"{prefix}/{key}")}}
    return list_keys(value[0], f"{prefix}/0") if isinstance(value, list) and value else set()


async def test_discord_is_described_with_the_same_keys() -> None:
    strict = await DiscordStandIn.start()
    try:
        guild = strict.add_guild("Valley Org")
        channel, account = guild.add_channel("general"), strict.state.bot
        person = make_person(1, DISCORD)
        asked = Interaction(COMMAND, {}, user=account, channel=channel, source=None, id="1", born=0.0)
        light = discord_payloads.make_interaction(person, "1", COMMAND, {})
        assert list_keys(light) == list_keys(asked.payload(account.id))
        assert list_keys(discord_payloads.describe_guild(DISCORD)) == list_keys(guild.payload(account))
    finally:
        await strict.stop()


async def test_slack_sends_the_same_keys() -> None:
    async with await SlackStandIn.start() as strict:
        team = strict.add_team("Valley Org")
        user, channel = team.user("Ana"), team.add_channel("general")
        person = make_person(1, SLACK)
        command = slack_payloads.make_slash(person, "log", {"outcome": "spoke"}, "1.2", "http://hook")
        assert list_keys(command) == list_keys(payloads.slash(user, "/log", "outcome:spoke", channel))
        assert command["text"] == "outcome:spoke"
        grouped = slack_payloads.make_slash(person, "alert send", {"audience": "all"}, "", "")
        assert (grouped["command"], grouped["text"]) == ("/alert", "send audience:all")
