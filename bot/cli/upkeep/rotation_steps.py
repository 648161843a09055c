"""The steps of a rotation of the key, which `key rotate` takes itself or hands to the Callboard that runs."""

import asyncio
import time
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from bot.core.upkeep.rotation import Rotation

MORE = "more"  # to do, as the first line of an answer
_SLICE = 20.0  # seconds of encrypting, less than an errand may take
_WAIT, _LOOK = 15, 1.0  # looks, and seconds between them, until each process uses the new key


class Step(StrEnum):
    """The steps, as errands are called."""

    LOOK = "key.look"
    SWITCH = "key.switch"
    ENCRYPT = "key.encrypt"
    NEEDS = "key.needs"
    FINISH = "key.finish"


async def take_step(rotation: "Rotation", step: Step) -> list[str]:
    """Take one step. Returns sentences; of `Step.LOOK`, the ids of the current, the next and each former key.

    Before those of `Step.ENCRYPT` comes `MORE` if it has to be taken again, else an empty line.
    """
    from bot.core.upkeep.rotation import describe_need

    match step:
        case Step.LOOK:
            ids = await rotation.find_ids()
            return [ids.current, ids.next, *ids.former]
        case Step.SWITCH:
            count = await rotation.switch()
            return [f"The key {(await rotation.find_ids()).current} is current. Hashes changed: {count or 0:,}."]
        case Step.ENCRYPT:
            late, until = await _wait_for_all(rotation), time.monotonic() + _SLICE
            count, is_all = await rotation.encrypt(lambda: time.monotonic() < until)
            return ["" if is_all else MORE, f"Values encrypted again: {count:,}.", *late]
        case Step.NEEDS:
            return [describe_need(one) for one in await rotation.list_needs()]
        case Step.FINISH:
            return list(await rotation.finish())
        case _:
            assert_never(step)


async def _wait_for_all(rotation: "Rotation") -> list[str]:
    """Wait for each process to use the current key. Names those that don't."""
    for _ in range(_WAIT):
        if not (late := await rotation.list_late()):
            return []
        await asyncio.sleep(_LOOK)
    return [f"These processes don't use it yet, and save nothing until they do: {', '.join(late)}. Restart them."]
