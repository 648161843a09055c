"""People, roles and channels as Discord's own lists give them, and as mentions and ids appear in text."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.kit.invocation import PickedChannel, Picker
from bot.kit.options import CHANNEL, PERSON
from bot.kit.sent_files import SentFile
from bot.text import fold

# A mention, an id, or an account as Callboard's config names it. Ids have 17 to 20 digits.
_PERSON = re.compile(r"(?:<@!?([0-9]{17,20})>|(?:discord:|@)?([0-9]{17,20}))")
_ROLE = re.compile(r"(?:<@&([0-9]{17,20})>|(?:role:|@)?([0-9]{17,20}))")
_CHANNEL = re.compile(r"(?:<#([0-9]{17,20})>|(?:channel:|#)?([0-9]{17,20}))")


class DiscordPicker(Picker):
    """Reads picks in a server.

    ``roles`` gives its roles' names by id, ``channels`` the names of those of its channels that the caller may see.
    Both take too long to know for every request. ``files`` are the files of the request by id.
    """

    has_roles = True

    def __init__(
        self,
        roles: Callable[[], Mapping[str, str]],
        channels: Callable[[], Mapping[str, str]],
        files: Mapping[str, SentFile] = MappingProxyType({}),
    ) -> None:
        self._roles, self._channels, self._files = roles, channels, files

    async def read(self, kind: str, typed: str) -> str | None:
        """Read an account's id, ``channel:<id>``, or ``role:<id>`` of a role that the server has."""
        if kind == CHANNEL:
            found = _CHANNEL.fullmatch(typed)
            return f"channel:{found[1] or found[2]}" if found else None
        if kind == PERSON:
            found = _PERSON.fullmatch(typed)
            return found[1] or found[2] if found else None
        role = self._find_role(typed)
        return f"role:{role}" if role else None

    def name(self, kind: str, value: str) -> str:
        """A role's name."""
        return self._roles().get(value.removeprefix("role:"), value)

    def find_file(self, word: str) -> SentFile | None:
        """Find a file of the request."""
        return self._files.get(word)

    async def find_channel(self, typed: str) -> PickedChannel | None:
        """Find a channel. Where several share a name, only a mention or an id will do."""
        visible = self._channels()
        if mark := await self.read(CHANNEL, typed):
            name = visible.get(mark.removeprefix("channel:"))
            return None if name is None else PickedChannel(mark, name)
        sought = fold(typed).removeprefix("#")
        found = [(id, name) for id, name in visible.items() if fold(name) == sought]
        return PickedChannel(f"channel:{found[0][0]}", found[0][1]) if len(found) == 1 else None

    def _find_role(self, typed: str) -> str | None:
        """Find a role's id by mention, id or name. Where several share a name, only an id will do."""
        if found := _ROLE.fullmatch(typed):
            id = found[1] or found[2]
            return id if id in self._roles() else None
        named = [id for id, name in self._roles().items() if fold(name).lstrip("@") == fold(typed).lstrip("@")]
        return named[0] if len(named) == 1 else None
