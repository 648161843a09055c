"""Adds orgs and chapters from a YAML file or a table: all of them, or none and every problem with its line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from pydantic import BaseModel, ConfigDict

from bot.config.document import Document, make_problem
from bot.config.files import load_strict, parse_model
from bot.config.org_csv import is_table, read_cells
from bot.core.base.build import Base
from bot.core.coalition.coalition import NO_CHAPTER, Coalition
from bot.core.coalition.org_directory import EVERYTHING, LEAST, MOST, fetch_orgs, fetch_visible_places
from bot.core.names.typed_names import tidy
from bot.errors import ConfigError, Problem, UserError
from bot.store.engine import Tx
from bot.store.sql import or_, select
from bot.store.statement import Statement
from bot.store.tables import chapters, orgs
from bot.text import clean, fold

_SENTENCES = {
    "name.length": "a name has {least} to {count} characters; this has {length}",
    "text.unseen": "this name has an invisible character, {code}, after “{after}”",
    "text.unseen_first": "this name begins with an invisible character, {code}",
    "text.not_utf8": "this name isn't UTF-8 text after “{after}”",
    "text.not_utf8_first": "this name doesn't begin with UTF-8 text",
}


_UNUSABLE = "this name is archived, or Callboard's own; choose another"
_UNUSABLE_ORGS = Statement(select(orgs.c.name).where(or_(orgs.c.archived_at.is_not(None), orgs.c.placeholder == 1)))
_UNUSABLE_CHAPTERS = Statement(
    select(chapters.c.name, orgs.c.name.label("org")).where(
        chapters.c.org_id == orgs.c.id, chapters.c.archived_at.is_not(None)
    )
)


class Row(Struct, frozen=True):
    """One org, or one chapter of it, and its position in the file."""

    org: str
    chapter: str
    file: str
    line: int
    column: int

    @property
    def names(self) -> frozenset[tuple[str, str]]:
        """The folded names of the org and of the chapter in it, in the form of `_find_unusable`."""
        return frozenset({(fold(self.org), ""), self.key})

    @property
    def key(self) -> tuple[str, str]:
        """The folded names, for comparison."""
        return fold(self.org), fold(self.chapter)


class Plan(Struct, frozen=True):
    """What a file would add: orgs, and chapters as (org, chapter)."""

    orgs: tuple[str, ...]
    chapters: tuple[tuple[str, str], ...]


class _OrgShape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    chapters: tuple[str, ...] = ()


class _FileShape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    orgs: tuple[_OrgShape, ...]


def load_orgs(path: Path) -> tuple[Row, ...]:
    """Load a file: CSV with the header ``org,chapter``, or YAML with ``orgs: [{name, chapters: […]}]``.

    An empty chapter adds the org alone. Raises ConfigError with every problem.
    """
    rows = tuple(_read_table(path) if is_table(path) else _read_yaml(path))
    problems = tuple(dict.fromkeys(_find_problems(path, rows)))
    if problems:
        raise ConfigError(problems)
    return rows


class OrgFiles:
    """Previews and applies files."""

    def __init__(self, base: Base, coalition: Coalition) -> None:
        self._store, self._audit = base.store, base.audit
        self._coalition = coalition

    async def preview(self, rows: Iterable[Row]) -> Plan:
        """What applying the file would add. Existing orgs and chapters stay unchanged.

        Raises ConfigError for names that are archived or reserved.
        """
        return await self._store.read(lambda tx: _plan(tx, tuple(rows)))

    async def apply(self, rows: Iterable[Row]) -> Plan:
        """Add everything new in one transaction. Returns what was added."""
        return await self._store.write(lambda tx: self._apply(tx, tuple(rows)))

    async def _apply(self, tx: Tx, rows: tuple[Row, ...]) -> Plan:
        plan = await _plan(tx, rows)
        for name in plan.orgs:
            if org_id := await self._coalition.add_org(tx, name):
                await self._audit.record(tx, None, "org.add", org_id, org_id)
        ids = {fold(org.name): org.id for org in await fetch_orgs(tx, EVERYTHING)}
        for org, chapter in plan.chapters:
            org_id = ids[fold(org)]
            chapter_id = await self._coalition.add_chapter(tx, org_id, chapter)
            await self._audit.record(tx, None, "chapter.add", chapter_id, org_id)
        return plan


async def _find_unusable(tx: Tx) -> frozenset[tuple[str, str]]:
    """The folded (org, chapter) names that can't be used; the chapter is "" for a whole org."""
    alone = {(fold(row.name), "") for row in await tx.all(_UNUSABLE_ORGS)}
    return frozenset(alone | {(fold(row.org), fold(row.name)) for row in await tx.all(_UNUSABLE_CHAPTERS)})


async def _plan(tx: Tx, rows: tuple[Row, ...]) -> Plan:
    unusable, reserved = await _find_unusable(tx), fold(NO_CHAPTER)
    bad = [row for row in rows if row.names & unusable or row.key[1] == reserved]
    if bad:
        raise ConfigError(tuple(Problem(row.file, row.line, row.column, _UNUSABLE) for row in bad))
    known_orgs = {fold(org.name) for org in await fetch_orgs(tx, EVERYTHING)}
    known_chapters = {(fold(place.org), fold(place.name)) for place in await fetch_visible_places(tx, EVERYTHING)}
    spellings = {row.key[0]: row.org for row in reversed(rows)}  # the first spelling of a name wins
    new = dict.fromkeys(row.key[0] for row in rows if row.key[0] not in known_orgs)
    pairs = {row.key: (row.org, row.chapter) for row in rows if row.chapter}
    return Plan(
        tuple(spellings[key] for key in new), tuple(pair for key, pair in pairs.items() if key not in known_chapters)
    )


def _read_table(path: Path) -> Iterator[Row]:
    for cells in read_cells(path):
        yield Row(_tidy(cells.org), _tidy(cells.chapter), str(path), cells.line, cells.column)


def _read_yaml(path: Path) -> Iterator[Row]:
    document = load_strict(path)
    for index, org in enumerate(parse_model(_FileShape, document).orgs):
        yield _make_row(document, org.name, "", ("orgs", index, "name"))
        for number, chapter in enumerate(org.chapters):
            yield _make_row(document, org.name, chapter, ("orgs", index, "chapters", number))


def _make_row(document: Document, org: str, chapter: str, where: tuple[str | int, ...]) -> Row:
    place = make_problem(document.file, document.source, document.values[where][0], "")
    return Row(_tidy(org), _tidy(chapter), document.file, place.line, place.column)


def _tidy(name: str) -> str:
    return " ".join(clean(name).split())


def _find_problems(path: Path, rows: Iterable[Row]) -> Iterator[Problem]:
    """Each row's problems. Both names of a row may have the same one at the same place."""
    file, seen = str(path), set[tuple[str, str]]()
    for row in rows:
        for name in _list_typed_names(row, is_table(path)):
            try:
                tidy(name, "name", LEAST, MOST)
            except UserError as error:
                yield Problem(file, row.line, row.column, _SENTENCES[error.key].format(**error.params))
        if row.key in seen:
            yield Problem(file, row.line, row.column, "this is in the file twice")
        seen.add(row.key)


def _list_typed_names(row: Row, in_table: bool) -> tuple[str, ...]:
    """The names that the file has at the row's place. YAML has an org's name once, before its chapters."""
    if not row.chapter:
        return (row.org,)
    return (row.org, row.chapter) if in_table else (row.chapter,)
