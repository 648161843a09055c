"""Tables and statements that both drivers treat the same way."""

import pytest
from sqlalchemy import BigInteger, LargeBinary, Text, bindparam, insert, select

from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import build_metadata, campaign_versions, meta, orgs, requests
from tests.store.rows import numbers


@pytest.mark.parametrize("table", build_metadata().sorted_tables, ids=lambda table: table.name)
def test_columns_hold_only_text_integers_and_bytes(table: object) -> None:
    for column in build_metadata().tables[str(table)].columns:
        assert type(column.type) in {Text, BigInteger, LargeBinary}, column
        assert column.default is None  # the drivers run the compiled text, which has no Python defaults
        # A server default is allowed: a constant, where a migration gave old rows a value.
        default = column.server_default
        assert default is None or str(getattr(default, "arg", "")) in ("0", "1"), column
        assert column.autoincrement in {"auto", False}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_statement_is_compiled_once_for_each_engine(engine: str) -> None:
    built = []

    def build(insert_into: object) -> object:
        built.append(insert_into)
        return insert_into(requests).on_conflict_do_nothing()  # type: ignore[operator]  # the engine's own insert

    statement = Statement(build)  # type: ignore[arg-type]  # it does return an executable
    assert getattr(statement, engine) is getattr(statement, engine)
    assert len(built) == 1
    assert "ON CONFLICT DO NOTHING" in getattr(statement, engine).text


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_parameters_are_placed_among_the_fixed_values(engine: str) -> None:
    wheres = (
        requests.c.answer == bindparam("said"),
        requests.c.at > 7,
        requests.c.answer != bindparam("said"),
    )
    statement = Statement(select(requests.c.answer).where(*wheres))
    given = list(getattr(statement, engine).bind({"said": "yes"}))
    assert sorted(given, key=str) in ([7, "yes", "yes"], [7, "yes"])  # PostgreSQL may use one placeholder twice
    alone = Statement(select(requests.c.answer).where(requests.c.key == bindparam("sought")))
    assert tuple(getattr(alone, engine).bind({"sought": b"x"})) == (b"x",)


async def test_rows_can_be_tuples_in_the_statements_order(store: Store) -> None:
    backwards = ["names_reviewed", "archived_at", "created_at", "placeholder", "name", "id"]
    for order, name in ((backwards, "a"), (backwards[::-1], "b")):
        row = (None, None, 7, 0, name, name)
        add, given = Statement(insert(orgs), order), row if order is backwards else row[::-1]
        await store.write(lambda tx, add=add, given=given: tx.many(add, [given]))  # type: ignore[misc]
    assert await numbers(store) == {"a": 7, "b": 7}


async def test_values_are_read_as_they_were_written(store: Store) -> None:
    text, number, sealed = "¿Qué? 你好 '\";--\n\u200d😀", 2**62, bytes(range(256))
    keep, seal = Statement(insert(campaign_versions)), Statement(insert(meta))
    kept = Statement(select(campaign_versions.c.content, campaign_versions.c.created_at))
    unsealed = Statement(select(meta.c.value).where(meta.c.value == bindparam("sought")))

    async def unit(tx: Tx) -> None:
        await tx.run(keep, version="v", campaign_id="c", content=text, created_at=number)
        await tx.run(seal, name="n", value=sealed)
        assert await tx.one(kept) == (text, number)
        found = await tx.one(unsealed, sought=sealed)
        assert found
        assert bytes(found.value) == sealed

    await store.write(unit)
