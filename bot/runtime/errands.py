"""Errands: work that a command hands to the Callboard that is running on the same SQLite file.

Only one process may write to such a file. So a command that changes something while Callboard runs leaves a file in a
folder beside the database. The running process looks there every second, does the work, and leaves the answer.
"""

import asyncio
import math
import secrets
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec import MsgspecError, Struct
from msgspec.json import decode, encode

from bot.errors import ConfigError, Problem, Unavailable
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop, run_beside

# What the running process does for an errand, from its details to the lines of its answer. Raises ConfigError.
Doer = Callable[[Any], Awaitable[Sequence[str]]]
Doers = Mapping[str, Doer]

_SUFFIX = ".errands"
_ASKED, _TAKEN, _ANSWERED = ".asked", ".taken", ".answered"
_PAUSE, _GLANCE = 1.0, 0.05  # seconds between two looks of the running process, and of the command
_UNTIL_TAKEN, _UNTIL_DONE = 20.0, 120.0  # seconds that a command waits
_BROKEN = "Callboard could not do this, and its log says why. Nothing was changed."

_log = get_logger("callboard.errands")


class _Errand(Struct, frozen=True):
    kind: str
    details: Any


class _Answer(Struct, frozen=True):
    lines: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()  # each with the name of a file


class Errands:
    """The errands for the process that writes to the SQLite file ``database``."""

    def __init__(self, database: Path) -> None:
        self._folder = database.with_name(database.name + _SUFFIX)

    def can_be_taken(self) -> bool:
        """Whether a running process takes errands, if one holds the database's lock."""
        return self._folder.is_dir()

    async def hand_over(self, kind: str, details: object, until_taken: float = _UNTIL_TAKEN) -> tuple[str, ...]:
        """Have the running process do an errand. Returns the lines of its answer.

        Raises ConfigError with its problems, or if it doesn't take the errand within ``until_taken`` seconds.
        """
        name = secrets.token_hex(8)
        try:
            _write(self._folder / (name + _ASKED), _Errand(kind, details))
        except OSError as error:  # it stopped just now, or runs as another user
            raise self._refuse(f"Callboard is running, and can't be handed this ({error.strerror}).") from None
        try:
            answer = await self._wait_for(name, until_taken)
        finally:
            for suffix in (_ASKED, _ANSWERED):
                (self._folder / (name + suffix)).unlink(missing_ok=True)
        if answer.problems:
            raise ConfigError(tuple(Problem(file, 0, 0, sentence) for file, sentence in answer.problems))
        return answer.lines

    async def _wait_for(self, name: str, until_taken: float) -> _Answer:
        asked, answered = (self._folder / (name + suffix) for suffix in (_ASKED, _ANSWERED))
        await _wait_while(asked.exists, until_taken)
        with suppress(FileNotFoundError):
            asked.unlink()
            raise self._refuse("Callboard is running on this database and doesn't take this. Stop it, and try again.")
        await _wait_while(lambda: self._folder.exists() and not answered.exists(), _UNTIL_DONE)
        try:
            return decode(answered.read_bytes(), type=_Answer)
        except (OSError, MsgspecError):
            raise self._refuse("Callboard stopped before it had answered, or takes long. Try again later.") from None

    def _refuse(self, sentence: str) -> ConfigError:
        return ConfigError((Problem(str(self._folder.with_suffix("")), 0, 0, sentence),))

    @asynccontextmanager
    async def take(self, doers: Doers, pause: float = _PAUSE) -> AsyncIterator[None]:
        """Take errands of the kinds of ``doers`` beside what happens inside. Only the lock's holder may do this.

        Where their folder can't be made, there are none: commands then say that Callboard is running.
        """

        async def look() -> float:
            for path in sorted(self._folder.glob("*" + _ASKED)):
                await self._do(path, doers)
            return pause

        if not self._make_folder():
            yield
            return
        try:
            async with run_beside(Loop("errands", look, "an errand failed", _log, recovery=pause)):
                yield
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _make_folder(self) -> bool:
        """Make an empty folder, without what a killed process left in it. False if that can't be done."""
        shutil.rmtree(self._folder, ignore_errors=True)
        try:
            self._folder.mkdir(mode=0o700)
        except OSError as error:
            _log.warning("no command can change anything while this runs", reason=error.strerror)
            return False
        return True

    async def _do(self, asked: Path, doers: Doers) -> None:
        taken, answer = _claim(asked), _Answer(problems=(("errand", _BROKEN),))
        if taken is None:
            return
        try:
            answer = await _answer(decode(taken.read_bytes(), type=_Errand), doers)
        finally:
            _write(taken.with_suffix(_ANSWERED), answer)
            taken.unlink()


def _claim(asked: Path) -> Path | None:
    """The file of an errand that the command can no longer withdraw, None if it did."""
    try:
        return asked.rename(asked.with_suffix(_TAKEN))
    except FileNotFoundError:
        return None


async def _wait_while(is_so: Callable[[], bool], seconds: float) -> None:
    """Wait for another process to change something, at most so many seconds."""
    for _ in range(math.ceil(seconds / _GLANCE)):
        if not is_so():
            return
        await asyncio.sleep(_GLANCE)


async def _answer(errand: _Errand, doers: Doers) -> _Answer:
    if errand.kind not in doers:
        return _Answer(problems=((errand.kind, "The Callboard that is running is of another version. Restart it."),))
    try:
        return _Answer(lines=tuple(await doers[errand.kind](errand.details)))
    except ConfigError as error:
        return _Answer(problems=tuple((problem.file, problem.sentence) for problem in error.problems))
    except Unavailable as error:
        return _Answer(problems=(("database", f"It can't be used just now ({error}). Try again."),))


def _write(path: Path, content: Struct) -> None:
    """Write a file that nobody sees before it is whole."""
    part = path.with_suffix(".part")
    part.write_bytes(encode(content))
    part.rename(path)
