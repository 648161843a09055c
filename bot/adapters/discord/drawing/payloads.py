"""Request bodies for messages, and how to recognize our own messages. Pure."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, cast

import discord
from discord.http import MultipartParameters, handle_message_parameters
from discord.webhook.async_ import interaction_message_response_params

from bot.adapters.discord.drawing.content import split_content
from bot.adapters.discord.drawing.controls import Controls
from bot.adapters.discord.drawing.mentions import NO_IDS, CommandIds
from bot.adapters.discord.drawing.render import draw
from bot.kit.cards.reply import Card

NOBODY = discord.AllowedMentions.none()

_NONCE = 25  # characters


def make_nonce(key: str) -> str:
    """Make the nonce that all attempts of one delivery share."""
    return sha256(key.encode()).hexdigest()[:_NONCE]


def build_message(card: Card, nonce: str | None = None, ids: CommandIds = NO_IDS) -> MultipartParameters:
    """Build a whole message. As an edit it replaces everything, and it never mentions anybody.

    discord.py sets ``enforce_nonce`` whenever there is a nonce.
    """
    lead, drawing = split_content(draw(card, ids))
    return handle_message_parameters(
        content=lead or None,
        embeds=drawing.embeds,
        view=_stand_in(drawing.controls),
        attachments=drawing.files,
        allowed_mentions=NOBODY,
        nonce=nonce,
    )


def build_follow_up(card: Card, *, private: bool, ids: CommandIds = NO_IDS) -> MultipartParameters:
    """Build a further answer to an interaction."""
    lead, drawing = split_content(draw(card, ids))
    flags = discord.MessageFlags(ephemeral=private)
    return handle_message_parameters(
        content=lead or None,
        embeds=drawing.embeds,
        files=drawing.files,
        flags=flags,
        allowed_mentions=NOBODY,
        view=_stand_in(drawing.controls) or discord.utils.MISSING,
    )


def build_callback(kind: int, card: Card, *, private: bool, ids: CommandIds = NO_IDS) -> MultipartParameters:
    """Build a first answer: a new message, or one that replaces the tapped message."""
    lead, drawing = split_content(draw(card, ids))
    return interaction_message_response_params(
        type=kind,
        content=lead or None,
        embeds=drawing.embeds,
        attachments=drawing.files,
        view=_stand_in(drawing.controls),
        flags=discord.MessageFlags(ephemeral=private),
        allowed_mentions=NOBODY,
    )


def _stand_in(controls: Controls | None) -> discord.ui.View | None:
    return cast("discord.ui.View | None", controls)  # discord.py asks nothing else of a view


def are_messages(data: Any) -> bool:
    """Say whether a response is a list of messages in Discord's format."""
    return isinstance(data, list) and all(_is_message(one) for one in data)


def _is_message(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("author"), dict):
        return False
    own = str(one.get("id"))
    return own.isascii() and own.isdigit() and "id" in one["author"]


def has_key(message: dict[str, Any], author: str, key: str) -> bool:
    """Say whether ``author`` sent a message that has ``key`` inside a button's id."""
    own = message["author"]["id"] == author
    return own and any(key in custom_id for custom_id in _find_custom_ids(message.get("components", ())))


def _find_custom_ids(components: Any) -> Iterator[str]:
    for component in components:
        if custom_id := component.get("custom_id"):
            yield str(custom_id)
        yield from _find_custom_ids(component.get("components", ()))
