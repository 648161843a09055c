"""The port of a process: taken by another one, free again, closed, or on an address that isn't this machine's."""

import asyncio
import json
from contextlib import AsyncExitStack, suppress
from io import StringIO

import pytest
from aiohttp import ClientError, ClientSession

from bot.cli.monitoring import monitoring
from bot.cli.monitoring.monitoring import open_monitoring
from bot.config.settings import MonitoringConfig
from bot.errors import ConfigError
from bot.runtime.meter import UNMEASURED


def read_log(log: StringIO, event: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in lines if line["event"] == event]


async def ask_until_answered(session: ClientSession, port: int) -> str:
    while True:
        with suppress(ClientError):
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                return await answer.text()


async def test_a_taken_port_is_listened_on_once_it_is_free(log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitoring, "_AGAIN", 0.0)
    stop = asyncio.Event()
    async with AsyncExitStack() as older, AsyncExitStack() as newer:
        await older.enter_async_context(open_monitoring(MonitoringConfig(port=0), stop))
        [listening] = read_log(log, "monitoring")
        port = listening["port"]
        assert isinstance(port, int)
        await newer.enter_async_context(open_monitoring(MonitoringConfig(port=port), stop))
        [taken] = read_log(log, "the monitoring port is in use")
        assert f"Another program listens on 127.0.0.1:{port}, so nobody can watch this process" in str(taken["reason"])
        await older.aclose()
        async with asyncio.timeout(20), ClientSession() as session:
            assert await ask_until_answered(session, port) == "alive\n"
        assert len(read_log(log, "monitoring")) == 2


async def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"monitoring: can't listen on 192\.0\.2\.1:9464 \(.*\); change monitoring"):
        async with open_monitoring(MonitoringConfig(host="192.0.2.1"), asyncio.Event()):
            pass


async def test_without_a_port_nothing_is_measured(log: StringIO) -> None:
    async with open_monitoring(MonitoringConfig(port=None), asyncio.Event()) as closed:
        assert closed.meter is UNMEASURED
    assert log.getvalue() == ""
