"""What an account is still held to once its person is forgotten: a suspension, and wrong codes."""

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import Executable, bindparam, delete, or_, select, update

from bot.core.clock import DAY
from bot.core.keys import Keys
from bot.core.past import KEPT, Account, past_key
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import actors, guards, people

SUSPENDED = 180 * DAY  # after the deletion, at most

_G = guards.c
_OF = Statement(
    select(guards).where(
        _G.account == bindparam("whose"), or_(_G.suspended_until > bindparam("now"), _G.codes_until > bindparam("now"))
    )
)


def _kept(insert: Any) -> Executable:
    new = insert(guards)
    changed = {column.name: new.excluded[column.name] for column in guards.columns if column.name != "account"}
    return cast(Executable, new.on_conflict_do_update(index_elements=["account"], set_=changed))


_KEEP = Statement(_kept)
_NOT_SUSPENDED = {"suspended_at": None, "suspended_until": None, "org_id": None, "actor": None}
_LIFT = Statement(update(guards).where(_G.actor == bindparam("who")).values(**_NOT_SUSPENDED))
_LIFT_PEOPLE = Statement(
    update(people)
    .where(people.c.id.in_(select(actors.c.person_id).where(actors.c.id == bindparam("who"))))
    .where(people.c.suspended_at.is_not(None))
    .values(suspended_at=None)
)
_OVER = Statement(
    select(_G.actor, _G.org_id).distinct().where(_G.suspended_until <= bindparam("now")).order_by(_G.actor)
)
_END_SUSPENSIONS = Statement(update(guards).where(_G.suspended_until <= bindparam("now")).values(**_NOT_SUSPENDED))
_END_LOCKS = Statement(
    update(guards)
    .where(_G.codes_until <= bindparam("now"))
    .values(wrong_codes=None, locked_until=None, codes_until=None)
)
_DROP = Statement(delete(guards).where(_G.suspended_until.is_(None), _G.codes_until.is_(None)))


async def read_guard(tx: Tx, keys: Keys, account: Account, at: int) -> Row | None:
    """Return what an account is held to, None for nothing; what is over is None in it."""
    row = await tx.one(_OF, whose=past_key(keys, account), now=at)
    if row is None:
        return None
    if (row.suspended_until or 0) <= at:
        row = row._replace(**_NOT_SUSPENDED)
    return row if (row.codes_until or 0) > at else row._replace(wrong_codes=None, locked_until=None)


async def keep_guard(
    tx: Tx, keys: Keys, accounts: Collection[Account], person: Row, actor: str | None, org: str | None, at: int
) -> None:
    """Hold the accounts of a person who is being forgotten to what ``person``, their row, is held to.

    ``actor`` and ``org`` say who was suspended, and for whom.
    """
    if person.suspended_at is None and not person.wrong_codes and not person.locked_until:
        return
    codes = bool(person.wrong_codes or person.locked_until)
    held = {
        "suspended_at": person.suspended_at,
        "suspended_until": at + SUSPENDED if person.suspended_at is not None else None,
        "org_id": org if person.suspended_at is not None else None,
        "actor": actor if person.suspended_at is not None else None,
        "wrong_codes": person.wrong_codes,
        "locked_until": person.locked_until,
        "codes_until": at + KEPT if codes else None,
    }
    await tx.many(_KEEP, [{**held, "account": past_key(keys, account)} for account in accounts])


async def lift(tx: Tx, actor: str) -> bool:
    """End the suspension of whom the audit trail calls ``actor``, on every account; say whether there was one."""
    people_lifted = await tx.run(_LIFT_PEOPLE, who=actor)
    return bool(await tx.run(_LIFT, who=actor)) or bool(people_lifted)


async def drop_guards(tx: Tx, at: int) -> list[Row]:
    """Drop what accounts were held to long enough; return the suspensions that ended, as (actor, org_id)."""
    over = await tx.all(_OVER, now=at)
    for statement in (_END_SUSPENSIONS, _END_LOCKS):
        await tx.run(statement, now=at)
    await tx.run(_DROP)
    return over
