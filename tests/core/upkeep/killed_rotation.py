"""The program that `test_rotation_kill` kills: ``python -m tests.core.upkeep.killed_rotation URL FOLDER WHAT ROUND``.

It logs calls, changes the key over and over, or does both, until it is killed. It prints ``ack`` with a request once it
has its receipt, and ``key`` once a key is current.
"""

import asyncio
import os
import sys
from pathlib import Path

from bot.core.base.keys.key_state import refresh_keys
from bot.errors import Unavailable
from bot.store.open import open_store
from tests.core.upkeep.rotating import SECRETS, make_core, rotation_of
from tests.services import Core

WORKERS = 4
_OFFICES = ("representative", "senator-1", "senator-2")


def tell(*words: object) -> None:
    """Write one whole line at once, without a buffer."""
    os.write(sys.stdout.fileno(), f"{' '.join(map(str, words))}\n".encode())


async def log(core: Core, team: str) -> None:
    """Log calls of one person after another, three each."""
    for number in range(10_000):
        request, name = f"{team}-{number}", f"{team}-{number // len(_OFFICES)}"
        while True:
            try:
                await core.log(name, office=_OFFICES[number % len(_OFFICES)], request=request)
            except Unavailable:  # the key changed, or a rotation has the rows
                await refresh_keys(core.store, core.base.keys)
                continue
            break
        tell("ack", request)


async def rotate(core: Core) -> None:
    """Change the key as often as there is another one, and encrypt everything again each time."""
    rotation = rotation_of(core)
    while True:
        try:
            await rotation.encrypt()
            if await rotation.switch() is None:
                await asyncio.sleep(0.01)
                continue
        except Unavailable:  # two transactions waited for each other
            continue
        tell("key", core.base.keys.id)


async def main(url: str, folder: str, what: str, number: str) -> None:
    """Do it until killed."""
    core = await make_core(await open_store(url), Path(folder), *SECRETS[: int(number) + 2])
    acts = [log(core, f"{what}-{number}-{worker}") for worker in range(WORKERS)] if "log" in what else []
    await asyncio.gather(*acts, *([rotate(core)] if "rotate" in what else []))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
