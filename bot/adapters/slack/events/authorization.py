"""Many workspaces: a request goes on with its own workspace's token, or is answered and goes no further.

Commands and taps are acknowledged before the token is looked up, so that a slow database costs an answer time and
never the request. A submitted form is not: its window is closed or changed by the acknowledgement.
"""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
from slack_bolt.async_app import AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.forms import build_card_view
from bot.adapters.slack.drawing.place import Place, find_view_place
from bot.adapters.slack.drawing.render import draw_message
from bot.adapters.slack.events.bolt_setup import new_client
from bot.adapters.slack.events.requests import find_space, find_user_id
from bot.adapters.slack.events.workspaces import Workspaces
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.outbox import Outbox
from bot.errors import Unavailable
from bot.kit.cards.reply import Card
from bot.kit.i18n import words

_WORKSPACE = "callboard_workspace"  # where Bolt's context carries it from the one step to the other
_NO_TOKEN = {"event_callback", "url_verification"}  # removals are the only events; they come without a token
_AT_ONCE = {None, "block_actions"}  # commands, which have no type, and taps
_PATIENCE = 15.0  # seconds a token may take once the request is acknowledged


async def authorize(context: AsyncBoltContext) -> AuthorizeResult | None:
    """Return what `WorkspaceAuthorizer.admit` found; no method, for whose ``self`` Bolt 1.30 would look."""
    known: AuthorizeResult | None = context.get(_WORKSPACE)
    return known


class WorkspaceAuthorizer:
    """Bolt's step before it authorizes, which `authorize` then does without asking anybody.

    By itself Bolt would ask Slack who each token is, at every request, and log an error for each of a
    workspace without the app. ``decide``: seconds until the database is taken to be out of reach.
    """

    def __init__(
        self,
        workspaces: Workspaces,
        session: aiohttp.ClientSession,
        api_url: str,
        tasks: BackgroundTasks,
        decide: float,
    ) -> None:
        self._workspaces, self._session, self._api_url = workspaces, session, api_url
        self._tasks, self._decide = tasks, decide

    async def before_authorize(
        self, request: AsyncBoltRequest, next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        """Find the workspace's token where the acknowledgement needs it; without one say so to the person alone."""
        kind, space = request.body.get("type"), find_space(request.body)
        if kind in _AT_ONCE:
            request.context[_WORKSPACE] = AuthorizeResult(enterprise_id=None, team_id=space)
        elif kind not in _NO_TOKEN:
            found = await self._find(space, self._decide)
            if isinstance(found, str):
                return self._refuse(request, found)
            request.context[_WORKSPACE] = found
        await next_()
        return None

    async def find_client(self, request: AsyncBoltRequest) -> AsyncWebClient | None:
        """Return the client of the workspace where a command or tap was made; without one, say so there."""
        found = await self._find(find_space(request.body), _PATIENCE)
        if isinstance(found, str):
            await self._tell(request, Card(body=words(None).m(found)))
            return None
        return new_client(found.bot_token, self._api_url, self._session)

    async def _find(self, space: str, seconds: float) -> AuthorizeResult | str:
        """Return the workspace's token and bot, or the sentence for whoever asks there."""
        try:
            async with asyncio.timeout(seconds):
                found = await self._workspaces.find(space)
        except (Unavailable, TimeoutError):
            return "error.unavailable"
        return found or "slack.not_installed"

    def _refuse(self, request: AsyncBoltRequest, key: str) -> BoltResponse:
        body, said = request.body, words(None)
        card = Card(body=said.m(key))
        if body.get("type") == "view_submission":
            view = build_card_view(card, find_view_place(body), said.t("slack.close"))
            return BoltResponse(status=200, body={"response_action": "update", "view": view})
        return BoltResponse(status=200)

    async def _tell(self, request: AsyncBoltRequest, card: Card) -> None:
        """Answer through the response_url, which needs no token; a removed app's may be dead.

        A tap in a window brings none; the one that the window carries does.
        """
        body = request.body
        url = body.get("response_url") or (find_view_place(body).response_url if body.get("view") else "")
        if url:
            place = Place(find_user_id(body), response_url=url)
            await Outbox(request.context.client, self._session).respond(place, draw_message(card), private=True)
