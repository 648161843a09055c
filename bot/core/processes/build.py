"""Builds the services of processes that share a database."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.processes.presence import Presence
from bot.core.processes.turns import Turns
from bot.core.processes.write_check import WriteCheck
from bot.runtime.duties import Part


class ProcessServices(Struct, frozen=True):
    """What several processes agree on in the database."""

    presence: Presence
    turns: Turns
    write_check: WriteCheck


def build_processes(base: Base, part: Part) -> ProcessServices:
    """Build the room for a process with this ``part``."""
    presence = Presence(base.store, part, keys=base.keys)
    return ProcessServices(presence, Turns(base), WriteCheck(base.store, presence, base.clock))
