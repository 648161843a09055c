"""Builds the services of processes that share a database."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.processes.presence import Presence
from bot.core.processes.turns import Turns
from bot.runtime.duties import Part


class ProcessServices(Struct, frozen=True):
    """What several processes agree on in the database."""

    presence: Presence
    turns: Turns


def build_processes(base: Base, part: Part) -> ProcessServices:
    """Build the room for a process with this ``part``."""
    return ProcessServices(Presence(base.store, part), Turns(base))
