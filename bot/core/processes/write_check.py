"""Finds out whether something can be saved: a database may be read while its disk is full or its server read-only."""

from bot.core.processes.presence import Presence
from bot.core.processes.process_rows import touch_gate, touch_process
from bot.core.times.clock import Clock
from bot.runtime.inquiry import Answer, Inquiry
from bot.store.engine import Store, Tx


class WriteCheck:
    """Writes a row that says nothing. It is this process's own, so that no other process can make it wait."""

    def __init__(self, store: Store, presence: Presence, clock: Clock) -> None:
        self._store, self._presence, self._clock = store, presence, clock
        self._inquiry = Inquiry("The database", self._write)

    async def look(self, patience: float) -> Answer[bool]:
        """True if the row was written, or the problem, within ``patience`` seconds."""
        return await self._inquiry.get(patience)

    def close(self) -> None:
        """Look no longer."""
        self._inquiry.close()

    async def _write(self) -> bool:
        await self._store.write(self._touch)
        return True

    async def _touch(self, tx: Tx) -> None:
        if self._store.has_one_process:  # nobody waits for the gate, and no process has a row
            await touch_gate(tx, self._clock())
        else:
            await touch_process(tx, self._presence.id)
