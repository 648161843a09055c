"""One file of public data as it came, and the refusal of what is none."""

import hashlib
from dataclasses import dataclass

from bot.errors import ConfigError, Problem


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name and content."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The content's hash, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def nonsense(source: Source, fault: str) -> ConfigError:
    """Return the refusal of a file, which names the ``fault`` and says that nothing was changed."""
    return refusal(source.name, f"{fault}. Nothing was changed")


def refusal(name: str, sentence: str) -> ConfigError:
    """Return a refusal of the file called ``name``."""
    return ConfigError((Problem(name, 0, 0, sentence),))
