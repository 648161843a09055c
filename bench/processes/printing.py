"""Prints postcards a hundred to a sheet, and says how many MiB it took at most. Linux only."""

import asyncio
import resource
import sys

from bench.pictures import make_card
from bot.pictures.pictures import Pictures
from bot.pictures.postcard import Sheet

_EACH = 100


async def main(cards: int) -> None:
    """Draw the sheets one after the other, as a coordinator asks for them."""
    pictures = Pictures()
    for first in range(0, cards, _EACH):
        numbers = range(first, min(first + _EACH, cards))
        await pictures.draw_sheet(Sheet("Postcards", tuple(make_card(number) for number in numbers)))
    pictures.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
