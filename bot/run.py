"""`callboard run`: chooses the platforms whose tokens are set, and keeps them until a signal ends it all."""

import asyncio
import os
import secrets
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

import structlog

from bot.adapters import Adapter
from bot.app import App, bootstrap
from bot.config import ENVIRONMENT, Config
from bot.delivery.worker import Worker
from bot.errors import ConfigError, Problem
from bot.log import failed
from bot.tokens import (
    DISCORD,
    SLACK_APP,
    SLACK_BOT,
    SLACK_CLIENT_ID,
    SLACK_CLIENT_SECRET,
    SLACK_SIGNING,
    Tokens,
)

_STOPPING = 7.0  # seconds in which platforms finish what is under way, after two for deliveries
_ENDING = 9.5  # seconds after a signal until the process ends whatever still hangs

_SWEEP_EVERY = 24 * 3600.0  # seconds

_NOTHING = (
    f"No platform is set up. Set {DISCORD}, or {SLACK_BOT} with {SLACK_APP} (Socket Mode) or "
    f"{SLACK_SIGNING} (HTTP). To try Callboard without an account: callboard chat"
)
_MANY = (
    f"{SLACK_CLIENT_ID} and {SLACK_CLIENT_SECRET}, for many workspaces, need slack.mode http and "
    f"{SLACK_SIGNING}. For one workspace set {SLACK_BOT} instead"
)

_log = structlog.get_logger("callboard.run")


def check_tokens(config: Config, tokens: Tokens) -> None:
    """Raise ConfigError when no platform has its tokens, or one lacks a part of them."""
    if lack := _lack(config.slack.mode, tokens):
        raise ConfigError((Problem(ENVIRONMENT, 0, 0, lack),))


def _lack(mode: str, tokens: Tokens) -> str:
    """Return what is missing beside the tokens there are, as a sentence; empty where nothing is."""
    if tokens.slack_bot:
        return _one_workspace_lacks(mode, tokens)
    if tokens.many_workspaces:
        return "" if mode == "http" and tokens.slack_signing else _MANY
    if tokens.slack_client_id or tokens.slack_client_secret:
        missing = SLACK_CLIENT_SECRET if tokens.slack_client_id else SLACK_CLIENT_ID
        return f"{missing} is not set, and Slack needs it beside the other one for many workspaces"
    if tokens.slack_app or tokens.slack_signing:
        return f"{SLACK_BOT} is not set, and Slack needs it beside the other one"
    return "" if tokens.discord else _NOTHING


def _one_workspace_lacks(mode: str, tokens: Tokens) -> str:
    """Return what a bot token lacks in this mode, and of a token for the other mode that it is one."""
    socket, http = (SLACK_APP, tokens.slack_app, "socket"), (SLACK_SIGNING, tokens.slack_signing, "http")
    (wanted, given, _), (other, useless, way) = (http, socket) if mode == "http" else (socket, http)
    if given:
        return ""
    hint = f"; {other}, which is set, is for slack.mode {way}" if useless else ""
    return f"{wanted} is not set, and Slack needs it beside {SLACK_BOT} while slack.mode is {mode}{hint}"


async def run(config: Config, tokens: Tokens, environ: Mapping[str, str]) -> None:
    """Serve every platform until SIGTERM or SIGINT; raises ConfigError with what keeps one from starting."""
    check_tokens(config, tokens)
    stop = asyncio.Event()
    with _signals(stop):
        app = await bootstrap(config, environ)
        sweeper = asyncio.create_task(sweeping(app.privacy), name="sweep")
        try:
            await serve(_adapters(app, tokens), stop, Worker.of(app))
        finally:
            sweeper.cancel()
            await asyncio.wait((sweeper,))
            await app.close()


async def serve(adapters: Sequence[Adapter], stop: asyncio.Event, worker: Worker | None = None) -> None:
    """Start ``adapters`` together and what delivers by them, wait for ``stop``, and stop it all.

    Raises ConfigError, once all were tried, with what keeps any of them from starting.
    """
    try:
        if await _start_all(adapters, stop):
            if worker:
                worker.start(adapter.poster for adapter in adapters)
            await stop.wait()
    finally:
        if worker:
            await worker.stop()
        await _stop_all(adapters)


def _adapters(app: App, tokens: Tokens) -> tuple[Adapter, ...]:
    """Return the chosen platforms; an SDK is imported only when its platform is."""
    config, found = app.config, list[Adapter]()
    if tokens.discord:
        from bot.adapters.discord.client import DiscordAdapter

        state = config.folder / "callboard.discord.json"
        found.append(DiscordAdapter(app.dispatcher, config.discord, tokens.discord, state))
    if tokens.slack_bot or tokens.many_workspaces:
        from bot.adapters.slack.client import SlackAdapter

        slack = SlackAdapter(app.dispatcher, config.slack, tokens, installations=app.installations, memory=app.settings)
        found.append(slack)
    return tuple(found)


class Sweeps(Protocol):
    """What is to be swept: `core.privacy.Privacy`."""

    async def sweep(self) -> int:
        """Take people off calls held long enough; return of how many."""
        ...


async def sweeping(what: Sweeps) -> None:
    """Sweep now and then once a day, until cancelled."""
    while True:
        try:
            released = await what.sweep()
            _log.info("swept", people=released)
        except Exception as error:  # supervisor: tomorrow is another day
            failed(_log, "could not sweep", error)
        await asyncio.sleep(_SWEEP_EVERY)


async def _start_all(adapters: Sequence[Adapter], stop: asyncio.Event) -> bool:
    """Return whether all are ready; False when ``stop`` came first."""
    starting = asyncio.create_task(_problems_at_start(adapters))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((starting, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not starting.done():
        starting.cancel()
        await asyncio.wait((starting,))
        return False
    if problems := starting.result():
        raise ConfigError(problems)
    return True


async def _problems_at_start(adapters: Sequence[Adapter]) -> tuple[Problem, ...]:
    found = await asyncio.gather(*(_start(adapter) for adapter in adapters))
    return tuple(problem for problems in found for problem in problems)


async def _start(adapter: Adapter) -> tuple[Problem, ...]:
    try:
        await adapter.start()
    except ConfigError as error:
        return error.problems
    except Exception as error:  # supervisor: the other platforms are tried as well
        reference = secrets.token_hex(4)
        _log.error("could not start", platform=adapter.name, reference=reference, exc_info=error)
        sentence = f"could not start; the log says why under the reference {reference}"
        return (Problem(adapter.name, 0, 0, sentence),)
    _log.info("ready", platform=adapter.name)
    return ()


async def _stop_all(adapters: Sequence[Adapter]) -> None:
    stops = {asyncio.create_task(adapter.stop()): adapter.name for adapter in adapters}
    if not stops:
        return
    done, late = await asyncio.wait(stops, timeout=_STOPPING)
    for task in late:
        task.cancel()
        _log.warning("did not finish in time", platform=stops[task])
    for task in done:
        if error := task.exception():
            _log.error("could not stop cleanly", platform=stops[task], exc_info=error)


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    """Set ``stop`` at the first SIGTERM or SIGINT; a second one, or hanging too long, ends the process."""
    loop = asyncio.get_running_loop()
    last_resort = threading.Timer(_ENDING, os._exit, (1,))
    last_resort.daemon = True

    def received(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)
        _log.info("stopping", signal=signal.Signals(number).name)
        stop.set()
        last_resort.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, received, number)
    yield
