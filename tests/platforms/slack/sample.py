"""A tiny real Bolt app that uses every feature of the stand-in once. `python -m` runs it over Socket Mode.

The stand-in is tested with it. It also shows how to connect Bolt to another server.
"""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Json = dict[str, Any]
QUIET = {"unfurl_links": False, "unfurl_media": False}
PING = 5.0  # seconds, as in the bot
CARD: list[Json] = [
    {"type": "header", "text": {"type": "plain_text", "text": "Logged"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "*voicemail* for Ana &amp; Bo"}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "undo:7",
                "value": "7",
                "text": {"type": "plain_text", "text": "Undo"},
            },
            {"type": "button", "action_id": "form", "text": {"type": "plain_text", "text": "Next office"}},
            {"type": "button", "action_id": "gone", "text": {"type": "plain_text", "text": "Put away"}},
        ],
    },
]


def _words(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def _option(word: str) -> Json:
    return {"text": _words(word), "value": word.lower()}


def _input(name: str, label: str, element: Json, optional: bool = True) -> Json:
    block = {"type": "input", "block_id": name, "label": _words(label), "optional": optional}
    return {**block, "element": {"action_id": "value", **element}}


def form(channel: str) -> Json:
    """A modal with one of each kind of input; the channel travels in private_metadata."""
    outcomes = [_option("Spoke"), _option("Voicemail")]
    blocks = [
        _input("office", "Office", {"type": "external_select", "min_query_length": 1}, optional=False),
        _input("outcome", "Outcome", {"type": "static_select", "options": outcomes}),
        _input("day", "Day", {"type": "radio_buttons", "options": [_option("Today"), _option("Yesterday")]}),
        _input("asks", "Asks", {"type": "checkboxes", "options": [_option("Yes"), _option("No")]}),
        _input("name", "Name", {"type": "plain_text_input", "initial_value": "Ana", "max_length": 10}),
    ]
    titles = {"title": _words("Log a call"), "submit": _words("Log it")}
    return {"type": "modal", "callback_id": "log", "private_metadata": channel, **titles, "blocks": blocks}


def notice(text: str) -> Json:
    """A modal or home tab that only says something."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"type": "modal", "callback_id": "log", "title": _words("Log a call"), "blocks": [block]}


def build(api_url: str, token: str, signing_secret: str, saved: asyncio.Event) -> AsyncApp:
    """The app. Setting `base_url` on the client is enough to use another server, for Socket Mode too.

    `saved` lets a slow save finish: Bolt sends an acknowledgement up to 10 ms after `ack()` returned, so a
    views.update right behind it would overtake its "Saving…".
    """
    app = AsyncApp(client=AsyncWebClient(token=token, base_url=api_url), signing_secret=signing_secret)
    _commands(app)
    _extras(app)
    _buttons(app)
    _forms(app, saved)
    return app


def _commands(app: AsyncApp) -> None:
    @app.command("/echo")
    async def echo(ack: Any, command: Json) -> None:
        await ack(command["text"])

    @app.command("/log")
    async def log(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Logged", blocks=CARD)

    @app.command("/board")
    async def board(ack: Any, respond: Any) -> None:
        await ack()
        rows = [[{"type": "raw_text", "text": word} for word in row] for row in (("1", "Ana"), ("2", "Bo & Cy"))]
        await respond(text="Board", blocks=[{"type": "table", "rows": rows}], response_type="in_channel", **QUIET)

    @app.command("/post")
    async def post(ack: Any, client: AsyncWebClient, command: Json) -> None:
        await ack()
        await client.chat_postMessage(channel=command["channel_id"], **json.loads(command["text"]))


def _extras(app: AsyncApp) -> None:
    @app.command("/picture")
    async def picture(ack: Any, client: AsyncWebClient, command: Json) -> None:
        await ack()
        opened = await client.conversations_open(users=command["user_id"])
        where, png = opened["channel"]["id"], b"\x89PNG"
        await client.files_upload_v2(channel=where, filename="card.png", content=png, alt_txt="A card")

    @app.command("/form")
    async def ask(ack: Any, client: AsyncWebClient, command: Json) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=form(command["channel_id"]))
        await ack()

    @app.event("app_home_opened")
    async def home(client: AsyncWebClient, event: Json, request: Any) -> None:
        again = request.headers.get("x-slack-retry-num", ["0"])[0]
        view = {"type": "home", "blocks": notice(f"Welcome home, try {again}")["blocks"]}
        await client.views_publish(user_id=event["user"], view=view)


def _buttons(app: AsyncApp) -> None:
    @app.action("undo:7")
    async def undo(ack: Any, respond: Any, action: Json) -> None:
        await ack()
        await respond(text=f"Taken back: {action['value']}", replace_original=True)

    @app.action("gone")
    async def gone(ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    @app.action("form")
    async def ask(ack: Any, client: AsyncWebClient, body: Json) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form(body["channel"]["id"]))
        await ack()


def _forms(app: AsyncApp, saved: asyncio.Event) -> None:
    @app.options("value")
    async def offices(ack: Any, payload: Json) -> None:
        known = ("Smith", "Smythe", "Jones")
        await ack(options=[_option(name) for name in known if name.lower().startswith(payload["value"].lower()[:2])])

    @app.view("log")
    async def submitted(ack: Any, client: AsyncWebClient, body: Json, view: Json) -> None:
        values = {name: block["value"] for name, block in view["state"]["values"].items()}
        office, name = values["office"]["selected_option"]["text"]["text"], values["name"]["value"]
        if name == "late":
            await ack(response_action="update", view=notice("Saving…"))
            await saved.wait()
            await client.views_update(view_id=view["id"], view=notice(f"Saved {office}"))
        elif office == "Jones":
            await ack(response_action="errors", errors={"office": "Jones &amp; sons moved"})
        else:
            await ack()
            asks = [option["value"] for option in values["asks"]["selected_options"]]
            text = f"{office}, {values['outcome']['selected_option']['value']}, {asks}, {name}"
            channel = view["private_metadata"]
            await client.chat_postEphemeral(channel=channel, user=body["user"]["id"], text=text)


@asynccontextmanager
async def over_sockets(
    app: AsyncApp, app_token: str, connections: int = 1, ping_interval: float = PING
) -> AsyncIterator[None]:
    """Run the app over Socket Mode.

    The SDK opens a new connection when four pings (`ping_interval`, in seconds) had no answer, so a short one
    notices a cut soon, and also takes a busy machine for a cut.
    """
    handlers = [AsyncSocketModeHandler(app, app_token, ping_interval=ping_interval) for _ in range(connections)]
    for handler in handlers:
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
    try:
        yield
    finally:
        for handler in handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare


@asynccontextmanager
async def over_http(app: AsyncApp, deliver_to: Callable[[str], None]) -> AsyncIterator[None]:
    """Run the app behind Bolt's Starlette adapter on a real uvicorn, and tell the stand-in its address."""
    handler = AsyncSlackRequestHandler(app)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    site = Starlette(routes=[Route("/slack/events", events, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(site, log_level="warning"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        deliver_to(f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events")
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield
        finally:
            server.should_exit = True
            await serving


async def main() -> None:
    """Run over Socket Mode until killed. The environment has the address."""
    app = build(os.environ["API_URL"], os.environ["BOT_TOKEN"], "unused", asyncio.Event())
    async with over_sockets(app, os.environ["APP_TOKEN"]):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
