"""What is drawn on a postcard."""

from typing import Literal

from msgspec import Struct

Shape = Literal["sunrise", "people", "homes"]


class Colors(Struct, frozen=True):
    """A postcard's colors as ``#rrggbb``: the front's ground, the letters on it, and a warm accent."""

    dark: str = "#1d3557"
    light: str = "#f1faee"
    warm: str = "#f2a33a"


class PostcardFace(Struct, frozen=True):
    """The front: the campaign's words, in the language of the back, over a shape or a JPEG that `read_art` made."""

    title: str
    tags: str = ""
    colors: Colors = Colors()
    shape: Shape = "sunrise"
    image: bytes = b""


class PostcardBack(Struct, frozen=True):
    """The back: what somebody wrote, who signs it, and the member's office. ``language`` is the tag of the words."""

    words: str
    signature: str
    recipient: str
    office: str
    language: str


class Postcard(Struct, frozen=True):
    """Both sides."""

    front: PostcardFace
    back: PostcardBack


class Cover(Struct, frozen=True):
    """The first page of printed postcards: sentences, and how many cards come from each district."""

    lines: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]


class Sheet(Struct, frozen=True):
    """Postcards to print, ``per_page`` (2 or 4) to a page."""

    title: str
    cards: tuple[Postcard, ...]
    cover: Cover | None = None
    per_page: int = 2


class PrintedSheet(Struct, frozen=True):
    """A PDF, and how many of the cards are in it."""

    pdf: bytes
    count: int


class TooLongError(Exception):
    """Words that fit at no size. ``taken`` is how many characters they print, ``room`` how many of these fit.

    ``part`` names the field of the postcard: "words", "signature", "title", "tags", "recipient" or "office".
    """

    def __init__(self, taken: int, room: int, part: str = "words") -> None:
        super().__init__(f"{part}: {taken} characters, and {room} fit")
        self.taken, self.room, self.part = taken, room, part
