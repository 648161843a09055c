"""Statements written once in SQLAlchemy Core and compiled once for each engine, most of them beforehand.

Executing through SQLAlchemy costs more than SQLite itself does (18,000 against 53,000 small transactions a second), so
the engines run the compiled text directly on their drivers. That is why tables hold only the types that both drivers
return unchanged: text, integers and bytes.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from operator import itemgetter
from typing import Any

from msgspec import Struct

from bot.store.postgres.arrays import ArrayForm, rewrite_for_arrays
from bot.store.recorded import Recorded, find_recorded
from bot.store.sql import Executable, Noted, note

Row = Any  # a named tuple of the statement's columns
Params = Mapping[str, Any] | tuple[Any, ...]  # by name, or in the statement's ``order``
Build = Callable[[Any], Executable]
Fold = Callable[[Sequence[Any]], Sequence[Any]]


class Compiled(Struct, frozen=True):
    """One statement, compiled for one engine.

    ``bind`` puts parameters and the statement's own values in order (both engines are fastest with positions). ``row``
    makes a named tuple of a fetched row. A locking one is a query that locks the rows it finds; its first column is
    their key.
    """

    text: str
    bind: Callable[[Any], tuple[Any, ...]]
    row: Callable[[Any], Row]
    is_locking: bool


class Statement:
    """A Core statement with named parameters (``bindparam``), compiled for an engine when it first runs there.

    ``build`` is the statement, or for an upsert, a function that makes it from the engine's own ``insert``. With
    ``order``, parameters are tuples in that order, which is a third of the work for many rows. ``fold`` makes one row
    of several that an upsert adds to the same row, and puts them in the order in which they are locked.
    """

    def __init__(self, build: Executable | Build, order: Sequence[str] = (), fold: Fold | None = None) -> None:
        self._build = build
        self._order = tuple(order)
        self.fold = fold

    @cached_property
    def sqlite(self) -> Compiled:
        """The statement for SQLite."""
        return self._prepare(self.find_compiled("sqlite"))

    @cached_property
    def postgresql(self) -> Compiled:
        """The statement for PostgreSQL."""
        return self._prepare(self._postgresql)

    @cached_property
    def arrays(self) -> ArrayForm | None:
        """The statement for PostgreSQL with an array for each parameter, None if it can't run so."""
        found = self._postgresql
        return rewrite_for_arrays(found.kind, found.text, found.types)

    @cached_property
    def array_text(self) -> str:
        """Its text, empty if it can't run so."""
        return self.arrays.write() if self.arrays else ""

    @property
    def is_plain_insert(self) -> bool:
        """Whether it adds a row, or else fails."""
        return self._postgresql.is_plain_insert

    @cached_property
    def is_certain(self) -> bool:
        """Whether what it does with each row is known beforehand: it adds it, or adds to the row that is there."""
        return bool(self.arrays) and (self.is_plain_insert or self.fold is not None)

    @property
    def table(self) -> str:
        """The name of the table that an insert adds to."""
        return self._postgresql.table

    @cached_property
    def _postgresql(self) -> Recorded:
        return self.find_compiled("postgresql")

    def find_compiled(self, engine: str) -> Recorded:
        """What the statement is compiled to for an engine: as it was recorded, or compiled now."""
        made = self.make(engine)
        if (found := find_recorded(engine, made)) is not None:
            return found
        from bot.store.compiling import compile_statement

        return compile_statement(made, engine)

    def make(self, engine: str) -> Any:
        """The statement for an engine, as an expression."""
        if isinstance(self._build, Noted) or not callable(self._build):
            return self._build
        return self._build(note(f"sqlalchemy.dialects.{engine}", "insert"))

    def _prepare(self, compiled: Recorded) -> Compiled:
        places = compiled.places
        bind = _make_rearranger(self._order, places) if self._order else _make_binder(places, compiled.fixed)
        return Compiled(compiled.text, bind, _make_row_maker(compiled.columns), compiled.is_locking)


def _make_binder(places: tuple[str, ...], fixed: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if not places:
        return lambda params: ()
    if len(places) == 1:  # itemgetter would return the value itself
        [name] = places
        return (lambda params: (fixed[name],)) if name in fixed else lambda params: (params[name],)
    pick = itemgetter(*places)
    return (lambda params: pick({**fixed, **params})) if fixed else pick


def _make_rearranger(order: tuple[str, ...], places: tuple[str, ...]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    return tuple if places == order else itemgetter(*map(order.index, places))


def _make_row_maker(columns: tuple[str, ...]) -> Callable[[Any], Row]:
    shape: Any = namedtuple("Row", columns)  # type: ignore[misc]  # named here only
    return partial(tuple.__new__, shape)  # like `_make`, without its check of the column count
