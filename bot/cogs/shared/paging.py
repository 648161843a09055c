"""Long tables and lists, shown one page at a time."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, TypeVar

from msgspec import Struct

from bot.kit.cards.markup import Markup, escape, join, measure_weight
from bot.kit.cards.reply import Button, Card, Table
from bot.kit.i18n import Words
from bot.kit.options import Opt

LISTED = 120  # escaped characters of a name in a table; only names made of special characters are cut
ROWS = 15  # of a table's 25, so that even the longest names fit on a card

PageNumber = Annotated[int | None, Opt("The page", button_only=True)]

_NO_ARGS: Mapping[str, str] = MappingProxyType({})

T = TypeVar("T")


class Pages(Struct, frozen=True):
    """The position in a list of ``count`` pages; ``number`` counts from 1."""

    number: int
    count: int
    size: int = ROWS

    def part(self, rows: Sequence[T]) -> tuple[T, ...]:
        """The rows on the current page."""
        return tuple(rows[(self.number - 1) * self.size : self.number * self.size])

    def describe(self, words: Words) -> str:
        """The number of this page, empty if it is the only one."""
        return words.t("page.of", number=self.number, count=self.count) if self.count > 1 else ""

    def draw_buttons(self, words: Words, route: str, args: Mapping[str, str]) -> tuple[Button, ...]:
        """The buttons for the previous and the next page."""
        ways = (("page.before", self.number - 1), ("page.after", self.number + 1))
        return tuple(
            Button(words.t(key), route, {**args, "page": str(number)})
            for key, number in ways
            if 1 <= number <= self.count
        )


def paginate(number: int | None, rows: Sequence[object], size: int = ROWS) -> Pages:
    """The pages of ``rows``, at the page nearest to ``number``."""
    return paginate_total(number, len(rows), size)


def paginate_total(number: int | None, total: int, size: int = ROWS) -> Pages:
    """The pages of ``total`` rows, at the page nearest to ``number``."""
    count = max(1, -(-total // size))
    return Pages(min(max(number or 1, 1), count), count, size)


def split_pages(parts: Sequence[Markup], room: int) -> tuple[Markup, ...]:
    """Paragraphs as pages of at most ``room`` characters of `measure_weight`. A longer one gets a page to itself."""
    pages: list[Markup] = []
    for part in parts:
        longer = join(pages[-1], part) if pages else part
        if pages and measure_weight(longer) <= room:
            pages[-1] = longer
        else:
            pages.append(part)
    return tuple(pages)


def draw_table_card(
    words: Words,
    title: str,
    table: tuple[tuple[str, ...], Sequence[tuple[str, ...]]],
    route: str,
    number: int | None = None,
    numeric: frozenset[int] = frozenset(),
    args: Mapping[str, str] = _NO_ARGS,
) -> Card:
    """One page of a table of columns and rows. The page buttons lead to ``route`` with ``args``."""
    columns, rows = table
    shown = paginate(number, rows)
    drawn = Table(columns, shown.part(rows), numeric)
    return Card(title, table=drawn, buttons=shown.draw_buttons(words, route, args), note=escape(shown.describe(words)))


def draw_lines_card(words: Words, title: str, lines: Sequence[Markup], route: str, number: int | None = None) -> Card:
    """One page of a list of lines. Unlike a table's cells, lines may contain mentions."""
    shown = paginate(number, lines)
    body = Markup("\n".join(f"- {line}" for line in shown.part(lines)))
    return Card(title, body, buttons=shown.draw_buttons(words, route, {}), note=escape(shown.describe(words)))
