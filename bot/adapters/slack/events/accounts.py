"""Finds the account behind a request, and everything else about a person that kit's envelope needs.

An account is ``workspace:user`` with the workspace that the person belongs to. So somebody who uses the app in two
workspaces that share a channel is one person. User ids are the same in both.
"""

import asyncio
from functools import partial

from cachetools import FIFOCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.picks import SlackPicker
from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.events.channel_names import CallerChannels
from bot.adapters.slack.events.form_files import read_form_files
from bot.adapters.slack.events.people import RECALL, Memory, People, User
from bot.adapters.slack.events.requests import (
    PLATFORM,
    find_channel_name,
    find_home,
    find_space,
    find_user_id,
    is_between_two,
    make_caller,
)
from bot.errors import Unavailable
from bot.kit.invocation import Envelope

_MOST = 10_000  # guests remembered at a time
_NAMED = 3  # people looked up per command


class Accounts:
    """Makes envelopes. ``home`` is the workspace of an app in only one; its commands begin with ``prefix``."""

    def __init__(self, people: People, memory: Memory | None, prefix: str, home: str = "") -> None:
        self._people, self._memory, self._prefix, self._home = people, memory, prefix, home
        self._guests: FIFOCache[tuple[str, str], str] = FIFOCache(_MOST)

    async def make_envelope(self, body: Json, at: int, web: AsyncWebClient) -> Envelope:
        """Make kit's envelope of a request. It never fails because Slack or the database doesn't answer.

        The id is the payload's trigger_id. Slack makes one for each command, tap and submission, and a redelivered
        payload is identical over any connection. (Socket Mode's envelope_id and the retry header belong to the
        delivery.) A menu's request has no trigger_id and needs none, because it changes nothing.
        """
        space, user_id = find_space(body, self._home), find_user_id(body)
        home = find_home(body, space)
        user = await self._people.find_user(web, space, user_id, f"{home}:{user_id}")
        account, alias = await self._choose_account(space, _choose_home(space, home, user), user_id)
        return Envelope(
            id=str(body.get("trigger_id") or ""),
            at=at,
            caller=make_caller(body, account, self._home, alias),
            locale=user.locale,
            slash=f"/{self._prefix}",
            manages=user.manages,
            zone=user.zone,
            direct=is_between_two(body),
            channel_name=find_channel_name(body),
            ask_manages=partial(self._people.ask_manages, web, space, user_id),
            picker=SlackPicker(
                partial(self._find_typed, web, space), CallerChannels(web, user_id), read_form_files(body, web)
            ),
        )

    async def find_accounts(self, web: AsyncWebClient, space: str, users: tuple[str, ...]) -> dict[str, str]:
        """Find the accounts of mentioned people, by their ids. Some may be guests."""
        found = {user_id: await self._find_account(web, space, user_id) for user_id in users[:_NAMED]}
        return {user_id: account for user_id, account in found.items() if account}

    async def _find_account(self, web: AsyncWebClient, space: str, user_id: str) -> str | None:
        """Find a picked person's account, None where neither Slack nor the database knows the id."""
        user = await self._people.find_user(web, space, user_id, f"{space}:{user_id}")
        account, _ = await self._choose_account(space, _choose_home(space, space, user), user_id)
        return await self._find_kept((account,)) if user.missing else account

    async def _find_typed(self, web: AsyncWebClient, space: str, team: str, user_id: str) -> str | None:
        """Find the account that somebody typed. The database or Slack must know it under the workspace ``team``."""
        if team and team != space and await self._find_kept((f"{team}:{user_id}",)):
            return f"{team}:{user_id}"
        found = await self._find_account(web, space, user_id)
        return found if team in ("", space) or found == f"{team}:{user_id}" else None

    async def save(self, body: Json, account: str) -> None:
        """Save what Slack said about the person."""
        await self._people.save(find_space(body, self._home), find_user_id(body), account)

    async def _choose_account(self, space: str, home: str, user_id: str) -> tuple[str, str]:
        """Choose the account, and the alias that a guest may also have.

        Earlier versions stored a guest's account under the host's workspace, and it still belongs to them.
        """
        key, hosted = (space, user_id), f"{space}:{user_id}"
        if key in self._guests:
            return self._guests[key], hosted
        if home == space:
            return hosted, ""
        own = f"{home}:{user_id}"
        account = await self._find_kept((own, hosted)) or own
        self._guests[key] = account
        return account, hosted if account == own else own

    async def _find_kept(self, accounts: tuple[str, ...]) -> str | None:
        if self._memory is None:
            return None
        try:
            async with asyncio.timeout(RECALL):
                return await self._memory.find_known_account(PLATFORM, accounts)
        except (Unavailable, TimeoutError):
            return None


def _choose_home(space: str, home: str, user: User) -> str:
    """Choose the workspace that a person belongs to, from the payload and from what Slack said about them.

    A command's payload doesn't say. In an enterprise a person may belong to several.
    """
    if user.member:
        return space
    return user.home if home == space and user.home else home
