"""What the adapter says about its connections to Slack."""

from bot.adapters import DOWN, Connections, ConnectionState
from bot.adapters.slack.transports.socket_mode import CONNECTIONS
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import SlackStandIn


async def test_over_sockets_it_counts_those_that_are_open(slack: SlackStandIn) -> None:
    floor = Floor(slack, "socket")
    assert await floor.adapter.read_connections() == DOWN
    await floor.start()
    assert await floor.adapter.read_connections() == Connections(ConnectionState.UP, CONNECTIONS, CONNECTIONS)
    slack.sockets.drop()
    await slack.sockets.said_hello(2 * CONNECTIONS)
    assert (await floor.ana.slash("vof-echo", "still here", channel=floor.channel)).text == "still here"
    connections = await floor.adapter.read_connections()
    assert (connections.state, connections.reopened) == (ConnectionState.UP, CONNECTIONS)
    await floor.adapter.stop()
    assert await floor.adapter.read_connections() == DOWN


async def test_over_http_it_needs_none(slack: SlackStandIn) -> None:
    floor = Floor(slack, "http")
    await floor.start()
    assert await floor.adapter.read_connections() == Connections(ConnectionState.UP)
    await floor.adapter.stop()
    assert await floor.adapter.read_connections() == DOWN
