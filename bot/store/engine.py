"""What core sees of a database: units of work, each in one transaction, the same on SQLite and PostgreSQL."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from bot.store.statement import Params, Row, Statement

T = TypeVar("T")
Query = tuple[Statement, Mapping[str, Any]]  # with its parameters
ListQueries = Callable[[], Iterable[Query]]


class Tx(Protocol):
    """An open transaction. A unit of work awaits these methods and nothing else.

    On SQLite, a whole unit runs in one hop to the connection's thread, where it can't wait for anything else.
    ``has_one_writer`` means that no other transaction writes meanwhile, so that rows which many change aren't fought
    over.
    """

    has_one_writer: bool

    async def one(self, statement: Statement, /, **params: Any) -> Row | None:
        """The first row, None if there is none."""
        ...

    async def all(self, statement: Statement, /, **params: Any) -> list[Row]:
        """All rows."""
        ...

    async def run(self, statement: Statement, /, **params: Any) -> int:
        """Change rows and return how many."""
        ...

    async def many(self, statement: Statement, rows: Iterable[Params], /) -> None:
        """Run one statement for each of ``rows``, in order."""
        ...

    async def read_ahead(self, list_queries: ListQueries) -> None:
        """Read what the unit will likely ask next, if that takes fewer round trips. Otherwise, nothing is listed.

        The same query with the same parameters then gets these rows, once, unless the unit changes something before.
        Read so only after the unit has locked what keeps others from changing these rows.
        """
        ...


Unit = Callable[[Tx], Awaitable[T]]


class FailedUnit(Struct, frozen=True):
    """A unit's own error, on its way to its caller beside what other units of a batch return."""

    error: Exception


class Store(Protocol):
    """A database. Its methods raise `bot.errors.Unavailable` while it can't work.

    ``has_one_process`` means that no other process writes to it while it is open.
    """

    has_one_process: bool

    async def read(self, unit: Unit[T]) -> T:
        """Run ``unit`` on one consistent snapshot. It must not write."""
        ...

    async def write(self, unit: Unit[T]) -> T:
        """Run ``unit`` in a transaction, and return its result once that is durable. An exception undoes it.

        The unit may run again from the start if others that shared its commit failed, so it must change nothing but the
        database.
        """
        ...

    async def write_together(self, unit: Unit[T]) -> T:
        """Do the same for a unit that many callers run at once, in a transaction with other such units.

        Its first statement that locks or writes must lock the caller's own row, which keeps two units of the same
        caller apart. It must not mind that other units' statements run between its own.
        """
        ...

    async def scrub(self) -> None:
        """Remove what is left of deleted rows from the database's own files."""
        ...

    async def close(self) -> None:
        """Finish running work and close the database."""
        ...
