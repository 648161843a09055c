"""Keeps this process known to the others on the same database, and says what none of them does."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress

from bot.app.app import App
from bot.config.required_tokens import list_platforms
from bot.config.tokens import Tokens
from bot.core.processes.gaps import describe_sockets, list_gaps
from bot.core.processes.presence import RENEWAL, Presence
from bot.core.processes.process_rows import Process
from bot.errors import Unavailable
from bot.runtime.duties import Duty, Part
from bot.runtime.log import get_logger, warn_once
from bot.runtime.loops import Loop, run_beside

_GRACE = 5  # renewals before anything counts as missing, so that processes may start one after another

_log = get_logger("callboard.run")


@asynccontextmanager
async def attend(app: App, part: Part, tokens: Tokens) -> AsyncIterator[None]:
    """Be one of the processes during what happens inside. On SQLite it is the only one, and says what it leaves out."""
    platforms = list_platforms(tokens)
    if app.core.base.store.has_one_process:
        for gap in list_gaps([Process("", part.duties, serves_discord=True)], platforms):
            _log.warning("something is left out", reason=gap)
        yield
        return
    presence = app.core.processes.presence
    with suppress(Unavailable):  # the loop tries again
        await presence.renew()
    _log.info("process", id=presence.id, part=str(part))
    try:
        async with run_beside(make_presence(presence, platforms)):
            yield
    finally:
        with suppress(Unavailable):  # the lease ends by itself
            await presence.leave()


def make_presence(presence: Presence, platforms: Collection[Duty], pause: float = RENEWAL) -> Loop:
    """The loop that renews this process's row."""
    rounds = 0

    async def renew() -> float:
        nonlocal rounds
        await presence.renew()
        rounds += 1
        if rounds > _GRACE:
            for gap in list_gaps((presence.own, *presence.others), platforms):
                warn_once(_log, "something is left out", gap)
        return pause

    return Loop("presence", renew, "could not renew this process's lease", _log, recovery=pause)


class SocketWatch:
    """Compares how many connections Slack says the app has with those that the processes here have.

    Slack says it only when one opens. By the third round after that, each process has saved how many it has.
    """

    _ROUNDS = 3

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._seen, self._rounds_left = 0, 0

    def note_hello(self, open: int, seen: int) -> None:
        """Note what Slack said when a connection opened: this process has ``open``, the app has ``seen``."""
        self._presence.note_sockets(open)
        self._seen, self._rounds_left = seen, self._ROUNDS

    def make_loop(self, pause: float = 2 * RENEWAL) -> Loop:
        """The loop that compares them."""

        async def look() -> float:
            if self._rounds_left == 1 and (foreign := self._presence.compare_sockets(self._seen)):
                _log.warning("foreign connections to slack", reason=describe_sockets(foreign))
            self._rounds_left = max(self._rounds_left - 1, 0)
            return pause

        return Loop("sockets", look, "could not compare connections to Slack", _log, recovery=pause)
