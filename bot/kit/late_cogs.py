"""Cogs that load when something of theirs is first used, and what they declare, written down beforehand.

A process knows every command at its start, and loads no module that runs one. `write_declarations` reads the cogs
themselves, so nothing is declared twice; `scripts/record` calls it, and a test compares what it wrote.
"""

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder, Encoder

from bot.kit.options import SpecError
from bot.kit.registry import Declared, Registry, assemble, collect, list_declared
from bot.kit.spec import Spec

_resolve = cache(pkgutil.resolve_name)

Build = Callable[[], Iterable[object]]  # builds the cogs of a room, and loads their modules


class Declaration(Struct, frozen=True, omit_defaults=True):
    """One line of the record: a cog's method, and what `Declared` says of it."""

    room: str
    cog: str
    method: str
    specs: tuple[Spec, ...] = ()
    suggest: str | None = None
    accepts: str | None = None


class Named(Struct, frozen=True):
    """A function of an option, such as `Opt.fits`, that loads when it's first called."""

    place: str  # as `pkgutil.resolve_name` reads it

    def find(self) -> Callable[[str], Any]:
        """The function itself."""
        found: Callable[[str], Any] = _resolve(self.place)
        return found

    def __call__(self, text: str) -> Any:
        """Call it."""
        return self.find()(text)


class LateCogs:
    """The rooms of cogs, each built when it's first used. ``has_maps`` is `Registry`'s."""

    def __init__(self, rooms: Mapping[str, Build], has_maps: Callable[[], bool] = lambda: True) -> None:
        self.rooms, self._built, self._has_maps = rooms, dict[str, Mapping[str, object]](), has_maps

    def load(self, room: str) -> Mapping[str, object]:
        """The cogs of a room by the names of their classes."""
        if room not in self._built:
            self._built[room] = {type(cog).__name__: cog for cog in self.rooms[room]()}
        return self._built[room]

    def collect_all(self) -> Registry:
        """Load every room, and collect what its cogs declare."""
        cogs = (cog for room in self.rooms for cog in self.load(room).values())
        return collect(*cogs, has_maps=self._has_maps)

    def build_registry(self, record: bytes) -> Registry:
        """The registry of the declarations in ``record``, as `write_declarations` wrote it. It loads no room."""
        return assemble(map(self._find_declared, _decoder.decode_lines(record)), self._has_maps)

    def _find_declared(self, one: Declaration) -> Declared:
        def find(method: str) -> Callable[..., Any]:
            return LateMethod(self, one.room, one.cog, method)

        return Declared(one.method, find, one.specs, one.suggest, one.accepts)


class LateMethod(Struct, frozen=True):
    """A cog's coroutine method. The first call loads the cog's room."""

    cogs: LateCogs
    room: str
    cog: str
    method: str

    def find(self) -> Callable[..., Any]:
        """The method itself."""
        found: Callable[..., Any] = getattr(self.cogs.load(self.room)[self.cog], self.method)
        return found

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it."""
        return await self.find()(*args, **kwargs)


def write_declarations(rooms: Mapping[str, Build]) -> bytes:
    """What the cogs of ``rooms`` declare, one method a line. Raises SpecError for what can't be loaded by its name."""
    return _encoder.encode_lines(list(_list_declarations(rooms)))


def _list_declarations(rooms: Mapping[str, Build]) -> Iterator[Declaration]:
    for room, build in rooms.items():
        for cog in build():
            for one in list_declared(cog):
                yield Declaration(room, type(cog).__name__, one.method, one.specs, one.suggest, one.accepts)


def _name(function: Any) -> str:
    place = f"{function.__module__}:{function.__qualname__}"
    try:
        found = pkgutil.resolve_name(place)
    except (ValueError, AttributeError):
        found = None
    if found is not function:
        raise SpecError(f"{place}: an option's function is recorded by its name; define it at the top of a module")
    return place


def _find(_: type, place: str) -> Any:
    return _resolve(place) if place.startswith("builtins:") else Named(place)


_encoder, _decoder = Encoder(enc_hook=_name), Decoder(Declaration, dec_hook=_find)
