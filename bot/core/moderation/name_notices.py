"""Tells reviewers privately that public names wait for them: once per name, at most once a day per reviewer."""

from collections.abc import Iterable

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.moderation.name_review import fetch_waiting_names
from bot.core.people.due_notices import DueNotices
from bot.core.people.people import People
from bot.core.people.recipients import Recipient, fetch_recipient
from bot.core.public_names.public_names import WAITS
from bot.core.times.clock import DAY, SECOND
from bot.roles import Role
from bot.store.engine import Tx
from bot.store.sql import and_, bindparam, delete, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import calls, chapters, name_notices, orgs, people, roles

DELAY = 60 * SECOND  # before a notice, so that names chosen together share one
PAUSE = DAY  # between two notices to one reviewer
_GIVE_UP = DAY


class NameNotice(Struct, frozen=True):
    """``count`` names wait for a reviewer. ``accounts`` are (platform, account); ``actor`` is their audit trail id."""

    id: str
    actor: str
    accounts: tuple[tuple[str, str], ...]
    language: str | None
    count: int


_N = name_notices.c
_REVIEWING = Statement(select(orgs.c.id).where(orgs.c.names_reviewed == 1).limit(1))
_IS_NEW = and_(people.c.public == 1, people.c.name_told_at.is_(None), WAITS)
_ANY = Statement(select(people.c.id).where(_IS_NEW).limit(1))
_NEW = Statement(
    select(people.c.id, people.c.chapter_id, chapters.c.org_id)
    .select_from(people.outerjoin(chapters, people.c.chapter_id == chapters.c.id))
    .where(_IS_NEW)
    .order_by(people.c.id)
)
_SET_NOTIFIED = Statement(
    update(people).where(people.c.id == bindparam("person")).values(name_told_at=bindparam("now"))
)
_CALLED_FOR = Statement(
    select(calls.c.org_id)
    .where(calls.c.person_id == bindparam("person"), calls.c.org_id == orgs.c.id, orgs.c.names_reviewed == 1)
    .distinct()
)
_HOLDERS = Statement(
    select(roles.c.person_id)
    .where(roles.c.role == bindparam("role"), roles.c.scope == bindparam("scope"))
    .distinct()
    .order_by(roles.c.person_id)
)
_FIND = Statement(select(name_notices).where(_N.actor == bindparam("whose")))
_ADD = Statement(lambda insert: insert(name_notices).on_conflict_do_nothing())
_OF_REVIEWER = update(name_notices).where(_N.actor == bindparam("whose"))
_PLAN = Statement(_OF_REVIEWER.values(id=bindparam("new"), since=bindparam("now"), due_at=bindparam("at")))
_SET_SENT = Statement(_OF_REVIEWER.values(due_at=None, told_at=bindparam("now")))
_CANCEL = Statement(_OF_REVIEWER.values(due_at=None))
_DELETE = Statement(delete(name_notices).where(_N.actor == bindparam("whose")))


class NameNotices(DueNotices[NameNotice]):
    """Finds names that began to wait, and hands out the notices that are due."""

    def __init__(self, base: Base, people: People) -> None:
        self._keys, self._audit = base.keys, base.audit
        super().__init__(base.store, base.clock, name_notices, key="actor")
        self._people = people

    async def look(self) -> int:
        """Plan notices for names that have had none. Returns how many names those are."""
        if not await self._store.read(_is_any):
            return 0
        return await self._store.write(self._plan)

    async def give_up(self, notice: NameNotice) -> None:
        """Drop a notice. The reviewer still finds the names in `/name list`."""

    async def _plan(self, tx: Tx) -> int:
        now, rows = self._clock(), await tx.all(_NEW)
        reviewers = dict[str, None]()
        for row in rows:
            reviewers |= dict.fromkeys(await self._find_reviewers(tx, row))
            await tx.run(_SET_NOTIFIED, person=row.id, now=now)
        for person in reviewers:
            await _schedule(tx, await self._audit.ensure_actor(tx, person), now)
        return len(rows)

    async def _find_reviewers(self, tx: Tx, row: Row) -> tuple[str, ...]:
        """The people who can decide about a person's name: captains and coordinators, or else admins."""
        found = await _find_holders(tx, Role.CAPTAIN, (row.chapter_id,) if row.chapter_id else ())
        called_for = [one.org_id for one in await tx.all(_CALLED_FOR, person=row.id)]
        found |= await _find_holders(tx, Role.COORDINATOR, (row.org_id,) if row.org_id else called_for)
        return tuple(found) or await self._people.list_admins(tx)

    async def _take_row(self, tx: Tx, row: Row, now: int) -> NameNotice | None:
        recipient = await fetch_recipient(tx, self._people, self._keys, row.actor)
        if recipient is None:
            await tx.run(_DELETE, whose=row.actor)
            return None
        notice = await self._make_notice(tx, row, recipient)
        if not notice.count or row.since < now - _GIVE_UP:
            await tx.run(_CANCEL, whose=row.actor)
            return None
        await tx.run(_SET_SENT, whose=row.actor, now=now)
        return notice

    async def _make_notice(self, tx: Tx, row: Row, recipient: Recipient) -> NameNotice:
        reach = await self._people.find_reach(tx, recipient.person_id)
        count = len(await fetch_waiting_names(tx, self._people, reach))
        return NameNotice(row.id, row.actor, recipient.accounts, recipient.language, count)


async def _is_any(tx: Tx) -> bool:
    return bool(await tx.one(_REVIEWING) and await tx.one(_ANY))


async def _find_holders(tx: Tx, role: Role, scopes: Iterable[str]) -> dict[str, None]:
    """The people who hold a role over any of the ``scopes``, each once."""
    named = role.name.lower()
    rows = [row for scope in scopes for row in await tx.all(_HOLDERS, role=named, scope=scope)]
    return dict.fromkeys(row.person_id for row in rows)


async def _schedule(tx: Tx, actor: str, now: int) -> None:
    """Schedule a notice soon, or a day after the reviewer's last one."""
    await tx.run(_ADD, actor=actor, id=make_id(now), since=now, due_at=None, told_at=None)
    [row] = await tx.all(_FIND, whose=actor)
    if row.due_at is None:
        due = now + DELAY if row.told_at is None else max(now + DELAY, row.told_at + PAUSE)
        await tx.run(_PLAN, whose=actor, new=make_id(now), now=due, at=due)
