"""What the adapter says about its connection to Slack."""

from bot.adapters import DOWN, Link, LinkState
from bot.adapters.slack.transports.socket_mode import CONNECTIONS
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import SlackStandIn


async def test_over_sockets_it_counts_those_that_are_open(slack: SlackStandIn) -> None:
    floor = Floor(slack, "socket")
    assert await floor.adapter.read_link() == DOWN
    await floor.start()
    assert await floor.adapter.read_link() == Link(LinkState.UP, CONNECTIONS, CONNECTIONS)
    slack.sockets.drop()
    await slack.sockets.said_hello(2 * CONNECTIONS)
    assert (await floor.ana.slash("vof-echo", "still here", channel=floor.channel)).text == "still here"
    link = await floor.adapter.read_link()
    assert (link.state, link.reopened) == (LinkState.UP, CONNECTIONS)
    await floor.adapter.stop()
    assert await floor.adapter.read_link() == DOWN


async def test_over_http_it_needs_none(slack: SlackStandIn) -> None:
    floor = Floor(slack, "http")
    await floor.start()
    assert await floor.adapter.read_link() == Link(LinkState.UP)
    await floor.adapter.stop()
    assert await floor.adapter.read_link() == DOWN
