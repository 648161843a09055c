"""Compiles statements with SQLAlchemy. Only what isn't recorded comes here, since the import alone takes so long."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Executable, Insert, Integer, LargeBinary, Select, UpdateBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from bot.store import sql
from bot.store.postgres.arrays import CHANGE, INSERT, QUERY
from bot.store.recorded import Recorded

_DIALECTS: dict[str, tuple[Dialect, Callable[..., Any]]] = {
    "sqlite": (sqlite.dialect(paramstyle="qmark"), sqlite.insert),
    "postgresql": (asyncpg.dialect(), postgresql.insert),  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it unannotated
}


def compile_statement(made: Any, engine: str) -> Recorded:
    """Compile a statement, noted or real, for an engine."""
    dialect, _ = _DIALECTS[engine]
    statement: Executable = sql.build(made)
    compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]  # every executable here is a ClauseElement
    if not isinstance(compiled, SQLCompiler):
        raise TypeError(f"{statement} is no statement with rows")
    selected = statement if isinstance(statement, Select) else None
    places = tuple(map(str, compiled.positiontup or ()))
    has_arrays = engine == "postgresql"
    return Recorded(
        text=compiled.string,
        places=places,
        fixed={name: value for name, value in compiled.params.items() if not compiled.binds[name].required},
        columns=_list_columns(statement),
        kind=_name_kind(compiled),
        types=tuple(_name_type(compiled.binds[name].type) for name in places) if has_arrays else (),
        table=str(statement.table.name) if isinstance(statement, Insert) else "",
        is_locking=selected is not None and selected._for_update_arg is not None,
        is_plain_insert=type(statement) is Insert,
    )


def _list_columns(statement: Executable) -> tuple[str, ...]:
    """The columns of its rows, which a change has too if it returns some."""
    if not isinstance(statement, Select | UpdateBase):
        return ()
    return tuple(str(column.key or "") for column in statement.exported_columns)


def _name_kind(compiled: SQLCompiler) -> str:
    if compiled.isinsert:
        return INSERT
    return CHANGE if compiled.isupdate or compiled.isdelete else QUERY


def _name_type(kind: TypeEngine[object]) -> str:
    if isinstance(kind, LargeBinary):
        return "bytea"
    return "bigint" if isinstance(kind, BigInteger | Integer) else "text"
