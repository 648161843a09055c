"""Where keys come from: ``CALLBOARD_KEY`` or the file ``callboard.key``, with commas or lines between several."""

import os
import re
import shlex
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from bot.config.secret_files import read_secret
from bot.core.base.keys.keys import Keys
from bot.errors import make_config_error
from bot.store.private import sync

VARIABLE = "CALLBOARD_KEY"
FILE = "callboard.key"
_BYTES = 32
_KEY_FORMAT = re.compile("[A-Za-z0-9_-]{43}=")
_BETWEEN = re.compile(r"[\s,]+")


def load_keys(environ: Mapping[str, str], folder: Path | None, *, has_key: bool = False) -> Keys:
    """Load the keys from ``CALLBOARD_KEY`` (see `read_secret`), or from the file ``callboard.key`` in ``folder``.

    The first run creates the file, readable only by its owner, unless the database already ``has_key``. Without a
    folder (PostgreSQL, which several processes share), only the variable counts. Raises ConfigError if a key is
    not 32 bytes in URL-safe base64, or if the file is readable by others, lost, or can't be created or read.
    """
    if written := read_secret(environ, VARIABLE):
        return Keys(*_decode(written, VARIABLE))
    if folder is None:
        raise make_config_error(
            VARIABLE, "With PostgreSQL, set it to one key for every process: 32 bytes in URL-safe base64."
        )
    path = folder / FILE
    try:
        if not path.exists():
            if has_key:
                raise make_config_error(
                    path, f"The key of this database is missing. Put it back, or set {VARIABLE} to it."
                )
            _create_key_file(path)
        if path.stat().st_mode & 0o077:
            raise make_config_error(path, f"Others can read this key. Run: chmod 600 {shlex.quote(str(path))}")
        return Keys(*_read_key_file(path))
    except OSError as error:
        raise make_config_error(path, f"The key can't be kept or read here: {error.strerror}.") from error


def add_key(folder: Path) -> None:
    """Add a new key to the file in ``folder``, behind those it has. Raises ConfigError."""
    path = folder / FILE
    try:
        _write_key_file(path, [*_read_key_file(path), os.urandom(_BYTES)])
    except OSError as error:
        raise make_config_error(path, f"The new key can't be kept here: {error.strerror}.") from error


def drop_key(folder: Path, id: str) -> None:
    """Take the key with this id out of the file in ``folder``. Raises ConfigError."""
    path = folder / FILE
    try:
        _write_key_file(path, [secret for secret in _read_key_file(path) if Keys(secret).id != id])
    except OSError as error:
        raise make_config_error(path, f"The key {id} can't be taken out of this file: {error.strerror}.") from error


def _read_key_file(path: Path) -> list[bytes]:
    return _decode(path.read_text("ascii", errors="replace"), str(path))


def _write_key_file(path: Path, secrets: Sequence[bytes]) -> None:
    """Replace a key file in one step."""
    with NamedTemporaryFile(prefix=f"{path.name}.", dir=path.parent, delete=False) as file:  # for its owner alone
        try:
            _fill(file, secrets)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
    sync(path.parent)


def _create_key_file(path: Path) -> None:
    """Create a key file in one step. If another process created one first, leave it alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(prefix=f"{path.name}.", dir=path.parent) as file:  # readable only by its owner
        _fill(file, [os.urandom(_BYTES)])
        with suppress(FileExistsError):
            os.link(file.name, path)
    sync(path.parent)  # rows encrypted with a key whose file a power cut took would be lost too


def _fill(file: IO[bytes], secrets: Sequence[bytes]) -> None:
    file.write(b"".join(urlsafe_b64encode(secret) + b"\n" for secret in secrets))
    file.flush()
    os.fsync(file.fileno())


def _decode(written: str, place: str) -> list[bytes]:
    # Python's decoder skips characters that aren't base64, and would accept half of a key pasted twice.
    words = _BETWEEN.split(written.strip())
    if not all(_KEY_FORMAT.fullmatch(word) for word in words):
        raise make_config_error(place, "This isn't a key: it should be 44 characters of URL-safe base64.")
    return list(dict.fromkeys(urlsafe_b64decode(word) for word in words))
