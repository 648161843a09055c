"""What a post on Discord is made of, and how it is told apart from others. Pure."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from discord.http import MultipartParameters, handle_message_parameters

from bot.adapters.discord.answers import NOBODY
from bot.adapters.discord.render import draw
from bot.kit.reply import Card

_NONCE = 25  # characters


def nonce(key: str) -> str:
    """Return what marks every try of one delivery as the same."""
    return sha256(key.encode()).hexdigest()[:_NONCE]


def content(card: Card, nonce: str | None = None) -> MultipartParameters:
    """Return a message's whole content: in an edit nothing stays of what stood there, and nobody is mentioned.

    discord.py asks for ``enforce_nonce`` wherever there is a nonce.
    """
    drawing = draw(card)
    return handle_message_parameters(
        embeds=drawing.embeds, view=drawing.view, attachments=drawing.files, allowed_mentions=NOBODY, nonce=nonce
    )


def holds(message: dict[str, Any], author: str, key: str) -> bool:
    """Say whether a message is ``author``'s with ``key`` inside a button's id."""
    own = message["author"]["id"] == author
    return own and any(key in custom_id for custom_id in _custom_ids(message.get("components", ())))


def _custom_ids(components: Any) -> Iterator[str]:
    for component in components:
        if custom_id := component.get("custom_id"):
            yield str(custom_id)
        yield from _custom_ids(component.get("components", ()))
