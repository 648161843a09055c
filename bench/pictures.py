"""Postcards: one picture beside the bare library's time for the same template, and a thousand to PDF. Linux only."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from bench.beside_pictures import measure_beside
from bench.rounds import time_in_turns
from bench.table import Bar, Figures, Row
from bot.pictures.pictures import Pictures
from bot.pictures.postcard import Postcard, PostcardBack, PostcardFace

TITLE = "Postcards"
_ROOT = Path(__file__).resolve().parent.parent
_FACE = PostcardFace("Clean DREAM Act: keep families together", "#CleanDREAMAct #ValueOurFamilies")
_WORDS = "I live in your district. Please vote for a clean DREAM Act. Families belong together, and they waited long. "


def make_card(number: int) -> Postcard:
    """A postcard unlike any other, so that nothing is answered from a cache."""
    words = f"{number}. {_WORDS * (1 + number % 4)}"
    return Postcard(_FACE, PostcardBack(words, "Ana, Queens", "Senator Ash", "United States Senate", "en"))


async def measure(repeats: int = 3, each: int = 10, cards: int = 1000, idle: int = 100) -> tuple[Row, ...]:
    """A preview after the first, and ``cards`` printed into one file in a process of their own."""
    pictures, numbers = Pictures(), count()
    await pictures.draw_preview(make_card(next(numbers)))
    bare = await asyncio.to_thread(_open_bare)

    async def draw() -> object:
        return await pictures.draw_preview(make_card(next(numbers)))

    async def draw_bare() -> object:
        return await asyncio.to_thread(bare, make_card(next(numbers)))

    try:
        drawn = await time_in_turns(repeats, each, {"ours": draw, "bare": draw_bare})
    finally:
        pictures.close()
    printed = [await _print(cards) for _ in range(repeats)]
    beside = await measure_beside(make_card, repeats, cards, idle)
    return (
        Row("a picture", "ms", drawn["ours"], bar=Bar("at most", 60)),
        Row("a picture", "ms", drawn["ours"], "typst, same template", drawn["bare"], Bar("at most", 1.5)),
        Row(f"{cards:,} to PDF", "s", Figures(tuple(time for time, _ in printed)), bar=Bar("at most", 60)),
        Row(f"{cards:,} to PDF, peak", "MiB", Figures(tuple(peak for _, peak in printed)), bar=Bar("at most", 300)),
        *beside,
    )


def _open_bare() -> Callable[[Postcard], object]:
    """The library with the house's templates and fonts, and nothing else of the house."""
    import typst

    from bot.pictures.fonts import find_fonts
    from bot.pictures.pictures import write_card
    from bot.pictures.typesetter import PPI, TEMPLATES

    fonts = typst.Fonts(False, False, sorted({path.parent for path in find_fonts()}))
    compiler = typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)

    def draw(card: Postcard) -> object:
        data = {"data": json.dumps(write_card(card))}
        return compiler.compile(TEMPLATES / "preview.typ", format="png", ppi=PPI, sys_inputs=data)

    draw(make_card(0))
    return draw


async def _print(cards: int) -> tuple[float, float]:
    """The seconds that a process takes to print so many, with its start, and the MiB that it takes at most."""
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.processes.printing", str(cards), stdout=asyncio.subprocess.PIPE, cwd=_ROOT
    )
    answer, _ = await process.communicate()
    return time.perf_counter() - begun, float(answer)
