"""One downloaded public file, and how it is refused."""

import hashlib

from msgspec import Struct

from bot.errors import ConfigError, make_config_error


class SourceFile(Struct, frozen=True):
    """A file's name and content."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def refuse_source(source: SourceFile, fault: str) -> ConfigError:
    """An error that names the file's ``fault`` and says that nothing changed."""
    return refuse_file(source.name, f"{fault}. Nothing was changed")


def refuse_file(name: str, sentence: str) -> ConfigError:
    """An error about the file with this ``name``."""
    return make_config_error(name, sentence)
