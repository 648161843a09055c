"""What Slack tells of the people who ask, only on request: so it is asked once an hour."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.sdk import error_code
from bot.adapters.slack.work import Work

_MINUTE = 60_000_000  # microseconds
_KEPT, _FAILED = 60 * _MINUTE, _MINUTE
_MOST = 10_000  # people remembered at a time
PATIENCE = 0.3  # seconds; a form must be open 3 s after the command, so a language may not take longer


@dataclass(frozen=True, slots=True)
class User:
    """A person's language tag, such as ``es-ES``, and whether they administer the workspace."""

    locale: str | None = None
    manages: bool = False


_UNKNOWN = User()


class People:
    """Users by Slack user id."""

    def __init__(self, web: AsyncWebClient, work: Work, clock: Callable[[], int]) -> None:
        self._web, self._work, self._clock = web, work, clock
        self._known: OrderedDict[str, tuple[User, int]] = OrderedDict()

    async def user(self, user_id: str) -> User:
        """Return what Slack has for ``user_id``.

        Nothing where Slack won't say, or hasn't within ``PATIENCE``; the next request will find it.
        """
        user, until = self._known.get(user_id, (_UNKNOWN, 0))
        if self._clock() < until:
            return user
        asking, _ = self._work.once(f"user:{user_id}", lambda: self._ask(user_id))
        done, _ = await asyncio.wait({asking}, timeout=PATIENCE)
        return asking.result() if done else user

    async def _ask(self, user_id: str) -> User:
        user, kept = _UNKNOWN, _FAILED
        try:
            answer = await self._web.users_info(user=user_id, include_locale=True)
            told = answer["user"]
            manages = bool(told.get("is_admin") or told.get("is_owner"))
            user, kept = User(told.get("locale"), manages), _KEPT
        except SlackApiError as error:
            # A missing scope won't be there in a minute; a limit will be over.
            kept = _FAILED if error_code(error) == "ratelimited" else _KEPT
        except (aiohttp.ClientError, TimeoutError):
            user = self._known.get(user_id, (_UNKNOWN, 0))[0]
        self._remember(user_id, user, self._clock() + kept)
        return user

    def _remember(self, user_id: str, user: User, until: int) -> None:
        self._known[user_id] = (user, until)
        self._known.move_to_end(user_id)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
