"""What Slack says about people: language, time zone and admin rights, cached for an hour and saved with the person."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from cachetools import FIFOCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.events.requests import PLATFORM
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.refusals import explain_unknown_rights
from bot.adapters.slack.sending.web_api import Failure, ask, read_object
from bot.errors import Unavailable
from bot.runtime.log import get_logger

_SECOND = 1_000_000  # microseconds
_MINUTE = 60 * _SECOND
_KEPT, _REFUSED = 60 * _MINUTE, 10 * _MINUTE  # until Slack is asked again, after an answer and after a final refusal
_SPREAD = 600_000  # between two people asked about again after a limit: Slack takes some 100 requests a minute
_TRIES = 8  # that nobody waits for; after them only a request asks again
_FIRST, _LONGEST = 1 * _SECOND, 30 * _SECOND  # pauses after failures for which Slack names none, each twice the last
_ADMIN = _MINUTE  # rights end, and admins are few, so they are refreshed more often
_MOST = 10_000  # people remembered at a time
# Of the 3 seconds in which a form must open: how long to wait out a rate limit, which Slack tells in whole seconds, and
# then for the answer; and how long the database may take.
PATIENCE, ANSWERING, RECALL = 1.0, 0.4, 0.3

_log = get_logger("callboard.slack")


@dataclass(frozen=True, slots=True)
class User:
    """A person's language tag, such as ``es-ES``, time zone, such as ``America/Denver``, and admin right.

    ``manages`` is None where Slack hasn't said: nobody loses a right because Slack was slow. ``home`` is a guest's own
    workspace. ``member`` means that an enterprise lists the person in the workspace we asked about. ``missing`` means
    that Slack has nobody with this id there.
    """

    locale: str | None = None
    zone: str | None = None
    manages: bool | None = None
    home: str = ""
    member: bool = False
    missing: bool = False


class Memory(Protocol):
    """What is stored about people beyond this process. Every method may raise `bot.errors.Unavailable`."""

    async def recall(self, platform: str, account: str) -> tuple[str | None, str | None] | None:
        """The language and time zone stored with an account, None where there are none."""
        ...

    async def find_known_account(self, platform: str, accounts: tuple[str, ...]) -> str | None:
        """The first of ``accounts`` that the database knows, None where it knows none."""
        ...

    async def find_host(self, platform: str, account: str) -> str | None:
        """The space where a person from another one is a guest, None where unknown."""
        ...

    async def remember(
        self, platform: str, account: str, locale: str | None, zone: str | None, host: str | None
    ) -> bool:
        """Store it all with an existing account; return whether there is one."""
        ...


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known about a person, when to ask next, and whether Slack said it and it was saved.

    ``failures`` counts the requests since then that failed. They teach nothing, so what was known stays.
    """

    user: User
    until: int
    from_slack: bool = False
    saved: bool = False
    failures: int = 0

    @property
    def is_unknown(self) -> bool:
        return not self.from_slack and self.user.locale is None


_UNKNOWN = User()
_NOBODY = _Known(_UNKNOWN, 0)
_Key = tuple[str, str]  # workspace and user


class People:
    """Users by workspace and Slack user id. What one workspace's token may read serves no other workspace."""

    def __init__(self, tasks: BackgroundTasks, clock: Callable[[], int], memory: Memory | None = None) -> None:
        self._tasks, self._clock, self._memory = tasks, clock, memory
        self._known: FIFOCache[_Key, _Known] = FIFOCache(_MOST)
        self._next: dict[str, int] = {}  # by workspace, when the next person is asked about again after a limit

    async def find_user(self, web: AsyncWebClient, team: str, user_id: str, account: str) -> User:
        """Find what is known about ``user_id``, asking Slack with the client of the workspace ``team``.

        That is what Slack said in the last hour, otherwise what is stored with the person, otherwise what Slack says
        within these seconds, otherwise nothing. It never raises: no request fails because a language is
        unknown. (No payload brings one.) A failure is never taken for an answer: what was known stays, and Slack is
        asked again by itself.
        """
        key = (team, user_id)
        held = self._known.get(key, _NOBODY)
        if held.is_unknown and (recalled := await self._recall(account)):
            held = self._known[key] = _merge(self._known.get(key, _NOBODY), recalled)
        if self._clock() < held.until:
            return held.user
        asking, _ = self._tasks.run_once(_name_task(key), lambda: self._refresh(web, key))
        if not held.is_unknown and not held.from_slack:
            return held.user  # changes show next time
        done, _ = await asyncio.wait({asking}, timeout=PATIENCE + ANSWERING)
        return asking.result() if done else held.user

    async def save(self, team: str, user_id: str, account: str) -> None:
        """Save what Slack said with the person, once the database knows them."""
        held = self._known.get((team, user_id), _NOBODY)
        if self._memory is None or not held.from_slack or held.saved:
            return
        try:
            host = None if account.startswith(f"{team}:") else team
            saved = await self._memory.remember(PLATFORM, account, held.user.locale, held.user.zone, host)
        except Unavailable:
            return
        if saved and self._known.get((team, user_id)) == held:
            self._known[team, user_id] = replace(held, saved=True)

    async def _recall(self, account: str) -> User | None:
        if self._memory is None:
            return None
        try:
            async with asyncio.timeout(RECALL):
                found = await self._memory.recall(PLATFORM, account)
        except (Unavailable, TimeoutError):
            return None
        return User(*found) if found else None

    async def ask_manages(self, web: AsyncWebClient, team: str, user_id: str) -> bool:
        """Ask Slack whether a person administers ``team`` right now. Raises UserError, which says what to do."""
        key = (team, user_id)
        try:
            user = await self._fetch_user(web, key)
        except Failure as failure:
            raise explain_unknown_rights(failure) from None
        held = _make_held(user, self._clock(), self._known.get(key, _NOBODY))
        self._known[key] = held
        return bool(held.user.manages)

    async def _fetch_user(self, web: AsyncWebClient, key: _Key) -> User:
        team, user_id = key
        answer = await ask(lambda: web.users_info(user=user_id, include_locale=True), PATIENCE)
        return _parse_user(read_object(answer, "user"), team)

    async def _refresh(self, web: AsyncWebClient, key: _Key) -> User:
        """Ask Slack, and ask again later where it may answer then, so that the next request finds the answer."""
        now, before = self._clock(), self._known.get(key, _NOBODY)
        try:
            held = _make_held(await self._fetch_user(web, key), now, before)
        except Failure as failure:
            user = replace(before.user, missing=failure.code == "user_not_found")
            pause = _choose_pause(failure, before.failures)
            if failure.needed:
                _log.warning("slack tells no language, time zone or admin right", **failure.facts)
            held = replace(before, user=user, until=now + pause, failures=before.failures + 1)
            if held.failures <= _TRIES and (not failure.certain or failure.pause is not None):
                self._ask_later(web, key, now, pause)
        self._known[key] = held
        return held.user

    def _ask_later(self, web: AsyncWebClient, key: _Key, now: int, pause: int) -> None:
        """Ask about a person again after a pause, in turn with the others of their workspace."""
        at = max(now + pause, self._next.get(key[0], 0))
        self._next[key[0]] = at + _SPREAD

        async def ask_again() -> None:
            if self._known.get(key, _NOBODY).failures:  # else a request learned it meanwhile
                await self._refresh(web, key)

        self._tasks.run_later((at - now) / _SECOND, _name_task(key), ask_again)


def _name_task(key: _Key) -> str:
    return f"user:{':'.join(key)}"


def _merge(held: _Known, recalled: User) -> _Known:
    """What is known with what is stored. Slack's own words count, if it said any meanwhile."""
    if not held.is_unknown:
        return held
    return replace(held, user=replace(held.user, locale=recalled.locale, zone=recalled.zone))


def _make_held(user: User, now: int, before: _Known) -> _Known:
    same = (user.locale, user.zone) == (before.user.locale, before.user.zone)
    return _Known(user, now + (_ADMIN if user.manages else _KEPT), from_slack=True, saved=before.saved and same)


def _parse_user(info: Json, team: str) -> User:
    enterprise = info.get("enterprise_user")
    teams = enterprise.get("teams") if isinstance(enterprise, dict) else None
    member, named = isinstance(teams, list) and team in teams, _read_text(info.get("team_id")) or ""
    home = "" if member or named == team or not named.startswith("T") else named
    manages = bool(info.get("is_admin") or info.get("is_owner")) and not home
    return User(_read_text(info.get("locale")), _read_text(info.get("tz")), manages, home, member)


def _read_text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _choose_pause(failure: Failure, failures: int) -> int:
    """Microseconds before asking again. Slack says when a limit ends; a missing scope lasts longer."""
    if failure.pause is not None:
        return int(failure.pause * _SECOND)
    if failure.certain:
        return _KEPT if failure.code == "user_not_found" else _REFUSED
    return min(_FIRST << min(failures, 10), _LONGEST)
