"""Prints postcards into one file, and says how many MiB it took at most. Linux only."""

import asyncio
import resource
import sys

from bench.pictures import make_card
from bot.pictures.pictures import Pictures
from bot.pictures.postcard import Sheet


async def main(cards: int) -> None:
    """Draw them as a coordinator asks for them."""
    pictures = Pictures()
    sheet = await pictures.draw_sheet(Sheet("Postcards", tuple(make_card(number) for number in range(cards))))
    assert sheet.count == cards, "a member gets one file"
    pictures.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
