"""People and channels as Slack's own lists give them, and as mentions and ids appear in text. Slack has no roles."""

import re
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from bot.kit.invocation import PickedChannel, Picker
from bot.kit.options import CHANNEL, PERSON
from bot.kit.sent_files import SentFile
from bot.text import fold

# A mention, an id, or an account as Callboard names it. Ids of people have nine characters or more.
_PERSON = re.compile(r"<?@?(?:slack:)?(?:(T[A-Z0-9]{5,}):)?([UW](?=[A-Z]*[0-9])[A-Z0-9]{7,})(?:\|[^<>]*)?>?")
# A mention, an id, or a channel as Callboard marks it. Names of channels have no capitals.
_CHANNEL = re.compile(r"<?#?(?:channel:)?([CG](?=[A-Z]*[0-9])[A-Z0-9]{6,})(?:\|([^<>]*))?>?")

# A person's account by the workspace that somebody typed, empty for none, and their id; None for nobody.
FindAccount = Callable[[str, str], Awaitable[str | None]]


class ChannelNames(Protocol):
    """What Slack says about the channels that one person can see."""

    async def fetch_name(self, channel: str) -> str | None:
        """Fetch a channel's name, empty where Slack doesn't say; None for a channel that isn't there for them."""
        ...

    async def fetch_id(self, name: str) -> str | None:
        """Fetch the id of the one channel they are in that has this name."""
        ...


class SlackPicker(Picker):
    """Reads picks in a workspace."""

    def __init__(
        self, find_account: FindAccount, channels: ChannelNames, files: Mapping[str, SentFile] = MappingProxyType({})
    ) -> None:
        """``files`` are the files of a submitted form by id."""
        self._find_account, self._channels, self._files = find_account, channels, files
        self._names: dict[str, str] = {}  # by id, from mentions

    async def read(self, kind: str, typed: str) -> str | None:
        """Read an account, ``workspace:user``, or a channel, ``channel:<id>``."""
        if kind == CHANNEL:
            return self._read_channel(typed)
        found = _PERSON.fullmatch(typed.strip()) if kind == PERSON else None
        return await self._find_account(found[1] or "", found[2]) if found else None

    def find_file(self, word: str) -> SentFile | None:
        """Find a file of the form."""
        return self._files.get(word)

    async def find_channel(self, typed: str) -> PickedChannel | None:
        """Find a channel; Slack is asked unless a mention, which Slack made, says the name already."""
        if mark := self._read_channel(typed):
            channel = mark.removeprefix("channel:")
            name = self._names.get(channel) or await self._channels.fetch_name(channel)
            return None if name is None else PickedChannel(mark, name)
        name = fold(typed).removeprefix("#")
        found = await self._channels.fetch_id(name)
        return PickedChannel(f"channel:{found}", name) if found else None

    def _read_channel(self, typed: str) -> str | None:
        found = _CHANNEL.fullmatch(typed.strip())
        if found is None:
            return None
        if found[2]:
            self._names[found[1]] = found[2]
        return f"channel:{found[1]}"


def find_channel_id(value: str) -> str:
    """The channel's id in a mark or a mention; empty for other text."""
    found = _CHANNEL.fullmatch(value)
    return found[1] if found else ""


def parse_user_id(account: str) -> str:
    """The person's id in an account or a mention; empty for other text."""
    found = _PERSON.fullmatch(account)
    return found[2] if found else ""
