"""Single requests to Discord's REST API, and what is known about their outcome. Nothing is retried here.

discord.py's own client sleeps through limits and errors inside a request for up to 25 seconds, and then reports only
that it failed. Callers here need to know at once, and decide about a retry themselves.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import msgspec
from discord.http import MultipartParameters

from bot.kit.cards.outbound import Later, Unknown
from bot.runtime.proxies import has_proxies

AGAIN = 5.0  # seconds before a retry where Discord doesn't say
_BANNED = 60.0  # the same, where Discord blocks our IP address for a while
_AGENT = "DiscordBot (Callboard, 1)"  # https://discord.com/developers/docs/reference#user-agent
_PATIENCE = 15.0  # seconds for an answer
_CONNECT = 5.0  # seconds for a connection
_LONGEST = 3_600.0  # the longest pause in seconds that we believe


@dataclass(frozen=True, slots=True)
class Response:
    """Discord's response. ``data`` is its JSON, None where it sent none."""

    status: int
    data: Any = None
    header: str = ""  # Retry-After

    @property
    def code(self) -> int:
        """Discord's own error code, 0 without one."""
        found = self.data.get("code", 0) if isinstance(self.data, dict) and self.status >= 400 else 0
        return found if isinstance(found, int) else 0

    @property
    def id(self) -> str:
        """The id of what was created or changed. Empty where there is none, so the response isn't Discord's."""
        found = self.data.get("id") if isinstance(self.data, dict) else None
        return found if isinstance(found, str) and found.isascii() and found.isdigit() else ""

    @property
    def is_foreign(self) -> bool:
        """Whether something in between refused, such as a proxy. Discord gives its reasons as an object."""
        return self.status >= 400 and not isinstance(self.data, dict)

    @property
    def is_global(self) -> bool:
        """Whether the limit covers all the bot does. Without JSON, our IP address itself is blocked."""
        return not isinstance(self.data, dict) or bool(self.data.get("global"))

    @property
    def pause(self) -> float:
        """Seconds to pause, as Discord asks."""
        said = self.data.get("retry_after") if isinstance(self.data, dict) else self.header
        try:
            seconds = float(said or _BANNED)
        except (TypeError, ValueError):
            return _BANNED
        return min(max(seconds, 0.0), _LONGEST) if seconds == seconds else _BANNED  # Python's JSON allows NaN


Outcome = Response | Later | Unknown


class RestClient:
    """A client for Discord's REST API. ``token`` is the bot's; answers to interactions need none."""

    def __init__(self, api_url: str, token: str = "", patience: float = _PATIENCE) -> None:
        self._api_url = api_url
        headers = {"User-Agent": _AGENT, **({"Authorization": f"Bot {token}"} if token else {})}
        timeout = aiohttp.ClientTimeout(total=patience, connect=_CONNECT)
        self._session = aiohttp.ClientSession(
            headers=headers, timeout=timeout, trust_env=has_proxies(), json_serialize_bytes=_write_json
        )

    async def close(self) -> None:
        """Send nothing more. Requests in progress end as Unknown."""
        await self._session.close()

    async def read(self, path: str, query: Mapping[str, int] | None = None) -> Response | Later:
        """Read ``path``. Safe to repeat."""
        outcome = await self._send_once("GET", path, params=query)
        return Later(AGAIN) if isinstance(outcome, Unknown) else outcome

    async def send(self, method: str, path: str, content: MultipartParameters | Mapping[str, Any]) -> Outcome:
        """Send JSON, or a message that may have files."""
        if not isinstance(content, MultipartParameters):
            return await self._send_once(method, path, json=content)
        if not content.multipart:
            return await self._send_once(method, path, json=content.payload)
        form = aiohttp.FormData(quote_fields=False)  # Discord refuses files[0] with escaped brackets
        for part in content.multipart:
            form.add_field(**part)
        return await self._send_once(method, path, data=form)

    async def _send_once(self, method: str, path: str, **content: Any) -> Outcome:
        """Send once. A failure to connect means nothing was sent; after any later failure the outcome is unknown."""
        if self._session.closed:
            return Later(AGAIN)
        try:
            async with self._session.request(method, self._api_url + path, **content) as answer:
                response = Response(
                    answer.status, _parse_json(await answer.read()), answer.headers.get("Retry-After", "")
                )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return Later(AGAIN)
        except (aiohttp.ClientError, OSError, TimeoutError):
            return Unknown()
        broken = response.status >= 500 or (response.status < 400 and response.data is None and response.status != 204)
        return Unknown() if broken else response


def _write_json(content: Any) -> bytes:
    """``content`` as JSON. Half a character, which a forged answer may hold, only fits JSON as an escape."""
    try:
        return msgspec.json.encode(content)
    except UnicodeEncodeError:
        return json.dumps(content).encode()


def _parse_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
