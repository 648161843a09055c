"""Catalogs as they were last parsed, beside them in ``__pycache__``, because to parse YAML takes fifty times as long.

A compiled file is named by a hash of its source, so it can't be older than that. One that can't be written or read
costs time and nothing else.
"""

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from msgspec import MsgspecError
from msgspec.json import Decoder, encode

Sentence = str | Mapping[str, str]
_FORM = b"1"  # changes with what is made of a source
_decoder = Decoder(dict[str, str | dict[str, str]])


def load_compiled(source: Path, parse: Callable[[bytes], Mapping[str, Sentence]]) -> Mapping[str, Sentence]:
    """What ``parse`` makes of a catalog's bytes."""
    content = source.read_bytes()
    name = f"{source.name}.{blake2b(_FORM + content, digest_size=12).hexdigest()}"
    compiled = source.parent / "__pycache__" / name
    with suppress(OSError, MsgspecError, UnicodeDecodeError):
        return _decoder.decode(compiled.read_bytes())
    parsed = parse(content)
    with suppress(OSError):
        _write(compiled, encode(parsed), f"{source.name}.*")
    return parsed


def _write(path: Path, content: bytes, older: str) -> None:
    """Write a file whole or not at all, and remove those of other versions of its source."""
    path.parent.mkdir(exist_ok=True)
    number, part = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        os.chmod(part, 0o644)  # as other users may read the source
        os.replace(part, path)
    except OSError:
        os.unlink(part)
        raise
    for other in path.parent.glob(older):
        if other != path:
            other.unlink(missing_ok=True)
