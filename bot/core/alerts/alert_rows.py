"""The rows of alerts and of their deliveries: how far each has come, and how they are begun."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.alerts.card_snapshot import Kind
from bot.core.alerts.delivery_plan import Planned
from bot.core.base.ids import format_reference, new_id, normalize_code
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import actors, alerts, deliveries


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert's row before it is kept. ``org_id`` None is the coalition's; ``author`` empty is Callboard itself.

    ``words`` are encrypted, None where the catalogue has them; ``at`` None is at once.
    """

    kind: Kind
    campaign_id: str
    org_id: str | None
    author: str
    words: bytes | None
    audience: str
    at: int | None
    zone: str
    version: str


_ADD = Statement(insert(alerts))
_COLUMNS = [column for column in alerts.columns if column.name not in ("asked_at", "why", "glance", "ended_at")]
_SHOWN = select(*_COLUMNS).where(alerts.c.state != AlertStatus.DRAFT.value)
_FIND = Statement(select(*_COLUMNS).where(alerts.c.id == bindparam("alert")))
_LOCK = Statement(select(*_COLUMNS).where(alerts.c.id == bindparam("alert")).with_for_update())
_RECENT = Statement(_SHOWN.order_by(alerts.c.id.desc()).limit(bindparam("most")))
_VOUCH = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(vouched_by=bindparam("actor")))
_DRAFTS = Statement(  # somebody's own
    select(*_COLUMNS)
    .where(
        alerts.c.state == AlertStatus.DRAFT.value,
        alerts.c.author == actors.c.id,
        actors.c.person_id == bindparam("person"),
        alerts.c.created_at >= bindparam("since"),
    )
    .order_by(alerts.c.id.desc())
    .limit(bindparam("most"))
)
_DROP_DRAFT = Statement(
    delete(alerts).where(alerts.c.id == bindparam("alert"), alerts.c.state == AlertStatus.DRAFT.value)
)
_ADD_DELIVERY = Statement(insert(deliveries))

_LOOKED_THROUGH = 1_000  # of the newest alerts, for a reference that somebody types


async def add_alert(tx: Tx, new: NewAlert, standing: AlertStatus, at: int) -> str:
    """Keep an alert and return its id."""
    alert_id = new_id(at)
    await tx.run(
        _ADD,
        id=alert_id,
        kind=new.kind.value,
        campaign_id=new.campaign_id,
        org_id=new.org_id,
        author=new.author,
        words=new.words,
        audience=new.audience,
        at=new.at,
        zone=new.zone,
        state=standing.value,
        version=new.version,
        created_at=at,
        why=None,
        asked_at=None,
        vouched_by=None,
        ended_at=None,
        glance=None,
    )
    return alert_id


async def add_deliveries(tx: Tx, alert_id: str, planned: Iterable[Planned], at: int) -> None:
    """Begin a delivery for each planned channel, in the transaction that sends their alert on its way."""
    unset = dict.fromkeys(
        ("claimed_by", "first_tried_at", "message", "refusal", "missing", "done_at", "edit_at", "shown", "edited_at")
    )
    rows = [
        {
            "id": new_id(at),
            "alert_id": alert_id,
            "channel_id": one.row.id,
            "space_key": one.row.space_key,
            "platform": one.row.platform,
            "state": DeliveryStatus.WAITING.value,
            "planned_at": one.slot.at,
            "due_at": one.slot.at,
            "tries": 0,
            **unset,
        }
        for one in planned
    ]
    await tx.many(_ADD_DELIVERY, rows)


async def find_alert(tx: Tx, reach: Reach, alert: str, *, lock: bool = False) -> Row:
    """Return an alert by its id; raises UserError, the same for one outside ``reach``."""
    row = await tx.one(_LOCK if lock else _FIND, alert=alert)
    if row is None or not within(row, reach):
        raise UserError("alert.unknown")
    return row


async def alert_named(tx: Tx, reach: Reach, word: str) -> str:
    """Return the id of the alert whose short reference somebody typed; raises UserError."""
    sought = normalize_code(word)
    for row in await recent(tx, reach, _LOOKED_THROUGH):
        if normalize_code(format_reference(row.id)) == sought:
            return str(row.id)
    raise UserError("alert.unknown")


async def recent(tx: Tx, reach: Reach, most: int) -> list[Row]:
    """Return the newest alerts within ``reach`` that are more than drafts, newest first."""
    return [row for row in await tx.all(_RECENT, most=_LOOKED_THROUGH) if within(row, reach)][:most]


async def vouch(tx: Tx, alert: str, actor: str) -> None:
    """Keep that somebody, as in the audit trail, answers for what goes out of an alert from now on."""
    await tx.run(_VOUCH, alert=alert, actor=actor)


async def drop_draft(tx: Tx, alert: str) -> bool:
    """Delete an alert that is a draft, and say whether it was one."""
    return await tx.run(_DROP_DRAFT, alert=alert) > 0


async def drafts_of(tx: Tx, person_id: str, reach: Reach, since: int, most: int) -> list[Row]:
    """Return somebody's own drafts since ``since`` that are within ``reach``, newest first."""
    rows = await tx.all(_DRAFTS, person=person_id, since=since, most=most)
    return [row for row in rows if within(row, reach)]


def within(row: Row, reach: Reach) -> bool:
    """Say whether an alert is somebody's to see: an org's coordinators', and for the coalition's the admins'."""
    if row.org_id is None:
        return reach.role is Role.ADMIN
    return reach.over_org(row.org_id)
