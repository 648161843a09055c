"""Finds links and mentions in what Discord shows."""

import re
from collections.abc import Iterator
from typing import Any

from bot.kit.i18n import load_words
from bot.moments import Moment

Json = dict[str, Any]

# Code blocks and escaped characters are plain text. In the rest, these make links and mentions.
_DEAD = re.compile(r"```.*?```|\\.", re.DOTALL)
_ALIVE = re.compile(r"\]\(|<[@#/:at]|@everyone|@here")
_INSTANT = re.compile(r"<t:(1[6-9]\d{8}):F>")  # one of this decade, as Callboard writes it; hostile texts have others
_COMMAND = re.compile(r"</([a-z]+(?: [a-z]+)?):\d{17,20}>")  # a registered command; hostile texts have short ids
_NAMED = re.compile(r"<@1[45]\d{17}>")  # a person of these tests, as Callboard mentions them; hostile texts have others
_PRIVATE = 64  # the flag of a message that only its reader sees, so it notifies nobody
_COUNTRY = re.compile(r" \(\+1 [\d-]+\)")  # what Discord adds to a number


def read_times(text: str) -> str:
    """``text`` as a reader in New York sees it, with instants, commands and numbers in the words of other platforms."""
    said = load_words("en")
    words = _COUNTRY.sub("", _COMMAND.sub(r"/\1", text))
    return _INSTANT.sub(lambda it: said.format_moment(Moment(int(it[1]) * 1_000_000, "America/New_York")), words)


def is_alive(markdown: str) -> bool:
    return bool(_ALIVE.search(_COMMAND.sub("", _INSTANT.sub("", _DEAD.sub("", markdown)))))


def without_names(message: Json, text: str) -> str:
    return _NAMED.sub("", text) if message.get("flags", 0) & _PRIVATE else text


def markdown(message: Json) -> Iterator[str]:
    """Yield the texts of a message in which Discord reads Markdown. A footer isn't one."""
    yield message["content"]
    for embed in message["embeds"]:
        yield from (embed.get("title") or "", embed.get("description") or "")
        yield from (text for field in embed.get("fields", ()) for text in (field["name"], field["value"]))
