"""Has this process use another key as soon as a rotation makes it current."""

from collections.abc import Mapping

from bot.app.app import App
from bot.app.keyring import load_deployment_keys
from bot.core.base.keys.key_state import refresh_keys
from bot.errors import ConfigError
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

_LOOK = 1.0  # seconds

_log = get_logger("callboard.keys")


class KeyWatch:
    """Looks which key is current, and whether another one was given: in a file, that may be after the start."""

    def __init__(self, app: App, environ: Mapping[str, str]) -> None:
        self._app, self._environ = app, environ
        self._trouble = ""  # what the log said last

    async def look(self) -> None:
        """Look once. Logs what is wrong, each trouble once."""
        trouble = await self._find_trouble()
        if trouble and trouble != self._trouble:
            _log.error(trouble)
        self._trouble = trouble

    async def _find_trouble(self) -> str:
        keys = self._app.core.base.keys
        lack = await refresh_keys(self._app.core.base.store, keys)
        try:
            keys.add(await load_deployment_keys(self._app.config, self._environ))
        except ConfigError as error:
            return f"the key can't be read again: {error}"
        if lack and await refresh_keys(self._app.core.base.store, keys):
            return f"this process lacks the current key {lack} and saves nothing: restart it with that key"
        return ""


def make_key_watch(app: App, environ: Mapping[str, str], pause: float = _LOOK) -> Loop:
    """The loop of a `KeyWatch`."""
    watch = KeyWatch(app, environ)

    async def look() -> float:
        await watch.look()
        return pause

    return Loop("keys", look, "could not look which key is current", _log, recovery=pause)
