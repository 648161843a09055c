"""One YAML file as typed, with the place of every key and value.

YAML 1.1 turns ``no`` into False, ``0123`` into 83 and ``12:30`` into 750, lets a key given twice win silently
and lets a few aliases grow without bound. So values stay text until a model asks for another type, and features that
a short settings file doesn't need are refused. `_Reader` works on parser events: they keep their places, and a
deeply nested file can't exhaust the stack.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeAlias

import yaml

from bot.config.checks import Where
from bot.config.yaml_traps import Trap, explain, find_silent, is_comment_after
from bot.errors import ConfigError, Problem
from bot.text import DROPPED, clean, find_all_unseen, is_surrogate

MAX_DEPTH = 16  # campaign files nest four deep
MAX_ENTRIES = 10_000  # keeps the work for a hostile file small; the catalog of sentences holds over 2,000

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

# PyYAML is built without libyaml on some systems.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """Dicts, lists and text as typed, with the place of each in ``source``.

    ``keys`` and ``values`` map a path such as ``("asks", 0, "text")`` to offsets in ``source``. A key with
    nothing after its colon is in ``keys`` but not in ``data``: it counts as left out.
    """

    file: str
    source: str
    data: dict[str, Value]
    keys: Mapping[Where, int]
    values: Mapping[Where, tuple[int, int]]

    def make_problem(
        self, where: Where, sentence: str, *, key: bool = False, token: tuple[int, str] | None = None
    ) -> Problem:
        """A problem at ``where``, or at the nearest parent that is in the file.

        It points at the value, or with ``key`` at the key. ``token``, an offset and a text inside a text value,
        points there, even in a block of several lines.
        """
        path = where
        if where not in self.values:
            while where not in self.keys and where not in self.values:
                where = where[:-1]
            key, token = True, None
        start = self.values.get(where, (0,))[0]
        if key:
            start = self.keys.get(where, start)
        elif token is not None:
            start = self._find_inside(where, *token)
        return replace(make_problem(self.file, self.source, start, sentence), where=path)

    def is_comment(self, where: Where) -> bool:
        """Whether only a comment follows the key at ``where``."""
        return where in self.keys and where not in self.values and is_comment_after(self.source, self.keys[where])

    def begins_with(self, where: Where, characters: str) -> bool:
        """Whether the value at ``where`` is typed with one of ``characters`` first."""
        return where in self.values and self.source[self.values[where][0]] in characters

    def _find_inside(self, where: Where, offset: int, text: str) -> int:
        """The offset of this occurrence of ``text`` in the source, or the value's start if an escape hides it."""
        start, end = self.values[where]
        value: Any = self.data
        for step in where:
            value = value[step]
        found = start
        for _ in range(value[:offset].count(text) + 1):
            hit = self.source.find(text, found, end)
            if hit < 0:
                return start
            found = hit + len(text)
        return found - len(text)


def make_problem(file: str, source: str, offset: int, sentence: str) -> Problem:
    """A problem at a character offset of ``source``."""
    line_start = source.rfind("\n", 0, offset) + 1
    return Problem(file, source.count("\n", 0, offset) + 1, offset - line_start + 1, sentence)


def read_document(file: str, source: str) -> Document:
    """Read YAML whose lines end with line feeds. Problems show the name ``file``.

    Raises ``ConfigError`` with every problem of form.
    """
    hidden = islice(_find_hidden(source), MAX_ENTRIES)
    if problems := tuple(make_problem(file, source, offset, sentence) for offset, sentence in hidden):
        raise ConfigError(problems)
    return _Reader(file, source).read()


def _find_hidden(text: str) -> Iterator[tuple[int, str]]:
    """The offset of each invisible character that `clean` doesn't drop, and what to do about it."""
    for found in find_all_unseen(text, but=DROPPED):
        if found.character == "\t":
            yield found.offset, "a tab; use spaces instead"
        elif is_surrogate(found.character):
            yield found.offset, "this is not UTF-8; save the file as UTF-8"
        else:
            name = unicodedata.name(found.character, "control character").lower()
            yield found.offset, f"a hidden character ({name}, {found.code}); delete it"


class _Reader:
    """Builds one document. It collects problems on the way, so that people see all of them at once."""

    def __init__(self, file: str, source: str) -> None:
        self._file, self._source = file, source
        self._events: Iterator[Any] = iter(yaml.parse(source, Loader=_LOADER))
        self._keys: dict[Where, int] = {}
        self._values: dict[Where, tuple[int, int]] = {}
        self._problems: list[Problem] = []
        self._entries = 0

    def read(self) -> Document:
        data: Value | None = None
        traps = [self._make_problem(trap) for trap in find_silent(self._source, _LOADER)]
        try:
            data = self._read_only_document()
        except yaml.MarkedYAMLError as error:
            # A trap before it is the cause, and what the parser says of it would only mislead.
            self._problems += [] if traps else [self._make_problem(explain(self._source, error, _LOADER))]
        lines = {trap.line for trap in traps}
        self._problems = traps + [problem for problem in self._problems if problem.line not in lines]
        if not self._problems and not isinstance(data, dict):
            self._refuse(0, 'the file must hold keys with values, such as "name: value"')
        if self._problems or not isinstance(data, dict):
            raise ConfigError(tuple(self._problems))
        return Document(self._file, self._source, data, self._keys, self._values)

    def _read_only_document(self) -> Value | None:
        """The file's content. ``next`` can't run out, because the parser ends everything it begins."""
        next(self._events)  # the stream's start
        if isinstance(next(self._events), yaml.StreamEndEvent):
            self._refuse(0, "the file is empty")
            return None
        data = self._read_node(next(self._events), ())
        next(self._events)  # the document's end
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(event.start_mark.index, 'a second document starts here; leave out the "---"')
        return data

    def _read_node(self, event: Any, where: Where) -> Value | None:
        start = event.start_mark.index
        self._values[where] = (start, event.end_mark.index)
        self._entries += 1
        if len(where) > MAX_DEPTH or self._entries > MAX_ENTRIES:
            self._refuse(start, f"the file holds more than {MAX_DEPTH} levels or {MAX_ENTRIES:,} entries")
            raise ConfigError(tuple(self._problems))
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse(start, "& and * have a meaning in YAML that is not used here; put the text in quotes")
        if isinstance(event, yaml.AliasEvent):
            return ""
        if event.tag:
            self._refuse(start, "! has a meaning in YAML that is not used here; put the text in quotes")
        if isinstance(event, yaml.ScalarEvent):
            return self._read_text(event)
        return self._group(where) if isinstance(event, yaml.MappingStartEvent) else self._list(where)

    def _read_text(self, event: Any) -> str | None:
        for _, sentence in islice(
            _find_hidden(event.value), 1
        ):  # by an escape, such as "\t": the file itself holds none
            self._refuse(event.start_mark.index, sentence)
        text: str = event.value if event.value.isascii() else clean(event.value)
        return text if text or event.style else None

    def _list(self, where: Where) -> Value:
        items: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            item = self._read_node(event, (*where, len(items)))
            if item is None:
                self._refuse(event.start_mark.index, "an empty entry; write something here, or delete it")
            items.append(item or "")
        return items

    def _group(self, where: Where) -> Value:
        group: dict[str, Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._read_key(event, where)
            path = (*where, key)
            self._keys.setdefault(path, event.start_mark.index)
            value = self._read_node(next(self._events), path)
            if value is None:
                self._values.pop(path)
            else:
                group[key] = value
        return group

    def _read_key(self, event: Any, where: Where) -> str:
        start = event.start_mark.index
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(start, "a key must be plain text; text that begins with [ or { must be in quotes")
            raise ConfigError(tuple(self._problems))  # what follows would be guesswork
        key = str(self._read_node(event, (*where, "?")) or "")
        self._values.pop((*where, "?"))
        first = self._keys.get((*where, key))
        if key == "<<":
            self._refuse(start, "merge keys (<<) are not used here; write the values out")
        elif first is not None:
            line = make_problem(self._file, self._source, first, "").line
            self._refuse(start, f'"{key[:40]}" is given twice; the first is on line {line}')
        return key

    def _refuse(self, offset: int, sentence: str) -> None:
        self._problems.append(make_problem(self._file, self._source, offset, sentence))

    def _make_problem(self, trap: Trap) -> Problem:
        return make_problem(self._file, self._source, trap.offset, trap.sentence)
