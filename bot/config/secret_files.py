"""Secrets from the environment, or from files that it names, so that they need not be in the environment themselves.

``DISCORD_TOKEN_FILE=/run/secrets/discord`` is how containers pass secrets. systemd's ``LoadCredential=`` puts each
into a folder that ``CREDENTIALS_DIRECTORY`` names (systemd.exec(5)), here in a file with the variable's own name.
"""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ConfigError, Problem

ENVIRONMENT = "environment"  # what problems with variables show instead of a file's name
_SUFFIX, _CREDENTIALS = "_FILE", "CREDENTIALS_DIRECTORY"
_MOST = 4096  # bytes; the longest secret is an address with a password


def read_secret(environ: Mapping[str, str], name: str) -> str:
    """The variable ``name``, or the content of its file without the line end; empty if there is neither.

    Raises ConfigError if both are set, or if the file can't be read, is empty or isn't a line of text.
    """
    written, named = environ.get(name, ""), environ.get(f"{name}{_SUFFIX}", "")
    if written and named:
        raise _make_error(f"{name} and {name}{_SUFFIX} are both set. Keep one of them")
    if named:
        return _read_line(Path(named), f"{name}{_SUFFIX}")
    credential = Path(environ.get(_CREDENTIALS, ""), name)
    if written or _CREDENTIALS not in environ or not credential.exists():
        return written
    return _read_line(credential, f"{_CREDENTIALS}")


def _read_line(path: Path, said: str) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
        text = content.decode().removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise _make_error(f"{said} names a file that can't be read ({error.strerror}): {path}") from error
    except UnicodeDecodeError as error:
        raise _make_error(f"{said} names a file that isn't text: {path}") from error
    if not text:
        raise _make_error(f"{said} names an empty file: {path}")
    if len(content) > _MOST or "\n" in text:
        raise _make_error(f"{said} names a file with more than one line: {path}")
    return text


def _make_error(sentence: str) -> ConfigError:
    return ConfigError((Problem(ENVIRONMENT, 0, 0, sentence),))
