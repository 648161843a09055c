"""Command mentions, which people tap instead of typing the command: ``</campaign show:1234…>``.

https://docs.discord.com/developers/reference#message-formatting. Only a message's text and its embeds' descriptions
show them; everywhere else a command stays plain text. A group without a subcommand can't be mentioned.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.adapters.discord.drawing.text import escape
from bot.kit.cards.markup import Span

CommandIds = Mapping[str, str]
"""The id of the registered command, or of its group, by the command's whole name."""

NO_IDS: CommandIds = MappingProxyType({})
_ID = re.compile(r"[0-9]{17,20}")
_COMMAND = 1  # the type of a slash command, and of a subcommand


@dataclass(slots=True)
class RegisteredCommands:
    """The ids that Discord gave. ``guild`` is the only server where they are registered, None for everywhere."""

    guild: int | None
    ids: CommandIds = field(default_factory=lambda: NO_IDS)

    def find_ids(self, guild: int | None) -> CommandIds:
        """The ids that a message in ``guild``, None for a direct message, may mention."""
        return self.ids if self.guild in (None, guild) else NO_IDS


def read_ids(registered: Any) -> CommandIds:
    """Read the ids from Discord's list of registered commands. What can't be read is left out."""
    commands = registered if isinstance(registered, list) else []
    return {name: str(one["id"]) for one in commands if _is_command(one) for name in _list_names(one)}


def _is_command(one: Any) -> bool:
    is_slash = isinstance(one, dict) and one.get("type") == _COMMAND
    return is_slash and isinstance(one.get("name"), str) and bool(_ID.fullmatch(str(one.get("id"))))


def draw_mention(span: Span, ids: CommandIds) -> str:
    """A command as a mention, with what is typed behind its name as text; empty where its id is unknown."""
    typed = span.command
    if not typed:
        return ""
    name = next((name for name in _list_beginnings(typed) if name in ids), None)
    return f"</{name}:{ids[name]}>{escape(typed.removeprefix(name))}" if name else ""


def _list_names(command: Mapping[str, Any]) -> Iterable[str]:
    """The names that people type: of a command, or of each command in a group."""
    options = command.get("options") or ()
    parts = [f"{command['name']} {option['name']}" for option in options if option["type"] == _COMMAND]
    return parts or (str(command["name"]),)


def _list_beginnings(typed: str) -> Iterator[str]:
    """Yield every run of words that ``typed`` begins with, the longest first."""
    words = typed.split(" ")
    yield from (" ".join(words[:count]) for count in range(len(words), 0, -1))
