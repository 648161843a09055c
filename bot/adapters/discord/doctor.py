"""Checks the Discord token and the connections to Discord, and says what to fix. Changes nothing on Discord.

https://discord.com/developers/docs/topics/gateway#get-gateway-bot,
https://discord.com/developers/docs/resources/application#application-object-application-flags
"""

from typing import Any

import aiohttp

from bot.adapters.discord.install_links import make_invitation
from bot.config.settings import DiscordConfig
from bot.runtime.findings import Finding, mend, ok
from bot.runtime.network import explain

_PATIENCE = aiohttp.ClientTimeout(total=10)
_PORTAL = "in the Developer Portal (https://discord.com/developers/applications)"
_HELLO = 10  # the gateway's first message
# The application flags of each privileged intent. The second is for apps in fewer than 100 servers.
_INTENTS = {
    "Presence": 1 << 12 | 1 << 13,
    "Server Members": 1 << 14 | 1 << 15,
    "Message Content": 1 << 18 | 1 << 19,
}


async def examine(config: DiscordConfig, token: str) -> tuple[Finding, ...]:
    """Ask Discord who the token belongs to and which intents are on, and wait for the gateway's greeting."""
    headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (Callboard, doctor)"}
    async with aiohttp.ClientSession(headers=headers, timeout=_PATIENCE, trust_env=True) as session:
        try:
            return (*await _check_token(session, config.api_url), *await _check_gateway(session, config.gateway_url))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return (mend(f"Discord can't be reached at {config.api_url}. {explain(error, config.api_url)}"),)


async def _check_token(session: aiohttp.ClientSession, api: str) -> tuple[Finding, ...]:
    status, me = await _get(session, f"{api}/users/@me")
    if status == 401:
        return (mend(f"Discord refuses DISCORD_TOKEN: make a new one {_PORTAL} under Bot, Reset Token"),)
    if status != 200:
        return (mend(f"Discord answered {status}: look at https://discordstatus.com and try again later"),)
    _, application = await _get(session, f"{api}/applications/@me")
    _, gateway = await _get(session, f"{api}/gateway/bot")
    return (
        ok(f"Discord knows the token as {me['username']}"),
        *(_report_intent(name) for name, bits in _INTENTS.items() if application.get("flags", 0) & bits),
        _check_servers(application),
        _check_starts(gateway),
    )


async def _get(session: aiohttp.ClientSession, url: str) -> tuple[int, dict[str, Any]]:
    async with session.get(url) as response:
        return response.status, await response.json() if response.status == 200 else {}


def _report_intent(name: str) -> Finding:
    return mend(f"The {name} intent is on, and Callboard never needs it: switch it off {_PORTAL} under Bot")


def _check_servers(application: dict[str, Any]) -> Finding:
    count = application.get("approximate_guild_count", 0)
    if count:
        return ok(f"The bot is in {count} server{'' if count == 1 else 's'}")
    return mend(f"The bot is in no server yet: invite it with {make_invitation(application.get('id', ''))}")


def _check_starts(gateway: dict[str, Any]) -> Finding:
    left = gateway.get("session_start_limit", {}).get("remaining", 0)
    if left > gateway.get("shards", 1):
        return ok(f"Discord allows {left} more starts today")
    return mend("Discord allows no more starts today: stop whatever restarts the bot over and over")


async def _check_gateway(session: aiohttp.ClientSession, url: str) -> tuple[Finding, ...]:
    try:
        async with session.ws_connect(f"{url}/", params={"v": "10", "encoding": "json"}) as socket:
            greeting = await socket.receive_json()
    except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as error:
        return (mend(f"Discord's gateway can't be reached at {url}. {explain(error, url)}"),)
    except (aiohttp.ClientError, TimeoutError, TypeError, ValueError):
        greeting = {}
    if greeting.get("op") == _HELLO:
        return (ok("Discord's gateway answers"),)
    return (mend(f"Discord's gateway does not answer at {url}: allow WebSocket connections to it"),)
