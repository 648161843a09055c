"""Registers commands, only when they changed: a small file remembers what was registered where.

Commands are registered either everywhere or in the development server, never both: Discord would show each twice.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient

from bot.adapters.discord.drawing.commands import Json, encode_tree
from bot.runtime.log import get_logger

_BAD_REQUEST, _REASON = 400, 500
_REFUSED = re.compile(r"_localizations\.([\w-]+)")  # in discord.py's list of faults

_log = get_logger("callboard.discord")


@dataclass(frozen=True, slots=True)
class Registered:
    """The last registration. ``guild`` is the development server, None for everywhere."""

    application: int
    guild: int | None
    digest: str


async def register(http: HTTPClient, application: int, guild: int | None, tree: list[Json], state: Path) -> Any:
    """Register ``tree`` unless ``state`` says it already is; return Discord's list of commands, None if not sent.

    A missing or unreadable file means sending it: overwriting with the same tree changes nothing. Other places are
    emptied first, so that nobody sees a command twice. Raises discord.HTTPException.
    """
    wanted = Registered(application, guild, hashlib.sha256(encode_tree(tree).encode()).hexdigest())
    before = _read(state)
    if before == wanted:
        return None
    if guild is not None:
        await _put(http, application, None, [])
    if before and before.application == application and before.guild not in (None, guild):
        await _put(http, application, before.guild, [])
    registered = await _put_localized(http, application, guild, tree)
    _write(state, wanted)
    return registered


async def fetch_registered(http: HTTPClient, application: int, guild: int | None) -> Any:
    """Discord's list of the registered commands; None, which costs only their mentions, where it can't be had."""
    try:
        if guild is None:
            return await http.get_global_commands(application)
        return await http.get_guild_commands(application, guild)
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        _log.warning("discord commands are not mentioned", error=type(error).__name__)
        return None


async def _put_localized(http: HTTPClient, application: int, guild: int | None, tree: list[Json]) -> Any:
    """Register ``tree``; without the languages that Discord refuses, if it refuses any: the commands matter more."""
    try:
        return await _put(http, application, guild, tree)
    except discord.HTTPException as error:
        refused = frozenset(_REFUSED.findall(error.text))
        if error.status != _BAD_REQUEST or not refused:
            raise
        _log.error("discord refuses translated commands", locales=sorted(refused), reason=error.text[:_REASON])
    return await _put(http, application, guild, drop_locales(tree, refused))


def drop_locales(tree: Any, locales: frozenset[str]) -> Any:
    """The tree without what it says in these locales."""
    if isinstance(tree, list):
        return [drop_locales(one, locales) for one in tree]
    if not isinstance(tree, dict):
        return tree
    return {
        name: {locale: text for locale, text in value.items() if locale not in locales}
        if name.endswith("_localizations")
        else drop_locales(value, locales)
        for name, value in tree.items()
    }


async def _put(http: HTTPClient, application: int, guild: int | None, tree: list[Any]) -> Any:
    if guild is None:
        return await http.bulk_upsert_global_commands(application, tree)
    return await http.bulk_upsert_guild_commands(application, guild, tree)


def _read(state: Path) -> Registered | None:
    try:
        return Registered(**json.loads(state.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(state: Path, registered: Registered) -> None:
    part = state.with_name(state.name + ".part")
    try:
        part.write_text(json.dumps(asdict(registered)), "utf-8")
        part.replace(state)  # atomic
    except OSError as error:  # a read-only folder, as in a container
        _log.warning("discord commands are sent again at each start", file=state.name, reason=error.strerror)
