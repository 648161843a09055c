"""What `doctor` says of a program that listens on the monitoring port."""

import pytest
from aiohttp import web

from bot.cli.checks.process_report import examine_process
from bot.cli.monitoring.readiness import STOPPING, PartState, Report, State
from bot.cli.monitoring.server import MonitoringServer
from bot.config.settings import MonitoringConfig

READY = Report((PartState("database", State.OK, "Fine."), PartState("delivery", State.WARNING, "Late.")))
OTHER = "Another program listens on the monitoring port 127.0.0.1:{}: set monitoring.port in config.yaml to a free one"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (READY.to_json(), "ok    The process on the monitoring port 127.0.0.1:{} is ready"),
        (
            STOPPING.to_json(),
            "mend  The process on the monitoring port 127.0.0.1:{} isn't ready (process): It stops, and takes no new "
            "requests",
        ),
        ({"ready": "maybe"}, f"mend  {OTHER}"),
        ([1], f"mend  {OTHER}"),
    ],
)
async def test_its_answer_becomes_a_finding(answer: object, expected: str) -> None:
    async def show() -> web.Response:
        return web.json_response(answer)

    server = MonitoringServer("127.0.0.1", 0, {"/readyz": show})
    await server.open()
    findings = await examine_process(MonitoringConfig(host="0.0.0.0", port=server.port))  # noqa: S104 - as in a container
    await server.close()
    assert [str(one) for one in findings] == [expected.format(server.port)]
    assert await examine_process(MonitoringConfig(port=server.port)) == ()  # nobody listens any longer


async def test_without_a_port_there_is_nothing_to_say() -> None:
    assert await examine_process(MonitoringConfig(port=None)) == ()
