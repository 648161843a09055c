"""Channels by name or id, as Slack lets one person see them."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.sending.web_api import Failure, ask
from bot.errors import UserError
from bot.text import fold

_PATIENCE = 2.0  # seconds to wait out a rate limit
_PAGES, _PAGE = 5, 200  # of the channels somebody is in; Slack recommends pages of at most 200
_GONE = {"channel_not_found", "is_archived"}


class CallerChannels:
    """Asks Slack, with the client of one workspace, on behalf of one of its people."""

    def __init__(self, web: AsyncWebClient, user: str) -> None:
        self._web, self._user = web, user

    async def fetch_name(self, channel: str) -> str | None:
        """Fetch a channel's name, empty where Slack doesn't say; None where it isn't there for this person.

        A private channel is there only for its members: an id alone tells nobody its name.
        """
        try:
            answer = await ask(lambda: self._web.conversations_info(channel=channel), _PATIENCE)
        except Failure as failure:
            return None if failure.code in _GONE else ""
        found = answer.get("channel")
        if not isinstance(found, dict):
            return ""
        if found.get("is_im") or found.get("is_mpim") or found.get("is_archived"):
            return None
        if found.get("is_private") and not await self._search("id", channel):
            return None
        return str(found.get("name") or "")

    async def fetch_id(self, name: str) -> str | None:
        """Fetch the id of the channel this person is in that has the name; None also where Slack doesn't say.

        Raises UserError, which names the scope, where Slack never says.
        """
        found = await self._search("name", name)
        return str(found["id"]) if found else None

    async def _search(self, field: str, wanted: str) -> Json | None:
        """Find the first of this person's channels whose ``field`` is ``wanted``, as `fold` compares."""
        cursor = ""
        for _ in range(_PAGES):
            try:
                answer = await ask(lambda after=cursor: self._fetch_page(after), _PATIENCE)  # type: ignore[misc]
            except Failure as failure:
                if failure.needed:
                    raise UserError("channel.no_scope", field="channel", permission=failure.needed) from None
                return None
            channels: list[Any] = answer.get("channels") or []
            for one in channels:
                if isinstance(one, dict) and fold(str(one.get(field) or "")) == fold(wanted):
                    return one
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None
        return None

    async def _fetch_page(self, cursor: str) -> Any:
        kinds = "public_channel,private_channel"
        return await self._web.users_conversations(
            user=self._user, types=kinds, exclude_archived=True, limit=_PAGE, cursor=cursor
        )
