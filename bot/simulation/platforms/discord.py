"""Discord for the simulation: its API and gateway on a free port of this machine, and what people do there.

It keeps an interaction until it is answered, and of each channel the last post. It drops an answer that comes after
three seconds, as Discord does.
"""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiohttp import web
from msgspec.json import decode, encode

from bot.simulation.plan.places import Space
from bot.simulation.platforms.discord_gateway import Gateway
from bot.simulation.platforms.discord_payloads import (
    BOT,
    COMMAND,
    COMPONENT,
    describe_application,
    describe_channel,
    describe_guild,
    describe_member,
    describe_user,
    find_buttons,
    make_command_data,
    make_interaction,
    make_message,
    make_snowflake,
    read_text,
)
from bot.simulation.platforms.posts import Posts
from bot.simulation.platforms.screens import ANSWER_SECONDS, PATIENCE, Json, Person, Screen, Shown, find_reference

_API = "/api/v10"
_ANSWER, _DEFER, _DEFER_UPDATE, _UPDATE = 4, 5, 6, 7
_UNKNOWN_INTERACTION, _TAKEN, _UNKNOWN_WEBHOOK = (404, 10062), (400, 40060), (404, 10015)
_KEPT = 5.0  # seconds for which a finished interaction is remembered
_STARTS = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}


@dataclass
class _Exchange:
    """One interaction that waits for its answer. Times are seconds of `time.perf_counter`."""

    id: str
    channel: str
    begun: float
    source: Json | None
    taken: asyncio.Event
    shown: asyncio.Future[tuple[float, Screen]]
    acknowledged: float | None = None


class Discord:
    """Discord with these servers. `api_url` and `gateway_url` are for Callboard's settings."""

    def __init__(self, spaces: Sequence[Space]) -> None:
        self._spaces = {space.id: space for space in spaces}
        self._channels = {space.channel: space for space in spaces}
        self._gateway, self.posts = Gateway(spaces), Posts()
        self._exchanges: dict[str, _Exchange] = {}
        self._commands: dict[str, Json] = {}
        self._ids, self._runner = count(1), web.AppRunner(self._make_app(), access_log=None, shutdown_timeout=0.1)
        self.api_url = self.gateway_url = ""

    async def start(self) -> None:
        """Listen on a free port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.api_url, self.gateway_url = f"http://{host}:{port}{_API}", f"ws://{host}:{port}/gateway/"
        self._gateway.url = self.gateway_url

    async def stop(self) -> None:
        """Close every connection."""
        await self._runner.cleanup()

    async def command(
        self, person: Person, name: str, options: Mapping[str, str], *, redelivered: bool = False
    ) -> Shown:
        """See `Door`."""
        return await self._act(person, COMMAND, make_command_data(self._commands, name, options), None, redelivered)

    async def tap(self, person: Person, on: Screen, label: str, *, redelivered: bool = False) -> Shown:
        """See `Door`."""
        return await self._act(person, COMPONENT, on.buttons[label], on.message, redelivered)

    def find_post(self, space: Space) -> Screen | None:
        """See `Door`."""
        message = self.posts.find_last(space.channel)
        return _make_screen(message, b"") if message else None

    async def _act(self, person: Person, kind: int, data: Json, source: Json | None, redelivered: bool) -> Shown:
        shown: asyncio.Future[tuple[float, Screen]] = asyncio.get_running_loop().create_future()
        event = make_interaction(person, self._make_id(), kind, data, source)
        exchange = _Exchange(event["id"], person.space.channel, time.perf_counter(), source, asyncio.Event(), shown)
        self._exchanges[event["token"]] = exchange
        try:
            for _ in range(2 if redelivered else 1):
                self._gateway.push(person.space.id, "INTERACTION_CREATE", event)
            async with asyncio.timeout(ANSWER_SECONDS):
                await exchange.taken.wait()
            async with asyncio.timeout(PATIENCE):
                at, screen = await shown
            return Shown(exchange.acknowledged, at - exchange.begun, screen)
        except TimeoutError:
            return Shown(exchange.acknowledged, None)
        finally:  # a second delivery may be answered later
            asyncio.get_running_loop().call_later(_KEPT, self._exchanges.pop, event["token"], None)

    def _make_id(self) -> str:
        return make_snowflake(time.time(), next(self._ids))

    # what the bot asks

    def _make_app(self) -> web.Application:
        app = web.Application(client_max_size=25 << 20)
        commands, webhook = "/applications/{app}/commands", "/webhooks/{app}/{token}"
        about = {"/users/@me": self._get_me, "/gateway/bot": self._get_gateway, "/gateway": self._get_gateway}
        about |= dict.fromkeys(("/applications/@me", "/oauth2/applications/@me"), self._get_application)
        about |= {"/guilds/{guild}": self._get_guild, "/guilds/{guild}/channels": self._get_channels}
        about |= {"/guilds/{guild}/members/{user}": self._get_member, "/channels/{channel}": self._get_channel}
        app.add_routes([web.get(_API + path, handler) for path, handler in about.items()])
        app.add_routes([web.get(_API + commands, self._get_commands), web.put(_API + commands, self._put_commands)])
        app.add_routes([web.post(_API + "/interactions/{id}/{token}/callback", self._answer)])
        app.add_routes([web.post(_API + webhook, self._follow_up)])
        app.add_routes([web.patch(_API + webhook + "/messages/{message}", self._follow_up)])
        app.add_routes([web.delete(_API + webhook + "/messages/{message}", self._delete)])
        app.add_routes([web.post(_API + "/users/@me/channels", self._open_direct)])
        app.add_routes([web.post(_API + "/channels/{channel}/messages", self._post)])
        app.add_routes([web.patch(_API + "/channels/{channel}/messages/{message}", self._edit)])
        app.add_routes([web.get("/gateway/", self._gateway.connect)])
        return app

    async def _get_me(self, request: web.Request) -> web.Response:
        return _reply(describe_user(BOT, is_bot=True))

    async def _get_application(self, request: web.Request) -> web.Response:
        return _reply(describe_application(len(self._spaces)))

    async def _get_gateway(self, request: web.Request) -> web.Response:
        return _reply({"url": self.gateway_url, "shards": 1, "session_start_limit": _STARTS})

    async def _get_guild(self, request: web.Request) -> web.Response:
        return _reply(describe_guild(self._spaces[request.match_info["guild"]]))

    async def _get_channels(self, request: web.Request) -> web.Response:
        return _reply([describe_channel(self._spaces[request.match_info["guild"]])])

    async def _get_member(self, request: web.Request) -> web.Response:
        user = request.match_info["user"]
        return _reply(describe_member(user, is_bot=user == BOT))

    async def _get_channel(self, request: web.Request) -> web.Response:
        return _reply(describe_channel(self._channels[request.match_info["channel"]]))

    async def _get_commands(self, request: web.Request) -> web.Response:
        return _reply(list(self._commands.values()))

    async def _put_commands(self, request: web.Request) -> web.Response:
        for one in await request.json():
            self._commands[one["name"]] = {**one, "id": self._make_id(), "version": "1", "application_id": BOT}
        return await self._get_commands(request)

    async def _answer(self, request: web.Request) -> web.Response:
        """The first answer to an interaction."""
        exchange, now = self._exchanges.get(request.match_info["token"]), time.perf_counter()
        if exchange is None or (exchange.acknowledged is None and now - exchange.begun > ANSWER_SECONDS):
            return _refuse(_UNKNOWN_INTERACTION)
        if exchange.acknowledged is not None:
            return _refuse(_TAKEN)
        body = await _read(request)
        exchange.acknowledged = now - exchange.begun
        exchange.taken.set()
        answer = decode(body)
        if answer["type"] in (_ANSWER, _UPDATE):
            self._show(exchange, answer["data"], body, now, in_place=answer["type"] == _UPDATE)
        elif answer["type"] not in (_DEFER, _DEFER_UPDATE):  # a form: these people fill in none
            _settle(exchange, now, Screen(text=str(answer.get("data", {}).get("title"))))
        return web.Response(status=204)

    async def _follow_up(self, request: web.Request) -> web.Response:
        """What fills a deferred answer, or a further message."""
        exchange = self._exchanges.get(request.match_info["token"])
        if exchange is None or exchange.acknowledged is None:
            return _refuse(_UNKNOWN_WEBHOOK)
        body = await _read(request)
        return _reply(self._show(exchange, decode(body), body, time.perf_counter(), in_place=request.method == "PATCH"))

    async def _delete(self, request: web.Request) -> web.Response:
        return web.Response(status=204)

    def _show(self, exchange: _Exchange, shown: Json, body: bytes, at: float, *, in_place: bool) -> Json:
        before = exchange.source if in_place else None
        id = before["id"] if before else self._make_id()
        message = make_message(id, exchange.channel, shown, _stamp(), before)
        _settle(exchange, at, _make_screen(message, body))
        return message

    async def _open_direct(self, request: web.Request) -> web.Response:
        recipient = (await request.json())["recipient_id"]
        return _reply({"id": recipient, "type": 1, "recipients": [describe_user(recipient)], "last_message_id": None})

    async def _post(self, request: web.Request) -> web.Response:
        channel, body = request.match_info["channel"], decode(await _read(request))
        message = make_message(self._make_id(), channel, body, _stamp())
        kept = self.posts.add(channel, message["id"], message, json.dumps(body), nonce=str(body.get("nonce") or ""))
        return _reply({**kept, "nonce": body.get("nonce")})

    async def _edit(self, request: web.Request) -> web.Response:
        channel, id = request.match_info["channel"], request.match_info["message"]
        last = self.posts.find_last(channel)
        before = last if last and last["id"] == id else None
        message = make_message(id, channel, decode(await _read(request)), _stamp(), before)
        self.posts.replace(channel, id, message)
        return _reply(message)


def _settle(exchange: _Exchange, at: float, screen: Screen) -> None:
    if not exchange.shown.done():
        exchange.shown.set_result((at, screen))


def _make_screen(message: Json, body: bytes) -> Screen:
    return Screen(find_buttons(message), message, find_reference(body), read_text(message))


async def _read(request: web.Request) -> bytes:
    """The JSON of a request, which may come with files."""
    if request.content_type == "application/json":
        return await request.read()
    return str((await request.post()).get("payload_json", "{}")).encode()


def _reply(data: Any) -> web.Response:
    return web.Response(body=encode(data), content_type="application/json")


def _refuse(error: tuple[int, int]) -> web.Response:
    status, code = error
    return web.Response(
        status=status, body=json.dumps({"code": code, "message": "refused"}).encode(), content_type="application/json"
    )


def _stamp() -> str:
    return datetime.now(UTC).isoformat()
