"""Alerts that are due but must not go out without a decision: too late, or their campaign takes no calls.

`OverdueAlerts.hold` holds them back; `OverdueAlerts.list_unasked` says whom to ask.
"""

from functools import partial

from msgspec import Struct

from bot.core.alerts.alert_campaign import (
    GONE,
    LAPSED,
    LATE,
    SHUT,
    find_obstacle,
    is_closed_to,
    update_hold_reason,
)
from bot.core.alerts.alert_rows import is_within
from bot.core.alerts.posting.card_snapshot import CardSnapshot, Kind, SnapshotReader
from bot.core.base.build import Base
from bot.core.base.statuses import AlertStatus, CampaignState, DeliveryStatus, has_delivery_status
from bot.core.campaigns.campaigns import Campaign
from bot.core.outbox.deliveries import MISSED
from bot.core.people.grants import COALITION, fetch_holders
from bot.core.people.people import People
from bot.core.people.recipients import fetch_person
from bot.core.people.role_support import find_admin_rights
from bot.core.times.clock import SECOND
from bot.identity import AdminRight
from bot.roles import Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import actors, alerts, deliveries


class OverdueAlert(Struct, frozen=True):
    """A question about an overdue alert to one person.

    ``channels`` counts the deliveries that wait for the answer. ``accounts`` are the person's, as (platform, account).
    ``own`` is False if somebody else wrote the alert and may no longer send it.
    """

    alert_id: str
    reason: str
    snapshot: CardSnapshot
    channels: int
    accounts: tuple[tuple[str, str], ...]
    language: str | None
    own: bool = True


_D = deliveries.c
_UNSENT = (
    has_delivery_status(DeliveryStatus.WAITING, DeliveryStatus.SENDING),
    _D.due_at <= bindparam("now"),
    _D.first_tried_at.is_(None),
)
_DUE = Statement(
    select(_D.alert_id, func.min(_D.planned_at).label("planned"))
    .where(_D.platform == bindparam("platform"), *_UNSENT)
    .group_by(_D.alert_id)
    .order_by(_D.alert_id)
)
_FIND = Statement(select(alerts).where(alerts.c.id == bindparam("alert")))
_LOCK = Statement(select(alerts).where(alerts.c.id == bindparam("alert")).with_for_update())
_HOLD = Statement(
    update(alerts)
    .where(alerts.c.id == bindparam("alert"))
    .values(state=bindparam("status"), why=bindparam("because"), asked_at=None)
)
_HOLD_ROWS = Statement(
    update(deliveries)
    .where(
        _D.alert_id == bindparam("alert"),
        *_UNSENT,
    )
    .values(state=bindparam("stage"), due_at=None)
)
_POSTPONE = Statement(
    update(deliveries).where(_D.alert_id == bindparam("alert"), *_UNSENT).values(due_at=bindparam("later"))
)
_UNASKED = Statement(
    select(alerts).where(alerts.c.state == AlertStatus.HELD.value, alerts.c.asked_at.is_(None), alerts.c.author != "")
)
_PERSON = Statement(select(actors.c.person_id).where(actors.c.id == bindparam("actor")))
_COUNT_HELD = Statement(
    select(func.count().label("n")).where(_D.alert_id == bindparam("alert"), _D.state == DeliveryStatus.HELD.value)
)
_MARK_ASKED = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(asked_at=bindparam("at")))


class OverdueAlerts:
    """Holds overdue alerts back, and finds whom to ask about them."""

    def __init__(self, base: Base, people: People, snapshot: SnapshotReader) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._people, self._snapshots = people, snapshot

    async def hold(self, platform: str) -> int:
        """Hold back the overdue alerts of a platform. Returns how many.

        Scheduled posts are cancelled instead, since nobody waits for them.
        """
        now = self._clock()
        found = await self._store.read(lambda tx: self._find_overdue(tx, platform, now))
        for alert, why in found:
            await self._store.write(partial(_hold, alert=alert, why=why, now=now))
        return len(found)

    async def list_rights(self, platform: str) -> tuple[tuple[str, tuple[AdminRight, ...]], ...]:
        """The due alerts of a platform, with the admin rights that the right to send them depends on."""

        async def read(tx: Tx) -> tuple[tuple[str, tuple[AdminRight, ...]], ...]:
            found = list[tuple[str, tuple[AdminRight, ...]]]()
            for due in await tx.all(_DUE, platform=platform, now=self._clock()):
                row = await tx.one(_FIND, alert=due.alert_id)
                if row is None or not row.author:
                    continue
                person = await tx.one(_PERSON, actor=row.vouched_by or row.author)
                rights = await find_admin_rights(tx, self._keys, person.person_id) if person else ()
                lost = {(right.person, right.basis) for right in rights}
                if person and rights and not is_within(row, await self._people.find_reach(tx, person.person_id, lost)):
                    found.append((row.id, rights))
            return tuple(found)

        return await self._store.read(read)

    async def postpone(self, alert: str) -> None:
        """Let what isn't sent of an alert wait a minute. After an hour it is held like any late alert."""
        now = self._clock()
        await self._store.write(lambda tx: tx.run(_POSTPONE, alert=alert, now=now, later=now + 60 * SECOND))

    async def list_unasked(self) -> tuple[OverdueAlert, ...]:
        """The questions about held alerts that still have to be asked."""

        async def read(tx: Tx) -> tuple[OverdueAlert, ...]:
            return tuple([one for row in await tx.all(_UNASKED) for one in await self._list_questions(tx, row)])

        if not await self._store.read(lambda tx: tx.all(_UNASKED)):
            return ()
        return await self._store.write(read)  # an admin who is asked may be new

    async def mark_asked(self, alert: str) -> None:
        """Record that somebody was asked about an alert, or that nobody can be."""
        await self._store.write(lambda tx: tx.run(_MARK_ASKED, alert=alert, at=self._clock()))

    async def _find_overdue(self, tx: Tx, platform: str, now: int) -> list[tuple[str, str]]:
        found = list[tuple[str, str]]()
        for due in await tx.all(_DUE, platform=platform, now=now):
            row = await tx.one(_FIND, alert=due.alert_id)
            campaign = await self._snapshots.find_campaign(tx, row)
            why = _find_reason(row, due.planned, campaign, now)
            if campaign and why is None:
                why = await self._find_obstacle(tx, row, campaign)
            if why:
                found.append((due.alert_id, why))
        return found

    async def _find_obstacle(self, tx: Tx, row: Row, campaign: Campaign) -> str | None:
        """Why an alert must not go out in an open campaign: its author lost the right, or its org the campaign."""
        if await is_closed_to(tx, row.org_id, campaign):
            return SHUT
        return LAPSED if row.author and not await self._can_send(tx, row) else None

    async def _can_send(self, tx: Tx, row: Row) -> bool:
        """Whether the person responsible for an alert could still send it."""
        person = await tx.one(_PERSON, actor=row.vouched_by or row.author)
        return person is not None and is_within(row, await self._people.find_reach(tx, person.person_id))

    async def _find_deciders(self, tx: Tx, row: Row) -> tuple[str, ...]:
        """Who may decide instead of the author: the org's coordinators, or else the admins."""
        ids = await fetch_holders(tx, Role.COORDINATOR, row.org_id) if row.org_id else frozenset[str]()
        for candidates in (
            ids,
            await fetch_holders(tx, Role.ADMIN, COALITION) | await self._people.list_config_admins(tx),
        ):
            found = [one for one in sorted(candidates) if is_within(row, await self._people.find_reach(tx, one))]
            if found:
                return tuple(found)
        return ()

    async def _list_questions(self, tx: Tx, row: Row) -> tuple[OverdueAlert, ...]:
        """The questions about a held alert: one to its author, or else one to each person who may decide."""
        now = self._clock()
        snapshot = await self._snapshots.read(tx, row, now)
        if snapshot is None:
            return ()
        why = update_hold_reason(row.why, await find_obstacle(tx, row.org_id, snapshot.campaign, now))
        author = await tx.one(_PERSON, actor=row.author)
        if author and is_within(row, await self._people.find_reach(tx, author.person_id)):
            return (await self._make_question(tx, row, why, snapshot, author.person_id, own=True),)
        others = [
            await self._make_question(tx, row, why, snapshot, one, own=False)
            for one in await self._find_deciders(tx, row)
        ]
        return tuple(others) or (OverdueAlert(row.id, why, snapshot, 0, (), None),)

    async def _make_question(
        self, tx: Tx, row: Row, why: str, snapshot: CardSnapshot, person_id: str, *, own: bool
    ) -> OverdueAlert:
        channels = await tx.one(_COUNT_HELD, alert=row.id)
        to = await fetch_person(tx, self._people, self._keys, person_id)
        known, language = (to.accounts, to.language) if to else ((), None)
        count = channels.n if channels else 0
        return OverdueAlert(row.id, why, snapshot, count, known, language, own)


def _find_reason(row: Row, planned: int, campaign: Campaign | None, now: int) -> str | None:
    """Why an alert must not go out, None if it may."""
    if campaign is None:
        return GONE
    if planned < now - MISSED:
        return LATE
    if row.kind not in (Kind.CLOSE, Kind.SUMMARY) and campaign.state(now) is not CampaignState.OPEN:
        return campaign.state(now).value
    return None


async def _hold(tx: Tx, alert: str, why: str, now: int) -> None:
    row = await tx.one(_LOCK, alert=alert)
    if row is None or row.state not in (AlertStatus.GOING, AlertStatus.HELD):
        return
    stage = DeliveryStatus.HELD if row.author else DeliveryStatus.CANCELLED
    if row.author:
        await tx.run(_HOLD, alert=alert, status=AlertStatus.HELD.value, because=why)
    await tx.run(_HOLD_ROWS, alert=alert, stage=stage.value, now=now)
