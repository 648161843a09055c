"""The SQL statements for daily reminders."""

from typing import Any, cast

from sqlalchemy import ColumnElement, Executable, bindparam, delete, func, select, update

from bot.store.statement import Statement
from bot.store.tables import accounts, calls, people, reminders

_R = reminders.c
FIND = Statement(select(reminders).where(_R.account_key == bindparam("key")))
_OWN = accounts.alias("own")
STOP = Statement(  # on all accounts of the person
    delete(reminders).where(
        _R.account_key.in_(
            select(accounts.c.key).where(accounts.c.person_id == _OWN.c.person_id, _OWN.c.key == bindparam("key"))
        )
    )
)


def _set(insert: Any) -> Executable:
    new = insert(reminders)
    # `last_day` keeps its value, so that a changed reminder can't be sent a second time today.
    changed = ("cron", "zone", "language", "planned_at", "due_at", "refused", "assumed")
    values = {name: new.excluded[name] for name in changed}
    return cast(Executable, new.on_conflict_do_update(index_elements=["account_key"], set_=values))


UPSERT = Statement(_set)
CONFIRM_ZONE = Statement(update(reminders).where(_R.account_key == bindparam("key")).values(assumed=0))
DUE = Statement(
    select(
        reminders,
        accounts.c.platform,
        accounts.c.address,
        accounts.c.person_id,
        people.c.profile,
        people.c.suspended_at,
    )
    .where(
        _R.due_at <= bindparam("now"),
        _R.refused == 0,
        accounts.c.platform == bindparam("platform"),
        accounts.c.key == _R.account_key,
        people.c.id == accounts.c.person_id,
    )
    .order_by(_R.due_at, _R.account_key)
    .limit(bindparam("most"))
    # Lock the person too, so that two processes don't remind two linked accounts at once.
    .with_for_update(of=(reminders, people), skip_locked=True, key_share=True)
)
_UNCHANGED: tuple[ColumnElement[bool], ...] = (_R.account_key == bindparam("key"), _R.planned_at == bindparam("lease"))
ADVANCE = Statement(
    update(reminders)
    .where(_R.account_key == bindparam("key"))
    .values(planned_at=bindparam("planned"), due_at=bindparam("planned"), last_day=bindparam("day"))
)
RETRY = Statement(
    update(reminders).where(*_UNCHANGED).values(planned_at=bindparam("planned"), due_at=bindparam("due"), last_day=None)
)
SUSPEND = Statement(update(reminders).where(*_UNCHANGED).values(refused=1, last_day=None))
COUNT_REMINDED_TODAY = Statement(
    select(func.count().label("n")).where(
        _R.account_key == accounts.c.key, accounts.c.person_id == bindparam("person"), _R.last_day == bindparam("day")
    )
)
COUNT_CALLS_TODAY = Statement(
    select(func.count().label("n")).where(
        calls.c.person_id == bindparam("person"),
        calls.c.campaign_id == bindparam("campaign"),
        calls.c.day == bindparam("day"),
        calls.c.counted == 1,
        calls.c.removed_at.is_(None),
    )
)
NEXT = Statement(
    select(func.min(_R.due_at).label("at")).where(
        _R.refused == 0, accounts.c.key == _R.account_key, accounts.c.platform == bindparam("platform")
    )
)
OF_PERSON = Statement(
    select(_R.cron, _R.zone, _R.planned_at, _R.refused, _R.assumed)
    .where(_R.account_key == accounts.c.key, accounts.c.person_id == bindparam("person"))
    .order_by(_R.planned_at)
)
DROP_OF_PERSON = Statement(
    delete(reminders).where(
        _R.account_key.in_(select(accounts.c.key).where(accounts.c.person_id == bindparam("person")))
    )
)
