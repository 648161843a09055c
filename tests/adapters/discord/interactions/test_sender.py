"""What the sender of one interaction does by itself, whatever its answers say."""

from bot.adapters.discord.interactions.rest import RestClient
from bot.adapters.discord.interactions.sender import InteractionSender, Sent
from tests.platforms.discord import DiscordStandIn


async def test_follow_ups_share_the_tries_that_discord_takes(discord: DiscordStandIn) -> None:
    """Discord may have taken a follow-up whose answer was lost, and it takes five at most where only a person has the
    app. Each gets one try all the same."""
    rest = RestClient(discord.api_url)
    sender = InteractionSender(rest, "1", "2", "token")
    discord.refuse("POST /webhooks/*", 503, 0, times=100)
    [fault] = discord.state.faults.waiting
    for tries in (5, 1, 1):
        before = fault.times
        assert await sender.follow_up(dict) is not Sent.YES
        assert before - fault.times == tries
    await rest.close()
