"""Removes temporary files where a platform stores them."""

import asyncio
from typing import assert_never

from bot.core.base.leases import NOTICE_TIMEOUT
from bot.core.outbox.stored_files import StoredFile, StoredFiles
from bot.kit.cards.outbound import Later, Posted, Posters, Refusal, Refused, Unknown
from bot.runtime.log import get_logger

MOST = 20  # files taken at a time
_AGAIN = 60.0  # seconds until the next try if the platform isn't connected

_log = get_logger("callboard.delivery")


class FileRemover:
    """Removes files that are due. Removing one twice does no harm."""

    def __init__(self, files: StoredFiles, posters: Posters) -> None:
        self._files, self._posters = files, posters

    async def take(self) -> tuple[StoredFile, ...]:
        """Take files that are due."""
        return await self._files.take(MOST)

    async def send(self, one: StoredFile) -> None:
        """Ask the platform to remove a file. Without a clear answer it is tried again."""
        poster = self._posters.find(one.platform)
        if poster is None:
            return await self._files.postpone(one, _AGAIN)
        try:
            async with asyncio.timeout(NOTICE_TIMEOUT):
                result = await poster.remove_file(one.space, one.file)
        except TimeoutError:
            result = Unknown()
        match result:
            case Posted() | Refused(Refusal.GONE):
                await self._files.drop(one)
            case Later(seconds):
                await self._files.postpone(one, seconds)
            case Refused(refusal):
                _log.warning("a temporary file could not be removed", platform=one.platform, reason=refusal.value)
            case Unknown():
                return
            case _:
                assert_never(result)
