"""Callers, or writers of postcards, with a visible public name and their true rank among all of them."""

from typing import NamedTuple

from bot.core.people.people import People
from bot.core.public_names.public_names import HIDDEN, WAITS, fetch_taken_names, is_shown
from bot.core.totals.counting import GroupKind, Measure
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, select
from bot.store.statement import Statement
from bot.store.tables import counters, people

_LIMIT = 50  # rows to read, because some of their names can't be shown
_C = counters.c
_PEOPLE = (
    _C.campaign_id == bindparam("campaign"),
    _C.period == bindparam("period"),
    _C.by == bindparam("kind"),
    _C.scope == bindparam("org"),
)
_PUBLIC = Statement(
    select(people.c.profile, _C.n, _C.last_at)
    .where(*_PEOPLE, _C.n > 0, _C.key == people.c.id, people.c.public == 1)
    .where(func.coalesce(people.c.name_hidden, "") != HIDDEN, ~WAITS, people.c.suspended_at.is_(None))
    .order_by(_C.n.desc(), _C.last_at)
    .limit(_LIMIT)
)
_AHEAD = Statement(select(func.count().label("n")).select_from(counters).where(*_PEOPLE, _C.n > bindparam("mine")))


class NamedCaller(NamedTuple):
    """A caller's rank, name and completed calls, or a writer's postcards."""

    rank: int
    name: str
    calls: int


async def list_named_callers(
    tx: Tx, known: People, org: str, when: dict[str, str], most: int, measure: Measure
) -> tuple[NamedCaller, ...]:
    """The first ``most`` named callers of an org ("" for all orgs) in a campaign's period."""
    here = {**when, "kind": measure.name_kind(GroupKind.PERSON).value, "org": org}
    rows = await tx.all(_PUBLIC, **here)
    taken = await fetch_taken_names(tx, (org,) if org else ())
    named = ((row, known.read_profile(row.profile).public_name or "") for row in rows)
    shown = [one for one in named if is_shown(one[1], taken)][:most]
    ahead = [(await tx.all(_AHEAD, mine=row.n, **here))[0].n for row, _ in shown]
    return tuple(NamedCaller(1 + n, name, row.n) for (row, name), n in zip(shown, ahead, strict=True))
