"""Channels that get alerts: only within the coordinator's reach, and never unencrypted."""

import pytest

from bot.core.coalition.channels import Channels, Terms
from bot.core.times.quiet_hours import QuietHours
from bot.identity import Caller
from bot.roles import Reach
from tests.core.support.coalition import ADMIN, ROOT, House, expect_refusal, make_two_orgs
from tests.services import ZONE, Core

ANA = Caller("discord", "1", "guild", ("channel:planted-channel", "role:7"))
BEN = Caller("slack", "T1:U1", "T1", ("channel:C1",))


@pytest.fixture
async def house(core: Core) -> House:
    return await make_two_orgs(core)


@pytest.fixture
def channels(core: Core, house: House) -> Channels:
    return Channels(core.base, core.people, ZONE)


async def subscribe(house: House, channels: Channels, who: Caller, name: str, **terms: str) -> None:
    await channels.subscribe(who, await house.reach(who), name, Terms(**terms))


async def names(channels: Channels, reach: Reach) -> list[tuple[str, str]]:
    return [(one.org, one.name) for one in await channels.list_channels(reach)]


async def test_coordinators_see_their_own_orgs_channels(house: House, channels: Channels) -> None:
    await subscribe(house, channels, ANA, "floor")
    await subscribe(house, channels, BEN, "general")
    assert await names(channels, await house.reach(ANA)) == [("Ours", "floor")]
    assert await names(channels, await house.reach(BEN)) == [("Theirs", "general")]
    assert await names(channels, ADMIN) == [("Ours", "floor"), ("Theirs", "general")]
    assert await names(channels, Reach()) == []


async def test_omitted_settings_stay(house: House, channels: Channels) -> None:
    await subscribe(house, channels, ANA, "floor", quiet="22:00-8:00", zone="Pacific", state="california")
    await subscribe(house, channels, ANA, "new-name")
    [channel] = await channels.list_channels(ADMIN)
    assert (channel.name, channel.quiet, channel.zone) == ("new-name", QuietHours(1320, 480), "America/Los_Angeles")
    assert channel.state == "CA"
    await subscribe(house, channels, ANA, "new-name", quiet="none")
    [channel] = await channels.list_channels(ADMIN)
    assert (channel.quiet, channel.zone) == (None, "America/Los_Angeles")


async def test_first_quiet_hours_are_on_the_clock_of_their_author(house: House, channels: Channels) -> None:
    async def find_zone() -> str:
        [channel] = await channels.list_channels(ADMIN)
        return channel.zone

    await subscribe(house, channels, ANA, "floor", own_zone="Pacific/Honolulu")
    assert await find_zone() == ZONE  # without quiet hours, nothing is on a clock
    await subscribe(house, channels, ANA, "floor", quiet="22:00-8:00", own_zone="Pacific/Honolulu")
    assert await find_zone() == "Pacific/Honolulu"
    await subscribe(house, channels, ANA, "floor", quiet="21:00-8:00", own_zone="America/Denver")
    assert await find_zone() == "Pacific/Honolulu"  # another coordinator changes the hours, not the clock
    await subscribe(house, channels, ANA, "floor", zone="Pacific", own_zone="America/Denver")
    assert await find_zone() == "America/Los_Angeles"
    await subscribe(house, channels, ANA, "floor", quiet="none")
    await subscribe(house, channels, ANA, "floor", quiet="22:00-8:00", zone="Arizona", own_zone="America/Denver")
    assert await find_zone() == "America/Phoenix"


async def test_quiet_hours_are_on_the_coalitions_clock_where_nobody_knows_another(
    house: House, channels: Channels
) -> None:
    await subscribe(house, channels, ANA, "floor", quiet="22:00-8:00")
    [channel] = await channels.list_channels(ADMIN)
    assert channel.zone == ZONE


async def test_a_channel_is_unsubscribed_from_within_or_by_name(house: House, channels: Channels) -> None:
    reach = await house.reach(ANA)
    await subscribe(house, channels, ANA, "floor")
    assert await channels.unsubscribe(ANA, reach) == ("floor", 0)
    assert await channels.list_channels(ADMIN) == ()
    with expect_refusal("channel.not_subscribed"):
        await channels.unsubscribe(ANA, reach)
    await subscribe(house, channels, ANA, "floor")
    assert await channels.unsubscribe(ROOT, ADMIN, "#Floor") == ("floor", 0)
    assert await channels.list_channels(ADMIN) == ()


async def test_another_orgs_channel_does_not_exist(house: House, channels: Channels) -> None:
    await subscribe(house, channels, BEN, "general")
    reach = await house.reach(ANA)
    with expect_refusal("channel.unknown"):
        await channels.unsubscribe(ANA, reach, "general")
    for work in (channels.subscribe(BEN, reach, "general", Terms()), channels.unsubscribe(BEN, reach)):
        with expect_refusal("channel.unlinked"):
            await work


async def test_channels_with_one_name_are_unsubscribed_from_within(house: House, channels: Channels) -> None:
    other = Caller("discord", "1", "guild", ("channel:another",))
    for where in (ANA, other):
        await subscribe(house, channels, where, "floor")
    with expect_refusal("channel.ambiguous"):
        await channels.unsubscribe(ANA, await house.reach(ANA), "floor")
    await channels.unsubscribe(other, await house.reach(ANA))
    assert len(await channels.list_channels(ADMIN)) == 1


async def test_only_channels_of_linked_spaces_can_subscribe(house: House, channels: Channels) -> None:
    for caller, key in (
        (Caller("discord", "1", "guild"), "channel.nowhere"),
        (Caller("discord", "1", None, ("channel:1",)), "channel.nowhere"),
        (Caller("discord", "1", "unlinked", ("channel:1",)), "channel.unlinked"),
    ):
        with expect_refusal(key):
            await channels.subscribe(caller, await house.reach(ANA), "floor", Terms())
    with expect_refusal("state.unknown"):
        await subscribe(house, channels, ANA, "floor", state="Ontario")
    assert await channels.list_channels(ADMIN) == ()


async def test_a_space_that_leaves_its_org_takes_its_channels_with_it(house: House, channels: Channels) -> None:
    await subscribe(house, channels, ANA, "floor")
    await house.leave(ANA, manages=True)
    assert await channels.list_channels(ADMIN) == ()


async def test_the_database_file_names_no_channel(house: House, channels: Channels, store_url: str) -> None:
    await subscribe(house, channels, ANA, "planted-name")
    if store_url.startswith("sqlite"):
        from pathlib import Path

        path = Path(store_url.removeprefix("sqlite:///"))
        stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        assert b"planted" not in stored
    actions = [entry.action for entry in await house.audit.load_newest(ADMIN)]
    assert actions[0] == "channel.subscribe"
