"""How one interaction is answered: at once or deferred and filled in, anew or in the message it came from."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import aiohttp
import discord

from bot.adapters.discord.answering.interaction_line import Content, Line, Sent
from bot.adapters.discord.answering.requests import Interaction
from bot.adapters.discord.drawing.forms import is_edit
from bot.adapters.discord.drawing.posts import NOBODY, callback, content, follow_up
from bot.kit.cards.reply import Card, Reply
from bot.kit.i18n import Words

__all__ = ["NOBODY", "UNREACHABLE", "Answer"]

UNREACHABLE = (aiohttp.ClientError, OSError, TimeoutError)

_ANSWER, _DEFER, _DEFER_UPDATE, _UPDATE, _CHOICES, _FORM = 4, 5, 6, 7, 8, 9
_EPHEMERAL = 64


class Answer:
    """The answer to one interaction.

    ``private`` is what is known of the answer before it is there; ``again`` says that the same interaction
    came before, so that it is being answered already. ``said`` words what Discord won't show.
    """

    def __init__(self, line: Line, interaction: Interaction, said: Words, private: bool, again: bool) -> None:
        self._line, self._said = line, said
        self._interaction = interaction
        self._private = private
        self._again = again
        self._in_place = _in_place(interaction, private)

    async def now(self, reply: Reply) -> None:
        """Give the finished answer as the first one."""
        kind = _UPDATE if self._updates(reply) else _ANSWER

        async def send(shown: Reply) -> Sent:
            return await self._line.first(lambda: callback(kind, shown.card, private=shown.private))

        if await self._shown(reply, send) is Sent.BEFORE and not self._again:
            await self.fill(reply)  # by a process that was killed before it could say more

    async def defer(self) -> bool:
        """Say that the answer will come; return whether there is an answer to fill in."""
        kind = _DEFER_UPDATE if self._in_place else _DEFER
        flags = {"flags": _EPHEMERAL} if self._private and not self._in_place else {}
        sent = await self._line.first(lambda: {"type": kind, "data": flags} if flags else {"type": kind})
        return sent is Sent.YES or (sent is Sent.BEFORE and not self._again)

    async def fill(self, reply: Reply) -> None:
        """Give the finished answer after `defer`."""
        if self._updates(reply) or (not self._in_place and reply.private <= self._private):
            await self._shown(reply, self._edit)
            return
        # Others see that something is coming, and this is for the caller alone. Once the placeholder is gone,
        # a follow-up is a message of its own (discord/discord-api-docs#2739); before, it would be as public.
        if self._in_place or await self._line.remove():
            await self._shown(reply, self._add)

    async def _edit(self, reply: Reply) -> Sent:
        return await self._line.edit(lambda: content(reply.card))

    async def _add(self, reply: Reply) -> Sent:
        return await self._line.add(lambda: follow_up(reply.card, private=reply.private))

    async def _shown(self, reply: Reply, send: Callable[[Reply], Awaitable[Sent]]) -> Sent:
        """Send an answer, or less of it where Discord won't have the whole."""
        for less in self._lessened(reply):
            sent = await send(less)
            if sent is not Sent.REFUSED:
                break
        return sent

    def _lessened(self, reply: Reply) -> Iterator[Reply]:
        yield reply
        unshown = self._said.m("discord.unshown")
        if reply.card.image or reply.card.file:
            yield replace(reply, card=replace(reply.card, image=None, file=None, note=unshown))
        yield replace(reply, card=Card(body=unshown))

    def _updates(self, reply: Reply) -> bool:
        """Say whether the tapped card makes room; a refusal stands beside it, whose buttons are still needed."""
        return self._in_place and (not reply.refused or _holds_edit(self._interaction.message))


def form_content(window: discord.ui.Modal) -> Content:
    """Return what opens a form."""
    return {"type": _FORM, "data": window.to_dict()}


def choices_content(choices: list[dict[str, Any]]) -> Content:
    """Return what offers suggestions."""
    return {"type": _CHOICES, "data": {"choices": choices}}


async def apologize(line: Line, card: Card) -> None:
    """Say privately that something went wrong, wherever the answer stands by now."""
    if await line.first(lambda: callback(_ANSWER, card, private=True)) is Sent.BEFORE:
        await line.add(lambda: follow_up(card, private=True))


def _in_place(interaction: Interaction, private: bool) -> bool:
    """Say whether the answer takes the place of the message it came from: where nobody else reads that."""
    message = interaction.message
    if message is None:
        return False
    return interaction.guild_id is None or (private and message.flags.ephemeral)


def _holds_edit(message: discord.Message | None) -> bool:
    rows = message.components if message else []
    buttons = (item for row in rows for item in getattr(row, "children", ()))
    return any(is_edit(button.custom_id or "") for button in buttons)
