"""Secrets from the environment, or from files that it names, so that they need not be in the environment themselves.

``DISCORD_TOKEN_FILE=/run/secrets/discord`` is how containers pass secrets. systemd's ``LoadCredential=`` puts each
into a folder that ``CREDENTIALS_DIRECTORY`` names (systemd.exec(5)), here in a file with the variable's own name.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigError, make_config_error

ENVIRONMENT = "environment"  # what problems with variables show instead of a file's name
FILE_SUFFIX = "_FILE"  # of a variable that names a file
_CREDENTIALS = "CREDENTIALS_DIRECTORY"
_MOST = 4096  # bytes; the longest secret is an address with a password


def read_secret(environ: Mapping[str, str], name: str) -> str:
    """The variable ``name``, or the content of its file without the line end; empty if there is neither.

    A credential comes last. Raises ConfigError if the variable and ``_FILE`` are both set, or if the file can't be
    read, is empty or isn't a line of text.
    """
    written, named = environ.get(name, ""), environ.get(f"{name}{FILE_SUFFIX}", "")
    if written and named:
        raise _make_error(f"{name} and {name}{FILE_SUFFIX} are both set. Keep one of them")
    if named:
        return _read_line(Path(named), f"{name}{FILE_SUFFIX} names a file that")
    folder = environ.get(_CREDENTIALS)
    if written or not folder or not os.path.exists(f"{folder}/{name}"):
        return written
    return _read_line(Path(folder, name), f"The credential {name}")


def find_secret_source(environ: Mapping[str, str], name: str) -> str:
    """What `read_secret` found ``name`` in: the variable itself, the one that names its file, or the credential."""
    named = (one for one in (name, f"{name}{FILE_SUFFIX}") if environ.get(one))
    return next(named, f"the credential {name}")


def _read_line(path: Path, what: str) -> str:
    """The one line of a file. ``what`` begins the sentence about a file without it."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
        text = content[:_MOST].decode().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise _make_error(f"{what} can't be read ({error.strerror}): {path}") from error
    except UnicodeDecodeError as error:
        raise _make_error(f"{what} isn't text: {path}") from error
    if len(content) > _MOST:
        raise _make_error(f"{what} is longer than {_MOST:,} bytes: {path}")
    if not text or "\n" in text:
        raise _make_error(f"{what} {'has more than one line' if text else 'is empty'}: {path}")
    return text


def _make_error(sentence: str) -> ConfigError:
    return make_config_error(ENVIRONMENT, sentence)
