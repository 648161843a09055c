"""How far slow work is, from the cog that does it to the adapter that shows it; and the wish to stop it, back to it."""

import asyncio

from bot.kit.cards.markup import Markup


class WorkProgress:
    """The newest sentence about how far one request's work is. An adapter takes it when it next shows something.

    So work may report as often as it likes: it never waits, and what nobody took yet is replaced. Slow work is stopped
    where Callboard stops, unless it ``is_saving``: then it is nearly done, and what it changes would be unknown.
    """

    def __init__(self) -> None:
        self._newest: Markup | None = None
        self._stop = asyncio.Event()
        self.is_saving = False

    def report(self, sentence: Markup) -> None:
        """Say how far the work is, in the language of its answer."""
        self._newest = sentence

    def take(self) -> Markup | None:
        """The newest sentence, once; None if nothing was reported since."""
        newest, self._newest = self._newest, None
        return newest

    def begin_saving(self) -> None:
        """Say that the work changes something from here on, so that nothing stops it any longer."""
        self.is_saving = True

    def request_stop(self) -> None:
        """Ask the work to stop."""
        self._stop.set()

    async def wait_for_stop(self) -> None:
        """Wait until somebody asks the work to stop."""
        await self._stop.wait()
