"""Inserts the rows of alerts and their deliveries, and finds the alerts within somebody's reach."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.alerts.posting.delivery_plan import PlannedDelivery
from bot.core.base.ids import format_reference, make_id
from bot.core.base.statuses import AlertStatus, DeliveryStatus, has_delivery_status
from bot.core.names.name_search import make_near_error, make_several_error
from bot.core.names.reference_search import find_near_reference, find_references
from bot.errors import UserError
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, func, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import actors, alerts, deliveries


class NewAlert(Struct, frozen=True):
    """The values of a new alert's row.

    ``org_id`` is None for the coalition, ``author`` empty for Callboard itself. ``words`` are encrypted, None if the
    catalog supplies them. ``at`` is None for immediately.
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


OVER = (AlertStatus.CANCELLED, AlertStatus.REFUSED, AlertStatus.LAPSED)  # nothing of it goes out anymore

_ADD = Statement(insert(alerts))
_COLUMNS = [column for column in alerts.columns if column.name not in ("asked_at", "why", "glance", "ended_at")]
_SHOWN = select(*_COLUMNS, alerts.c.ended_at).where(alerts.c.state != AlertStatus.DRAFT.value)
_FIND = Statement(select(*_COLUMNS).where(alerts.c.id == bindparam("alert")))
_LOCK = Statement(select(*_COLUMNS).where(alerts.c.id == bindparam("alert")).with_for_update())
_RECENT = Statement(_SHOWN.order_by(alerts.c.id.desc()).limit(bindparam("most")))
_VOUCH = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(vouched_by=bindparam("actor")))
_DRAFTS = Statement(
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
_TROUBLED = Statement(
    select(alerts.c.id, alerts.c.org_id, func.count().label("n"))
    .where(
        deliveries.c.alert_id == alerts.c.id,
        has_delivery_status(DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN),
        alerts.c.state == AlertStatus.GOING.value,
        alerts.c.created_at >= bindparam("since"),
    )
    .group_by(alerts.c.id, alerts.c.org_id)
    .order_by(alerts.c.id.desc())
)
_DROP_DRAFT = Statement(
    delete(alerts).where(alerts.c.id == bindparam("alert"), alerts.c.state == AlertStatus.DRAFT.value)
)
_ADD_DELIVERY = Statement(insert(deliveries))
_OF_CARD = select(alerts.c.campaign_id, alerts.c.words, alerts.c.translations, alerts.c.state)
_OF_PREVIEW = Statement(_OF_CARD.where(alerts.c.id == bindparam("which")))
_OF_DELIVERY = Statement(_OF_CARD.where(deliveries.c.id == bindparam("which"), alerts.c.id == deliveries.c.alert_id))

_SEARCHED = 1_000  # newest alerts that are listed, and among which a typed reference is looked up


async def add_alert(tx: Tx, new: NewAlert, status: AlertStatus, at: int) -> str:
    """Insert an alert and return its id."""
    alert_id = make_id(at)
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
        state=status.value,
        version=new.version,
        created_at=at,
        why=None,
        asked_at=None,
        vouched_by=None,
        ended_at=None,
        glance=None,
        translations=None,
        reason=None,
    )
    return alert_id


async def add_deliveries(tx: Tx, alert_id: str, planned: Iterable[PlannedDelivery], at: int) -> None:
    """Insert a delivery for each planned channel. Call it in the transaction that confirms the alert."""
    posted = ("message", "done_at", "edit_at", "edit_lease", "shown", "edited_at")
    unset = dict.fromkeys(("claimed_by", "first_tried_at", "refusal", "missing", *posted))
    rows = [
        {
            "id": make_id(at),
            "alert_id": alert_id,
            "channel_id": one.row.id,
            "space_key": one.row.space_key,
            "platform": one.row.platform,
            "state": DeliveryStatus.WAITING.value,
            "planned_at": one.time.at,
            "due_at": one.time.at,
            "tries": 0,
            **unset,
        }
        for one in planned
    ]
    await tx.many(_ADD_DELIVERY, rows)


async def find_alert_of_card(tx: Tx, card: str) -> Row:
    """The campaign, words, translations and state of a posted card's alert.

    ``card`` is a delivery's id, or in a preview its alert's. Raises UserError if it is neither.
    """
    row = await tx.one(_OF_DELIVERY, which=card) or await tx.one(_OF_PREVIEW, which=card)
    if row is None:
        raise UserError("error.button")
    return row


async def find_alert(tx: Tx, reach: Reach, alert: str, *, lock: bool = False) -> Row:
    """Find an alert by its id. Raises the same UserError for an unknown alert and one outside ``reach``."""
    row = await tx.one(_LOCK if lock else _FIND, alert=alert)
    if row is None or not is_within(row, reach):
        raise UserError("alert.unknown")
    return row


async def find_by_reference(tx: Tx, reach: Reach, word: str) -> str:
    """Find the id of the alert with a short reference, or one that begins so.

    Raises UserError, which offers those it may mean.
    """
    by_reference = {format_reference(row.id): str(row.id) for row in await find_recent(tx, reach)}
    found = find_references(word, by_reference)
    if len(found) == 1:
        return by_reference[found[0]]
    if found:
        raise make_several_error("alert", word, [(one, one) for one in found])
    if near := find_near_reference(word, by_reference):
        raise make_near_error("alert", word, [(near, near)])
    raise UserError("alert.unknown")


async def find_recent(tx: Tx, reach: Reach) -> list[Row]:
    """The newest alerts within ``reach`` that are past the draft stage, newest first, with ``ended_at``."""
    return [row for row in await tx.all(_RECENT, most=_SEARCHED) if is_within(row, reach)]


async def find_troubled(tx: Tx, since: int) -> Sequence[Row]:
    """Alerts written since ``since`` that failed somewhere, or perhaps did: the newest first, ``n`` channels each."""
    return await tx.all(_TROUBLED, since=since)


async def vouch(tx: Tx, alert: str, actor: str) -> None:
    """Record who is responsible for an alert from now on. ``actor`` is their id in the audit trail."""
    await tx.run(_VOUCH, alert=alert, actor=actor)


async def drop_draft(tx: Tx, alert: str) -> bool:
    """Delete an alert if it is still a draft. Returns whether it was."""
    return await tx.run(_DROP_DRAFT, alert=alert) > 0


async def find_own_drafts(tx: Tx, person_id: str, reach: Reach, since: int, most: int) -> list[Row]:
    """A person's drafts within ``reach`` created since ``since``, newest first."""
    rows = await tx.all(_DRAFTS, person=person_id, since=since, most=most)
    return [row for row in rows if is_within(row, reach)]


def is_within(row: Row, reach: Reach) -> bool:
    """Whether an alert is within a reach: coordinators see their org's alerts, admins the coalition's."""
    return reach.covers(row.org_id)
