"""Adds, renames and archives orgs. Orgs are never deleted."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.core.base.build import Base
from bot.core.coalition import archiving
from bot.core.coalition.archiving import Effect
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.org_directory import LEAST, MOST, Org, check_new_name, check_org_name_free, fetch_orgs, find_org
from bot.core.names.two_names import ask_rename
from bot.core.names.typed_names import tidy
from bot.core.people.lost_roles import add_lost_role_notices
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, update
from bot.store.statement import Statement
from bot.store.tables import orgs

_RENAME = Statement(update(orgs).where(orgs.c.id == bindparam("which")).values(name=bindparam("named")))


# Takes an org's name, its new one, and the actor who changes it, in the transaction of the change.
FollowRename: TypeAlias = Callable[[Tx, str, str, str], Awaitable[None]]


async def follow_nothing(tx: Tx, old: str, new: str, actor: str) -> None:
    """For a coalition without campaigns."""


class Orgs:
    """Changes orgs. Each change gets an audit entry. An org outside ``reach`` is reported as not found.

    ``follow_rename`` changes what names an org by its name.
    """

    def __init__(
        self, base: Base, people: People, coalition: Coalition, follow_rename: FollowRename = follow_nothing
    ) -> None:
        self._follow_rename = follow_rename
        self._store, self._clock, self._audit = base.store, base.clock, base.audit
        self._people, self._coalition, self._waker = people, coalition, base.waker

    async def list_orgs(self, reach: Reach) -> tuple[Org, ...]:
        """The orgs within ``reach``, by name."""
        return await self._store.read(lambda tx: fetch_orgs(tx, reach))

    async def add(self, caller: Caller, name: str) -> str:
        """Add an org. Returns its name as stored. Raises UserError if the name is taken."""
        tidied = tidy(name, "name", LEAST, MOST)

        async def add(tx: Tx) -> None:
            actor = await self._people.take(tx, caller)
            await check_org_name_free(tx, tidied)
            org_id = await self._coalition.add_org(tx, tidied)
            if org_id is None:
                raise UserError("org.taken", field="name", name=tidied)
            await self._audit.record(tx, actor.id, "org.add", org_id, org_id)

        await self._store.write(add)
        return tidied

    async def find_archived(self, name: str) -> Effect | None:
        """The archived org that has a name, or the same one in another spelling."""
        return await self._store.read(lambda tx: archiving.ORG.find(tx, name))

    async def restore(self, caller: Caller, org: str) -> str:
        """Bring an archived org back, with the chapters that were archived together with it. Returns its name."""

        async def restore(tx: Tx) -> str:
            actor = await self._people.take(tx, caller)
            found = await archiving.ORG.find(tx, org)
            if found is None:
                raise UserError("archive.back_already")
            await archiving.ORG.bring_back(tx, self._audit, actor.id, found.id, found.id)
            return found.name

        return await self._store.write(restore)

    async def rename(
        self, caller: Caller, reach: Reach, org: str | None, name: str, *, guessed: bool = False
    ) -> tuple[str, str]:
        """Rename an org. Its numbers stay. Returns the name that it had and the one it has, as stored.

        ``guessed``: the name came without a key, so it may begin with the org's or be it, misspelled. Then UserError
        asks.
        """
        tidied = tidy(name, "name", LEAST, MOST)

        async def rename(tx: Tx) -> str:
            actor = await self._people.take(tx, caller)
            if org is None:
                check_new_name("org", await fetch_orgs(tx, reach), tidied)
            found = await find_org(tx, reach, org, tidied if guessed else "", parts=True)
            await check_org_name_free(tx, tidied, found.id)
            if guessed and org is None:
                raise ask_rename("org", (found.id, found.name), tidied)
            await tx.run(_RENAME, which=found.id, named=tidied)
            await self._follow_rename(tx, found.name, tidied, await self._audit.ensure_actor(tx, actor.id))
            await self._audit.record(tx, actor.id, "org.rename", found.id, found.id)
            return found.name

        return await self._store.write(rename), tidied

    async def preview_effect(self, reach: Reach, org: str | None) -> Effect:
        """What archiving an org would affect."""

        async def read(tx: Tx) -> Effect:
            found = await find_org(tx, reach, org)
            return await archiving.ORG.read_effect(tx, found.id, found.name)

        return await self._store.read(read)

    async def archive(self, caller: Caller, reach: Reach, org: str | None) -> str:
        """Archive an org and its chapters, unlink its spaces, and clear its people's chapter. Every number stays."""

        async def archive(tx: Tx) -> str:
            actor = await self._people.take(tx, caller)
            found = await find_org(tx, reach, org)
            at = self._clock()
            lost = await archiving.ORG.run(tx, self._audit, actor.id, found.id, found.id, at)
            await add_lost_role_notices(tx, self._audit, self._people, lost, at, actor.id)
            return found.name

        name = await self._store.write(archive)
        self._waker.wake()
        return name
