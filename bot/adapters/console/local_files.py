"""Files that a person at the console names by their path. They are read as that person, who runs the program."""

import asyncio
import os
import stat
from functools import partial
from pathlib import Path

from bot.errors import UserError
from bot.kit.sent_files import SentFile


def find_local_file(typed: str) -> SentFile:
    """The file at a path, read only later. ``~`` is the person's own folder."""
    path = Path(os.path.expanduser(typed))
    return SentFile(path.name or typed, None, partial(_fetch, path))


async def _fetch(path: Path, most: int) -> bytes:
    return await asyncio.to_thread(_read, path, most)


def _read(path: Path, most: int) -> bytes:
    """Read at most ``most`` bytes. Without O_NONBLOCK, a named pipe without a writer would be waited for."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UserError("sent_file.irregular", file=str(path))
            return file.read(most)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError("sent_file.missing", file=str(path)) from None
    except IsADirectoryError:
        raise UserError("sent_file.irregular", file=str(path)) from None
    except (OSError, ValueError):
        raise UserError("sent_file.unreadable", file=str(path)) from None
