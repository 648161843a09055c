"""Long tables, some rows at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, TypeVar

from bot.kit.cards.markup import Markup, escape
from bot.kit.cards.reply import Button, Card, Table
from bot.kit.i18n import Words
from bot.kit.options import Opt

LISTED = 120  # characters of cost of a name in a table: all of it, but for names of nothing but signs
ROWS = 15  # of a table's 25, so that the longest names leave room on a card

PageNumber = Annotated[int | None, Opt("The page", button_only=True)]

_NO_ARGS: Mapping[str, str] = MappingProxyType({})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pages:
    """``count`` pages of which ``number`` (from 1) is shown."""

    number: int
    count: int
    size: int = ROWS

    def part(self, rows: Sequence[T]) -> tuple[T, ...]:
        """Return the rows of the page that is shown."""
        return tuple(rows[(self.number - 1) * self.size : self.number * self.size])

    def told(self, words: Words) -> str:
        """Say which page it is, nothing where there is only one."""
        return words.t("page.of", number=self.number, count=self.count) if self.count > 1 else ""

    def buttons(self, words: Words, route: str, args: Mapping[str, str]) -> tuple[Button, ...]:
        """Return the ways to the page before and the page after."""
        ways = (("page.before", self.number - 1), ("page.after", self.number + 1))
        return tuple(
            Button(words.t(key), route, {**args, "page": str(number)})
            for key, number in ways
            if 1 <= number <= self.count
        )


def page(number: int | None, rows: Sequence[object], size: int = ROWS) -> Pages:
    """Return the pages of ``rows``; a page that doesn't exist is the nearest one."""
    return pages_of(number, len(rows), size)


def pages_of(number: int | None, total: int, size: int = ROWS) -> Pages:
    """Return the pages of so many rows; a page that doesn't exist is the nearest one."""
    count = max(1, -(-total // size))
    return Pages(min(max(number or 1, 1), count), count, size)


def table_card(
    words: Words,
    title: str,
    table: tuple[tuple[str, ...], Sequence[tuple[str, ...]]],
    route: str,
    number: int | None = None,
    numeric: frozenset[int] = frozenset(),
    args: Mapping[str, str] = _NO_ARGS,
) -> Card:
    """Show one page of a long ``table``, its columns and rows; ``route``, with ``args``, turns to another."""
    columns, rows = table
    shown = page(number, rows)
    drawn = Table(columns, shown.part(rows), numeric)
    return Card(title, table=drawn, buttons=shown.buttons(words, route, args), note=escape(shown.told(words)))


def lines_card(words: Words, title: str, lines: Sequence[Markup], route: str, number: int | None = None) -> Card:
    """Show one page of a long list of lines, which hold what a table can't, such as mentions."""
    shown = page(number, lines)
    body = Markup("\n".join(f"- {line}" for line in shown.part(lines)))
    return Card(title, body, buttons=shown.buttons(words, route, {}), note=escape(shown.told(words)))
