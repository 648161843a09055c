"""The SQL statements for one-time reminders."""

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.store.statement import Statement
from bot.store.tables import accounts, once_reminders, people

_R = once_reminders.c
_OWN = accounts.alias("own")
_OF_ACCOUNTS_PERSON = select(accounts.c.key).where(
    accounts.c.person_id == _OWN.c.person_id, _OWN.c.key == bindparam("key")
)
ADD = Statement(insert(once_reminders))
OF_ACCOUNT = Statement(
    select(once_reminders).where(_R.account_key == bindparam("key"), _R.taken == 0).order_by(_R.planned_at, _R.id)
)
OF_PERSON = Statement(
    select(once_reminders)
    .where(_R.account_key == accounts.c.key, accounts.c.person_id == bindparam("person"), _R.taken == 0)
    .order_by(_R.planned_at, _R.id)
)
STOP = Statement(delete(once_reminders).where(_R.account_key.in_(_OF_ACCOUNTS_PERSON)))
STOP_ONE = Statement(
    delete(once_reminders).where(_R.id == bindparam("id"), _R.account_key.in_(_OF_ACCOUNTS_PERSON), _R.taken == 0)
)
MOVE = Statement(
    update(once_reminders)
    .where(_R.id == bindparam("which"), _R.taken == 0)
    .values(zone=bindparam("clock"), planned_at=bindparam("at"), due_at=bindparam("at"), assumed=0)
)
CONFIRM_ZONE = Statement(update(once_reminders).where(_R.account_key == bindparam("key")).values(assumed=0))
DUE = Statement(
    select(
        once_reminders,
        accounts.c.platform,
        accounts.c.address,
        accounts.c.person_id,
        people.c.profile,
        people.c.suspended_at,
    )
    .where(
        _R.due_at <= bindparam("now"),
        _R.taken == 0,
        accounts.c.platform == bindparam("platform"),
        accounts.c.key == _R.account_key,
        people.c.id == accounts.c.person_id,
    )
    .order_by(_R.due_at, _R.id)
    .limit(bindparam("most"))
    .with_for_update(of=once_reminders, skip_locked=True)
)
TAKE = Statement(update(once_reminders).where(_R.id == bindparam("which")).values(taken=1))
RETRY = Statement(
    update(once_reminders).where(_R.id == bindparam("which"), _R.taken == 1).values(taken=0, due_at=bindparam("due"))
)
DROP = Statement(delete(once_reminders).where(_R.id == bindparam("id")))
DROP_OLD = Statement(delete(once_reminders).where(_R.planned_at < bindparam("before")))
DROP_OF_PERSON = Statement(
    delete(once_reminders).where(
        _R.account_key.in_(select(accounts.c.key).where(accounts.c.person_id == bindparam("person")))
    )
)
NEXT = Statement(
    select(func.min(_R.due_at).label("at")).where(
        _R.taken == 0, accounts.c.key == _R.account_key, accounts.c.platform == bindparam("platform")
    )
)
