"""Finds the deployment's keys from its config and environment."""

import os
from collections.abc import Mapping

from bot.config.secret_files import read_secret
from bot.config.settings import Config
from bot.core.base.keys.key_file import FILE, VARIABLE, load_keys
from bot.core.base.keys.key_state import has_key, matches_key
from bot.core.base.keys.keys import Keys
from bot.store.glance import glance


async def load_deployment_keys(config: Config, environ: Mapping[str, str]) -> Keys:
    """Load the keys. Raises ConfigError if they are missing or wrong, also if an existing database has lost its key.

    `check_key` says which one is current, and whether they are this database's.
    """
    url = config.store.url
    if url.engine == "postgresql":
        return load_keys(environ, None)
    folder = url.path.parent
    is_lost = not (folder / FILE).exists() and await glance(url, has_key)
    return load_keys(environ, folder, has_key=bool(is_lost))


async def load_current_keys(config: Config, environ: Mapping[str, str]) -> Keys:
    """The same for a command that reads the database as it is, with its current key if that is among them."""
    keys = await load_deployment_keys(config, environ)
    await glance(config.store.url, lambda tx: matches_key(tx, keys))
    return keys


async def load_existing_keys(config: Config, environ: Mapping[str, str] = os.environ) -> Keys | None:
    """The keys, or None if there are none yet. Raises ConfigError, or Unavailable if the database can't be read."""
    url = config.store.url
    folder = url.path.parent if url.engine == "sqlite" else None
    if not read_secret(environ, VARIABLE) and folder and not (folder / FILE).exists():
        return None
    return await load_current_keys(config, environ)
