"""Workspaces that installed the app, each with its own token in `Installations`.

A token is read for each use and never cached, so what one process removes is gone for all of them. A workspace is found
by its team id alone, because not every payload names the team's enterprise. Installing for a whole enterprise is not
offered (the manifest's ``org_deploy_enabled``).
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.events.people import Memory
from bot.adapters.slack.events.requests import PLATFORM
from bot.adapters.slack.manifest import REMOVALS
from bot.errors import Unavailable
from bot.runtime.log import get_logger

_SECOND = 1_000_000  # microseconds

_log = get_logger("callboard.slack")


class Installations(Protocol):
    """Stores tokens and states. Every method may raise `bot.errors.Unavailable`."""

    async def issue(self) -> str:
        """Make a new state for one install."""
        ...

    async def consume(self, state: str) -> bool:
        """Use a state up; return whether it was valid."""
        ...

    async def save(self, workspace: str, content: Mapping[str, Any]) -> None:
        """Store a workspace's install, replacing an earlier one."""
        ...

    async def find(self, workspace: str) -> Mapping[str, Any] | None:
        """What was stored, None for a workspace without the app."""
        ...

    async def remove(self, workspace: str, until: int) -> bool:
        """Delete an install made before ``until``, UTC microseconds; return whether there was one."""
        ...


class Workspaces(AsyncInstallationStore):
    """Bolt's installation store."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def register(self, app: AsyncApp) -> None:
        """Register for removals. Bolt acknowledges each once it is done; otherwise Slack repeats it."""
        for event in REMOVALS:
            app.event(event)(self.handle_removal)

    async def async_save(self, installation: Installation) -> None:
        """Store the bot's token, and nothing about the person who installed it.

        Raises BoltError where there is no token or no workspace.
        """
        team = installation.team_id
        if not team or not installation.bot_token:
            raise BoltError("an install without a workspace or without a bot")
        content = {
            "enterprise_id": installation.enterprise_id,
            "bot_id": installation.bot_id,
            "bot_user_id": installation.bot_user_id,
            "bot_token": installation.bot_token,
        }
        await self._installations.save(team, content)
        _log.info("workspace added")

    async def find(self, team: str) -> AuthorizeResult | None:
        """A workspace's token and bot, None for one without the app. Raises Unavailable."""
        found = await self._installations.find(team)
        return AuthorizeResult(team_id=team, **found) if found else None

    async def handle_removal(self, body: Json, context: AsyncBoltContext) -> None:
        """Handle ``app_uninstalled`` or ``tokens_revoked``, in any order and however often they arrive.

        Both carry the second in which it happened; a later install stays. ``oauth`` lists only users' tokens, and
        Callboard has none.
        """
        team, tokens = context.team_id, body["event"].get("tokens")
        if not team or (tokens is not None and not tokens.get("bot")):
            return
        if await self._installations.remove(team, (int(body["event_time"]) + 1) * _SECOND):
            _log.info("workspace removed")


class GuestHomes:
    """Finds the workspace through which a person is reached: their own, or for guests the one where they were seen."""

    def __init__(self, workspaces: Workspaces, memory: Memory | None) -> None:
        self._workspaces, self._memory = workspaces, memory

    async def find_home(self, account: str) -> str | None:
        """The workspace for a direct message to ``team:user``; their own where nothing better is known."""
        team = account.partition(":")[0]
        with suppress(Unavailable):
            if await self._workspaces.find(team) is None and self._memory:
                return await self._memory.find_host(PLATFORM, account) or team
        return team
