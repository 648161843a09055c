"""Pictures and files on a card.

A temporary one shows what somebody has not decided yet, such as a postcard before it is sent. Platforms that store
files of their own remove it there, at the latest after an hour.
"""

from dataclasses import dataclass

from bot.kit.cards.limits import LimitError, check_limit

NAME = 80
PICTURE_ALT, FILE_ALT = 1000, 300  # Slack's alt_txt takes 1,000 characters, Discord's description 1,024
SIZE = 8_000_000  # bytes; Discord takes 10 MiB


@dataclass(frozen=True, slots=True)
class Image:
    """A PNG, and the words for readers who don't see pictures.

    ``temporary`` is the id of the decision that it belongs to: a card whose ``removes`` has the same id ends it. It
    tells nothing about a person or what they wrote.
    """

    name: str
    data: bytes
    alt: str
    temporary: str = ""

    def __post_init__(self) -> None:
        _check(f"picture “{self.name}”", self, PICTURE_ALT, "draw it smaller")


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep, such as a table for other programs, and a description of its contents.

    ``temporary`` is as in `Image`.
    """

    name: str
    data: bytes
    alt: str
    temporary: str = ""

    def __post_init__(self) -> None:
        _check(f"file “{self.name}”", self, FILE_ALT, "leave something out")


def _check(what: str, one: Image | File, most_words: int, fix: str) -> None:
    check_limit(f"name of the {what}", len(one.name), NAME, "shorten it")
    check_limit(f"words for the {what}", len(one.alt), most_words, "shorten them")
    check_limit(what, len(one.data), SIZE, fix)
    if not one.data:
        raise LimitError(f"{what} is empty, which Slack refuses; leave it out")
