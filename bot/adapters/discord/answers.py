"""How one interaction is answered: at once or deferred and filled in, anew or in the message it came from.

Discord gives 3 seconds for the first answer, takes only one, and lets it be filled in for 15 minutes.
"""

from collections.abc import Awaitable
from typing import Any

import aiohttp
import discord
import structlog

from bot.adapters.discord.forms import is_edit
from bot.adapters.discord.render import draw
from bot.adapters.discord.requests import Interaction
from bot.kit.reply import Reply

NOBODY = discord.AllowedMentions.none()
UNREACHABLE = (aiohttp.ClientError, OSError, TimeoutError)

_TOO_LATE, _TAKEN = 10062, 40060

_log = structlog.get_logger("callboard.discord")


class Answer:
    """The answer to one interaction.

    ``private`` is what is known of the answer before it is there; ``again`` says that the same interaction
    came before, so that it is being answered already.
    """

    def __init__(self, interaction: Interaction, private: bool, again: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._again = again
        self._in_place = _in_place(interaction, private)

    async def now(self, reply: Reply) -> None:
        """Give the finished answer as the first one."""
        await self._sent(self._update(reply) if self._updates(reply) else self._send(reply))

    async def defer(self) -> bool:
        """Say that the answer will come; return whether there is an answer to fill in."""
        response = self._interaction.response
        thinking = not self._in_place
        return await self._sent(response.defer(ephemeral=self._private and thinking, thinking=thinking))

    async def fill(self, reply: Reply) -> None:
        """Give the finished answer after `defer`."""
        if self._updates(reply) or (not self._in_place and reply.private <= self._private):
            await self._sent(self._interaction.edit_original_response(**_edited(reply)))
            return
        # Others see that something is coming, and this is for the caller alone. Once the placeholder is gone,
        # a follow-up is a message of its own (discord/discord-api-docs#2739); before, it would be as public.
        if not self._in_place:
            await self._sent(self._interaction.delete_original_response())
        await self._sent(self._interaction.followup.send(**_new(reply), wait=True))

    def _updates(self, reply: Reply) -> bool:
        """Say whether the tapped card makes room; a refusal stands beside it, whose buttons are still needed."""
        return self._in_place and (not reply.refused or _holds_edit(self._interaction.message))

    async def _send(self, reply: Reply) -> None:
        await self._interaction.response.send_message(**_new(reply))

    async def _update(self, reply: Reply) -> None:
        await self._interaction.response.edit_message(**_edited(reply))

    async def _sent(self, sending: Awaitable[object]) -> bool:
        return await sent(sending, self._again)


async def sent(sending: Awaitable[object], again: bool = False) -> bool:
    """Wait for a request to Discord; return whether it arrived. What fails is logged: nobody is left to tell.

    "Already acknowledged" means that another delivery of the interaction is being answered or, at the first
    one, that discord.py repeated a request whose answer was lost on the way.
    """
    try:
        await sending
    except discord.HTTPException as error:
        if error.code == _TAKEN:
            return not again
        event = "answered too late" if error.code == _TOO_LATE else "answer refused"
        _log.warning(event, status=error.status, code=error.code)
        return False
    except UNREACHABLE as error:
        _log.warning("discord unreachable", error=type(error).__name__)
        return False
    return True


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


def _new(reply: Reply) -> dict[str, Any]:
    drawing = draw(reply.card)
    view = {"view": drawing.view} if drawing.view else {}
    parts = {"embeds": drawing.embeds, "files": drawing.files, "ephemeral": reply.private}
    return {**parts, **view, "allowed_mentions": NOBODY}


def _edited(reply: Reply) -> dict[str, Any]:
    """Return what puts a card in a message's place: nothing of what stood there stays."""
    drawing = draw(reply.card)
    parts = {"content": None, "embeds": drawing.embeds, "attachments": drawing.files}
    return {**parts, "view": drawing.view, "allowed_mentions": NOBODY}  # an edit parses mentions again
