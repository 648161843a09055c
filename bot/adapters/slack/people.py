"""The language of the people who ask: Slack tells it only on request, so it is asked once an hour."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.sdk import error_code
from bot.adapters.slack.work import Work

_MINUTE = 60_000_000  # microseconds
_KEPT, _FAILED = 60 * _MINUTE, _MINUTE
_MOST = 10_000  # people remembered at a time
PATIENCE = 0.3  # seconds; a form must be open 3 s after the command, so a language may not take longer


class People:
    """Locales by Slack user id."""

    def __init__(self, web: AsyncWebClient, work: Work, clock: Callable[[], int]) -> None:
        self._web, self._work, self._clock = web, work, clock
        self._known: OrderedDict[str, tuple[str | None, int]] = OrderedDict()

    async def locale(self, user: str) -> str | None:
        """Return the language tag Slack has for ``user``, such as ``es-ES``.

        None where Slack won't say, or hasn't within ``PATIENCE``; the next request will find it.
        """
        locale, until = self._known.get(user, (None, 0))
        if self._clock() < until:
            return locale
        asking, _ = self._work.once(f"locale:{user}", lambda: self._ask(user))
        done, _ = await asyncio.wait({asking}, timeout=PATIENCE)
        return asking.result() if done else locale

    async def _ask(self, user: str) -> str | None:
        locale, kept = None, _FAILED
        try:
            answer = await self._web.users_info(user=user, include_locale=True)
            locale, kept = answer["user"].get("locale"), _KEPT
        except SlackApiError as error:
            # A missing scope won't be there in a minute; a limit will be over.
            kept = _FAILED if error_code(error) == "ratelimited" else _KEPT
        except (aiohttp.ClientError, TimeoutError):
            locale = self._known.get(user, (None, 0))[0]
        self._remember(user, locale, self._clock() + kept)
        return locale

    def _remember(self, user: str, locale: str | None, until: int) -> None:
        self._known[user] = (locale, until)
        self._known.move_to_end(user)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
