"""Many workspaces: finds the token of each request's workspace, or answers that the app isn't installed there.

Commands and taps are acknowledged before the token is looked up, so a slow database delays an answer but never loses a
request. A submitted form waits for the token, because the acknowledgement closes or updates its modal.
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
from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.events.requests import find_space, find_user_id
from bot.adapters.slack.manifest import HOME_OPENED
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.outbox import Outbox
from bot.adapters.slack.workspaces.bolt_setup import make_web_client
from bot.adapters.slack.workspaces.workspaces import Workspaces
from bot.errors import Unavailable
from bot.kit.cards.reply import Card
from bot.kit.i18n import load_words

_WORKSPACE = "callboard_workspace"  # the key in Bolt's context
_NO_TOKEN = {"event_callback", "url_verification"}  # removals need no token
_AT_ONCE = {None, "block_actions", "shortcut"}  # commands, which have no type, taps and shortcuts
_PATIENCE = 15.0  # seconds a token may take once the request is acknowledged


async def authorize(context: AsyncBoltContext) -> AuthorizeResult | None:
    """What `WorkspaceAuthorizer.before_authorize` found. Not a method: Bolt 1.30 would try to inject ``self``."""
    known: AuthorizeResult | None = context.get(_WORKSPACE)
    return known


class WorkspaceAuthorizer:
    """Middleware before Bolt authorizes. `authorize` then only reads what it found.

    Bolt alone would ask Slack about the token at every request, and log an error for each request from a workspace
    without the app. ``decide``: seconds after which the database counts as out of reach.
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
        """Find the token where the acknowledgement needs it. Without one, tell the person privately."""
        kind, space = request.body.get("type"), find_space(request.body)
        if kind in _AT_ONCE or _is_home_opened(request.body):
            request.context[_WORKSPACE] = AuthorizeResult(enterprise_id=None, team_id=space)
        elif kind not in _NO_TOKEN:
            found = await self._find(space, self._decide)
            if isinstance(found, str):
                return self._refuse(request, found)
            request.context[_WORKSPACE] = found
        await next_()
        return None

    async def find_client(self, request: AsyncBoltRequest) -> AsyncWebClient | None:
        """The client of the workspace where somebody typed or tapped. Without one, tell them there."""
        found = await self._find(find_space(request.body), _PATIENCE)
        if isinstance(found, str):
            await self._tell(request, Card(body=load_words(None).m(found)))
            return None
        return make_web_client(found.bot_token, self._api_url, self._session)

    async def _find(self, space: str, seconds: float) -> AuthorizeResult | str:
        """The workspace's token and bot, or the key of the sentence for the person."""
        try:
            async with asyncio.timeout(seconds):
                found = await self._workspaces.find(space)
        except (Unavailable, TimeoutError):
            return "error.unavailable"
        return found or "slack.not_installed"

    def _refuse(self, request: AsyncBoltRequest, key: str) -> BoltResponse:
        body, said = request.body, load_words(None)
        card = Card(body=said.m(key))
        if body.get("type") == "view_submission":
            view = build_card_view(card, find_view_place(body), said.t("slack.close"))
            return BoltResponse(status=200, body={"response_action": "update", "view": view})
        return BoltResponse(status=200)

    async def _tell(self, request: AsyncBoltRequest, card: Card) -> None:
        """Answer through the response_url, which needs no token. A removed app's may be dead.

        A tap in a modal has none of its own; the modal carries one.
        """
        body = request.body
        if body.get("event"):
            return
        url = body.get("response_url") or (find_view_place(body).response_url if body.get("view") else "")
        if url:
            place = Place(find_user_id(body), response_url=url)
            await Outbox(request.context.client, self._session).respond(place, draw_message(card), private=True)


def _is_home_opened(body: Json) -> bool:
    event = body.get("event")
    return isinstance(event, dict) and event.get("type") == HOME_OPENED
