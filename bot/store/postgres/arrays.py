"""Rewrites a statement so that it runs once for many sets of parameters, which are sent as arrays.

A query becomes a lateral join with the unnested arrays: each set of parameters finds its own rows. OFFSET 0 keeps the
planner from joining the tables in another way. Otherwise it reads a table whole as long as it knows little about it,
and keeps that plan. So the rows of one set also keep the query's order.
Source: https://www.postgresql.org/docs/15/queries-table-expressions.html#QUERIES-LATERAL.
"""

import re

from msgspec import Struct

QUERY, INSERT, CHANGE = "query", "insert", "change"  # the kinds of statements
_PARAMETER = re.compile(r"\$(\d+)")
_VALUES = re.compile(r"VALUES \(([^()]*)\)(?P<rest> ON CONFLICT .*)?", re.DOTALL)


class ArrayForm(Struct, frozen=True):
    """A statement for arrays of its parameters, of these types.

    It is ``begin``, the arrays as the rows ``param_set``, and ``end``. A query's rows begin with their set's number,
    counted from 1.
    """

    begin: str
    types: tuple[str, ...]
    end: str
    is_query: bool

    def write(self, first: int = 1) -> str:
        """The text, whose parameters are numbered from ``first``."""
        arrays = ", ".join(f"${number}::{type}[]" for number, type in enumerate(self.types, first))
        columns = ", ".join(f"p{number}" for number in range(1, len(self.types) + 1))
        named = f"param_set ({columns}, place)" if self.is_query else f"param_set ({columns})"
        ordinality = " WITH ORDINALITY" if self.is_query else ""
        return f"{self.begin}unnest({arrays}){ordinality} AS {named}{self.end}"


def rewrite_for_arrays(kind: str, text: str, types: tuple[str, ...]) -> ArrayForm | None:
    """A statement for arrays of its parameters, None if it can't run so. ``kind`` is query, insert or change.

    What an insert that may skip rows did with each set isn't known.
    """
    if not types:
        return None
    text = _PARAMETER.sub(r"param_set.p\1", text)
    if kind == INSERT:
        return _rewrite_insert(text, types)
    if kind != QUERY or "LIMIT param_set." in text:  # no limit may depend on a row
        return None
    alone = text if " OFFSET " in text or " FOR " in text else f"{text} OFFSET 0"  # a lock has the same effect
    return ArrayForm("SELECT param_set.place, its.* FROM ", types, f", LATERAL ({alone}) AS its", is_query=True)


def _rewrite_insert(text: str, types: tuple[str, ...]) -> ArrayForm | None:
    begin, values = text.partition("VALUES")[0], _VALUES.search(text)
    rest = (values["rest"] or "") if values else ""
    if values is None or values.end() != len(text) or "param_set." in rest:  # ON CONFLICT sees no sets
        return None
    select = f"{begin}SELECT {values[1]} FROM "  # noqa: S608  # the statement's own text
    return ArrayForm(select, types, rest, is_query=False)
