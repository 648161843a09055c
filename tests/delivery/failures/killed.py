"""The program that `test_kill` kills: ``python -m tests.delivery.failures.killed``.

The first input line has the addresses, as JSON. For each further line, the microseconds its clock is ahead, it forks
a child, which delivers until nothing is due or until it is killed. It prints a line when a child starts, ``pid``, and
when it is gone, ``end`` with its status. Forking saves the imports in each round.
"""

import asyncio
import json
import os
import sys
from typing import Any

from bot.core.times.clock import now
from bot.delivery.worker import DeliveryLimits
from bot.store.engine import Store
from tests.core.support.alerting import newsroom_on
from tests.delivery.press import Wires, worker_on
from tests.fixtures import use_store
from tests.services import HandClock, core_on
from tests.store.crashes.killed import tell

PLATFORMS = ("discord", "slack")
FEW = DeliveryLimits(6, 3, 1)  # so that fifty kills are spread over the whole delivery


class AheadClock(HandClock):
    """A clock that runs on from where it is set."""

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead

    def __call__(self) -> int:
        return now() + self.ahead


async def deliver(told: dict[str, Any], ahead: int) -> int:
    """Deliver until nothing is due. Returns 0 if nothing at all is left, else 1."""
    async with use_store(told["store"]) as store:
        return await _deliver_on(store, told, ahead)


async def _deliver_on(store: Store, told: dict[str, Any], ahead: int) -> int:
    room = newsroom_on(await core_on(store, clock=AheadClock(ahead), admins=[("console", "root")]))
    wires = Wires.to(*told["discord"], *told["slack"])
    await room.deliveries.recover()
    await worker_on(room, wires.discord, wires.slack, hands=FEW).run_once()
    left = await room.deliveries.find_next_time(PLATFORMS)
    await wires.close()
    return 0 if left is None else 1


def main() -> None:
    """Run the requested rounds."""
    told = json.loads(sys.stdin.readline())
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(asyncio.run(deliver(told, int(line))))
        tell("pid", child)
        tell("end", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    main()
