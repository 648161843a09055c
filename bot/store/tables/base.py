"""The metadata that every table is declared on, and the order of the tables."""

from graphlib import TopologicalSorter

from bot.store.sql import MetaData, Table, build, build_declared, list_declared_tables, list_references

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def holds(what: str) -> dict[str, str]:
    """A column's ``info`` that says what belongs in it. `core.upkeep.damage` uses it to find unreadable values."""
    return {"holds": what}


def sort_tables() -> tuple[Table, ...]:
    """The tables that were declared so far, each after those it refers to."""
    tables = {table.name: table for table in list_declared_tables(metadata)}
    before = {name: [to.split(".")[0] for _, to in list_references(table)] for name, table in tables.items()}
    order = TopologicalSorter({name: [other for other in others if other != name] for name, others in before.items()})
    return tuple(tables[name] for name in order.static_order())


def build_metadata() -> MetaData:
    """SQLAlchemy's metadata, with every table and index."""
    build_declared()
    built: MetaData = build(metadata)
    return built
