"""Mentions as platforms write them in text, such as ``<@123>``: nobody reads them, so no sentence quotes one."""

from collections.abc import Callable

from bot.patterns import compile_later

# By what it mentions. https://docs.discord.com/developers/reference and https://docs.slack.dev (formatting messages)
_MENTIONS = {
    "person": r"<@!?\w+(?:\|[^<>]*)?>|@?\bdiscord:\d{17,20}\b"
    r"|@?\b(?:slack:)?[TE][A-Z0-9]+:[UW](?:[A-Z0-9]{4,}|[A-Z]*[0-9][A-Z0-9]*)\b",
    "role": r"<@&\d+>|\brole:\d{17,20}\b|<!subteam\^\w+(?:\|[^<>]*)?>",
    "channel": r"<#\w+(?:\|[^<>]*)?>|\bchannel:(?:\d{17,20}|[CGD][A-Z0-9]{6,})\b",
}
_ANY = compile_later("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _MENTIONS.items()))
_NAMED = compile_later(r"</([\w -]+):\d+>|<a?(:\w+:)\d+>|<!(here|channel|everyone)(?:\|[^<>]*)?>")


def has_mention(text: str) -> bool:
    """Whether a text mentions somebody or something by an id."""
    return _ANY.search(text) is not None


def reword_mentions(text: str, name: Callable[[str], str]) -> str:
    """The text with words in place of mentions: ``name`` has those for person, role and channel.

    An id alone stays, because people can compare it with the one they meant.
    """
    text = _NAMED.sub(lambda found: f"/{found[1]}" if found[1] else found[2] or f"@{found[3]}", text)
    return _ANY.sub(lambda found: name(str(found.lastgroup)), text)
