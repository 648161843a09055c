"""Deletes proposals that nobody can decide about anymore."""

from bot.core.changes.proposal_rows import drop_proposal, list_expired
from bot.store.engine import Tx


async def sweep_proposals(tx: Tx, now: int) -> None:
    """Delete what expired before ``now``."""
    for which in await list_expired(tx, now):
        await drop_proposal(tx, which)
