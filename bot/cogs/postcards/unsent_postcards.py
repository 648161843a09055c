"""Postcards that are written but not sent. They are in memory only, for an hour: before Send nothing is stored."""

import secrets

from cachetools import TTLCache
from msgspec import Struct

from bot.errors import UserError
from bot.identity import Caller

_MOST, _LIFE = 2_000, 3_600.0  # postcards kept, and for how many seconds


class UnsentPostcard(Struct, frozen=True):
    """What somebody wrote. ``slots`` are the targets it is for; ``language`` is the tag of the words.

    ``signature`` is a first name and place, empty for "a constituent".
    """

    campaign: str
    words: str
    signature: str
    slots: tuple[str, ...]
    language: str


class UnsentPostcards:
    """Unsent postcards, by a random id that buttons carry. Only their writer finds one."""

    def __init__(self) -> None:
        self._kept: TTLCache[tuple[str, str, str], UnsentPostcard] = TTLCache(_MOST, _LIFE)

    def keep(self, caller: Caller, postcard: UnsentPostcard) -> str:
        """Keep a postcard for an hour, and return its id."""
        id = secrets.token_hex(8)
        self._kept[_make_key(caller, id)] = postcard
        return id

    def find(self, caller: Caller, id: str) -> UnsentPostcard | None:
        """The caller's postcard, None once it is gone."""
        return self._kept.get(_make_key(caller, id))

    def take(self, caller: Caller, id: str) -> UnsentPostcard:
        """The caller's postcard. Raises UserError once it is gone."""
        if (found := self.find(caller, id)) is None:
            raise UserError("postcard.gone")
        return found

    def drop(self, caller: Caller, id: str) -> None:
        """Forget a postcard."""
        self._kept.pop(_make_key(caller, id), None)


def _make_key(caller: Caller, id: str) -> tuple[str, str, str]:
    return caller.platform, caller.account, id
