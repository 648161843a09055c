"""`run` waits for an unreachable database, and a signal ends the wait."""

import asyncio
import signal

import pytest

from tests.cli.serve.test_run_process import start_python
from tests.platforms.pgbouncer import find_free_port

URL = "postgresql://ana@127.0.0.1:{port}/none"
KEY = "A" * 43 + "="
TOKEN = f"{'M' * 24}.{'a' * 6}.{'b' * 30}"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_an_unreachable_database_at_the_start_is_waited_for(number: signal.Signals) -> None:
    environ = {"CALLBOARD_STORE_URL": URL.format(port=find_free_port()), "CALLBOARD_KEY": KEY, "DISCORD_TOKEN": TOKEN}
    async with start_python("-m", "bot", "run", **environ) as process:
        assert process.stderr
        async for line in process.stderr:
            if b"out of reach" in line:
                break
        assert b"no server answers there" in line
        assert b"Traceback" not in line
        process.send_signal(number)
        await asyncio.wait_for(process.wait(), 20)
        assert process.returncode == 0


async def test_a_signal_during_the_imports_ends_the_program_cleanly() -> None:
    """It comes while modules are still loading: the program prints a line at its first import."""
    begin = "import sys, bot.__main__ as it; sys.argv = ['callboard', 'run']; print('begun', flush=True); it.main()"
    environ = {"CALLBOARD_STORE_URL": URL.format(port=find_free_port()), "CALLBOARD_KEY": KEY, "DISCORD_TOKEN": TOKEN}
    async with start_python("-X", "importtime", "-c", begin, **environ) as process:
        assert process.stderr
        async for line in process.stderr:
            if b"bot.cli.serve.platforms" in line or b"discord" in line or b"bot.adapters" in line:
                break
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 0
