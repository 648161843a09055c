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
    """A person's language tag, such as ``es-ES``, and whether they administer the workspace.

    ``manages`` is None where Slack hasn't said: nobody loses a right because it was slow.
    """

    locale: str | None = None
    manages: bool | None = None


_UNKNOWN = User()
_Key = tuple[str, str]  # workspace and user


class People:
    """Users by workspace and Slack user id: what one workspace's token was told serves no other."""

    def __init__(self, work: Work, clock: Callable[[], int]) -> None:
        self._work, self._clock = work, clock
        self._known: OrderedDict[_Key, tuple[User, int]] = OrderedDict()

    async def user(self, web: AsyncWebClient, team: str, user_id: str) -> User:
        """Return what Slack has for ``user_id``, asked with the client of the workspace ``team``.

        Nothing where Slack won't say, or hasn't within ``PATIENCE``; the next request will find it.
        """
        key = (team, user_id)
        user, until = self._known.get(key, (_UNKNOWN, 0))
        if self._clock() < until:
            return user
        asking, _ = self._work.once(f"user:{team}:{user_id}", lambda: self._ask(web, key))
        done, _ = await asyncio.wait({asking}, timeout=PATIENCE)
        return asking.result() if done else user

    async def _ask(self, web: AsyncWebClient, key: _Key) -> User:
        user, kept = _UNKNOWN, _FAILED
        try:
            answer = await web.users_info(user=key[1], include_locale=True)
            told = answer["user"]
            manages = bool(told.get("is_admin") or told.get("is_owner"))
            user, kept = User(told.get("locale"), manages), _KEPT
        except SlackApiError as error:
            # A missing scope won't be there in a minute; a limit will be over.
            kept = _FAILED if error_code(error) == "ratelimited" else _KEPT
        except (aiohttp.ClientError, TimeoutError):
            user = self._known.get(key, (_UNKNOWN, 0))[0]
        self._remember(key, user, self._clock() + kept)
        return user

    def _remember(self, key: _Key, user: User, until: int) -> None:
        self._known[key] = (user, until)
        self._known.move_to_end(key)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
