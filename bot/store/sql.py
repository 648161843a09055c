"""SQLAlchemy's expressions, noted down instead of built: a process builds one only if it must compile it.

SQLAlchemy takes longer to import than all of Callboard, and 30 MiB. A statement's text is known beforehand
(`recorded`), so a process that runs it needs no more than what tells it from others, which is its `make_digest`. What
is imported from here has SQLAlchemy's names and, for type checkers, its types. `build` makes the real thing.

Asking a noted expression for something that only SQLAlchemy knows (its truth, its length, what it iterates over) builds
it. A table knows the names of its columns and of its key.
"""

import enum
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import *  # noqa: F403 - all of them, with their types

_DIGEST = 16  # bytes
_UNKNOWN: Any = object()
_DECLARING = ("Table", "Index")
_declared = list["Noted"]()  # the tables and indexes, in the order of their modules
_declared_unbuilt = list["Noted"]()
_building = RLock()  # the engines' threads compile what isn't recorded, and a table can be built once only


class Noted:
    """An expression that isn't built yet: how to make it, from which parts."""

    __slots__ = ("_noted_built", "_noted_digest", "_noted_parts")
    is_clause_element = False  # SQLAlchemy's own functions are to ask `__clause_element__`

    def __init__(self, *parts: Any) -> None:
        self._noted_parts = parts
        self._noted_built: Any = _UNKNOWN
        self._noted_digest = b""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python asks every object for
            raise AttributeError(name)
        return Noted("get", self, name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        made = _choose_class(self)("call", self, given, named)
        if self._noted_parts[0] == "from" and self._noted_parts[2] in _DECLARING:
            _declared.append(made)
            _declared_unbuilt.append(made)
        return made

    def __clause_element__(self) -> Any:
        """The real expression, for SQLAlchemy's own functions."""
        return build(self)

    def __iter__(self) -> Iterator[Any]:
        return iter(build(self))

    def __len__(self) -> int:
        return len(build(self))

    def __contains__(self, item: object) -> bool:
        return item in build(self)

    def __bool__(self) -> bool:
        return bool(build(self))

    def __instancecheck__(self, one: object) -> bool:
        """Whether ``one`` is of the class that this is."""
        if self._noted_parts[-1] == "BindParameter" and isinstance(one, Noted):
            return _find_maker(one) in ("bindparam", "literal")
        return isinstance(build(one), build(self))

    __hash__ = object.__hash__


def _note_operator(name: str) -> Any:
    return lambda self, *others: Noted("get", self, name)(*others)


for _name in (
    "eq", "ne", "lt", "le", "gt", "ge", "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "mod",
    "and", "or", "invert", "neg", "getitem",
):  # fmt: skip
    setattr(Noted, f"__{_name}__", _note_operator(f"__{_name}__"))


class _Column(Noted):
    """A column in a table's declaration."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return str(self._noted_parts[2][0])


class _Table(Noted):
    """A declared table."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return str(self._noted_parts[2][0])

    @property
    def c(self) -> Any:
        return _Columns("get", self, "c")

    columns = c

    @property
    def primary_key(self) -> Any:
        return _Columns("get", self, "primary_key")


class _Columns(Noted):
    """The columns of a table, or those of its key."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        _, table, which = self._noted_parts
        declared = list_declared_columns(table)
        names = _list_keys(table) if which == "primary_key" else list(declared)
        return iter([_TableColumn("get", table.c, name) for name in names])

    def __len__(self) -> int:
        return len(list(iter(self)))


class _TableColumn(Noted):
    """A column of a table, by its name. ``info`` is what its declaration says of it."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return str(self._noted_parts[2])

    @property
    def info(self) -> Mapping[str, str]:
        table = self._noted_parts[1]._noted_parts[1]
        found: Mapping[str, str] = list_declared_columns(table)[self.name]._noted_parts[3].get("info", {})
        return found


def list_declared_columns(table: Any) -> dict[str, Any]:
    """The columns of a table's declaration, by name."""
    return {part.name: part for part in table._noted_parts[2] if isinstance(part, _Column)}


def list_references(table: Any) -> list[tuple[str, str]]:
    """The columns of a table that refer to others, each with what it refers to: ``people.id``."""
    return [
        (name, part._noted_parts[2][0])
        for name, column in list_declared_columns(table).items()
        for part in column._noted_parts[2]
        if _find_maker(part) == "ForeignKey"
    ]


def _list_keys(table: Any) -> list[str]:
    for part in table._noted_parts[2]:
        if _find_maker(part) == "PrimaryKeyConstraint":
            return list(part._noted_parts[2])
    declared = list_declared_columns(table).items()
    return [name for name, column in declared if column._noted_parts[3].get("primary_key")]


_CLASSES: Mapping[str, type[Noted]] = {"Table": _Table, "Column": _Column}


def _choose_class(maker: Noted) -> type[Noted]:
    return _CLASSES.get(maker._noted_parts[2], Noted) if maker._noted_parts[0] == "from" else Noted


def _find_maker(noted: Any) -> str:
    """The name of SQLAlchemy's function or class that makes an expression, "" if none does."""
    is_made = isinstance(noted, Noted) and noted._noted_parts[0] == "call"
    return str(noted._noted_parts[1]._noted_parts[2]) if is_made else ""


def note(module: str, name: str) -> Any:
    """Something that a module of SQLAlchemy has, without importing it."""
    return Noted("from", module, name)


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    globals()[name] = noted = note("sqlalchemy", name)
    return noted


def build(value: Any) -> Any:
    """The real expression, and the same one each time, since SQLAlchemy tells two aliases of one table apart."""
    if isinstance(value, Noted):
        with _building:
            if isinstance(value, _Table):
                build_declared()  # a table refers to others by their names
            return _build_once(value)
    if isinstance(value, Mapping):
        return {build(key): build(own) for key, own in value.items()}
    if type(value) in (tuple, list, set, frozenset):
        return type(value)(map(build, value))
    return value


def _build_once(noted: Noted) -> Any:
    if noted._noted_built is _UNKNOWN:
        noted._noted_built = _build(noted._noted_parts)
    return noted._noted_built


def _build(parts: tuple[Any, ...]) -> Any:
    match parts:
        case "from", module, name:
            return getattr(import_module(module), name)
        case "get", of, name:
            return getattr(build(of), name)
        case _, maker, given, named:
            return build(maker)(*map(build, given), **build(named))


def list_declared_tables(metadata: Any) -> list[Any]:
    """The tables of ``metadata``, in the order of their modules."""
    return [one for one in _declared if isinstance(one, _Table) and one._noted_parts[2][1] is metadata]


def build_declared() -> None:
    """Build every table and index, which enter their metadata with it."""
    while _declared_unbuilt:
        _build_once(_declared_unbuilt.pop(0))


def make_digest(value: Any) -> bytes:
    """What tells an expression from all others, in whatever process. Raises TypeError for what can't be told apart.

    Two aliases of one table look alike unless they have names.
    """
    if isinstance(value, Noted):
        if not value._noted_digest:
            value._noted_digest = _hash(b"noted", *map(make_digest, value._noted_parts))
        return value._noted_digest
    if isinstance(value, Mapping):
        return _hash(b"mapping", *(make_digest(part) for pair in value.items() for part in pair))
    if isinstance(value, set | frozenset):
        return _hash(b"set", *sorted(map(make_digest, value)))
    if isinstance(value, tuple | list):
        return _hash(b"list", *map(make_digest, value))
    if isinstance(value, enum.Enum):
        value = value.value
    if not isinstance(value, str | bytes | int | float | None):
        raise TypeError(f"{type(value).__name__} can't be part of a recorded statement")
    return _hash(type(value).__name__.encode(), repr(value).encode())


def _hash(*parts: bytes) -> bytes:
    digest = blake2b(digest_size=_DIGEST)
    for part in parts:
        digest.update(len(part).to_bytes(4, "big"))
        digest.update(part)
    return digest.digest()
