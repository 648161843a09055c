"""Captains and coordinators review their people's public names, hide them and allow them."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.coalition.org_directory import find_org
from bot.core.coalition.roles import replace_account
from bot.core.people.past.guards import fetch_guard_orgs, lift_name
from bot.core.people.people import People
from bot.core.public_names.public_names import (
    ALLOWED,
    HIDDEN,
    WAITS,
    allow_name,
    hide_name,
    is_lookalike,
    is_plain,
    make_mark,
)
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, or_, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import actors, calls, chapters, orgs, people


class NameReason(StrEnum):
    """Why a name is hidden. Free text is not allowed."""

    OFFENSIVE = "offensive"
    IMPERSONATION = "impersonation"
    PRIVATE = "private"
    UNSUITABLE = "unsuitable"


class NamePolicy(StrEnum):
    """Whether an org's new public names need review before boards show them."""

    REVIEW = "review"
    OPEN = "open"


class NamedPerson(Struct, frozen=True):
    """A person's public name; ``who`` is the person's id in the audit trail."""

    who: str
    name: str


_NAMED_PEOPLE = Statement(
    select(
        people.c.id,
        people.c.profile,
        people.c.name_hidden,
        people.c.chapter_id,
        chapters.c.org_id,
        WAITS.label("waits"),
    )
    .select_from(people.outerjoin(chapters, people.c.chapter_id == chapters.c.id))
    .where(or_(people.c.public == 1, people.c.name_hidden == HIDDEN))
    .order_by(people.c.id)
)
_CALLED_FOR = Statement(select(calls.c.org_id).where(calls.c.person_id == bindparam("person")).distinct())
_FIND_PERSON = Statement(select(actors.c.person_id).where(actors.c.id == bindparam("who")))
_POLICY = Statement(update(orgs).where(orgs.c.id == bindparam("which")).values(names_reviewed=bindparam("reviewed")))
# Names that were visible before an org turned on review stay visible.
_KEEP_SHOWN = Statement(
    update(people)
    .where(people.c.public == 1, people.c.name_hidden.is_(None), ~WAITS)
    .where(
        people.c.chapter_id.in_(select(chapters.c.id).where(chapters.c.org_id == bindparam("which")))
        | people.c.id.in_(select(calls.c.person_id).where(calls.c.org_id == bindparam("which")))
    )
    .values(name_hidden=ALLOWED)
)


class NameReview:
    """Hides and allows names. A name outside the caller's reach does not exist for them."""

    def __init__(self, base: Base, people: People) -> None:
        self._store, self._clock, self._audit = base.store, base.clock, base.audit
        self._people = people

    async def hide(self, caller: Caller, reach: Reach, name: str, reason: NameReason) -> int:
        """Hide the public names within ``reach`` that look like ``name``. Returns how many changed."""
        return await self._store.write(lambda tx: self._change(tx, caller, reach, self._match_name(name), reason, name))

    async def allow(self, caller: Caller, reach: Reach, name: str) -> int:
        """Allow the names that look like ``name``. Returns how many changed."""
        return await self._store.write(lambda tx: self._change(tx, caller, reach, self._match_name(name), None, name))

    async def decide(self, caller: Caller, reach: Reach, account: str, reason: NameReason | None) -> int:
        """Hide the public name of ``account`` on the caller's platform for ``reason``, or allow it if that is None."""

        async def decide(tx: Tx) -> int:
            target = replace_account(caller, account)
            person = await self._people.find(tx, target)
            if person is None and reason is None and await self._lift(tx, caller, reach, target):
                return 1
            return await self._change(tx, caller, reach, lambda row: bool(person and row.id == person.id), reason)

        return await self._store.write(decide)

    async def decide_by_actor(
        self, caller: Caller, reach: Reach, who: str, mark: str, reason: NameReason | None
    ) -> int:
        """Do the same for the person the audit trail calls ``who``, if their name still has that `make_mark`."""

        async def decide(tx: Tx) -> int:
            known = await tx.one(_FIND_PERSON, who=who)

            def is_meant(row: Row) -> bool:
                name = self._people.read_profile(row.profile).public_name or ""
                return bool(known and row.id == known.person_id) and make_mark(name) == mark

            return await self._change(tx, caller, reach, is_meant, reason)

        return await self._store.write(decide)

    async def list_waiting(self, reach: Reach) -> tuple[NamedPerson, ...]:
        """The names within ``reach`` that wait for review."""

        async def read(tx: Tx) -> tuple[NamedPerson, ...]:
            named = await fetch_waiting_names(tx, self._people, reach)
            return tuple([NamedPerson(await self._audit.ensure_actor(tx, person), name) for person, name in named])

        return await self._store.write(read)

    async def list_shown(self, reach: Reach) -> tuple[NamedPerson, ...]:
        """The names within ``reach`` that boards can show."""

        async def read(tx: Tx) -> tuple[NamedPerson, ...]:
            found = await _find_people(tx, reach, lambda row: row.name_hidden != HIDDEN and not row.waits)
            named = [(row.id, self._people.read_profile(row.profile).public_name or "") for row, _ in found]
            return tuple(
                [NamedPerson(await self._audit.ensure_actor(tx, id), name) for id, name in named if is_plain(name)]
            )

        return await self._store.write(read)

    async def set_policy(self, caller: Caller, reach: Reach, org: str | None, policy: NamePolicy) -> str:
        """Turn review of an org's new names on or off. Returns the org's name."""

        async def write(tx: Tx) -> str:
            actor, found = await self._people.take(tx, caller), await find_org(tx, reach, org)
            if policy is NamePolicy.REVIEW:
                await tx.run(_KEEP_SHOWN, which=found.id)
            await tx.run(_POLICY, which=found.id, reviewed=int(policy is NamePolicy.REVIEW))
            await self._audit.record(tx, actor.id, f"org.names.{policy}", found.id, found.id)
            return found.name

        return await self._store.write(write)

    def _match_name(self, name: str) -> Callable[[Row], bool]:
        def has_name(row: Row) -> bool:
            own = self._people.read_profile(row.profile).public_name
            return own is not None and is_lookalike(own, name)

        return has_name

    async def _lift(self, tx: Tx, caller: Caller, reach: Reach, target: Caller) -> bool:
        """Allow the next name of a person who deleted their data. Returns whether their name had been hidden."""
        guard = await self._people.guard(tx, target)
        if guard is None or not guard.name_until or not (reach.role is Role.ADMIN or reach.covers_org(guard.org_id)):
            return False
        actor = await self._people.ensure(tx, caller)
        await lift_name(tx, guard.actor)
        await self._audit.record(tx, actor.id, "name.allow", guard.actor, guard.org_id, "ok")
        return True

    async def _change(
        self,
        tx: Tx,
        caller: Caller,
        reach: Reach,
        is_meant: Callable[[Row], bool],
        reason: NameReason | None,
        word: str | None = None,
    ) -> int:
        actor = await self._people.ensure(tx, caller)
        found = await _find_people(tx, reach, is_meant)
        if not found:
            raise UserError("name.unknown", field="name", word=word) if word else UserError("name.nobody")
        changed = [one for one in found if _is_change(one[0], reason)]
        for row, org in changed:
            action, what = "name.hide" if reason else "name.allow", await self._audit.ensure_actor(tx, row.id)
            if reason:
                await hide_name(tx, row.id)
            else:
                await allow_name(tx, row.id)
                await lift_name(tx, what)
            await self._audit.record(tx, actor.id, action, what, org, reason.value if reason else "ok")
        return len(changed)


async def fetch_waiting_names(tx: Tx, known: People, reach: Reach) -> tuple[tuple[str, str], ...]:
    """The (person id, name) pairs that wait for review within ``reach``."""
    found = await _find_people(tx, reach, lambda row: bool(row.waits))
    named = [(row.id, known.read_profile(row.profile).public_name or "") for row, _ in found]
    return tuple((person, name) for person, name in named if is_plain(name))


async def _find_people(tx: Tx, reach: Reach, is_meant: Callable[[Row], bool]) -> list[tuple[Row, str | None]]:
    """The matching people within ``reach``, each with the org for which their name can be changed."""
    found = list[tuple[Row, str | None]]()
    for row in [one for one in await tx.all(_NAMED_PEOPLE) if is_meant(one)]:
        if row.org_id:
            within = [row.org_id] if reach.covers_chapter(row.chapter_id, row.org_id) else []
        else:
            called_for = [one.org_id for one in await tx.all(_CALLED_FOR, person=row.id)]
            orgs_ = called_for or await fetch_guard_orgs(tx, row.id)
            within = [org for org in orgs_ if reach.covers_org(org)]
        if within or reach.role is Role.ADMIN:
            found.append((row, within[0] if within else None))
    return found


def _is_change(row: Row, reason: NameReason | None) -> bool:
    """Whether a decision changes anything. A name without a decision needs allowing only if it waits."""
    return row.name_hidden != HIDDEN if reason else row.name_hidden == HIDDEN or bool(row.waits)
