"""Channel events apply at once: new names and obstacles to posts, in any number of channels."""

import pytest
from structlog.testing import capture_logs

from bot.cogs.alerts.channel_access import ChannelAccess
from bot.core.alerts.posting.delivery_plan import TargetChannel
from bot.core.alerts.posting.delivery_times import PostTime
from bot.kit.cards.outbound import Address, Posters, Refusal, Refused
from bot.kit.cards.reply import Card
from tests.adapters.discord.conftest import Floor
from tests.platforms.discord import Channel

SEND, EMBED, VIEW = 1 << 11, 1 << 14, 1 << 10


def address(channel: Channel) -> Address:
    assert channel.guild
    return Address("discord", channel.guild.id, channel.id)


async def wait_for_events(floor: Floor) -> None:
    """Wait until the bot has had every event so far: they come in order."""
    await floor.ana.slash("echo", {"word": "x"}, channel=floor.guild.channels[-1])


async def test_a_renamed_channel_has_its_new_name(floor: Floor) -> None:
    floor.channel.change(name="call-in-day")
    await wait_for_events(floor)
    seen = floor.adapter.poster.glance(address(floor.channel))
    assert seen
    assert (seen.name, seen.problem) == ("call-in-day", None)


@pytest.mark.parametrize(
    ("denied", "missing"), [(SEND, "Send Messages"), (EMBED, "Embed Links"), (VIEW, "View Channel")]
)
async def test_the_obstacle_to_a_post_is_known_before_one_fails(floor: Floor, denied: int, missing: str) -> None:
    floor.channel.change(denied=denied)
    await wait_for_events(floor)
    seen = floor.adapter.poster.glance(address(floor.channel))
    assert seen
    assert seen.problem == Refused(Refusal.FORBIDDEN, missing)
    floor.discord.refuse("POST /channels/*/messages", 403, 50013)
    with capture_logs() as log:
        assert await floor.adapter.poster.post(address(floor.channel), Card("Call"), "key") == seen.problem
    assert [line["permission"] for line in log if line["event"] == "discord has not granted a permission"] == [missing]
    floor.channel.change(denied=0)
    await wait_for_events(floor)
    seen = floor.adapter.poster.glance(address(floor.channel))
    assert seen
    assert seen.problem is None


@pytest.mark.parametrize(("count", "denied"), [(40, 3), (200, 25)])
async def test_a_preview_checks_every_channel_without_a_request(floor: Floor, count: int, denied: int) -> None:
    channels = [floor.guild.add_channel(f"chapter-{number}") for number in range(count)]
    shut = channels[:: count // denied][:denied]
    for channel in shut:
        channel.change(denied=SEND)
    await wait_for_events(floor)
    posters = Posters()
    posters.add(floor.adapter.poster)
    floor.discord.requests.clear()
    targets = tuple(TargetChannel(one.name, "discord", floor.guild.id, one.id, "UTC", PostTime(0)) for one in channels)
    reached = await ChannelAccess(posters).check(targets)
    assert {target.channel for target, _ in reached.problems} == {channel.id for channel in shut}
    assert (reached.unchecked, floor.discord.requests) == (0, [])


async def test_a_left_server_gets_no_request(floor: Floor) -> None:
    floor.discord.push("GUILD_DELETE", {"id": floor.guild.id})
    other = floor.discord.add_guild("Another").add_channel("general")
    await floor.ana.slash("echo", {"word": "x"}, channel=other)
    floor.discord.requests.clear()
    posted = await floor.adapter.poster.post(address(floor.channel), Card("Call"), "key")
    edited = await floor.adapter.poster.edit(address(floor.channel), "7", Card("Call"))
    assert (posted, edited) == (Refused(Refusal.REMOVED), Refused(Refusal.REMOVED))
    assert floor.discord.requests == []
