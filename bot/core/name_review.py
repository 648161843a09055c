"""Public names hidden and allowed again by those who coordinate the people who bear them."""

from enum import StrEnum

from sqlalchemy import bindparam, select

from bot.core.audit import Audit
from bot.core.callers import Caller
from bot.core.clock import Clock
from bot.core.people import People
from bot.core.public_names import HIDDEN, allow_name, hide_name, looks_like
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls, chapters, people


class NameReason(StrEnum):
    """Why a name is hidden; there is no other text."""

    OFFENSIVE = "offensive"
    IMPERSONATION = "impersonation"
    PRIVATE = "private"


_NAMED = Statement(
    select(people.c.id, people.c.profile, people.c.name_hidden, chapters.c.org_id)
    .select_from(people.outerjoin(chapters, people.c.chapter_id == chapters.c.id))
    .where(people.c.public == 1)
)
_CALLED_FOR = Statement(select(calls.c.org_id).where(calls.c.person_id == bindparam("person")).distinct())


class NameReview:
    """Hides names and allows them. A name of nobody within the caller's reach is one that doesn't exist."""

    def __init__(self, store: Store, clock: Clock, people: People, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._audit = audit

    async def hide(self, caller: Caller, reach: Reach, name: str, reason: NameReason) -> int:
        """Hide everybody's public name that looks like ``name`` within ``reach``; return how many that are."""
        return await self._store.write(lambda tx: self._change(tx, caller, reach, name, reason))

    async def allow(self, caller: Caller, reach: Reach, name: str) -> int:
        """Show the hidden names that look like ``name`` again; return how many that are."""
        return await self._store.write(lambda tx: self._change(tx, caller, reach, name, None))

    async def _change(self, tx: Tx, caller: Caller, reach: Reach, name: str, reason: NameReason | None) -> int:
        actor = await self._people.find(tx, caller) or await self._people.take(tx, caller)
        found = await self._found(tx, reach, name)
        if not found:
            raise UserError("name.unknown", field="name", word=name)
        changed = [one for one in found if (one[0].name_hidden == HIDDEN) != (reason is not None)]
        for row, org in changed:
            await (hide_name(tx, row.id) if reason else allow_name(tx, row.id))
            action, what = "name.hide" if reason else "name.allow", await self._audit.actor(tx, row.id)
            await self._audit.record(tx, actor.id, action, what, org, reason.value if reason else "ok")
        return len(changed)

    async def _found(self, tx: Tx, reach: Reach, name: str) -> list[tuple[Row, str | None]]:
        """Return those within ``reach`` who bear a name, each with the org on whose behalf it may be changed."""
        found = list[tuple[Row, str | None]]()
        for row in await tx.all(_NAMED):
            if not looks_like(self._people.profile(row.profile).public_name or "", name):
                continue
            ids = [row.org_id] if row.org_id else [one.org_id for one in await tx.all(_CALLED_FOR, person=row.id)]
            within = [org for org in ids if reach.over_org(org)]
            if within or reach.role is Role.ADMIN:
                found.append((row, within[0] if within else None))
        return found
