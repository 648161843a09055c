"""The deployment's key, as its config and environment have it."""

from collections.abc import Mapping

from bot.config.settings import Config
from bot.core.base.keys import FILE, Keys, begun, load_keys
from bot.store.glance import glance


async def keys_of(config: Config, environ: Mapping[str, str]) -> Keys:
    """Return the keys; a database that was begun with a key that is lost gets no other. Raises ConfigError."""
    url = config.store.url
    if url.engine == "postgresql":
        return load_keys(environ, None)
    folder = url.path.parent
    lost = not (folder / FILE).exists() and await glance(url, begun)
    return load_keys(environ, folder, begun=bool(lost))
