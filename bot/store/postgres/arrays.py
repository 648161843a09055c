"""Rewrites a statement so that it runs once for many sets of parameters, which are sent as arrays.

A query becomes a lateral join with the unnested arrays: each set of parameters finds its own rows. The rows of one set
keep the query's order, because a lateral join can only be a nested loop.
Source: https://www.postgresql.org/docs/15/queries-table-expressions.html#QUERIES-LATERAL.
"""

import re
from collections.abc import Sequence

from sqlalchemy import BigInteger, Integer, LargeBinary
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

_PARAMETER = re.compile(r"\$(\d+)")
_VALUES = re.compile(r"VALUES \(([^()]*)\)(?P<rest> ON CONFLICT .*)?", re.DOTALL)


def rewrite_for_arrays(compiled: SQLCompiler, places: Sequence[str]) -> str | None:
    """The statement for arrays of the parameters in ``places``, None if it can't run so.

    A query's rows begin with their set's number, counted from 1. What an insert that may skip rows did with each set
    isn't known.
    """
    if not places:
        return None
    types = [_name_type(compiled.binds[name].type) for name in places]
    arrays = ", ".join(f"${number}::{type}[]" for number, type in enumerate(types, 1))
    columns = ", ".join(f"p{number}" for number in range(1, len(places) + 1))
    text = _PARAMETER.sub(r"param_set.p\1", compiled.string)
    if compiled.isinsert:
        return _rewrite_insert(text, f"unnest({arrays}) AS param_set ({columns})")
    if compiled.isupdate or compiled.isdelete or "LIMIT param_set." in text:  # no limit may depend on a row
        return None
    source = f"unnest({arrays}) WITH ORDINALITY AS param_set ({columns}, place)"
    return f"SELECT param_set.place, its.* FROM {source}, LATERAL ({text}) AS its"  # noqa: S608  # the statement's own text


def _rewrite_insert(text: str, source: str) -> str | None:
    begin, values = text.partition("VALUES")[0], _VALUES.search(text)
    if values is None or values.end() != len(text):
        return None
    return f"{begin}SELECT {values[1]} FROM {source}{values['rest'] or ''}"  # noqa: S608  # the statement's own text


def _name_type(kind: TypeEngine[object]) -> str:
    if isinstance(kind, LargeBinary):
        return "bytea"
    return "bigint" if isinstance(kind, BigInteger | Integer) else "text"
