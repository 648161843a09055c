"""Posts, when each request fails in each way: at most one appears, and the reported outcome is true."""

from collections.abc import Awaitable, Callable
from math import isfinite

import pytest

from bot.adapters.discord.interactions.rest import Response, RestClient
from bot.adapters.discord.limits import Limiters, Limits
from bot.adapters.discord.posting import DiscordPoster
from bot.kit.cards.outbound import Address, Checked, Found, Later, Posted, Refused, Result, Unknown
from bot.kit.cards.reply import Button, Card
from tests.adapters.discord.conftest import AT_LEISURE, Floor
from tests.platforms.discord import Channel
from tests.platforms.discord.faults import ApiError, Cut, Fault, Page, rate_limited

JSON, HTML = "application/json", "text/html"
KEY = "0190b1c2-aaaa-7bbb-8ccc-0123456789ab"
Outcome = Result | Found | Checked
Sending = Callable[[DiscordPoster, Address, Floor], Awaitable[Outcome]]


def _error(status: int, code: int) -> Fault:
    return Fault("*", 1, ApiError(status, code, "No"))


def _page(status: int, body: str, content_type: str = JSON, *, taken: bool = False) -> Fault:
    return Fault("*", 1, cut=Page(status, content_type, body), taken=taken)


FAULTS: dict[str, Callable[[], Fault]] = {
    "500": lambda: _error(500, 0),
    "503 as page": lambda: _page(503, "upstream connect error", "text/plain"),
    "502 as page, taken": lambda: _page(502, "<html>", HTML, taken=True),
    "limited": lambda: Fault("*", 1, rate_limited(30, False)),
    "limited everywhere": lambda: Fault("*", 1, rate_limited(30, True)),
    "limited for no time that is a number": lambda: _page(429, '{"retry_after": NaN, "global": false}'),
    "limited for ever": lambda: _page(429, '{"retry_after": 1e999, "global": true}'),
    "limited for less than nothing": lambda: _page(429, '{"retry_after": -1, "global": false}'),
    "shut out": lambda: _page(429, "<html>error 1015</html>", HTML),
    "400": lambda: _error(400, 50035),
    "400 without a code": lambda: _page(400, '{"error": {}}'),
    "401": lambda: _error(401, 0),
    "403": lambda: _error(403, 50013),
    "403 as page": lambda: _page(403, "<html>Blocked</html>", HTML),
    "401 as page": lambda: _page(401, "<html>Sign in</html>", HTML),
    "404": lambda: _error(404, 10003),
    "404 as page": lambda: _page(404, "", "text/plain"),
    "cut": lambda: Fault("*", 1, cut=Cut.BROKEN),
    "cut, taken": lambda: Fault("*", 1, cut=Cut.BROKEN, taken=True),
    "half an answer, taken": lambda: Fault("*", 1, cut=Cut.TRUNCATED, taken=True),
    "sign in": lambda: _page(200, "<html>Please sign in</html>", HTML),
    "nothing, taken": lambda: _page(200, "", taken=True),
    "null": lambda: _page(200, "null"),
    "a number": lambda: _page(200, "7"),
    "a list": lambda: _page(200, '["x"]'),
    "an empty object, taken": lambda: _page(200, "{}", taken=True),
    "other things than expected": lambda: _page(
        200, '{"id": {"no": 1}, "author": 1, "thread_metadata": 3, "type": 11}'
    ),
    "a list of other things": lambda: _page(200, '[{"id": "1"}, {"id": "x", "author": {"id": 3}, "components": 7}]'),
}


async def _post(poster: DiscordPoster, to: Address, floor: Floor) -> Outcome:
    return await poster.post(to, _card("Call today"), KEY)


async def _edit(poster: DiscordPoster, to: Address, floor: Floor) -> Outcome:
    [message] = floor.discord.state.channels[to.channel].messages
    return await poster.edit(to, message.id, _card("It is over"))


async def _tell(poster: DiscordPoster, to: Address, floor: Floor) -> Outcome:
    return await poster.tell(to.channel, None, _card("Call today"), KEY)


async def _check(poster: DiscordPoster, to: Address, floor: Floor) -> Outcome:
    return await poster.check(to)


async def _find(poster: DiscordPoster, to: Address, floor: Floor) -> Outcome:
    return await poster.find(to, KEY, 0)


SENDINGS: dict[str, tuple[Sending, int]] = {  # with the number of requests of each
    "post": (_post, 1),
    "edit": (_edit, 1),
    "tell": (_tell, 2),
    "check": (_check, 1),
    "find": (_find, 2),
}


class NothingKnown:
    """Guilds that discord.py doesn't know yet, so that the poster asks Discord."""

    def get_guild(self, id: int, /) -> None:
        """None."""

    def has_left(self, guild_id: int) -> bool:
        """Say that the bot is there."""
        return False

    async def look(self, guild_id: int) -> None:
        """Learn nothing."""


def _card(text: str) -> Card:
    return Card(text, buttons=(Button("Script", "script", id=f"1a~script~{KEY}~seal"),))


def _fresh(floor: Floor) -> DiscordPoster:
    """A poster that remembers no rate limit."""
    assert floor.adapter._rest
    return _poster(floor, floor.adapter._rest)


def _poster(floor: Floor, way: RestClient) -> DiscordPoster:
    return DiscordPoster(way, NothingKnown(), floor.discord.state.bot.id, Limiters(Limits(AT_LEISURE, AT_LEISURE)))


def _place(floor: Floor, name: str) -> tuple[Address, Channel]:
    """An empty channel, or for `tell` a person's direct messages."""
    if name == "tell":
        somebody = floor.discord.user("Somebody")
        return Address("discord", "", somebody.id), somebody.dm
    channel = floor.guild.add_channel("new")
    return Address("discord", floor.guild.id, channel.id), channel


@pytest.mark.parametrize("name", SENDINGS)
async def test_each_reported_outcome_is_true_and_a_retry_settles_it(floor: Floor, name: str) -> None:
    sending, positions = SENDINGS[name]
    for position in range(positions):
        for weather, make in FAULTS.items():
            to, channel = _place(floor, name)
            if name in ("edit", "find"):
                await _post(_fresh(floor), to, floor)
            fault = make()
            fault.skip = position
            floor.discord.state.faults.add(fault)
            result = await sending(_fresh(floor), to, floor)
            assert not floor.discord.state.faults.waiting, (name, weather)
            _judge(name, weather, result, [message.text for message in channel.messages])
            if not isinstance(result, Refused):
                again = await sending(_fresh(floor), to, floor)
                assert isinstance(again, Posted | Found | Checked), (weather, again)
                assert len(channel.messages) == (name != "check"), weather


def _judge(name: str, weather: str, result: Outcome, visible: list[str]) -> None:
    where = (name, weather, result)
    shown = "It is over" if name == "edit" else "Call today"
    match result:
        case Posted():
            assert visible == [shown], where
        case Later(seconds) | Checked(problem=Later(seconds)):
            assert isfinite(seconds), where
            assert 0 <= seconds <= 3_600, where
            assert name == "find" or shown not in visible, where
        case Refused() | Checked(problem=Refused()):
            assert weather in ("400", "400 without a code", "403", "404"), where  # only Discord's own answer counts
            assert name == "find" or shown not in visible, where
        case Found(None):
            pytest.fail(f"{where}: it is there")
        case Unknown():
            assert name in ("post", "edit", "tell"), where


@pytest.mark.parametrize("name", ["post", "edit", "tell"])
async def test_a_late_answer_is_unknown_and_nothing_is_posted_twice(floor: Floor, name: str) -> None:
    sending, positions = SENDINGS[name]
    to, channel = _place(floor, name)
    if name == "edit":
        await _post(_fresh(floor), to, floor)
    hasty = RestClient(floor.discord.api_url, floor.discord.token, patience=0.05)
    poster = _poster(floor, hasty)
    gate = floor.discord.hold("*", times=1)
    floor.discord.state.faults.waiting[-1].skip = positions - 1
    assert isinstance(await sending(poster, to, floor), Unknown)
    gate.set()
    assert isinstance(await sending(_fresh(floor), to, floor), Posted)
    assert len(channel.messages) == 1
    await hasty.close()


async def test_half_a_character_is_sent_too(floor: Floor) -> None:
    rest = RestClient(floor.discord.api_url, floor.discord.token)
    outcome = await rest.send("POST", "/channels/1/messages", {"content": "half \ud800"})
    await rest.close()
    assert isinstance(outcome, Response)
    assert outcome.code == 10003  # there is no such channel
