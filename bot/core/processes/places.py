"""What a process may do beside the others: plain decisions on their rows."""

from collections.abc import Sequence

from msgspec.structs import replace

from bot.core.processes.process_rows import Process
from bot.runtime.duties import Duty, have_common_servers


def choose_place(own: Process, others: Sequence[Process], wants_shards: bool) -> Process:
    """``own`` with its place: it serves its shards if it wants to and no other process serves any of their servers.

    One process is the keeper, which does what is done once for all. One that delivers comes before one that doesn't.
    """
    served = wants_shards and find_holder(own, others) is None
    return replace(own, serves_discord=served, is_keeper=_is_keeper(own, others))


def find_holder(own: Process, others: Sequence[Process]) -> Process | None:
    """The process that keeps ``own`` from its shards."""
    return next((one for one in others if one.serves_discord and have_common_servers(one.shards, own.shards)), None)


def _is_keeper(own: Process, others: Sequence[Process]) -> bool:
    if any(one.is_keeper for one in others):
        return False
    return Duty.DELIVERY in own.duties or not any(Duty.DELIVERY in one.duties for one in others)
