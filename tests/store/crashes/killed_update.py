"""The program that `test_kill_update` kills: ``python -m tests.store.crashes.killed_update FILE``.

For each line on its standard input, an edition's number and how many seconds its load may take, it forks a
child that loads it, and kills the child when that time is up. It prints the child's status when it is gone.
"""

import asyncio
import os
import select
import signal
import sys

from bot.core.congress.congress import Congress
from bot.core.congress.edition import CongressLoad
from bot.core.times.clock import now
from bot.store.open import open_store
from tests.public_data.capitol import make_congress

LOADS = tuple(make_congress(last=f" {number}").load() for number in range(2))


async def _replace(url: str, load: CongressLoad, begun: int) -> None:
    store = await open_store(url)
    os.write(begun, b".")
    await Congress(store, now).replace(load)
    os._exit(0)


def main(path: str) -> None:
    """Run the requested rounds."""
    for line in sys.stdin:
        number, seconds = line.split()
        begins, begun = os.pipe()
        child = os.fork()
        if child == 0:
            asyncio.run(_replace(f"sqlite:///{path}", LOADS[int(number)], begun))
        os.close(begun)
        os.read(begins, 1)  # the database is open
        select.select([begins], [], [], float(seconds))  # ends early if the child does
        os.kill(child, signal.SIGKILL)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        os.close(begins)


if __name__ == "__main__":
    main(sys.argv[1])
