"""People and roles as Discord's own lists give them, and as mentions and ids stand in text."""

import re
from collections.abc import Mapping

from bot.kit.invocation import Picker
from bot.kit.options import PERSON
from bot.text import fold

# A mention, an id, or an account as Callboard's config names it. Ids have 17 to 20 digits.
_PERSON = re.compile(r"(?:<@!?([0-9]{17,20})>|(?:discord:|@)?([0-9]{17,20}))")
_ROLE = re.compile(r"(?:<@&([0-9]{17,20})>|(?:role:|@)?([0-9]{17,20}))")


class DiscordPicker(Picker):
    """Reads picks in a server; ``roles`` are its roles' names by id."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._roles = roles

    async def read(self, kind: str, typed: str) -> str | None:
        """Return an account's id, or ``role:<id>`` of a role that the server has."""
        if kind == PERSON:
            found = _PERSON.fullmatch(typed)
            return found[1] or found[2] if found else None
        role = self._role(typed)
        return f"role:{role}" if role else None

    def name(self, kind: str, value: str) -> str:
        """Return a role's name."""
        return self._roles.get(value.removeprefix("role:"), value)

    def _role(self, typed: str) -> str | None:
        """Return the id of a role by mention, id or name; several of one name are told apart by ids alone."""
        if found := _ROLE.fullmatch(typed):
            id = found[1] or found[2]
            return id if id in self._roles else None
        named = [id for id, name in self._roles.items() if fold(name).lstrip("@") == fold(typed).lstrip("@")]
        return named[0] if len(named) == 1 else None
