"""Has this process use another key as soon as a rotation makes it current."""

from collections.abc import Mapping

from bot.app import App
from bot.core.base.key_state import refresh_keys
from bot.keyring import load_deployment_keys
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

_LOOK = 1.0  # seconds

_log = get_logger("callboard.keys")


def make_key_watch(app: App, environ: Mapping[str, str], pause: float = _LOOK) -> Loop:
    """The loop that looks which key is current, and whether another one was given: in a file, that may be later."""
    store, keys = app.core.base.store, app.core.base.keys
    lacks = ""

    async def look() -> float:
        nonlocal lacks
        keys.add(await load_deployment_keys(app.config, environ))
        lack = await refresh_keys(store, keys)
        if lack and lack != lacks:
            sentence = "this process has not got the current key, and saves nothing: restart it with that key"
            _log.error(sentence, key=lack)
        lacks = lack
        return pause

    return Loop("keys", look, "could not look which key is current", _log, recovery=pause)
