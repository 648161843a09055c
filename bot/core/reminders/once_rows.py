"""The SQL statements for one-time reminders."""

from bot.core.reminders.account_rows import (
    OF_ACCOUNTS_PERSON,
    make_drop_of_person,
    make_next,
    make_stop,
    select_due,
)
from bot.store.sql import bindparam, delete, insert, select, update
from bot.store.statement import Statement
from bot.store.tables import accounts, once_reminders

_R = once_reminders.c
_WAITING = _R.taken == 0
ADD = Statement(insert(once_reminders))
OF_ACCOUNT = Statement(
    select(once_reminders).where(_R.account_key == bindparam("key"), _R.taken == 0).order_by(_R.planned_at, _R.id)
)
OF_PERSON = Statement(
    select(once_reminders)
    .where(_R.account_key == accounts.c.key, accounts.c.person_id == bindparam("person"), _R.taken == 0)
    .order_by(_R.planned_at, _R.id)
)
STOP = make_stop(once_reminders)
STOP_ONE = Statement(
    delete(once_reminders).where(_R.id == bindparam("id"), _R.account_key.in_(OF_ACCOUNTS_PERSON), _R.taken == 0)
)
MOVE = Statement(
    update(once_reminders)
    .where(_R.id == bindparam("which"), _R.taken == 0)
    .values(zone=bindparam("clock"), planned_at=bindparam("at"), due_at=bindparam("at"), assumed=0)
)
CONFIRM_ZONE = Statement(update(once_reminders).where(_R.account_key == bindparam("key")).values(assumed=0))
DUE = Statement(select_due(once_reminders, _WAITING, _R.id).with_for_update(of=once_reminders, skip_locked=True))
TAKE = Statement(update(once_reminders).where(_R.id == bindparam("which")).values(taken=1))
RETRY = Statement(
    update(once_reminders).where(_R.id == bindparam("which"), _R.taken == 1).values(taken=0, due_at=bindparam("due"))
)
DROP = Statement(delete(once_reminders).where(_R.id == bindparam("id")))
DROP_OLD = Statement(delete(once_reminders).where(_R.planned_at < bindparam("before")))
DROP_OF_PERSON = make_drop_of_person(once_reminders)
NEXT = make_next(once_reminders, _WAITING)
