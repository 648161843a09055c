"""Callboard as a program with channels that get alerts, and an extra command that sends one to all of them.

`python -m bench.processes.newsroom PLACES`.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from bench.platforms.programs import Places, serve
from bench.processes.callboard import OkCog, make_config
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.slack.sending.posting import Limits, SlackPoster
from bot.adapters.slack.workspaces.bolt_setup import make_session, make_web_client
from bot.app.app import App, bootstrap
from bot.core.alerts.alert_rows import NewAlert, add_alert, add_deliveries
from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.alerts.posting.delivery_plan import plan_deliveries
from bot.core.base.statuses import AlertStatus
from bot.core.coalition.audience import Audience
from bot.core.coalition.channels import Terms
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.times.clock import now
from bot.identity import Caller
from bot.kit.cards.markup import escape
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.registry import collect
from bot.kit.spec import command
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import campaigns

_ZONE = "America/New_York"
_CAMPAIGN = Statement(select(campaigns.c.id, campaigns.c.version))
_ROOT = Caller("console", "root", "console")


class GoCog:
    """Sends an alert to every channel."""

    def __init__(self, app: App) -> None:
        self._app = app

    @command("go")
    async def go(self, inv: Invocation) -> Card:
        """Send it."""
        base = self._app.core.base

        async def send(tx: Tx) -> int:
            at, audience = now(), Audience(everyone=True)
            [row] = await tx.all(_CAMPAIGN)
            words = base.keys.encrypt("Please call today. " * 20)
            new = NewAlert(Kind.ALERT, row.id, None, "", words, audience.format(), None, _ZONE, row.version)
            planned = await plan_deliveries(tx, base.keys, audience, at, 3)
            alert = await add_alert(tx, new, AlertStatus.GOING, at)
            await add_deliveries(tx, alert, planned, at)
            return len(planned)

        count = await base.store.write(send)
        base.waker.wake()
        return Card(body=escape(f"{count} channels"))


async def connect(places: Places, stack: AsyncExitStack) -> None:
    """Start Callboard with its channels, and connect it to both platforms."""
    app = await bootstrap(make_config(places), {})
    stack.push_async_callback(app.close)
    await _subscribe(app, places)
    registry, own = app.dispatcher.registry, collect(OkCog(), GoCog(app))
    app.dispatcher.registry = replace(registry, commands={**registry.commands, **own.commands})
    state = Path(places.folder) / "discord.json"
    discord = DiscordAdapter(app.dispatcher, app.config.discord, places.discord_token, state)
    await discord.start()
    stack.push_async_callback(discord.stop)
    session = await stack.enter_async_context(make_session())

    async def client(space: str) -> AsyncWebClient | None:
        return make_web_client(places.slack_tokens[space], places.slack_api, session)

    worker = app.build_worker()
    worker.start((discord.poster, SlackPoster(client, Limits())))
    stack.push_async_callback(worker.stop)


async def _subscribe(app: App, places: Places) -> None:
    """Link every space to its own org, and subscribe its channels to alerts."""
    rooms = app.core.coalition
    orgs, spaces, channels = rooms.orgs, rooms.spaces, rooms.channels
    for platform, known in places.spaces.items():
        for number, (space, ids) in enumerate(known.items()):
            name = f"{platform.title()} org {number}"
            await orgs.add(_ROOT, name)
            code = await spaces.make_code(_ROOT, EVERYTHING, name)
            await spaces.join(Caller(platform, f"chief{number}", space), code.text, manages=True)
            for channel in ids:
                here = Caller(platform, f"chief{number}", space, (f"channel:{channel}",))
                await channels.subscribe(here, EVERYTHING, "alerts", Terms())


if __name__ == "__main__":
    asyncio.run(serve(connect))
