"""Edits posted cards whose content changed."""

import asyncio
from typing import assert_never

from bot.core.base.leases import EDIT_TIMEOUT
from bot.core.outbox.card_edits import CardEdit, CardEdits
from bot.delivery.drawing import Drawing, hash_card
from bot.kit.cards.outbound import Address, Later, Posted, Poster, Refusal, Refused, Unknown

_AGAIN = 5.0  # seconds until the next try
_OLD = 600.0  # the same for a card the platform calls too old: its refusals count toward a ban


class CardEditor:
    """Edits cards that the worker holds. Editing twice does no harm."""

    def __init__(self, edits: CardEdits, drawing: Drawing) -> None:
        self._edits, self._drawing = edits, drawing

    async def edit(self, edit: CardEdit, poster: Poster) -> None:
        """Redraw a card, and edit the post if it differs from what the channel shows."""
        to = Address(edit.platform, edit.space, edit.channel)
        card = self._drawing.draw_post(edit.snapshot, edit.id, to, edit.language)
        digest = hash_card(card)
        if digest == edit.shown:
            return await self._edits.drop(edit)
        try:
            async with asyncio.timeout(EDIT_TIMEOUT):
                result = await poster.edit(to, edit.message, card)
        except TimeoutError:
            result = Unknown()
        match result:
            case Posted():
                await self._edits.record_done(edit, digest)
            case Later(seconds):
                await self._edits.postpone(edit, max(seconds, 1.0))
            case Unknown():
                await self._edits.postpone(edit, _AGAIN)
            case Refused(Refusal.TOO_OLD):
                await self._edits.postpone(edit, _OLD)
            case Refused(Refusal.GONE | Refusal.CLOSED):
                await self._edits.record_gone(edit)
            case Refused():
                await self._edits.drop(edit)
            case _:
                assert_never(result)
