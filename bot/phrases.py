"""Blanks that each language writes its own way: sentences of the catalog, zones, states and lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence of the catalog. ``params`` fill its own blanks."""

    key: str
    params: tuple[tuple[str, "str | int | Clock | Phrase | State | Translations | Listing"], ...] = ()


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA time zone. A sentence calls it by a name that no other zone has."""

    name: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, in minutes after midnight."""

    minutes: int


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory by its two letters. A sentence names it as it names places: "the District of Columbia"."""

    code: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A North American phone number as cards write it: (202) 224-3121. Platforms make it tappable where they can."""

    text: str

    @property
    def number(self) -> str:
        """The number in E.164: +12022243121. Empty if the text is no such number."""
        digits = "".join(filter(str.isdecimal, self.text))
        return f"+1{digits}" if len(digits) == _DIGITS and digits.isascii() else ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Things to list. With ``choice``, the reader chooses one: "a, b, or c"."""

    items: tuple["str | Phrase | State | Translations", ...]
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Translations:
    """A text that a campaign file gives in several languages, by tag; the reader's decides which is shown."""

    texts: tuple[tuple[str, str], ...]


Item = str | Phrase | State | Translations  # of a list


def make_translations(texts: Mapping[str, str]) -> str | Translations:
    """A file's texts, for a sentence's blank; one text stays as it is."""
    return Translations(tuple(texts.items())) if len(texts) > 1 else next(iter(texts.values()))


def make_phrase(key: str, **params: str | int | Clock | Phrase | State | Translations | Listing) -> Phrase:
    """Make a phrase with its blanks."""
    return Phrase(key, tuple(params.items()))


def list_choices(items: Iterable[Item], most: int | None = None) -> Item | Listing:
    """A list to choose one from. A single thing stays as it is. Past ``most``, it says how many more."""
    found = tuple(items)
    if most is not None and len(found) > most:
        found = (*found[:most], make_phrase("list.others", count=len(found) - most))
    return _make_listing(found, choice=True)


def list_all(items: Iterable[Item]) -> Item | Listing:
    """A list of everything. A single thing stays as it is."""
    return _make_listing(items, choice=False)


def _make_listing(items: Iterable[Item], *, choice: bool) -> Item | Listing:
    found = tuple(items)
    return found[0] if len(found) == 1 else Listing(found, choice)
