"""The SQL statements for daily reminders."""

from typing import Any, cast

from bot.core.reminders.account_rows import make_drop_of_person, make_next, make_stop, select_due
from bot.store.sql import ColumnElement, Executable, bindparam, func, select, update
from bot.store.statement import Statement
from bot.store.tables import accounts, calls, people, reminders

BY_PERSON, BY_PLATFORM = 1, 2  # who refused a reminder; 0 for nobody

_R = reminders.c
_WAITING = _R.refused == 0
FIND = Statement(select(reminders).where(_R.account_key == bindparam("key")))
STOP = make_stop(reminders)


def _set(insert: Any) -> Executable:
    new = insert(reminders)
    # `last_day` keeps its value, so that a changed reminder can't be sent a second time today.
    changed = ("cron", "zone", "language", "planned_at", "due_at", "refused", "assumed")
    values = {name: new.excluded[name] for name in changed}
    return cast(Executable, new.on_conflict_do_update(index_elements=["account_key"], set_=values))


UPSERT = Statement(_set)
CONFIRM_ZONE = Statement(update(reminders).where(_R.account_key == bindparam("key")).values(assumed=0))
# Lock the person too, so that two processes don't remind two linked accounts at once.
_LOCKED = (reminders, people)
DUE = Statement(
    select_due(reminders, _WAITING, _R.account_key).with_for_update(of=_LOCKED, skip_locked=True, key_share=True)
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
SUSPEND = Statement(update(reminders).where(*_UNCHANGED).values(refused=bindparam("why"), last_day=None))
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
NEXT = make_next(reminders, _WAITING)
OF_PERSON = Statement(
    select(_R.cron, _R.zone, _R.planned_at, _R.refused, _R.assumed)
    .where(_R.account_key == accounts.c.key, accounts.c.person_id == bindparam("person"))
    .order_by(_R.planned_at)
)
DROP_OF_PERSON = make_drop_of_person(reminders)
