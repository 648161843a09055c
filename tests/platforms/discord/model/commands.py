"""The commands an application registered, globally and per guild."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.platforms.discord.checks.violations import Json

_DEFAULTS: Json = {"type": 1, "description": "", "default_member_permissions": None, "dm_permission": True}
_MORE_DEFAULTS: Json = {"nsfw": False, "contexts": None, "integration_types": [0], "options": []}


class CommandBook:
    """Registered commands by scope: a guild's id, or None for global. `puts` lists every overwrite."""

    def __init__(self, application_id: str, new_id: Callable[[], str]) -> None:
        self._application_id, self._new_id = application_id, new_id
        self._scopes: dict[str | None, dict[str, Json]] = {}
        self.puts: list[str | None] = []

    def put(self, scope: str | None, bodies: list[Json]) -> list[Json]:
        """Overwrite a scope. A command keeps its id as long as it keeps its name."""
        old = self._scopes.get(scope, {})
        self._scopes[scope] = {body["name"]: self._stored(scope, body, old.get(body["name"])) for body in bodies}
        self.puts.append(scope)
        return self.all(scope)

    def all(self, scope: str | None) -> list[Json]:
        return list(self._scopes.get(scope, {}).values())

    def shown_twice(self) -> set[str]:
        """Names registered both globally and in a guild, whose people see them twice."""
        guilds = [set(commands) for scope, commands in self._scopes.items() if scope]
        return set(self._scopes.get(None, {})) & set().union(*guilds)

    def find(self, name: str, guild_id: str | None) -> Json:
        """The command that `/name` runs there. Raises AssertionError if it isn't registered."""
        there = self._scopes.get(guild_id, {}) if guild_id else {}
        command = there.get(name) or self._scopes.get(None, {}).get(name)
        assert command, f"/{name} is not registered; there are {sorted({*there, *self._scopes.get(None, {})})}"
        assert guild_id or _in_dms(command), f"/{name} is not offered in direct messages"
        return command

    def find_own(self, name: str, context: int) -> Json:
        """The command that `/name` runs where only the person has the app."""
        command = self._scopes.get(None, {})[name]
        assert 1 in command["integration_types"], f"/{name} can't be installed by a person"
        assert context in (command["contexts"] or ()), f"/{name} is not offered there"
        return command

    def _stored(self, scope: str | None, body: Json, old: Json | None) -> Json:
        identity = {"id": old["id"] if old else self._new_id(), "version": self._new_id()}
        where = {"guild_id": scope} if scope else {}
        return {
            **_DEFAULTS,
            **_MORE_DEFAULTS,
            **body,
            **identity,
            **where,
            "application_id": self._application_id,
        }


def _in_dms(command: Json) -> bool:
    contexts = command.get("contexts")
    return bool(command.get("dm_permission") is not False if contexts is None else 1 in contexts)


def without_localizations(value: Any) -> Any:
    """Commands as returned by a GET without `with_localizations=true`."""
    if isinstance(value, list):
        return [without_localizations(item) for item in value]
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if not key.endswith("_localizations")}
        return {key: without_localizations(item) for key, item in kept.items()}
    return value
