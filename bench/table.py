"""The figures of a run, and the table that shows them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figures:
    """One quantity, taken several times in a run. The spread of the takes is the machine's noise."""

    takes: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.takes)

    @property
    def noise(self) -> float:
        """Half the distance from the lowest to the highest, as a share of the median."""
        return (max(self.takes) - min(self.takes)) / 2 / self.median if self.median else 0.0

    def over(self, other: "Figures") -> "Figures":
        """Each take divided by the take of ``other`` in the same round."""
        return Figures(tuple(own / beside for own, beside in zip(self.takes, other.takes, strict=True)))


@dataclass(frozen=True, slots=True)
class Bar:
    """A target to reach: for the ratio if there is something to compare with, else for the figure itself."""

    side: Literal["at least", "at most"]
    limit: float

    def is_met(self, value: float) -> bool:
        """Whether ``value`` reaches it."""
        return value >= self.limit if self.side == "at least" else value <= self.limit


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what Callboard takes, and what ``plain``, named by ``beside``, takes for the same work."""

    what: str
    unit: str
    ours: Figures
    beside: str = ""
    plain: Figures | None = None
    bar: Bar | None = None

    @property
    def judged(self) -> Figures:
        """The figures that the bar applies to."""
        return self.ours.over(self.plain) if self.plain else self.ours


HEADINGS = ("", "Callboard", "beside it", "", "ratio (lowest to highest)", "bar")


def table(title: str, rows: Sequence[Row]) -> str:
    """A heading and a line for each row, in columns."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    drawn = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join((title, *(f"  {line}".rstrip() for line in drawn), ""))


def _cells(row: Row) -> tuple[str, ...]:
    plain = _figure(row.plain, row.unit) if row.plain else ""
    return (row.what, _figure(row.ours, row.unit), row.beside, plain, _ratio(row), _bar(row))


def _figure(figures: Figures, unit: str) -> str:
    return f"{_number(figures.median)} {unit} ±{figures.noise:.0%}"


def _number(value: float) -> str:
    """A number with three significant digits."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f}"


def _ratio(row: Row) -> str:
    if row.plain is None or not all(row.plain.takes):
        return ""
    ratio = row.judged
    return f"{_times(ratio.median)} ({_times(min(ratio.takes))} to {_times(max(ratio.takes))})"


def _bar(row: Row) -> str:
    if row.bar is None:
        return ""
    return f"{row.bar.side} {row.bar.limit:g}: {'met' if row.bar.is_met(row.judged.median) else 'MISSED'}"


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.01 else "<0.01"
