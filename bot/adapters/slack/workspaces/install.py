"""``/slack/install`` and ``/slack/oauth_redirect``: a workspace installs the app itself, with Bolt's OAuth flow.

A state is valid once, for ten minutes, and only in the browser that started: its cookie holds the same state. Neither
states nor codes are logged, and the pages send them nowhere (no outgoing links, no referrer, nothing loaded).
"""

import html
from typing import Any

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.adapters.slack.manifest import INSTALL, OPTIONAL_SCOPES, PATH, REDIRECT, SCOPES
from bot.adapters.slack.sending.web_api import BROKEN
from bot.adapters.slack.workspaces.workspaces import Installations, Workspaces
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from bot.errors import Unavailable
from bot.kit.cards.outbound import InstallLink, InstallTarget
from bot.kit.i18n import Words, list_catalogs, load_words
from bot.runtime.log import get_logger

_COOKIE = "__Host-callboard-install"  # browsers accept this prefix only with Secure, this host and every path
_OFFLINE = (*BROKEN, LookupError, Unavailable)  # Slack's answer may be truncated, or not an object
# Bolt's errors for a flow that started in another browser or too long ago.
_STALE = {"invalid_browser", "invalid_state", "missing_code"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_HTML = "text/html; charset=utf-8"

_log = get_logger("callboard.slack")


class States(AsyncOAuthStateStore):
    """Bolt's state store."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Make a new state."""
        return await self._installations.issue()

    async def async_consume(self, state: str) -> bool:
        """Use a state up; return whether it was valid."""
        return await self._installations.consume(state)


class Installer:
    """Serves the two pages."""

    def __init__(
        self,
        config: SlackConfig,
        tokens: Tokens,
        client: AsyncWebClient,
        installations: Installations,
        workspaces: Workspaces,
    ) -> None:
        self._slash = f"/{config.prefix}"
        settings = AsyncOAuthSettings(
            client_id=tokens.slack_client_id,
            client_secret=tokens.slack_client_secret,
            scopes=(*SCOPES, *OPTIONAL_SCOPES),
            user_scopes=(),
            install_path=INSTALL,
            install_page_rendering_enabled=False,  # Slack's own page asks for consent; Bolt's page loads a picture
            redirect_uri_path=REDIRECT,
            authorization_url=config.api_url.removesuffix("/api") + "/oauth/v2/authorize",
            callback_options=AsyncCallbackOptions(success=self._confirm, failure=self._explain_failure),
            installation_store=workspaces,
            state_store=States(installations),
            state_cookie_name=_COOKIE,
        )
        self._flow = AsyncOAuthFlow(client=client, logger=client.logger, settings=settings)
        self._spent = settings.state_utils.build_set_cookie_for_deletion()

    async def begin(self, request: Request) -> Response:
        """Send the browser to Slack's consent page, with a new state.

        Bolt would copy a ``team`` from the query into Slack's URL unescaped, so it gets no query.
        """
        try:
            return _add_headers(await self._flow.handle_installation(AsyncBoltRequest(body="")))
        except Unavailable:
            return self._explain_outage(request)

    async def finish(self, request: Request) -> Response:
        """Exchange the code that Slack gave the browser, and store the token."""
        try:
            return _add_headers(await self._flow.handle_callback(to_async_bolt_request(request, b"")))
        except _OFFLINE as error:
            _log.warning("install not finished", reason=type(error).__name__)
            return self._explain_outage(request)

    async def _confirm(self, args: AsyncSuccessArgs) -> BoltResponse:
        said = self._choose_words(args.request.headers.get("accept-language", [""])[0])
        name = args.installation.team_name or "Slack"
        return self._make_answer(200, render_page(said, said.t("slack.installed", workspace=name), again=False))

    async def _explain_failure(self, args: AsyncFailureArgs) -> BoltResponse:
        """Explain the failure. ``args.reason`` may be any text from the URL, so it is never shown or logged."""
        said = self._choose_words(args.request.headers.get("accept-language", [""])[0])
        if args.reason == "access_denied":
            sentence = said.t("slack.install_declined")
        elif args.reason in _STALE:
            sentence = said.t("slack.install_stale")
        else:
            _log.warning("install not finished", reason="refused by Slack, or not for one workspace")
            sentence = said.t("slack.install_failed")
        return self._make_answer(args.suggested_status_code, render_page(said, sentence, again=True))

    def _make_answer(self, status: int, shown: str) -> BoltResponse:
        return BoltResponse(status=status, body=shown, headers={"Content-Type": _HTML, "Set-Cookie": self._spent})

    def _explain_outage(self, request: Request) -> Response:
        said = self._choose_words(request.headers.get("accept-language", ""))
        return HTMLResponse(render_page(said, said.t("slack.install_later"), again=True), 503, _HEADERS)

    def _choose_words(self, accepted: str) -> Words:
        """The words in the browser's first language. Only known languages, because words are cached."""
        tag = accepted[:2].lower()
        return load_words(tag if tag in list_catalogs() else None, self._slash)


def list_installs(public: str | None) -> tuple[InstallLink, ...]:
    """The page that adds the app to a workspace, where ``public``, the server's address, is known."""
    if public is None:
        return ()
    return (InstallLink(InstallTarget.SPACE, public.removesuffix(PATH) + INSTALL),)


def render_page(said: Words, sentence: str, *, again: bool) -> str:
    """A whole page with one sentence. ``again`` adds a link to start over."""
    way = f'<p><a href="install">{html.escape(said.t("slack.install_again"))}</a></p>' if again else ""
    return (
        f'<!doctype html><html lang="{html.escape(said.language)}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Callboard</title>'
        "<style>body{font:1.2rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto}</style>"
        f"<h1>Callboard</h1><p>{html.escape(sentence)}</p>{way}</html>\n"
    )


def _add_headers(answer: BoltResponse) -> Response:
    """Bolt's answer with headers that keep the URL and its contents private."""
    response = to_starlette_response(answer)
    response.headers.update(_HEADERS)
    return response
