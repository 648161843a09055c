"""What core sees of a database: units of work, each in one transaction, the same on SQLite and on PostgreSQL."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol, TypeVar

from bot.store.statement import Params, Row, Statement

T = TypeVar("T")


class Tx(Protocol):
    """An open transaction. A unit of work awaits its methods and nothing else.

    On SQLite a whole unit runs in one hop to the connection's thread, where nothing else can be waited for.
    """

    async def one(self, statement: Statement, /, **params: Any) -> Row | None:
        """Return the first row, None where there is none."""
        ...

    async def all(self, statement: Statement, /, **params: Any) -> list[Row]:
        """Return every row."""
        ...

    async def run(self, statement: Statement, /, **params: Any) -> int:
        """Change rows and return how many."""
        ...

    async def many(self, statement: Statement, rows: Iterable[Params], /) -> None:
        """Run one statement for each of ``rows``, in their order."""
        ...


Unit = Callable[[Tx], Awaitable[T]]


class Store(Protocol):
    """A database. Its methods raise `bot.errors.Unavailable` when it can't do its work just now.

    ``has_one_process`` says that no other process writes to it, for as long as it is open.
    """

    has_one_process: bool

    async def read(self, unit: Unit[T]) -> T:
        """Run ``unit`` on one consistent snapshot; it must not write."""
        ...

    async def write(self, unit: Unit[T]) -> T:
        """Run ``unit`` in a transaction and return its result once that is durable; what it raises undoes it.

        It may be run again from the start, when others that would have shared its commit failed; so it changes
        nothing but the database.
        """
        ...

    async def scrub(self) -> None:
        """Leave nothing of rows already deleted in the database's own files."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""
        ...
