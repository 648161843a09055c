"""Cards that stand in channels, drawn anew where what they show has changed."""

import asyncio

from bot.core.base.leases import EDIT_TIMEOUT
from bot.core.outbox.card_edits import Edit, Edits
from bot.delivery.drawing import Drawing, digest_of
from bot.kit.cards.outbound import Address, Later, Posted, Poster, Refusal, Refused, Unknown

_AGAIN = 30.0  # seconds until a card is tried again
_OLD = 600.0  # likewise, of one that had its edits: each refusal of a thousand such cards counts towards a ban


class Editor:
    """Edits what is in hand; an edit that is made twice does no harm."""

    def __init__(self, edits: Edits, drawing: Drawing) -> None:
        self._edits = edits
        self._drawing = drawing

    async def edit(self, edit: Edit, poster: Poster) -> None:
        """Put what a card should show in the place of what it shows, if that is something else."""
        to = Address(edit.platform, edit.space, edit.channel)
        card = self._drawing.posted(edit.snapshot, edit.id, to, edit.language)
        digest = digest_of(card)
        if digest == edit.shown:
            return await self._edits.dropped(edit)
        try:
            async with asyncio.timeout(EDIT_TIMEOUT):
                result = await poster.edit(to, edit.message, card)
        except TimeoutError:
            result = Unknown()
        match result:
            case Posted():
                await self._edits.done(edit, digest)
            case Later(seconds):
                await self._edits.later(edit, max(seconds, 1.0))
            case Unknown():
                await self._edits.later(edit, _AGAIN)
            case Refused(Refusal.TOO_OLD):
                await self._edits.later(edit, _OLD)
            case Refused(Refusal.GONE | Refusal.CLOSED):
                await self._edits.gone(edit)
            case Refused():
                await self._edits.dropped(edit)
