"""Which account a request is from, and everything else that has to be asked of a person before it goes on.

An account is ``workspace:user`` with the workspace that the person belongs to, so that somebody who meets the app
in two workspaces that share a channel is one human. Users' ids are the same in both.
"""

import asyncio
from collections import OrderedDict
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.people import RECALL, Memory, People
from bot.adapters.slack.requests import PLATFORM, caller, channel_name, home_of, space_of, user_of
from bot.adapters.slack.text import Json
from bot.errors import Unavailable
from bot.kit.invocation import Envelope

_MOST = 10_000  # guests remembered at a time


class Accounts:
    """Makes envelopes. ``home`` is the workspace of an app that is in one alone; ``prefix`` begins its commands."""

    def __init__(self, people: People, memory: Memory | None, prefix: str, home: str = "") -> None:
        self._people, self._memory, self._prefix, self._home = people, memory, prefix, home
        self._guests: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def envelope(self, body: Json, at: int, web: AsyncWebClient) -> Envelope:
        """Return the request as kit knows it; it never fails because of what Slack or the database doesn't say.

        Its id is the payload's trigger_id: Slack makes one for each command, tap and submission, and a payload
        that is delivered again, over whichever connection, is the same payload letter by letter. (An envelope_id
        of Socket Mode and a retry header belong to the delivery instead.) A menu's request has none and, changing
        nothing, needs none.
        """
        space, user_id = space_of(body, self._home), user_of(body)
        account = await self._account(space, home_of(body, space), user_id)
        user = await self._people.user(web, space, user_id, account)
        return Envelope(
            id=str(body.get("trigger_id") or ""),
            at=at,
            caller=caller(body, account, self._home),
            locale=user.locale,
            slash=f"/{self._prefix}",
            zone=user.zone,
            channel_name=channel_name(body),
            manages=user.manages,
            ask_manages=partial(self._people.manages, web, space, user_id),
        )

    async def keep(self, body: Json, account: str) -> None:
        """Keep with the person what Slack said of them."""
        await self._people.keep(space_of(body, self._home), user_of(body), account)

    async def _account(self, space: str, home: str, user_id: str) -> str:
        """Return the account; a guest's of earlier versions bore the host's workspace, and is still theirs."""
        if home == space or self._memory is None:
            return f"{home}:{user_id}"
        key = (space, user_id)
        if key in self._guests:
            return self._guests[key]
        found = await self._kept((f"{home}:{user_id}", f"{space}:{user_id}"))
        if found:
            self._guests[key] = found
            if len(self._guests) > _MOST:
                self._guests.popitem(last=False)
        return found or f"{home}:{user_id}"

    async def _kept(self, accounts: tuple[str, ...]) -> str | None:
        if self._memory is None:
            return None
        try:
            async with asyncio.timeout(RECALL):
                return await self._memory.first_kept(PLATFORM, accounts)
        except (Unavailable, TimeoutError):
            return None
