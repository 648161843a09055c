"""What the process on this machine's monitoring port says about itself, for `callboard doctor`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import DecodeError, Struct, json

from bot.config.settings import MonitoringConfig
from bot.runtime.findings import Finding, mend, ok

if TYPE_CHECKING:
    import aiohttp

_SECONDS = 5.0  # a process answers within one, unless it hangs
_MOST = 100_000  # bytes
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where it listens, it can be asked on loopback


class _Part(Struct):
    state: str
    why: str


class _Report(Struct):
    ready: bool
    parts: dict[str, _Part]


async def examine_process(config: MonitoringConfig) -> tuple[Finding, ...]:
    """Ask the process on the port how it is. There are no findings if none listens."""
    import aiohttp

    if not config.port:
        return ()
    host = _EVERYWHERE.get(config.host, config.host)
    where = f"[{host}]:{config.port}" if ":" in host else f"{host}:{config.port}"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(_SECONDS)) as session,
            session.get(f"http://{where}/readyz", allow_redirects=False) as answer,
        ):
            content = await _read(answer)
    except aiohttp.ClientConnectorError:
        return ()
    except TimeoutError:
        return (
            mend(f"What listens on the monitoring port {where} doesn't answer. If it is Callboard, start it again"),
        )
    except aiohttp.ClientError:
        content = b""
    try:
        return tuple(_describe(where, json.decode(content, type=_Report)))
    except DecodeError:
        taken = f"Another program listens on the monitoring port {where}"
        return (mend(f"{taken}: set monitoring.port in config.yaml to a free one"),)


async def _read(answer: "aiohttp.ClientResponse") -> bytes:
    """The beginning of an answer, which may come in several parts."""
    content = b""
    while len(content) < _MOST and (part := await answer.content.read(_MOST)):
        content += part
    return content


def _describe(where: str, report: _Report) -> Iterator[Finding]:
    if report.ready:
        yield ok(f"The process on the monitoring port {where} is ready")
        return
    for name, part in report.parts.items():
        if part.state == "failing":
            yield mend(f"The process on the monitoring port {where} isn't ready ({name}): {part.why.removesuffix('.')}")
