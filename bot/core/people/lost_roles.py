"""Tells people privately that they lost a role, and how many of their scheduled alerts are held because of it.

Each notice is a row first, sent at most once. People who get the role back before that get no notice.
"""

from collections.abc import Collection, Iterable

from msgspec import Struct

from bot.core.base.audit.audit import Audit
from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.base.statuses import AlertStatus, DeliveryStatus, has_delivery_status
from bot.core.people.due_notices import DueNotices
from bot.core.people.grants import COALITION, Grant, fetch_grants
from bot.core.people.people import People
from bot.core.people.recipients import fetch_recipient
from bot.core.people.role_support import HeldRole, Loss
from bot.core.times.clock import DAY
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, func, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import actors, alerts, chapters, deliveries, lost_role_notices, orgs

_LIFETIME, _KEPT = DAY, 2 * DAY
_NOWHERE = b""  # no space has this key


class LostRoleNotice(Struct, frozen=True):
    """A notice to send. ``over`` names the role's scope, "" for the coalition; ``held`` counts alerts.

    ``accounts`` are the recipient's, as (platform, account).
    """

    id: str
    role: Role
    over: str
    held: int
    accounts: tuple[tuple[str, str], ...]
    language: str | None


_N = lost_role_notices.c
_ADD = Statement(insert(lost_role_notices))
_SET_SENT = Statement(update(lost_role_notices).where(_N.id == bindparam("which")).values(due_at=None))
_SWEEP = Statement(delete(lost_role_notices).where(_N.created_at < bindparam("before")))
_NAMES = tuple(Statement(select(table.c.name).where(table.c.id == bindparam("id"))) for table in (orgs, chapters))
_SCHEDULED = Statement(
    select(alerts.c.id, alerts.c.org_id)
    .where(
        alerts.c.state == AlertStatus.GOING.value,
        actors.c.id == func.coalesce(alerts.c.vouched_by, alerts.c.author),
        actors.c.person_id == bindparam("person"),
        deliveries.c.alert_id == alerts.c.id,
        has_delivery_status(DeliveryStatus.WAITING, DeliveryStatus.SENDING),
        deliveries.c.first_tried_at.is_(None),
        deliveries.c.space_key != bindparam("besides"),
    )
    .distinct()
)


async def count_held_alerts(
    tx: Tx, people: People, lost: Iterable[HeldRole], ended: Collection[Loss] = (), besides: bytes = _NOWHERE
) -> int:
    """How many scheduled alerts their people can't send anymore, without the roles ``lost``.

    ``ended`` are bases that are about to end. ``besides`` is the key of a space whose channels get nothing anymore.
    """
    roles, count = tuple(lost), 0
    for person in sorted({one.person for one in roles}):
        left = await people.find_reach(tx, person, ended)
        gone = [one for one in roles if one.person == person]
        for alert in await tx.all(_SCHEDULED, person=person, besides=besides):
            count += not left.covers(alert.org_id) and any(_has_covered(one, alert.org_id) for one in gone)
    return count


async def add_lost_role_notices(
    tx: Tx, audit: Audit, people: People, lost: Iterable[HeldRole], at: int, besides: str = ""
) -> int:
    """Tell people of the roles they just lost, except the person ``besides``. Returns how many alerts are held."""
    roles = tuple(lost)
    for one in roles:
        if one.person != besides:
            actor, held = await audit.ensure_actor(tx, one.person), await count_held_alerts(tx, people, (one,))
            row = {"id": make_id(at), "actor": actor, "role": one.role, "scope": one.scope, "held": held}
            await tx.run(_ADD, **row, due_at=at, created_at=at)
    return await count_held_alerts(tx, people, roles)


class LostRoleNotices(DueNotices[LostRoleNotice]):
    """Hands out due notices and records what became of them."""

    def __init__(self, base: Base, people: People) -> None:
        super().__init__(base.store, base.clock, lost_role_notices)
        self._keys, self._people = base.keys, people

    async def give_up(self, notice: LostRoleNotice) -> None:
        """Leave it: people who can't be reached learn of it from their next command that takes the role."""

    async def _take(self, tx: Tx, most: int) -> tuple[LostRoleNotice, ...]:
        taken = await super()._take(tx, most)
        await tx.run(_SWEEP, before=self._clock() - _KEPT)
        return taken

    async def _take_row(self, tx: Tx, row: Row, now: int) -> LostRoleNotice | None:
        await tx.run(_SET_SENT, which=row.id)
        recipient = await fetch_recipient(tx, self._people, self._keys, row.actor)
        role = Role[row.role.upper()]
        if recipient is None or row.created_at < now - _LIFETIME:
            return None
        reach = await self._people.find_reach(tx, recipient.person_id)
        is_back = Grant(role, row.scope) in await fetch_grants(tx, recipient.person_id)
        if is_back or reach.role is role is Role.ADMIN:  # the settings may name an admin whose role was revoked
            return None
        over = await _find_scope_name(tx, row.scope)
        return LostRoleNotice(row.id, role, over, row.held, recipient.accounts, recipient.language)


def _has_covered(one: HeldRole, org: str | None) -> bool:
    """Whether a role gave the right to send an alert of ``org``, None for the coalition."""
    role = Role[one.role.upper()]
    orgs = frozenset({one.scope} if role is Role.COORDINATOR else ())
    return Reach(role, orgs).covers(org)


async def _find_scope_name(tx: Tx, scope: str) -> str:
    for statement in _NAMES if scope != COALITION else ():
        if row := await tx.one(statement, id=scope):
            return str(row.name)
    return ""
