"""Limits on an account that outlive its deleted person: a suspension, a hidden name, and wrong codes."""

from collections.abc import Collection
from typing import Any, NamedTuple, cast

from bot.core.base.keys.keys import Keys
from bot.core.people.past.past_entries import KEPT, Account, hash_past_account, hash_past_account_formerly
from bot.core.public_names.public_names import HIDDEN
from bot.core.times.clock import DAY
from bot.store.engine import Tx
from bot.store.sql import Executable, Select, bindparam, delete, exists, or_, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import actors, guards, people

SUSPENDED = 180 * DAY  # the longest a suspension or hidden name lasts after the deletion

_G = guards.c
_UNTIL = (_G.suspended_until, _G.name_until, _G.codes_until)
_OF = Statement(
    select(guards).where(_G.account == bindparam("whose"), or_(*(until > bindparam("now") for until in _UNTIL)))
)


def _upsert(insert: Any) -> Executable:
    new = insert(guards)
    changed = {column.name: new.excluded[column.name] for column in guards.columns if column.name != "account"}
    return cast(Executable, new.on_conflict_do_update(index_elements=["account"], set_=changed))


_UPSERT = Statement(_upsert)
_ANY = Statement(select(_G.account).where(_G.account == bindparam("whose")))
_ADOPT = Statement(update(guards).where(_G.account == bindparam("old")).values(account=bindparam("new")))
_NOT_SUSPENDED = {"suspended_at": None, "suspended_until": None}
_LIFT = Statement(update(guards).where(_G.actor == bindparam("who")).values(**_NOT_SUSPENDED))
_LIFT_NAME = Statement(update(guards).where(_G.actor == bindparam("who")).values(name_until=None))
_LIFT_PEOPLE = Statement(
    update(people)
    .where(people.c.id.in_(select(actors.c.person_id).where(actors.c.id == bindparam("who"))))
    .where(people.c.suspended_at.is_not(None))
    .values(suspended_at=None)
)
_OTHER = guards.alias()


def _select_ended(until: str) -> Select[Any]:
    """The people whose limit has ended. With several accounts, it ends when the last of their guards ends."""
    own, other = _G[until] <= bindparam("now"), _OTHER.c[until] > bindparam("now")
    last = ~exists().where(_OTHER.c.actor == _G.actor, other)
    return select(_G.actor, _G.org_id).distinct().where(own, last).order_by(_G.actor)


_ENDED_SUSPENSIONS = Statement(_select_ended("suspended_until"))
# The hidden name of a person who came back stays hidden until a reviewer allows it.
_STILL_HIDDEN = exists().where(
    actors.c.id == _G.actor, people.c.id == actors.c.person_id, people.c.name_hidden == HIDDEN
)
_ENDED_NAMES = Statement(_select_ended("name_until").where(~_STILL_HIDDEN))
_END_SUSPENSIONS = Statement(update(guards).where(_G.suspended_until <= bindparam("now")).values(**_NOT_SUSPENDED))
_END_NAMES = Statement(update(guards).where(_G.name_until <= bindparam("now")).values(name_until=None))
_END_LOCKS = Statement(
    update(guards)
    .where(_G.codes_until <= bindparam("now"))
    .values(wrong_codes=None, locked_until=None, codes_until=None)
)
# A guard that only holds wrong codes must not identify anyone.
_ANONYMIZE = Statement(
    update(guards)
    .where(_G.suspended_until.is_(None), _G.name_until.is_(None), _G.actor.is_not(None))
    .values(actor=None, org_id=None)
)
_DROP = Statement(delete(guards).where(*(until.is_(None) for until in _UNTIL)))
_ORGS = Statement(
    select(_G.org_id)
    .distinct()
    .where(actors.c.person_id == bindparam("person"), _G.actor == actors.c.id, _G.org_id.is_not(None))
)


async def read_guard(tx: Tx, keys: Keys, account: Account, at: int) -> Row | None:
    """The limits of an account, or None. Expired ones are None in the row."""
    row = await tx.one(_OF, whose=hash_past_account(keys, account), now=at)
    for old in hash_past_account_formerly(keys, account) if row is None else ():
        row = row or await tx.one(_OF, whose=old, now=at)
    if row is None:
        return None
    if (row.suspended_until or 0) <= at:
        row = row._replace(**_NOT_SUSPENDED)
    if (row.name_until or 0) <= at:
        row = row._replace(name_until=None)
    if row.suspended_at is None and row.name_until is None:
        row = row._replace(actor=None, org_id=None)
    return row if (row.codes_until or 0) > at else row._replace(wrong_codes=None, locked_until=None)


async def adopt_guard(tx: Tx, keys: Keys, account: Account) -> None:
    """Find the limits of an account that came back by the current key from now on, not by a former one."""
    new = hash_past_account(keys, account)
    for old in hash_past_account_formerly(keys, account):
        if not await tx.one(_ANY, whose=new):
            await tx.run(_ADOPT, old=old, new=new)


async def save_guard(
    tx: Tx, keys: Keys, accounts: Collection[Account], person: Row, actor: str | None, org: str | None, at: int
) -> None:
    """Carry the limits in ``person``, the row of a person being deleted, over to their accounts.

    ``actor`` is their id in the audit trail, ``org`` the org that moderated them.
    """
    codes, moderated = bool(person.wrong_codes or person.locked_until), is_moderated(person)
    if not codes and not moderated:
        return
    limits = {
        "suspended_at": person.suspended_at,
        "suspended_until": at + SUSPENDED if person.suspended_at is not None else None,
        "name_until": at + SUSPENDED if person.name_hidden == HIDDEN else None,
        "org_id": org if moderated else None,
        "actor": actor if moderated else None,
        "wrong_codes": person.wrong_codes,
        "locked_until": person.locked_until,
        "codes_until": at + KEPT if codes else None,
    }
    await tx.many(_UPSERT, [{**limits, "account": hash_past_account(keys, account)} for account in accounts])


def is_moderated(person: Row) -> bool:
    """Whether the person in this row is suspended or has a hidden name."""
    return person.suspended_at is not None or person.name_hidden == HIDDEN


async def lift_suspension(tx: Tx, actor: str) -> bool:
    """End a suspension on every account of the person the trail calls ``actor``. Returns whether there was one."""
    people_lifted = await tx.run(_LIFT_PEOPLE, who=actor)
    lifted = await tx.run(_LIFT, who=actor)
    await tx.run(_ANONYMIZE)
    return bool(lifted) or bool(people_lifted)


async def lift_name(tx: Tx, actor: str) -> None:
    """Stop hiding names that the deleted person the audit trail calls ``actor`` chooses if they return."""
    await tx.run(_LIFT_NAME, who=actor)
    await tx.run(_ANONYMIZE)


async def fetch_guard_orgs(tx: Tx, person_id: str) -> tuple[str, ...]:
    """The orgs that moderated a person who returned after deleting their data."""
    return tuple(row.org_id for row in await tx.all(_ORGS, person=person_id))


class EndedGuards(NamedTuple):
    """What ended by itself: rows of actor and org_id."""

    suspensions: list[Row]
    names: list[Row]


async def drop_guards(tx: Tx, at: int) -> EndedGuards:
    """Delete expired limits. Returns the suspensions and hidden names that ended.

    Suspensions also end for people who came back: a suspension that outlived its person has a single end.
    """
    over = EndedGuards(list(await tx.all(_ENDED_SUSPENSIONS, now=at)), list(await tx.all(_ENDED_NAMES, now=at)))
    for ended in over.suspensions:
        await tx.run(_LIFT_PEOPLE, who=ended.actor or "")
    for statement in (_END_SUSPENSIONS, _END_NAMES, _END_LOCKS):
        await tx.run(statement, now=at)
    for statement in (_ANONYMIZE, _DROP):
        await tx.run(statement)
    return over
