"""What a post on Discord is made of, and how it is told apart from others. Pure."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import discord
from discord.http import MultipartParameters, handle_message_parameters
from discord.webhook.async_ import interaction_message_response_params

from bot.adapters.discord.drawing.content import split_content
from bot.adapters.discord.drawing.render import draw
from bot.kit.cards.reply import Card

NOBODY = discord.AllowedMentions.none()

_NONCE = 25  # characters


def make_nonce(key: str) -> str:
    """Return what marks every try of one delivery as the same."""
    return sha256(key.encode()).hexdigest()[:_NONCE]


def build_message(card: Card, nonce: str | None = None) -> MultipartParameters:
    """Return a message's whole content: in an edit nothing stays of what stood there, and nobody is mentioned.

    discord.py asks for ``enforce_nonce`` wherever there is a nonce.
    """
    lead, drawing = split_content(draw(card))
    return handle_message_parameters(
        content=lead or None,
        embeds=drawing.embeds,
        view=drawing.view,
        attachments=drawing.files,
        allowed_mentions=NOBODY,
        nonce=nonce,
    )


def build_follow_up(card: Card, *, private: bool) -> MultipartParameters:
    """Return a further answer to an interaction."""
    lead, drawing = split_content(draw(card))
    flags = discord.MessageFlags(ephemeral=private)
    return handle_message_parameters(
        content=lead or None,
        embeds=drawing.embeds,
        files=drawing.files,
        flags=flags,
        allowed_mentions=NOBODY,
        view=drawing.view or discord.utils.MISSING,
    )


def build_callback(kind: int, card: Card, *, private: bool) -> MultipartParameters:
    """Return a first answer: a message of its own, or one in the place of the message that was tapped."""
    lead, drawing = split_content(draw(card))
    return interaction_message_response_params(
        type=kind,
        content=lead or None,
        embeds=drawing.embeds,
        attachments=drawing.files,
        view=drawing.view,
        flags=discord.MessageFlags(ephemeral=private),
        allowed_mentions=NOBODY,
    )


def are_messages(data: Any) -> bool:
    """Say whether an answer is a list of messages, as Discord writes them."""
    return isinstance(data, list) and all(_is_message(one) for one in data)


def _is_message(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("author"), dict):
        return False
    own = str(one.get("id"))
    return own.isascii() and own.isdigit() and "id" in one["author"]


def has_key(message: dict[str, Any], author: str, key: str) -> bool:
    """Say whether a message is ``author``'s with ``key`` inside a button's id."""
    own = message["author"]["id"] == author
    return own and any(key in custom_id for custom_id in _find_custom_ids(message.get("components", ())))


def _find_custom_ids(components: Any) -> Iterator[str]:
    for component in components:
        if custom_id := component.get("custom_id"):
            yield str(custom_id)
        yield from _find_custom_ids(component.get("components", ()))
