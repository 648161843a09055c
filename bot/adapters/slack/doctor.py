"""Tries the Slack tokens, and says what to mend. Nothing is changed there.

https://api.slack.com/methods/auth.test names what a token is; its granted scopes stand in a response header.
"""

from typing import Any

import aiohttp

from bot.adapters.slack.manifest import INSTALL, SCOPES
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from bot.findings import Finding, mend, ok
from bot.network import explain

_PATIENCE = aiohttp.ClientTimeout(total=10)
_HARMLESS = {"", "identify"}  # the second is what Slack adds by itself
_SITE = "at https://api.slack.com/apps"
_INSTALL = f"{_SITE} under OAuth & Permissions, Reinstall to Workspace"


async def examine(config: SlackConfig, tokens: Tokens) -> tuple[Finding, ...]:
    """Ask Slack who the bot token is, what it may do, and for a Socket Mode address where that is used."""
    async with aiohttp.ClientSession(timeout=_PATIENCE, trust_env=True) as session:
        try:
            bot = await _bot(session, config.api_url, tokens.slack_bot) if tokens.slack_bot else ()
            return (*bot, await _way_in(session, config, tokens))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return (mend(f"Slack can't be reached at {config.api_url}. {explain(error, config.api_url)}"),)


async def _bot(session: aiohttp.ClientSession, api: str, token: str) -> tuple[Finding, ...]:
    answer, granted = await _post(session, f"{api}/auth.test", token)
    if not answer.get("ok"):
        return (mend(f"Slack refuses SLACK_BOT_TOKEN ({answer.get('error')}): copy it anew {_INSTALL}"),)
    return (ok(f"Slack knows the bot token in the workspace {answer.get('team')}"), *_scopes(granted))


def _scopes(granted: str | None) -> tuple[Finding, ...]:
    if granted is None:
        return (mend("Slack did not say what the bot token may do: check slack.api_url"),)
    given = {scope.strip() for scope in granted.split(",")}
    missing, unused = sorted(set(SCOPES) - given), sorted(given - set(SCOPES) - _HARMLESS)
    found = []
    if missing:
        found.append(mend(f"Slack has not granted {', '.join(missing)}: add the scopes and reinstall, {_INSTALL}"))
    if unused:
        found.append(mend(f"Slack granted more than Callboard uses ({', '.join(unused)}): remove it, {_INSTALL}"))
    return tuple(found) or (ok("Slack has granted every scope that Callboard uses, and no other"),)


async def _way_in(session: aiohttp.ClientSession, config: SlackConfig, tokens: Tokens) -> Finding:
    if tokens.many_workspaces and config.mode == "http":
        return ok(f"Slack workspaces install Callboard at your public address, {INSTALL}")
    if config.mode == "http":
        return ok(f"Slack sends requests to this machine, port {config.port or 'any'}, as slack.mode says")
    if tokens.slack_app is None:
        return mend("SLACK_APP_TOKEN is not set, and slack.mode is socket")
    answer, _ = await _post(session, f"{config.api_url}/apps.connections.open", tokens.slack_app)
    if answer.get("ok"):
        return ok("Slack opens Socket Mode for the app token")
    reason = f"Slack refuses SLACK_APP_TOKEN ({answer.get('error')})"
    return mend(f"{reason}: enable Socket Mode and make one with connections:write {_SITE}")


async def _post(session: aiohttp.ClientSession, url: str, token: str) -> tuple[dict[str, Any], str | None]:
    async with session.post(url, headers={"Authorization": f"Bearer {token}"}) as response:
        answer: Any = await response.json()
        if not isinstance(answer, dict):
            raise ValueError("no object")
        return answer, response.headers.get("x-oauth-scopes")
