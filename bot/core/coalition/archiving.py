"""Archives orgs and chapters in one way: their rows are marked, their people leave, and every number stays.

An archived name stays taken, because its numbers are still shown under it. So what has it can be brought back.
"""

from msgspec import Struct

from bot.core.base.audit.audit import Audit
from bot.core.base.statuses import is_unsent
from bot.core.coalition.org_directory import make_count, read_number
from bot.core.coalition.space_links import end_links_of
from bot.core.people.role_support import HeldRole
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.sql import BindParameter, ColumnElement, Table, bindparam, distinct, func, select, update
from bot.store.statement import Statement
from bot.store.tables import calls, chapter_maps, chapters, deliveries, orgs, people, postcards, spaces
from bot.text import fold

_WHICH: BindParameter[str] = bindparam("which")


class Effect(Struct, frozen=True):
    """How many people, spaces, calls and postcards it affects to archive the org or chapter ``id``. History stays.

    ``leads`` counts the roles and channels that lead to the chapter, ``alerts`` those on their way to its spaces.
    """

    id: str
    name: str
    people: int
    spaces: int
    calls: int
    postcards: int = 0
    leads: int = 0
    alerts: int = 0


class Archival(Struct, frozen=True):
    """How one kind of thing is archived, as statements on its id. ``spaces`` counts its spaces, if it can have any."""

    action: str  # in the audit trail
    archive: tuple[Statement, ...]
    restored: str  # the action of bringing it back
    restore: tuple[Statement, ...]
    archived: Statement  # the archived ones of the org ``which``, or of all orgs
    leave: Statement
    people: Statement
    calls: Statement
    postcards: Statement
    spaces: Statement | None = None
    leads: Statement | None = None
    alerts: Statement | None = None

    async def read_effect(self, tx: Tx, id: str, name: str) -> Effect:
        """What archiving it would affect."""
        linked = await read_number(tx, self.spaces, id) if self.spaces else 0
        affected = await read_number(tx, self.people, id)
        leads = await read_number(tx, self.leads, id) if self.leads else 0
        alerts = await read_number(tx, self.alerts, id) if self.alerts else 0
        return Effect(id, name, affected, linked, *await self._count_history(tx, id), leads, alerts)

    async def run(self, tx: Tx, audit: Audit, actor: str, id: str, org_id: str, at: int) -> tuple[HeldRole, ...]:
        """Archive it, at ``at`` (UTC microseconds). Its spaces are unlinked, its people have no chapter afterward.

        Returns the roles that ended with its spaces.
        """
        for statement in self.archive:
            await tx.run(statement, which=id, since=at)
        lost = await end_links_of(tx, audit, id, at) if self.spaces else ()
        await tx.run(self.leave, which=id)
        await audit.record(tx, actor, self.action, id, org_id)
        return lost

    async def find(self, tx: Tx, name: str, org_id: str = "") -> Effect | None:
        """The archived one with this name or id. ``spaces`` and ``people`` are 0."""
        rows = await tx.all(self.archived, which=org_id)
        found = next((row for row in rows if name == row.id or fold(row.name) == fold(name)), None)
        return Effect(found.id, found.name, 0, 0, *await self._count_history(tx, found.id)) if found else None

    async def bring_back(self, tx: Tx, audit: Audit, actor: str, id: str, org_id: str) -> None:
        """Undo `run`. Its people and spaces have to join again."""
        for statement in self.restore:
            await tx.run(statement, which=id)
        await audit.record(tx, actor, self.restored, id, org_id)

    async def _count_history(self, tx: Tx, id: str) -> tuple[int, int]:
        """Its calls and its postcards."""
        return await read_number(tx, self.calls, id), await read_number(tx, self.postcards, id)


def _archive(table: Table, *where: ColumnElement[bool]) -> Statement:
    return Statement(update(table).where(*where).values(archived_at=bindparam("since")))


def _restore(table: Table, *where: ColumnElement[bool]) -> Statement:
    return Statement(update(table).where(*where).values(archived_at=None))


def _leave(*where: ColumnElement[bool]) -> Statement:
    return Statement(update(people).where(*where).values(chapter_id=None))


_IN_ORG = chapters.c.org_id == _WHICH
# Chapters that were archived with their org, not before.
_ARCHIVED_TOGETHER = chapters.c.archived_at == select(orgs.c.archived_at).where(orgs.c.id == _WHICH).scalar_subquery()
_COUNTED = (calls.c.removed_at.is_(None), calls.c.outcome != Outcome.UNAVAILABLE.value)
CHAPTER = Archival(
    action="chapter.archive",
    archive=(_archive(chapters, chapters.c.id == _WHICH),),
    restored="chapter.restore",
    restore=(_restore(chapters, chapters.c.id == _WHICH),),
    archived=Statement(select(chapters.c.id, chapters.c.name).where(_IN_ORG, chapters.c.archived_at.is_not(None))),
    leave=_leave(people.c.chapter_id == _WHICH),
    people=make_count(people, people.c.chapter_id == _WHICH),
    calls=make_count(calls, calls.c.chapter_id == _WHICH, *_COUNTED),
    postcards=make_count(postcards, postcards.c.chapter_id == _WHICH, postcards.c.removed_at.is_(None)),
    leads=make_count(chapter_maps, chapter_maps.c.chapter_id == _WHICH),
)
ORG = Archival(
    action="org.archive",
    archive=(
        _archive(orgs, orgs.c.id == _WHICH),
        _archive(chapters, _IN_ORG, chapters.c.placeholder == 0, chapters.c.archived_at.is_(None)),
    ),
    restored="org.restore",
    restore=(_restore(chapters, _IN_ORG, _ARCHIVED_TOGETHER), _restore(orgs, orgs.c.id == _WHICH)),
    archived=Statement(select(orgs.c.id, orgs.c.name).where(orgs.c.archived_at.is_not(None), _WHICH == "")),
    leave=_leave(people.c.chapter_id.in_(select(chapters.c.id).where(_IN_ORG))),
    people=make_count(people.join(chapters), _IN_ORG),
    calls=make_count(calls, calls.c.org_id == _WHICH, *_COUNTED),
    postcards=make_count(postcards, postcards.c.org_id == _WHICH, postcards.c.removed_at.is_(None)),
    spaces=make_count(spaces, spaces.c.org_id == _WHICH),
    alerts=Statement(
        select(func.count(distinct(deliveries.c.alert_id)).label("n")).where(
            deliveries.c.space_key == spaces.c.key, spaces.c.org_id == _WHICH, is_unsent()
        )
    ),
)
