"""How one interaction is answered: at once or deferred, as a new message or in the message it came from."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

import aiohttp
import discord

from bot.adapters.discord.drawing.forms import is_edit
from bot.adapters.discord.drawing.mentions import NO_IDS, CommandIds
from bot.adapters.discord.drawing.payloads import NOBODY, build_callback, build_follow_up, build_message
from bot.adapters.discord.interactions.requests import Interaction
from bot.adapters.discord.interactions.sender import Content, InteractionSender, Sent
from bot.kit.cards.reply import Card, Reply
from bot.kit.i18n import Words

__all__ = ["NOBODY", "UNREACHABLE", "Answer"]

UNREACHABLE = (aiohttp.ClientError, OSError, TimeoutError)

_ANSWER, _DEFER, _DEFER_UPDATE, _UPDATE, _CHOICES, _FORM = 4, 5, 6, 7, 8, 9
_EPHEMERAL = 64


class Answer:
    """The answer to one interaction.

    ``private`` is what is known about the answer before it exists. ``again`` means that the same interaction came
    before and is being answered already. ``said`` has the words for what Discord refuses to show, and ``ids`` the
    commands that an answer mentions. The answer of slow work is a message of its own, which can show progress: the
    tapped card keeps its buttons until then, and a deferred update shows nothing at all.
    """

    def __init__(
        self,
        sender: InteractionSender,
        interaction: Interaction,
        said: Callable[[], Words],
        private: bool,
        again: bool,
        ids: CommandIds = NO_IDS,
        *,
        is_slow: bool = False,
    ) -> None:
        self._sender, self._said = sender, said
        self._interaction, self._private = interaction, private
        self._again, self._ids = again, ids
        self._is_in_place = not is_slow and _is_in_place(interaction, private)

    async def respond(self, reply: Reply) -> None:
        """Send the finished answer as the first response."""
        kind = _UPDATE if self._is_update(reply) else _ANSWER

        async def send(shown: Reply) -> Sent:
            return await self._sender.respond(
                lambda: build_callback(kind, shown.card, private=shown.private, ids=self._ids)
            )

        if await self._send_what_fits(reply, send) is Sent.BEFORE and not self._again:
            await self.fill_in(reply)  # a process deferred and was then killed

    async def defer(self) -> bool:
        """Defer the answer; return whether there is one to fill in later."""
        kind = _DEFER_UPDATE if self._is_in_place else _DEFER
        flags = {"flags": _EPHEMERAL} if self._private and not self._is_in_place else {}
        sent = await self._sender.respond(lambda: {"type": kind, "data": flags} if flags else {"type": kind})
        return sent is Sent.YES or (sent is Sent.BEFORE and not self._again)

    async def show_progress(self, card: Card) -> None:
        """Show how far the work is, between `defer` and `fill_in`."""
        await self._sender.try_edit(lambda: build_message(card, ids=self._ids))

    async def fill_in(self, reply: Reply) -> None:
        """Send the finished answer after `defer`."""
        if self._is_update(reply) or (not self._is_in_place and reply.private <= self._private):
            await self._send_what_fits(reply, self._edit)
            return
        # The placeholder is public and this answer is private. Once the placeholder is deleted, a follow-up is its own
        # message (discord/discord-api-docs#2739); before that, it would be as public as the placeholder.
        if self._is_in_place or await self._sender.delete_original():
            await self._send_what_fits(reply, self._add)

    async def _edit(self, reply: Reply) -> Sent:
        return await self._sender.edit_original(lambda: build_message(reply.card, ids=self._ids))

    async def _add(self, reply: Reply) -> Sent:
        return await self._sender.follow_up(lambda: build_follow_up(reply.card, private=reply.private, ids=self._ids))

    async def _send_what_fits(self, reply: Reply, send: Callable[[Reply], Awaitable[Sent]]) -> Sent:
        """Send an answer, or a smaller one where Discord refuses it."""
        for less in self._reduce(reply):
            sent = await send(less)
            if sent is not Sent.REFUSED:
                break
        return sent

    def _reduce(self, reply: Reply) -> Iterator[Reply]:
        yield reply
        unshown = self._said().m("discord.unshown")
        if reply.card.image or reply.card.file:
            yield replace(reply, card=replace(reply.card, image=None, file=None, note=unshown))
        yield replace(reply, card=Card(body=unshown))

    def _is_update(self, reply: Reply) -> bool:
        """Say whether the answer replaces the tapped card. A refusal doesn't: the card's buttons are still needed."""
        return self._is_in_place and (not reply.refused or _has_edit(self._interaction.message))


def make_form_response(window: discord.ui.Modal) -> Content:
    """The response that opens a form."""
    return {"type": _FORM, "data": window.to_dict()}


def make_choices_response(choices: list[dict[str, Any]]) -> Content:
    """The response that offers suggestions."""
    return {"type": _CHOICES, "data": {"choices": choices}}


async def apologize(sender: InteractionSender, card: Card) -> None:
    """Say privately that something went wrong, whether or not an answer was sent."""
    if await sender.respond(lambda: build_callback(_ANSWER, card, private=True)) is Sent.BEFORE:
        await sender.follow_up(lambda: build_follow_up(card, private=True))


def _is_in_place(interaction: Interaction, private: bool) -> bool:
    """Say whether the answer replaces the message it came from, which it does where nobody else reads that."""
    message = interaction.message
    if message is None:
        return False
    return interaction.guild_id is None or (private and message.flags.ephemeral)


def _has_edit(message: discord.Message | None) -> bool:
    rows = message.components if message else []
    buttons = (item for row in rows for item in getattr(row, "children", ()))
    return any(is_edit(button.custom_id or "") for button in buttons)
