"""Slack for the simulation: its Web API on a free port of this machine, and requests posted to Callboard over HTTP.

It keeps a request until it is answered, and of each channel the last post. Deployments with many workspaces use HTTP,
because Slack lists no app that uses Socket Mode; so this does, too.
"""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web
from msgspec.json import decode, encode

from bot.simulation.plan.places import Space
from bot.simulation.platforms.posts import Posts
from bot.simulation.platforms.screens import ANSWER_SECONDS, PATIENCE, Json, Person, Screen, Shown, find_reference
from bot.simulation.platforms.slack_payloads import (
    describe_bot,
    describe_channel,
    describe_message,
    describe_user,
    encode_request,
    find_buttons,
    make_slash,
    make_tap,
    sign,
)

_STRUCTURED = ("blocks", "view", "metadata", "attachments", "files")
_RETRY = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}


@dataclass
class _Exchange:
    """One request that waits for its answer. Times are seconds of `time.perf_counter`."""

    person: Person
    begun: float
    shown: asyncio.Future[tuple[float, Screen]]


class Slack:
    """Slack with these workspaces. `api_url` is for Callboard's settings, `events_url` where Callboard listens."""

    def __init__(self, spaces: Sequence[Space]) -> None:
        self._teams = {space.slack_token: space.id for space in spaces}
        self.posts, self.api_url, self.events_url = Posts(), "", ""
        self._exchanges: dict[str, _Exchange] = {}
        self._by_user: dict[str, _Exchange] = {}
        self._ids, self._runner = count(1), web.AppRunner(self._make_app(), access_log=None, shutdown_timeout=0.1)
        self._session: aiohttp.ClientSession | None = None
        self._base = ""

    async def start(self) -> None:
        """Listen on a free port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.api_url = f"{self._base}/api"
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout)

    async def stop(self) -> None:
        """Close every connection."""
        if self._session:
            await self._session.close()
        await self._runner.cleanup()

    async def command(
        self, person: Person, name: str, options: Mapping[str, str], *, redelivered: bool = False
    ) -> Shown:
        """See `Door`."""
        key = self._make_key()
        return await self._act(
            person, key, make_slash(person, name, options, key, f"{self._base}/actions/{key}"), redelivered
        )

    async def tap(self, person: Person, on: Screen, label: str, *, redelivered: bool = False) -> Shown:
        """See `Door`."""
        key, at = self._make_key(), self._make_ts()
        tapped = make_tap(person, on.message, on.buttons[label], at, key, f"{self._base}/actions/{key}")
        return await self._act(person, key, tapped, redelivered)

    def find_post(self, space: Space) -> Screen | None:
        """See `Door`."""
        message = self.posts.find_last(space.channel)
        return Screen(find_buttons(message["content"]["blocks"] or ()), message) if message else None

    async def _act(self, person: Person, key: str, body: Json, redelivered: bool) -> Shown:
        shown: asyncio.Future[tuple[float, Screen]] = asyncio.get_running_loop().create_future()
        exchange = _Exchange(person, time.perf_counter(), shown)
        self._exchanges[key] = self._by_user[person.user] = exchange
        data = encode_request(body)
        try:
            acknowledged = await self._deliver(data)
            if redelivered:
                await self._deliver(data, **_RETRY)
            if acknowledged is None:
                return Shown(None, None)
            async with asyncio.timeout(PATIENCE):
                at, screen = await shown
            return Shown(acknowledged, at - exchange.begun, screen)
        except TimeoutError:
            return Shown(acknowledged, None)
        finally:
            del self._exchanges[key]
            if self._by_user.get(person.user) is exchange:
                del self._by_user[person.user]

    async def _deliver(self, data: bytes, **headers: str) -> float | None:
        """Post a request. Returns the seconds until it was acknowledged, None if it wasn't."""
        assert self._session, "start() comes first"
        begun, stamp = time.perf_counter(), str(int(time.time()))
        try:
            async with self._session.post(
                self.events_url, data=data, headers={**sign(stamp, data), **headers}
            ) as answer:
                await answer.read()
                return time.perf_counter() - begun if answer.status == 200 else None
        except (aiohttp.ClientError, TimeoutError):
            return None

    def _make_key(self) -> str:
        return f"{next(self._ids)}.simulated"

    def _make_ts(self) -> str:
        """A message timestamp; no two are the same."""
        return f"{time.time():.0f}.{next(self._ids) % 1_000_000:06d}"

    # what the bot asks

    def _make_app(self) -> web.Application:
        app = web.Application(client_max_size=25 << 20)
        app.router.add_post("/actions/{key}", self._respond)
        app.router.add_route("*", "/api/{method}", self._call)
        return app

    async def _respond(self, request: web.Request) -> web.Response:
        """A POST to a response_url: what one person sees, or the channel."""
        at, body = time.perf_counter(), await request.read()
        if exchange := self._exchanges.get(request.match_info["key"]):
            self._show(exchange, at, decode(body), body)
        return _reply({})

    async def _call(self, request: web.Request) -> web.Response:
        """A method of the Web API."""
        at, method, body = time.perf_counter(), request.match_info["method"], await request.read()
        args = await _read_arguments(request, body)
        team = self._teams.get(str(args.pop("token", "") or request.headers.get("Authorization", "").split()[-1]))
        if team is None:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        match method:
            case "users.info":
                return _reply(describe_user(args["user"], team))
            case "auth.test":
                return _reply(describe_bot(team))
            case "conversations.info" | "conversations.join":
                return _reply(describe_channel(args["channel"]))
            case "conversations.open":
                return _reply({"channel": {"id": args["users"]}})
            case "chat.postMessage" | "chat.postEphemeral" | "views.open":
                return _reply(self._post(method, args, at))
            case "chat.update":
                return _reply(self._edit(args))
        return web.json_response({"ok": False, "error": "unknown_method"})

    def _post(self, method: str, args: Json, at: float) -> Json:
        """Show something to one person who waits for it, or to a channel."""
        ts, to = self._make_ts(), str(args.get("user") or args.get("channel") or "")
        if method == "views.open":
            return {"view": {"id": ts}}
        if exchange := self._by_user.get(to):
            self._show(exchange, at, args, encode(args))
        elif method == "chat.postMessage":
            content = describe_message(args["channel"], ts, args)["message"]
            message = {"ts": ts, "private": False, "content": content}
            self.posts.add(args["channel"], ts, message, json.dumps(content))
        return {**describe_message(args.get("channel", ""), ts, args), "message_ts": ts}

    def _edit(self, args: Json) -> Json:
        described = describe_message(args["channel"], args["ts"], args)
        message = {"ts": args["ts"], "private": False, "content": described["message"]}
        self.posts.replace(args["channel"], args["ts"], message)
        return described

    def _show(self, exchange: _Exchange, at: float, shown: Json, body: bytes) -> None:
        ts, blocks = self._make_ts(), shown.get("blocks") or ()
        private = shown.get("response_type") != "in_channel"
        content = describe_message(exchange.person.space.channel, ts, shown)["message"]
        message = {"ts": ts, "private": private, "content": content}
        if not exchange.shown.done():
            screen = Screen(find_buttons(blocks), message, find_reference(body), str(shown.get("text") or ""))
            exchange.shown.set_result((at, screen))


async def _read_arguments(request: web.Request, body: bytes) -> Json:
    """The arguments, from JSON or a form. In a form, structured ones are JSON text."""
    if request.content_type == "application/json":
        return {**request.query, **decode(body or b"{}")}
    found: dict[str, Any] = {**request.query, **await request.post()}
    return {
        name: json.loads(value) if name in _STRUCTURED and isinstance(value, str) else value
        for name, value in found.items()
    }


def _reply(data: Json) -> web.Response:
    return web.Response(body=encode({"ok": True, **data}), content_type="application/json")
