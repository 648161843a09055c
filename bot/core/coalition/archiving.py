"""Archives orgs and chapters in one way: their rows are marked, their people leave, and every number stays."""

from msgspec import Struct
from sqlalchemy import BindParameter, ColumnElement, Table, bindparam, select, update

from bot.core.base.audit import Audit
from bot.core.coalition.org_directory import counting, number
from bot.core.coalition.space_links import end_links_of
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import calls, chapters, orgs, people, spaces

_WHICH: BindParameter[str] = bindparam("which")


class Effect(Struct, frozen=True):
    """How many people, spaces and calls it affects to archive the org or chapter ``id``. History always stays."""

    id: str
    name: str
    people: int
    spaces: int
    calls: int


class Archival(Struct, frozen=True):
    """How one kind of thing is archived, as statements on its id. ``spaces`` counts its spaces, if it can have any."""

    action: str  # in the audit trail
    archive: tuple[Statement, ...]
    leave: Statement
    people: Statement
    calls: Statement
    spaces: Statement | None = None

    async def read_effect(self, tx: Tx, id: str, name: str) -> Effect:
        """What archiving it would affect."""
        linked = await number(tx, self.spaces, id) if self.spaces else 0
        return Effect(id, name, await number(tx, self.people, id), linked, await number(tx, self.calls, id))

    async def run(self, tx: Tx, audit: Audit, actor: str, id: str, org_id: str, at: int) -> None:
        """Archive it, at ``at`` (UTC microseconds). Its spaces are unlinked, its people have no chapter afterward."""
        for statement in self.archive:
            await tx.run(statement, which=id, since=at)
        if self.spaces:
            await end_links_of(tx, audit, id, at)
        await tx.run(self.leave, which=id)
        await audit.record(tx, actor, self.action, id, org_id)


def _archive(table: Table, *where: ColumnElement[bool]) -> Statement:
    return Statement(update(table).where(*where).values(archived_at=bindparam("since")))


def _leave(*where: ColumnElement[bool]) -> Statement:
    return Statement(update(people).where(*where).values(chapter_id=None))


_IN_ORG = chapters.c.org_id == _WHICH
_LIVE = calls.c.removed_at.is_(None)
CHAPTER = Archival(
    action="chapter.archive",
    archive=(_archive(chapters, chapters.c.id == _WHICH),),
    leave=_leave(people.c.chapter_id == _WHICH),
    people=counting(people, people.c.chapter_id == _WHICH),
    calls=counting(calls, calls.c.chapter_id == _WHICH, _LIVE),
)
ORG = Archival(
    action="org.archive",
    archive=(
        _archive(orgs, orgs.c.id == _WHICH),
        _archive(chapters, _IN_ORG, chapters.c.placeholder == 0, chapters.c.archived_at.is_(None)),
    ),
    leave=_leave(people.c.chapter_id.in_(select(chapters.c.id).where(_IN_ORG))),
    people=counting(people.join(chapters), _IN_ORG),
    calls=counting(calls, calls.c.org_id == _WHICH, _LIVE),
    spaces=counting(spaces, spaces.c.org_id == _WHICH),
)
