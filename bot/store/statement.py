"""Statements written once in SQLAlchemy Core and compiled once for each engine.

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
from sqlalchemy import Executable, Insert, Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from bot.store.postgres.arrays import ArrayForm, rewrite_for_arrays

_SQLITE: Dialect = sqlite.dialect(paramstyle="qmark")
_POSTGRESQL: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it unannotated

Row = Any  # a named tuple of the statement's columns
Params = Mapping[str, Any] | tuple[Any, ...]  # by name, or in the statement's ``order``
Build = Callable[[Any], Executable]
Fold = Callable[[Sequence[Any]], Sequence[Any]]


class Compiled(Struct, frozen=True):
    """One statement, compiled for one engine.

    ``bind`` puts parameters and the statement's own values in order (both engines are fastest with positions). ``row``
    makes a named tuple of a fetched row.
    """

    text: str
    bind: Callable[[Any], tuple[Any, ...]]
    row: Callable[[Any], Row]


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
        return self._compile(_SQLITE, sqlite.insert)

    @cached_property
    def postgresql(self) -> Compiled:
        """The statement for PostgreSQL."""
        return self._compile(_POSTGRESQL, postgresql.insert)

    @cached_property
    def arrays(self) -> ArrayForm | None:
        """The statement for PostgreSQL with an array for each parameter, None if it can't run so."""
        compiled = _compile(self._make(postgresql.insert), _POSTGRESQL)
        return rewrite_for_arrays(compiled, _list_places(compiled))

    @cached_property
    def array_text(self) -> str:
        """Its text, empty if it can't run so."""
        return self.arrays.write() if self.arrays else ""

    @cached_property
    def is_locking(self) -> bool:
        """Whether it is a query that locks the rows it finds. Its first column is their key."""
        statement = self._make(postgresql.insert)
        return isinstance(statement, Select) and statement._for_update_arg is not None

    @cached_property
    def is_plain_insert(self) -> bool:
        """Whether it adds a row, or else fails."""
        return type(self._make(postgresql.insert)) is Insert

    @cached_property
    def is_certain(self) -> bool:
        """Whether what it does with each row is known beforehand: it adds it, or adds to the row that is there."""
        return bool(self.arrays) and (self.is_plain_insert or self.fold is not None)

    @cached_property
    def table(self) -> str:
        """The name of the table that an insert adds to."""
        statement = self._make(postgresql.insert)
        return str(statement.table.name) if isinstance(statement, Insert) else ""

    def _make(self, insert: Callable[..., Any]) -> Executable:
        return self._build if isinstance(self._build, Executable) else self._build(insert)

    def _compile(self, dialect: Dialect, insert: Callable[..., Any]) -> Compiled:
        statement = self._make(insert)
        compiled = _compile(statement, dialect)
        fixed = {name: value for name, value in compiled.params.items() if not compiled.binds[name].required}
        places = _list_places(compiled)
        bind = _make_rearranger(self._order, places) if self._order else _make_binder(places, fixed)
        return Compiled(compiled.string, bind, _make_row_maker(statement))


def _compile(statement: Executable, dialect: Dialect) -> SQLCompiler:
    compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]  # every executable here is a ClauseElement
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(f"{statement} is no statement with rows")
    return compiled


def _list_places(compiled: SQLCompiler) -> tuple[str, ...]:
    return tuple(compiled.positiontup or ())


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


def _make_row_maker(statement: Executable) -> Callable[[Any], Row]:
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    shape: Any = namedtuple("Row", [column.key or "" for column in columns])  # type: ignore[misc]  # named here only
    return partial(tuple.__new__, shape)  # like `_make`, without its check of the column count
