"""Rows for tests about transactions, whatever their content: orgs with a number each."""

from sqlalchemy import bindparam, insert, select, update

from bot.store.engine import Store, Tx, Unit
from bot.store.statement import Statement
from bot.store.tables import orgs

ADD = Statement(insert(orgs))
ALL = Statement(select(orgs.c.name, orgs.c.created_at).order_by(orgs.c.name))
ONE = Statement(select(orgs.c.created_at).where(orgs.c.name == bindparam("org")))
MOVE = Statement(
    update(orgs).where(orgs.c.name == bindparam("org")).values(created_at=orgs.c.created_at + bindparam("by"))
)


async def put(tx: Tx, name: str, number: int = 0) -> None:
    """Add a row with a unique name."""
    row = {"id": name, "name": name, "placeholder": 0, "created_at": number}
    assert await tx.run(ADD, **row, archived_at=None, names_reviewed=None) == 1


def make_unit(name: str, number: int = 0) -> Unit[str]:
    """A unit of work that adds a row and returns its name."""

    async def unit(tx: Tx) -> str:
        await put(tx, name, number)
        return name

    return unit


async def numbers(store: Store) -> dict[str, int]:
    """Every row's number, by name."""
    return {row.name: row.created_at for row in await store.read(lambda tx: tx.all(ALL))}


async def names(store: Store) -> set[str]:
    """Every row's name."""
    return set(await numbers(store))
