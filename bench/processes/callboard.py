"""Callboard as a program to measure, with an extra command that reads nothing.

`python -m bench.processes.callboard PLACES`.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.core import ROOT
from bench.platforms.programs import Places, serve
from bot.adapters import Adapter
from bot.app.app import App, bootstrap
from bot.config.settings import Config, DiscordConfig, SlackConfig, StoreConfig
from bot.config.store_url import StoreUrl
from bot.config.tokens import Tokens
from bot.kit.cards.markup import escape
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.registry import collect
from bot.kit.spec import command
from bot.runtime.collector import tune_collector


class OkCog:
    """A command that reads nothing, so that only the round trip is measured."""

    @command("ok")
    async def ok(self, inv: Invocation) -> Card:
        """Say ok."""
        return Card(body=escape("ok"))


def _adapters(app: App, places: Places) -> list[Adapter]:
    """The platforms that have an address. Imports an SDK only for its own platform."""
    found: list[Adapter] = []
    if places.discord_api:
        from bot.adapters.discord.adapter import DiscordAdapter

        state = Path(places.folder) / "discord.json"
        found.append(DiscordAdapter(app.dispatcher, app.config.discord, places.discord_token, state))
    if places.slack_api:
        from bot.adapters.slack.adapter import SlackAdapter

        tokens = Tokens(slack_bot=places.slack_bot, slack_app=places.slack_app)
        found.append(SlackAdapter(app.dispatcher, app.config.slack, tokens))
    return found


def make_config(places: Places) -> Config:
    """The config for these places."""
    return Config(
        campaigns=ROOT / "campaigns",
        store=StoreConfig(url=StoreUrl(f"sqlite:///{places.folder}/callboard.db")),
        discord=_fill_addresses(DiscordConfig(), api_url=places.discord_api, gateway_url=places.discord_gateway),
        slack=_fill_addresses(SlackConfig(), api_url=places.slack_api),
    )


async def connect(places: Places, stack: AsyncExitStack) -> None:
    """Start Callboard and connect it to the platforms that have an address."""
    app = await bootstrap(make_config(places), {})
    stack.push_async_callback(app.close)
    app.load_features()
    tune_collector()
    registry, own = app.dispatcher.registry, collect(OkCog())
    app.dispatcher.registry = replace(registry, commands={**registry.commands, **own.commands})
    for adapter in _adapters(app, places):
        await adapter.start()
        stack.push_async_callback(adapter.stop)


def _fill_addresses(section: Any, **addresses: str) -> Any:
    """A section with the addresses that are set."""
    return type(section)(**{name: address for name, address in addresses.items() if address})


if __name__ == "__main__":
    asyncio.run(serve(connect))
