"""`callboard chat`: the product in this terminal, on the database that the settings name."""

import asyncio
import os
import signal
import sys

from bot.adapters.console.posting import ConsolePoster
from bot.adapters.console.repl import chat
from bot.app.app import bootstrap
from bot.cli.serve.console_owner import add_owner, choose_role_hint
from bot.cli.serve.deliverers import LateDelivery
from bot.cli.serve.errands import take_errands
from bot.cli.serve.watches.key_watch import make_key_watch
from bot.cli.support.streams import has_links, is_styled, open_input, open_output
from bot.config.settings import Config
from bot.core.times.clock import now
from bot.runtime.loops import run_beside


async def open_chat(settings: Config, name: str, locale: str | None, file: str) -> int:
    """Serve ``name`` until they leave. Gives the exit status. ``file`` is the path of the settings."""
    if not sys.stdin.isatty():  # a pipe sends all its lines at once
        paceless = settings.limits.model_copy(update={"seconds_between_logs": 0})
        settings = settings.model_copy(update={"limits": paceless})
    _end_at_sigterm()
    hint = await choose_role_hint(settings, name)
    callboard = await bootstrap(add_owner(settings, hint), os.environ)
    posts = ConsolePoster()
    delivery = LateDelivery(callboard, posts)
    try:
        streams = open_input(), open_output()
        async with take_errands(callboard), run_beside(make_key_watch(callboard, os.environ)):
            return await chat(
                callboard.dispatcher,
                name,
                locale,
                *streams,
                now,
                is_styled(),
                posts,
                hint,
                file,
                has_links(),
                delivery.begin,
            )
    finally:
        try:
            await delivery.stop()
        finally:
            await callboard.close()


def _end_at_sigterm() -> None:
    """Let SIGTERM end the conversation as Ctrl-C does: the request under way is answered, and the database closed."""
    session = asyncio.current_task()
    assert session
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, session.cancel)
