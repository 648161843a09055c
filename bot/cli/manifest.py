"""``callboard manifest slack``: what an admin pastes at Slack to create the app."""

import asyncio
import os
from typing import TYPE_CHECKING

from bot.cli.support.options import ConfigFile, PublicAddress, load_settings

if TYPE_CHECKING:
    from bot.config.settings import Config


def print_slack(http: PublicAddress = None, config: ConfigFile = None) -> None:
    """Print Slack's manifest, for Socket Mode unless --http is given."""
    print(asyncio.run(_make_slack(load_settings(config, quiet=True), http)), end="")


async def _make_slack(settings: "Config", http: str | None) -> str:
    """The manifest of the features that the app wires, on a temporary database."""
    import tempfile

    from bot.adapters.slack.manifest import format_manifest
    from bot.app.app import bootstrap
    from bot.config.settings import StoreConfig
    from bot.config.store_url import StoreUrl

    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        store = StoreConfig(url=StoreUrl(f"sqlite:///{folder}/manifest.db"))
        callboard = await bootstrap(settings.model_copy(update={"store": store}), os.environ)
        await callboard.close()
    return format_manifest(callboard.registry, http, settings.slack.prefix)
