"""Draws postcards: a preview as a PNG, and sheets to print as a PDF."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from cachetools import TTLCache
from msgspec.structs import replace

from bot.pictures.art import ArtError, ArtFolder
from bot.pictures.pdf import join_pdfs
from bot.pictures.postcard import Postcard, PrintedSheet, Sheet, TooLongError
from bot.pictures.typesetter import Format, NoRoomError, Typesetter, name_image
from bot.runtime.log import get_logger

_KEPT = 64  # previews, some 50 kB each
_AT_ONCE = 100  # cards of one document
MOST_BYTES = 7_500_000  # of a sheet, before its parts are joined
_LIFE = 60.0  # seconds; a preview shows what nobody has sent yet
_TEXTS = ("title", "tags", "words", "signature", "recipient", "office")

_log = get_logger("callboard.pictures")


class Pictures:
    """Draws off the event loop, one at a time."""

    def __init__(self, art: Path | None = None) -> None:
        """``art`` is the folder with the campaigns' own pictures."""
        self._art = ArtFolder(art)
        self._typesetter = Typesetter()
        self._previews: TTLCache[Postcard, bytes] = TTLCache(_KEPT, _LIFE)
        self._forgetting: asyncio.TimerHandle | None = None

    async def draw_preview(self, card: Postcard) -> bytes:
        """A PNG of both sides. Raises TooLongError if the words fit at no size."""
        if (known := self._previews.get(card)) is not None:
            return known
        self._forget_later()
        drawn = self._previews[card] = await self._run(lambda: self._draw_preview(card))
        return drawn

    async def draw_svg(self, card: Postcard) -> bytes:
        """Both sides as vectors, letters as shapes, for printing elsewhere. Raises TooLongError."""
        return await self._run(lambda: self._compile("preview", write_card(card), "svg", (card,)))

    async def find_art(self, campaign: str) -> bytes:
        """The picture that a campaign has for its front, empty without one or where it can't be used."""
        return await self._run(lambda: self._find_art(campaign))

    async def draw_sheet(
        self, sheet: Sheet, most_bytes: int = MOST_BYTES, report: Callable[[int], None] = lambda count: None
    ) -> PrintedSheet:
        """A PDF to print on both sides and cut, as many of the cards as fit it. Raises TooLongError.

        A hundred are drawn at a time, which takes some 200 MB whatever their number; pictures that somebody waits for
        are drawn in between. ``report`` learns after each hundred, on the event loop, how many cards are drawn.
        """
        parts, size = list[bytes](), 0
        for first in range(0, len(sheet.cards), _AT_ONCE):
            some = replace(sheet, cards=sheet.cards[first : first + _AT_ONCE], cover=None if first else sheet.cover)
            drawn = await self._run(partial(self._draw_sheet, some))
            if parts and size + len(drawn) > most_bytes:
                break
            parts.append(drawn)
            size += len(drawn)
            report(first + len(some.cards))
        data = parts[0] if len(parts) == 1 else await self._run(partial(join_pdfs, parts))
        return PrintedSheet(data, min(len(parts) * _AT_ONCE, len(sheet.cards)))

    def close(self) -> None:
        """Draw nothing more."""
        if self._forgetting:
            self._forgetting.cancel()
        self._typesetter.close()

    def forget(self) -> None:
        """Leave nothing in memory of what was drawn, here or in Typst's cache."""
        self._previews.clear()
        self._typesetter.thread.submit(self._typesetter.free_memory)

    def _forget_later(self) -> None:
        """Forget once nothing was drawn for a while."""
        if self._forgetting:
            self._forgetting.cancel()
        self._forgetting = asyncio.get_running_loop().call_later(_LIFE, self.forget)

    def _find_art(self, campaign: str) -> bytes:
        try:
            return self._art.read(campaign)
        except (ArtError, OSError) as error:
            _log.warning("a campaign's picture can't be used", campaign=campaign, reason=str(error))
            return b""

    def _draw_preview(self, card: Postcard) -> bytes:
        return self._compile("preview", write_card(card), "png", (card,))

    def _draw_sheet(self, sheet: Sheet) -> bytes:
        data = {
            "title": sheet.title,
            "per_page": sheet.per_page,
            "cards": [write_card(card) for card in sheet.cards],
            "cover": {"lines": sheet.cover.lines, "counts": sheet.cover.counts} if sheet.cover else None,
        }
        try:
            return self._compile("sheet", data, "pdf", sheet.cards)
        finally:
            self._typesetter.free_memory()

    def _compile(self, template: str, data: object, form: Format, cards: tuple[Postcard, ...]) -> bytes:
        try:
            return self._typesetter.compile(template, data, form, _list_images(cards))
        except NoRoomError as error:
            from bot.pictures.printable import count_fitting

            # Of several cards, the one that doesn't fit is the longest.
            part, language = max((_find_part(card, error.part) for card in cards), key=lambda found: len(found[0]))
            raise TooLongError(len(part), count_fitting(part, language, error.room), error.part) from None

    async def _run(self, work: Callable[[], bytes]) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._typesetter.thread, work)


def _find_part(card: Postcard, part: str) -> tuple[str, str]:
    """A text of the card and its language."""
    text: str = getattr(card.front if part in ("title", "tags") else card.back, part)
    return text, card.back.language


def _list_images(cards: tuple[Postcard, ...]) -> dict[str, bytes]:
    return {name_image(card.front.image): card.front.image for card in cards if card.front.image}


def write_card(card: Postcard) -> dict[str, Any]:
    """A card's data as the templates read them."""
    from bot.pictures.printable import set_lines  # its tables of letters are for pictures alone

    front, back = card.front, card.back
    texts = (front.title, front.tags, back.words, back.signature, back.recipient, back.office)
    lines = {part: set_lines(text, back.language) for part, text in zip(_TEXTS, texts, strict=True)}
    return lines | {
        "colors": (front.colors.dark, front.colors.light, front.colors.warm),
        "shape": front.shape,
        "image": name_image(front.image),
        "language": back.language,
    }
