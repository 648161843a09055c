"""Several statements in one, each with arrays of its parameters, so that they take one round trip."""

from collections.abc import Iterable
from functools import lru_cache

from bot.store.statement import Statement


@lru_cache(maxsize=64)
def combine_queries(queries: tuple[Statement, ...]) -> str:
    """One query for several. Each of its rows is a record after the place of its query and the number of its set.

    A query without parameters has one set, numbered 1.
    """
    return " UNION ALL ".join(_number(queries))


def _number(queries: Iterable[Statement]) -> Iterable[str]:
    first = 1
    for place, query in enumerate(queries):
        form = query.arrays
        if form is None:
            yield f"SELECT {place} AS query, 1::bigint AS place, ROW(its.*) FROM ({query.postgresql.text}) AS its"  # noqa: S608  # the statement's own text
            continue
        text = form.write(first)
        yield text.replace("SELECT param_set.place, its.*", f"SELECT {place} AS query, param_set.place, ROW(its.*)", 1)
        first += len(form.types)


@lru_cache(maxsize=64)
def combine_inserts(inserts: tuple[Statement, ...]) -> str:
    """One statement for several inserts into different tables, since none sees what another one adds."""
    first, texts = 1, list[str]()
    for form in [insert.arrays for insert in inserts]:
        assert form, "only these are combined"
        texts.append(form.write(first))
        first += len(form.types)
    *others, last = texts
    named = ", ".join(f"insert{number} AS ({text})" for number, text in enumerate(others))
    return f"WITH {named} {last}" if others else last


def split_by_table(inserts: Iterable[Statement]) -> list[tuple[Statement, ...]]:
    """The inserts in their order, in as few parts as possible. No part has a table twice."""
    parts: list[list[Statement]] = []
    for insert in inserts:
        if not parts or any(insert.table == one.table for one in parts[-1]):
            parts.append([])
        parts[-1].append(insert)
    return [tuple(part) for part in parts]
