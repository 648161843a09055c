"""Finds the deployment's keys from its config and environment."""

from collections.abc import Mapping

from bot.config.settings import Config
from bot.core.base.keys import FILE, Keys, has_key, load_keys
from bot.store.glance import glance


async def load_deployment_keys(config: Config, environ: Mapping[str, str]) -> Keys:
    """Load the keys. Raises ConfigError if they are missing or wrong, also if an existing database has lost its key."""
    url = config.store.url
    if url.engine == "postgresql":
        return load_keys(environ, None)
    folder = url.path.parent
    is_lost = not (folder / FILE).exists() and await glance(url, has_key)
    return load_keys(environ, folder, has_key=bool(is_lost))
