"""Processes with several keys, for tests of a rotation."""

from pathlib import Path

from bot.core.base.audit.audit_witness import make_seals
from bot.core.base.keys.keys import Keys
from bot.core.upkeep.rotation import Rotation
from bot.store.engine import Store
from tests.services import SECRET, Core, HandClock, campaign, core_on

SECRETS = (SECRET, *(bytes(range(first, first + 32)) for first in range(1, 9)))


async def make_core(store: Store, folder: Path, *secrets: bytes, clock: HandClock | None = None) -> Core:
    """The services of a process that was given these keys."""
    keys = Keys(*secrets)
    return await core_on(store, [campaign()], folder=folder, keys=keys, seals=make_seals(folder, keys), clock=clock)


def rotation_of(core: Core) -> Rotation:
    """A rotation by this process."""
    return Rotation(core.store, core.clock, core.base.keys, core.audit)
