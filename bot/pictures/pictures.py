"""Draws postcards: a preview as a PNG, and sheets to print as a PDF."""

import asyncio
from collections.abc import Callable
from typing import Any

from cachetools import TTLCache

from bot.pictures.postcard import Postcard, Sheet, TooLongError
from bot.pictures.printable import make_printable
from bot.pictures.typesetter import NoRoomError, Typesetter

_KEPT, _LIFE = 64, 3600.0  # previews kept, some 50 kB each, and for how many seconds


class Pictures:
    """Draws off the event loop, one at a time."""

    def __init__(self) -> None:
        self._typesetter = Typesetter()
        self._previews: TTLCache[Postcard, bytes] = TTLCache(_KEPT, _LIFE)

    async def draw_preview(self, card: Postcard) -> bytes:
        """A PNG of both sides. Raises TooLongError if the words fit at no size."""
        if (known := self._previews.get(card)) is not None:
            return known
        try:
            drawn = await self._run(lambda: self._typesetter.compile("preview", _write_card(card), "png"))
        except NoRoomError as error:
            taken = len(card.back.words)
            raise TooLongError(taken, min(int(taken * error.share), taken - 1)) from None
        self._previews[card] = drawn
        return drawn

    async def draw_sheet(self, sheet: Sheet) -> bytes:
        """A PDF to print on both sides and cut."""
        data = {
            "title": sheet.title,
            "per_page": sheet.per_page,
            "cards": [_write_card(card) for card in sheet.cards],
            "cover": {"lines": sheet.cover.lines, "counts": sheet.cover.counts} if sheet.cover else None,
        }
        return await self._run(lambda: self._typesetter.compile("sheet", data, "pdf"))

    def close(self) -> None:
        """Draw nothing more."""
        self._typesetter.thread.shutdown(cancel_futures=True)

    async def _run(self, work: Callable[[], bytes]) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._typesetter.thread, work)


def _write_card(card: Postcard) -> dict[str, Any]:
    front, back = card.front, card.back
    colors = front.colors
    return {
        "title": make_printable(front.title),
        "tags": make_printable(front.tags),
        "colors": (colors.dark, colors.light, colors.warm),
        "words": make_printable(back.words),
        "signature": make_printable(back.signature),
        "recipient": make_printable(back.recipient),
        "office": make_printable(back.office),
        "language": back.language,
    }
