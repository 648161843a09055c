"""The address of the database, which may hold a password."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """Where the database is. ``url`` may hold a password, so show only ``str()``, which leaves it out."""

    url: str = field(repr=False)

    @property
    def engine(self) -> Literal["sqlite", "postgresql"]:
        """Which of the two databases it is."""
        return "sqlite" if self.url.startswith(_SQLITE) else "postgresql"

    @property
    def path(self) -> Path:
        """The SQLite file; only for that engine. Taken as written: nothing in it is percent-decoded."""
        return Path(self.url.removeprefix(_SQLITE))

    def place_in(self, folder: Path) -> "StoreUrl":
        """The address, with a relative SQLite file placed in ``folder``."""
        return StoreUrl(f"{_SQLITE}{folder.absolute() / self.path}") if self.engine == "sqlite" else self

    def __str__(self) -> str:
        if self.engine == "sqlite":
            return self.url
        parts = urlsplit(self.url)
        place = urlencode([one for one in parse_qsl(parts.query) if one[0] in ("host", "port")], safe="/:,@")
        return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}{place and '?' + place}"


def parse_store_url(text: str) -> StoreUrl:
    """Check ``sqlite:///file`` or ``postgresql://…``.

    Raises ``ValueError`` with the end of a sentence that never holds the address, for its password's sake.
    """
    if text.startswith("sqlite:") and text.endswith(("//", ":memory:")):
        raise ValueError("must name a file: what is only in memory is lost at the end")
    if text.startswith("postgres://"):  # as many hosts write it
        text = f"postgresql://{text.removeprefix('postgres://')}"
    if text.startswith(_SQLITE) and re.fullmatch(r"[^?#\n]*[^?#/\n]", text.removeprefix(_SQLITE)):
        return StoreUrl(text)
    try:
        parts = urlsplit(text)
        named = parts.scheme == "postgresql" and parts.path.strip("/") != "" and parts.port != 0
    except ValueError:
        raise ValueError("has a host or port that can't be read; write special characters as %XX") from None
    if not named:
        raise ValueError("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return StoreUrl(text)


def read_store_url(value: object) -> StoreUrl:
    """The address in a settings file. Raises ``ValueError`` like `parse_store_url`."""
    if isinstance(value, StoreUrl):
        return value
    return parse_store_url(value if isinstance(value, str) else "")
