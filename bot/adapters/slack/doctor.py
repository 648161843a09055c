"""Checks the Slack tokens, and says what to fix. Changes nothing on Slack.

https://api.slack.com/methods/auth.test identifies a token; a response header lists its granted scopes.
"""

import asyncio
from typing import Any

import aiohttp

from bot.adapters.slack.manifest import INSTALL, OPTIONAL_SCOPES, SCOPES
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from bot.runtime.findings import Finding, mend, ok
from bot.runtime.network import explain

Installed = tuple[tuple[str, str], ...]  # token, empty where it can't be decrypted, and install day

_AT_ONCE = 10  # workspaces checked at once
_PATIENCE = aiohttp.ClientTimeout(total=10)
_HARMLESS = {"", "identify"}  # Slack adds the second by itself
_SITE = "at https://api.slack.com/apps"
_OWN_INSTALL = f"at your public address, {INSTALL}"
_CORRECT = f"correct the scopes {_SITE} under OAuth & Permissions, then install the app there again, {_OWN_INSTALL}"
_INSTALL = f"{_SITE} under OAuth & Permissions, Reinstall to Workspace"


async def examine(config: SlackConfig, tokens: Tokens, installed: Installed = ()) -> tuple[Finding, ...]:
    """Ask Slack who the bot token belongs to and what it may do, and for a Socket Mode URL where that is used.

    ``installed`` has the token and install day of each workspace that installed the app itself; each is checked too.
    """
    async with aiohttp.ClientSession(timeout=_PATIENCE, trust_env=True) as session:
        try:
            bot = await _check_bot(session, config.api_url, tokens.slack_bot) if tokens.slack_bot else ()
            many = await _check_workspaces(session, config.api_url, installed)
            return (*bot, *many, *await _check_transport(session, config, tokens))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return (mend(f"Slack can't be reached at {config.api_url}. {explain(error, config.api_url)}"),)


async def _check_bot(session: aiohttp.ClientSession, api: str, token: str) -> tuple[Finding, ...]:
    answer, granted = await _post(session, f"{api}/auth.test", token)
    if not answer.get("ok"):
        return (mend(f"Slack refuses SLACK_BOT_TOKEN ({answer.get('error')}): copy it anew {_INSTALL}"),)
    if not answer.get("bot_id"):  # other tokens are refused with not_allowed_token_type
        return (mend(f"SLACK_BOT_TOKEN isn't a bot's: copy the Bot User OAuth Token, xoxb-…, {_INSTALL}"),)
    return (ok(f"Slack knows the bot token in the workspace {answer.get('team')}"), *_check_scopes(granted))


async def _check_workspaces(session: aiohttp.ClientSession, api: str, installed: Installed) -> tuple[Finding, ...]:
    """Check each workspace's token, several at once. Only what needs fixing gets its own line."""
    found = list[Finding]()
    for start in range(0, len(installed), _AT_ONCE):
        asked = (_check_workspace(session, api, *one) for one in installed[start : start + _AT_ONCE])
        found += [finding for findings in await asyncio.gather(*asked) for finding in findings]
    troubled = tuple(finding for finding in found if not finding.fine)
    whole = len(found) - len(troubled)
    fine = (ok(f"Slack workspaces whose token is good and has every scope: {whole}"),) if whole else ()
    return (*troubled, *fine)


async def _check_workspace(session: aiohttp.ClientSession, api: str, token: str, day: str) -> tuple[Finding, ...]:
    """What to fix in one workspace, or one finding that all is well."""
    name = f"the workspace that installed the app on {day}"
    if not token:
        return (mend(f"The token of {name} can't be read: install the app there again, {_OWN_INSTALL}"),)
    try:
        answer, granted = await _post(session, f"{api}/auth.test", token)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return (mend(f"Slack did not say whether the token of {name} is good. {explain(error, api)}"),)
    if not answer.get("ok"):
        reason = f"Slack refuses the token of {name} ({answer.get('error')})"
        return (mend(f"{reason}: install the app there again, {_OWN_INSTALL}"),)
    return _check_scopes(granted, f" in the workspace {answer.get('team')}", _CORRECT)


def _check_scopes(granted: str | None, where: str = "", way: str = "") -> tuple[Finding, ...]:
    """Missing and extra scopes. ``where`` names the workspace where there are several, ``way`` says how to fix it."""
    if granted is None:
        return (mend(f"Slack did not say what the bot token may do{where}: check slack.api_url"),)
    given = {scope.strip() for scope in granted.split(",")}
    missing, unused = sorted(set(SCOPES) - given), sorted(given - {*SCOPES, *OPTIONAL_SCOPES} - _HARMLESS)
    add, remove = way or f"add the scopes and reinstall, {_INSTALL}", way or f"remove it, {_INSTALL}"
    found = []
    if missing:
        found.append(mend(f"Slack has not granted {', '.join(missing)}{where}: {add}"))
    if unused:
        found.append(mend(f"Slack granted more than Callboard uses ({', '.join(unused)}){where}: {remove}"))
    return tuple(found) or (ok("Slack has granted every scope that Callboard uses, and no other"),)


async def _check_transport(session: aiohttp.ClientSession, config: SlackConfig, tokens: Tokens) -> tuple[Finding, ...]:
    """How requests come in. Nothing if a token for that isn't set: `required_tokens` names it."""
    if config.mode == "http":
        if not tokens.slack_signing:
            return ()
        if tokens.many_workspaces:
            return (ok(f"Slack workspaces install Callboard at your public address, {INSTALL}"),)
        return (ok(f"Slack sends requests to this machine, port {config.port or 'any'}, as slack.mode says"),)
    if tokens.slack_app is None:
        return ()
    answer, _ = await _post(session, f"{config.api_url}/apps.connections.open", tokens.slack_app)
    if answer.get("ok"):
        return (ok("Slack opens Socket Mode for the app token"),)
    reason = f"Slack refuses SLACK_APP_TOKEN ({answer.get('error')})"
    return (mend(f"{reason}: enable Socket Mode and make one with connections:write {_SITE}"),)


async def _post(session: aiohttp.ClientSession, url: str, token: str) -> tuple[dict[str, Any], str | None]:
    async with session.post(url, headers={"Authorization": f"Bearer {token}"}) as response:
        answer: Any = await response.json()
        if not isinstance(answer, dict):
            raise ValueError("no object")
        return answer, response.headers.get("x-oauth-scopes")
