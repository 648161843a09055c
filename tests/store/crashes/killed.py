"""The program that `test_kill` kills: ``python -m tests.store.crashes.killed URL``.

For each number on its standard input it forks a child, which opens the database and logs calls, many at once,
until it is killed. It prints one line per event: ``pid``, ``try`` before a request, ``ack`` once `log` has
returned, ``end`` with its status when the child is gone. Forking saves the imports in each round.
"""

import asyncio
import os
import sys

from bot.store.open import open_store
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, core_on

OFFICES = (REPRESENTATIVE, SENIOR, JUNIOR)
WORKERS = 16
_MOST = 400  # calls by one worker, so that a child ends even if the process that kills it has died


def tell(*words: object) -> None:
    """Write one whole line at once, without a buffer."""
    os.write(sys.stdout.fileno(), f"{' '.join(map(str, words))}\n".encode())


def meaning(request: str) -> tuple[str, str]:
    """Who called which office with a request, ``round-worker-number``: each person calls each office once."""
    team, number = request.rsplit("-", 1)
    return f"{team}-{int(number) // len(OFFICES)}", OFFICES[int(number) % len(OFFICES)]


async def _work(core: Core, team: str) -> None:
    for number in range(_MOST):
        request = f"{team}-{number}"
        name, office = meaning(request)
        tell("try", request)
        receipt = await core.log(name, office=office, request=request)
        tell("ack", request, receipt.call_id)


async def _log_until_killed(url: str, number: str) -> None:
    core = await core_on(await open_store(url))
    await asyncio.gather(*(_work(core, f"{number}-{worker}") for worker in range(WORKERS)))
    os._exit(0)


def main(url: str) -> None:
    """Run the requested rounds."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(_log_until_killed(url, line.strip()))
        tell("pid", child)
        tell("end", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main(sys.argv[1])
