"""How many people of each chapter live where, counted without a column that says it of anybody.

Where somebody lives is in their encrypted profile, and so are these numbers: one ciphertext for each chapter. Triggers
note profiles that come and go (`resident_triggers`). This module opens them and moves the numbers. It must happen soon,
because a note has a profile that its person may have deleted since.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from msgspec import MsgspecError
from msgspec.json import Decoder, encode

from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_or
from bot.core.people.profiles.profiles import Profile, read_profile
from bot.errors import Unreadable
from bot.store.engine import Store, T, Tx, Unit
from bot.store.sql import bindparam, delete, func, select, text, update
from bot.store.statement import Row, Statement
from bot.store.tables import people, resident_changes, residents

_PAGE = 500  # people, so that nobody waits long for a page
_PARTS = ("district", "congress", "coming", "upper", "lower")  # of a profile, which say where somebody lives
_SEPARATOR = "|"
_LEAST = 64  # bytes

Homes = Counter[str]  # people by home, as `name_home` writes it
_COUNTS = Decoder(dict[str, int])

_ANY = Statement(select(resident_changes.c.part).limit(bindparam("most")))
_CHANGES = Statement(select(resident_changes).order_by(resident_changes.c.part).limit(bindparam("most")))
_DROP = Statement(delete(resident_changes).where(resident_changes.c.part == bindparam("noted")))
_DROP_ALL = Statement(delete(resident_changes))
_PEOPLE = Statement(
    select(
        people.c.id,
        func.coalesce(people.c.chapter_id, people.c.mapped_chapter_id).label("chapter_id"),
        people.c.profile,
    )
    .where(people.c.suspended_at.is_(None), people.c.id > bindparam("after"))
    .order_by(people.c.id)
    .limit(bindparam("most"))
)
_ALL = Statement(select(residents))
_ONE = Statement(select(residents).where(residents.c.chapter_id == bindparam("chapter")))
_EMPTY = Statement(update(residents).values(sealed=bindparam("nobody")))
_LOCK_PEOPLE = Statement(text("LOCK TABLE people IN SHARE ROW EXCLUSIVE MODE"))


def _upsert(insert: Any) -> Any:
    new = insert(residents)
    return new.on_conflict_do_update(index_elements=["chapter_id"], set_={"sealed": new.excluded.sealed})


def _make_turn(insert: Any) -> Any:
    """Lock the row without a chapter, without changing it."""
    new = insert(residents)
    return new.on_conflict_do_update(index_elements=["chapter_id"], set_={"sealed": residents.c.sealed})


_SAVE, _TAKE_TURN = Statement(_upsert), Statement(_make_turn)


def name_home(profile: Profile) -> str:
    """Where the person lives, as a key of `Homes`; empty if nothing is known."""
    parts = (getattr(profile, name) for name in _PARTS)
    return _SEPARATOR.join("" if part is None else str(part) for part in parts).rstrip(_SEPARATOR)


def parse_home(home: str) -> Profile:
    """A profile that says no more than what `name_home` wrote."""
    given = dict(zip(_PARTS, home.split(_SEPARATOR), strict=False))
    congress = given.pop("congress", "")
    return Profile(**{name: part or None for name, part in given.items()}, congress=int(congress) if congress else None)


def read_homes(keys: Keys, sealed: bytes) -> Homes:
    """The people of one chapter, by home. Raises Unreadable."""
    try:
        return Counter(_COUNTS.decode(keys.decrypt(sealed)) if sealed else {})
    except MsgspecError as error:
        raise Unreadable("stored numbers of people are damaged") from error


def seal_homes(keys: Keys, homes: Mapping[str, int]) -> bytes:
    """Encrypt a chapter's people. Its length tells no more than how many homes there are to the next power of two."""
    written = encode({home: n for home, n in homes.items() if n}).decode()
    return keys.encrypt(written.ljust(max(_LEAST, 1 << len(written.encode()).bit_length())))


class Residents:
    """Counts people by chapter and home. Only people who aren't suspended count."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store, self._keys = store, keys

    async def fold(self) -> None:
        """Count who came, left or moved since the last time; everybody, if nobody was counted before."""
        if not await self._store.read(_is_counted):
            await self._store.write(self.recount)
        while await self._store.read(lambda tx: tx.one(_ANY, most=1)):
            await self._store.write(self._fold_page)

    async def read(self, unit: Unit[T]) -> T:
        """Fold, then read. Everybody is counted again if ``unit`` finds unreadable numbers."""
        await self.fold()
        try:
            return await self._store.read(unit)
        except Unreadable:
            await self._store.write(self.recount)
            return await self._store.read(unit)

    async def recount(self, tx: Tx) -> int:
        """Count everybody anew. Returns how many numbers were wrong, if all changes were folded."""
        await self._take_turn(tx)
        if not tx.has_one_writer:
            await tx.run(_LOCK_PEOPLE)
        before = {row.chapter_id: self._read_lenient(row) for row in await tx.all(_ALL)}
        await tx.run(_DROP_ALL)
        await tx.run(_EMPTY, nobody=b"")
        right = await self._count_all(tx)
        for chapter, homes in sorted({"": Homes(), **right}.items()):
            await self._save(tx, chapter, homes)
        return sum(_count_differences(before.get(one, Homes()), right.get(one, Homes())) for one in {**before, **right})

    async def _fold_page(self, tx: Tx) -> None:
        await self._take_turn(tx)
        try:
            await self._fold_known(tx)
        except Unreadable:
            await self.recount(tx)

    async def _fold_known(self, tx: Tx) -> None:
        """Fold a page of changes. Raises Unreadable before it changes anything."""
        changes = await tx.all(_CHANGES, most=_PAGE)
        moved = self._add_up((row.chapter_id, row.profile, row.n) for row in changes)
        kept = {chapter: await self._load(tx, chapter) for chapter in sorted(moved)}
        for chapter, homes in kept.items():
            homes.update(moved[chapter])
            await self._save(tx, chapter, homes)
        await tx.many(_DROP, [{"noted": row.part} for row in changes])

    async def _take_turn(self, tx: Tx) -> None:
        """Let one transaction at a time move the numbers, also if there are none yet."""
        if not tx.has_one_writer:
            await tx.run(_TAKE_TURN, chapter_id="", sealed=b"")

    async def _count_all(self, tx: Tx) -> Mapping[str, Homes]:
        found, after = defaultdict[str, Homes](Homes), ""
        while page := await tx.all(_PEOPLE, after=after, most=_PAGE):
            for chapter, homes in self._add_up((row.chapter_id or "", row.profile, 1) for row in page).items():
                found[chapter].update(homes)
            after = page[-1].id
        return found

    def _add_up(self, changes: Iterable[tuple[str, bytes | None, int]]) -> Mapping[str, Homes]:
        """What changes add to each chapter. A profile that can't be read says nothing of a home."""
        found, opened = defaultdict[str, Homes](Homes), dict[bytes | None, str]()
        for chapter, profile, n in changes:
            if profile not in opened:
                opened[profile] = self._find_home(profile)
            found[chapter][opened[profile]] += n
        return found

    def _find_home(self, sealed: bytes | None) -> str:
        return name_home(read_or(Profile(), partial(read_profile, self._keys, sealed))) if sealed else ""

    async def _load(self, tx: Tx, chapter: str) -> Homes:
        row = await tx.one(_ONE, chapter=chapter)
        return read_homes(self._keys, row.sealed) if row else Homes()

    def _read_lenient(self, row: Row) -> Homes:
        return read_or(Homes(), partial(read_homes, self._keys, row.sealed))

    async def _save(self, tx: Tx, chapter: str, homes: Homes) -> None:
        await tx.run(_SAVE, chapter_id=chapter, sealed=seal_homes(self._keys, homes))


async def _is_counted(tx: Tx) -> bool:
    return await tx.one(_ONE, chapter="") is not None


def _count_differences(one: Homes, other: Homes) -> int:
    return sum(one[home] != other[home] for home in {**one, **other})
