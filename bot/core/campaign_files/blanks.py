"""The blanks of scripts, such as ``{{name}}``, and the single pass that fills them.

Blanks are a fixed list, not a template language, so text that people type into their names can't run, loop or be
filled again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.bidi import is_rtl, isolate_value
from bot.config.checks import find_closest
from bot.text import has_final_stop

NAMES = ("name", "place", "member", "title", "office", "phone", "campaign", "org", "chapter")
GAP = "____"  # shown for an unknown value, which the caller fills in aloud

_BLANK = re.compile(r"\{\{([^{}\n]*)\}\}")
_BLANK_AND_STOP = re.compile(_BLANK.pattern + r"([*”’\"»]*)(\.(?![.\w]))?")
_STRAY = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True)
class Blank:
    """One ``{{…}}`` in a text. ``name`` is stripped; ``line`` and ``column`` count from 1."""

    name: str
    text: str
    offset: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A blank that is not on the list, and the closest one that is."""

    blank: Blank
    suggestion: str | None


def find(text: str) -> tuple[Blank, ...]:
    """Every blank in ``text`` in order, including unknown ones."""
    return tuple(_make_blank(text, hit, hit[1].strip()) for hit in _BLANK.finditer(text))


def find_unknown(text: str) -> tuple[Unknown, ...]:
    """The blanks that ``fill`` can't fill."""
    return tuple(Unknown(blank, find_closest(blank.name, NAMES)) for blank in find(text) if blank.name not in NAMES)


def find_strays(text: str) -> tuple[Blank, ...]:
    """The double braces that belong to no blank. Their ``name`` is empty."""
    masked = _BLANK.sub(lambda hit: " " * len(hit[0]), text)
    return tuple(_make_blank(text, hit, "") for hit in _STRAY.finditer(masked))


def fill(text: str, values: Mapping[str, str | None], gaps: Mapping[str, str] = MappingProxyType({})) -> str:
    """Replace each blank with its value, or else with its hint in ``gaps`` for the caller, or else with ``GAP``.

    A value that contains ``{{phone}}`` is shown unchanged. A value whose writing direction differs from the text's is
    isolated. A value that ends in a period, such as "Angus S. King, Jr.", also ends its sentence.
    """
    rtl = is_rtl(_BLANK.sub("", text))

    def fill_one(hit: re.Match[str]) -> str:
        value = isolate_value(_fill_value(hit[1].strip(), values, gaps), rtl)
        return f"{value}{hit[2]}{'' if has_final_stop(value) else hit[3] or ''}"

    return _BLANK_AND_STOP.sub(fill_one, text)


def open_in(text: str, values: Mapping[str, str | None]) -> frozenset[str]:
    """The names of the blanks in ``text`` that have no value."""
    return frozenset(blank.name for blank in find(text) if not _find_value(blank.name, values))


def _fill_value(name: str, values: Mapping[str, str | None], gaps: Mapping[str, str]) -> str:
    return _find_value(name, values) or (gaps.get(name, GAP) if name in NAMES else GAP)


def _find_value(name: str, values: Mapping[str, str | None]) -> str | None:
    value = values.get(name) if name in NAMES else None
    return value if value and value.strip() else None


def _make_blank(text: str, hit: re.Match[str], name: str) -> Blank:
    line_start = text.rfind("\n", 0, hit.start()) + 1
    line = text.count("\n", 0, hit.start()) + 1
    return Blank(name, text[hit.start() : hit.end()], hit.start(), line, hit.start() - line_start + 1)
