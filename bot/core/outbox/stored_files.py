"""Temporary files that a platform stores for the app, such as the picture of a postcard before it is sent.

Each is a row before anybody sees the file, so that a restart removes it there too. A row tells where the file is and
when it goes, never whose it is or what it shows. Removing twice does no harm, so a row is tried until it is gone.
"""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.base.keys.keys import Keys
from bot.core.times.clock import DAY, HOUR, SECOND
from bot.errors import Unreadable
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, func, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import stored_files

LIFETIME = HOUR  # of a file that nobody decided about
AGAIN, _LONGEST = 60 * SECOND, 6 * HOUR  # before another try, doubled each time
_GIVE_UP = 7 * DAY
_TOPIC = "stored file"  # the kind of hash
_MOST_TRIES = 20  # doublings that matter


class StoredFile(Struct, frozen=True):
    """A file to remove: its id on the platform, in one of the platform's spaces."""

    id: str
    platform: str
    space: str
    file: str


_F = stored_files.c
_ADD = Statement(insert(stored_files))
_END = Statement(update(stored_files).where(_F.topic == bindparam("which")).values(due_at=bindparam("now")))
_DUE = Statement(
    select(stored_files)
    .where(_F.due_at <= bindparam("now"))
    .order_by(_F.due_at, _F.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = Statement(
    update(stored_files).where(_F.id == bindparam("which")).values(due_at=bindparam("at"), tries=bindparam("count"))
)
_POSTPONE = Statement(update(stored_files).where(_F.id == bindparam("which")).values(due_at=bindparam("at")))
_DROP = Statement(delete(stored_files).where(_F.id == bindparam("which")))
_NEXT = Statement(select(func.min(_F.due_at).label("at")))


class StoredFiles:
    """Records files, and hands out those that are due to go."""

    def __init__(self, base: Base) -> None:
        self._store, self._keys, self._clock, self._waker = base.store, base.keys, base.clock, base.waker

    async def keep(self, platform: str, space: str, file: str, topic: str) -> None:
        """Record a file that goes within an hour, or once the decision ``topic`` is made (see `end`)."""
        now = self._clock()
        row = {
            "id": make_id(now),
            "platform": platform,
            "address": self._keys.encrypt(f"{space}\n{file}"),
            "topic": _hash_topic(self._keys, topic),
            "due_at": now + LIFETIME,
            "tries": 0,
            "created_at": now,
        }
        await self._store.write(lambda tx: tx.run(_ADD, **row))
        self._waker.wake()

    async def end(self, topic: str) -> None:
        """Let the files of a decision go now."""
        if await self._store.write(lambda tx: end_stored_files(tx, self._keys, topic, self._clock())):
            self._waker.wake()

    async def take(self, most: int) -> tuple[StoredFile, ...]:
        """Take files that are due. Each is due again after a pause, until `drop` is called for it."""
        return await self._store.write(lambda tx: self._take(tx, most))

    async def drop(self, one: StoredFile) -> None:
        """Forget a file: it is gone, or can't be removed."""
        await self._store.write(lambda tx: tx.run(_DROP, which=one.id))

    async def postpone(self, one: StoredFile, seconds: float) -> None:
        """Try a file again after a pause that its platform asked for."""
        at = self._clock() + int(seconds * SECOND)
        await self._store.write(lambda tx: tx.run(_POSTPONE, which=one.id, at=at))

    async def find_next_time(self) -> int | None:
        """When the next file is due, None if there is none."""
        row = await self._store.read(lambda tx: tx.one(_NEXT))
        return row.at if row else None

    async def _take(self, tx: Tx, most: int) -> tuple[StoredFile, ...]:
        now, found = self._clock(), list[StoredFile]()
        for row in await tx.all(_DUE, now=now, most=most):
            one = self._read(row) if row.created_at > now - _GIVE_UP else None
            if one is None:
                await tx.run(_DROP, which=row.id)
                continue
            pause = min(AGAIN << min(row.tries, _MOST_TRIES), _LONGEST)
            await tx.run(_CLAIM, which=row.id, at=now + pause, count=row.tries + 1)
            found.append(one)
        return tuple(found)

    def _read(self, row: Row) -> StoredFile | None:
        """Read a row, None if it is damaged: nobody can tell where its file is then."""
        try:
            space, _, file = self._keys.decrypt(row.address).partition("\n")
        except Unreadable:
            return None
        return StoredFile(row.id, row.platform, space, file)


async def end_stored_files(tx: Tx, keys: Keys, topic: str, now: int) -> int:
    """Let the files of a decision go ``now``. Returns how many that are."""
    return sum([await tx.run(_END, which=which, now=now) for which in keys.index_all(_TOPIC, topic)])


def _hash_topic(keys: Keys, topic: str) -> bytes:
    return keys.index(_TOPIC, topic)
