"""What cards call a channel. A platform may hide its name. The end of its id then tells it from others."""

from bot.core.coalition.channels import is_channel_id
from bot.kit.cards.labels import cut_middle
from bot.kit.i18n import Words

_END = 4  # characters of an id


def name_channel(words: Words, name: str, limit: int, org: str = "") -> str:
    """``#name`` in at most ``limit`` characters, or a phrase where only the id is known. It begins a line.

    With ``org``, its name follows: most workspaces have a #general.
    """
    return _name(words, name, "channel.nameless", limit, org)


def name_channel_inline(words: Words, name: str, limit: int, org: str = "") -> str:
    """Do the same inside a sentence."""
    return _name(words, name, "channel.nameless_inline", limit, org)


def _name(words: Words, name: str, nameless: str, limit: int, org: str) -> str:
    channel = words.t(nameless, end=name[-_END:]) if is_channel_id(name) else f"#{name}"
    return cut_middle(words.t("channel.of_org", name=channel, org=org) if org else channel, limit)
