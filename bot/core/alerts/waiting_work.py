"""Counts what needs a coordinator: alerts to approve, overdue or failed ones, drafts, public names and postcards."""

from collections.abc import Iterable

from msgspec import Struct

from bot.core.alerts.alert_drafts import DRAFT_LIFETIME
from bot.core.alerts.alert_rows import find_troubled, is_within
from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.base.build import Base
from bot.core.base.statuses import AlertStatus, is_unsent
from bot.core.changes.proposal_rows import count_waiting
from bot.core.moderation.name_review import fetch_waiting_names
from bot.core.people.people import People
from bot.core.postcards.review import count_unread
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import and_, bindparam, exists, func, or_, select
from bot.store.statement import Row, Statement
from bot.store.tables import actors, alert_drafts, alerts, deliveries


class Waiting(Struct, frozen=True):
    """How many wait, and the id of the newest alert among them."""

    count: int = 0
    newest: str = ""


class WaitingWork(Struct, frozen=True):
    """What waits for one person.

    ``approve`` counts other admins' alerts to approve, ``changes`` their changes of campaigns, ``held`` overdue alerts,
    ``failed`` channels where alerts failed, ``drafts`` the person's own, ``names`` public names to review, and
    ``postcards`` those to read before they are printed.
    """

    approve: Waiting = Waiting()
    held: Waiting = Waiting()
    failed: Waiting = Waiting()
    drafts: int = 0
    names: int = 0
    changes: int = 0
    postcards: int = 0


_A, _D = alerts.c, deliveries.c
_WITH_STATUS = Statement(
    select(_A.id, _A.org_id, _A.author).where(_A.state == bindparam("status")).order_by(_A.id.desc())
)
_OWN = Statement(select(actors.c.id).where(actors.c.person_id == bindparam("person")))
_DRAFTS = Statement(
    select(func.count().label("n")).where(
        alert_drafts.c.person_id == bindparam("person"), alert_drafts.c.created_at >= bindparam("since")
    )
)
_PLANNED = Statement(
    select(_A.id, _A.org_id).where(
        _A.campaign_id == bindparam("campaign"),
        _A.kind == Kind.ALERT.value,
        or_(
            _A.state == AlertStatus.AWAITING.value,
            and_(_A.state == AlertStatus.GOING.value, exists().where(_D.alert_id == _A.id, is_unsent())),
        ),
    )
)


class WaitingWorkReader:
    """Counts what waits for one person."""

    def __init__(self, base: Base, people: People) -> None:
        self._store, self._clock = base.store, base.clock
        self._people = people

    async def read(self, caller: Caller, reach: Reach) -> WaitingWork:
        """Count what waits for the caller within their reach."""
        return await self._store.read(lambda tx: self._read(tx, caller, reach))

    async def count_planned(self, campaign: str, reach: Reach) -> int:
        """How many alerts about a campaign are still to be posted somewhere, of those within ``reach``."""
        rows = await self._store.read(lambda tx: tx.all(_PLANNED, campaign=campaign))
        return sum(is_within(row, reach) for row in rows)

    async def _read(self, tx: Tx, caller: Caller, reach: Reach) -> WaitingWork:
        names = len(await fetch_waiting_names(tx, self._people, reach))
        if reach.role < Role.COORDINATOR:
            return WaitingWork(names=names)
        since = self._clock() - DRAFT_LIFETIME
        person = await self._people.find(tx, caller)
        own = {row.id for row in await tx.all(_OWN, person=person.id)} if person else set[str]()
        awaiting = [
            row for row in await tx.all(_WITH_STATUS, status=AlertStatus.AWAITING.value) if row.author not in own
        ]
        held = await tx.all(_WITH_STATUS, status=AlertStatus.HELD.value)
        failed = [row for row in await find_troubled(tx, since) if is_within(row, reach)]
        changes, _ = await count_waiting(tx, next(iter(own), ""), self._clock())
        [drafts] = await tx.all(_DRAFTS, person=person.id if person else "", since=since)
        return WaitingWork(
            approve=_count_waiting(awaiting, reach) if reach.role is Role.ADMIN else Waiting(),
            held=_count_waiting(held, reach),
            failed=Waiting(sum(row.n for row in failed), failed[0].id if failed else ""),
            drafts=drafts.n,
            names=names,
            changes=changes if reach.role is Role.ADMIN else 0,
            postcards=await count_unread(tx, reach),
        )


def _count_waiting(rows: Iterable[Row], reach: Reach) -> Waiting:
    ids = [row.id for row in rows if is_within(row, reach)]
    return Waiting(len(ids), ids[0] if ids else "")
