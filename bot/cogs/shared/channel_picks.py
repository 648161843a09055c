"""Finds channels that people pick or type, and places the caller in them."""

import re
from dataclasses import replace
from typing import Annotated

from bot.core.coalition.channels import ID, MARK
from bot.errors import UserError
from bot.identity import Caller
from bot.kit.invocation import Invocation, PickedChannel
from bot.kit.options import CHANNEL, Opt
from bot.mentions import has_mention
from bot.text import fold

_CHANNEL = re.compile(rf"<#[^<>]+>|#\S+|(?:channel:)?(?:{ID})")  # a mention, a name after #, or an id


def is_channel(word: str) -> bool:
    """Whether a word can only mean a channel."""
    return _CHANNEL.fullmatch(word) is not None


WhichChannel = Annotated[
    str | None, Opt("The channel; this one if left out", pick=CHANNEL, lenient=True, fits=is_channel)
]


def are_channels(words: str) -> bool:
    """Whether words can only mean channels."""
    typed = split_channels(words)
    return bool(typed) and all(map(is_channel, typed))


def split_channels(words: str) -> tuple[str, ...]:
    """The channels in a list with spaces or commas between, each once."""
    return tuple(dict.fromkeys(word for word in re.split(r"[\s,]+", words) if word))


async def find_picked(inv: Invocation, channel: str) -> PickedChannel:
    """Find the channel that ``channel`` means. Raises UserError if the caller can't see such a channel."""
    found = await inv.envelope.picker.find_channel(channel)
    if found is None:
        word = channel if has_mention(channel) else channel.removeprefix(MARK)
        raise UserError("error.channel", field="channel", word=word)
    return found


async def enter_picked(inv: Invocation, channel: str | None) -> tuple[Caller, str]:
    """The caller as if they were in the picked channel, and the channel's name, empty if unknown."""
    here = inv.envelope.channel_name
    if channel is None or channel in inv.caller.marks or (here and fold(channel).removeprefix("#") == fold(here)):
        return inv.caller, here
    found = await find_picked(inv, channel)
    others = tuple(mark for mark in inv.caller.marks if not mark.startswith(MARK))
    return replace(inv.caller, marks=(found.mark, *others)), found.name
