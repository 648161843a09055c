"""Files that people send with a command or a form. A file is read only once a cog asks, and only up to `LIMIT`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.errors import UserError

LIMIT = 64 * 1024  # bytes; a campaign in seven languages takes half of it

Fetch = Callable[[int], Awaitable[bytes]]  # reads at most so many bytes, and no more than one block beyond them

_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16 with its mark, which the reader of the text explains
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1b")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that arrived with a request. ``size`` is in bytes, as the platform gives it; None if it doesn't.

    ``option`` is the name of the option that took it, so that a form can show a refusal beside the field.
    """

    name: str
    size: int | None
    fetch: Fetch = field(compare=False, repr=False)
    option: str = ""

    async def read_text(self) -> bytes:
        """The bytes of a text file, in whatever encoding. Raises UserError for any other file, and past `LIMIT`."""
        if self.size is not None and self.size > LIMIT:
            raise self._refuse("large", size=self.size, limit=LIMIT)
        try:
            data = await self.fetch(LIMIT + 1)
        except UserError as error:
            error.field = self.option
            raise
        if len(data) > LIMIT:
            raise self._refuse("large", size=max(len(data), self.size or 0), limit=LIMIT)
        if self.size is not None and len(data) != self.size:
            raise self._refuse("incomplete", read=len(data), size=self.size)
        if not data.strip():
            raise self._refuse("empty")
        if is_binary(data):
            raise self._refuse("binary")
        return data

    def _refuse(self, why: str, **numbers: int) -> UserError:
        return UserError(f"sent_file.{why}", field=self.option, file=self.name, **numbers)


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding: pictures, archives and the like.

    UTF-16 without its mark has a zero byte beside each letter, so it counts as text.
    """
    if data.startswith(_WIDE):
        return False
    zeros = data[::2].count(0), data[1::2].count(0)
    if min(zeros) or 0 < sum(zeros) * 4 < len(data):
        return True
    controls = sum(0 < byte < 0x20 and byte not in _TEXT_CONTROLS for byte in data)
    return controls * 100 > len(data)
