"""Posted cards that are due for an edit: taking them, and recording the result. Start with `CardEdits.take`."""

from msgspec import Struct

from bot.core.alerts.posting.card_snapshot import CardSnapshot, SnapshotReader, find_wording
from bot.core.base.build import Base
from bot.core.base.leases import EDIT_LEASE
from bot.core.base.statuses import DeliveryStatus
from bot.core.base.stored_values import read_each
from bot.core.outbox.edit_plan import INTERVAL
from bot.core.times.clock import SECOND
from bot.store.engine import Tx
from bot.store.sql import bindparam, case, func, null, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, deliveries, spaces


class CardEdit(Struct, frozen=True):
    """A posted card to redraw. Its lease ends at ``until``; ``shown`` is the digest of what the channel shows now."""

    id: str
    until: int
    platform: str
    space: str
    channel: str
    language: str | None
    message: str
    shown: bytes | None
    snapshot: CardSnapshot


_D = deliveries.c
_DUE = Statement(
    select(
        _D.id,
        _D.alert_id,
        _D.platform,
        _D.message,
        _D.shown,
        channels.c.address,
        spaces.c.address.label("space"),
        spaces.c.language,
    )
    .where(
        _D.platform == bindparam("platform"),
        _D.state == DeliveryStatus.SENT.value,
        _D.edit_at <= bindparam("now"),
        _D.message.is_not(None),
        _D.channel_id == channels.c.id,
        _D.space_key == spaces.c.key,
    )
    .order_by(_D.edit_at, _D.id)
    .limit(bindparam("most"))
    .with_for_update(of=deliveries, skip_locked=True)
)
_ALERT = Statement(select(alerts).where(alerts.c.id == bindparam("alert")))
_LEASE = Statement(
    update(deliveries)
    .where(_D.id == bindparam("which"))
    .values(edit_at=bindparam("until"), edit_lease=bindparam("until"))
)
_ALERT_OF = Statement(select(alerts.c.glance).where(alerts.c.id == _D.alert_id, _D.id == bindparam("which")))
# Matches only if no other edit was requested meanwhile, since that would have changed the time.
_IF_UNCHANGED = update(deliveries).where(_D.id == bindparam("which"), _D.edit_at == bindparam("until"))
# Always record what the card shows. An edit that was requested meanwhile waits its interval.
_RECORD_DONE = Statement(
    update(deliveries)
    .where(_D.id == bindparam("which"))
    .values(
        edit_at=case(
            (_D.edit_at == bindparam("until"), null()),
            (_D.edit_at > bindparam("now"), bindparam("next")),
            else_=_D.edit_at,
        ),
        edit_lease=None,
        shown=bindparam("digest"),
        edited_at=bindparam("now"),
    )
)
_POSTPONE = Statement(_IF_UNCHANGED.values(edit_at=bindparam("again"), edit_lease=None))
_FORGET_MESSAGE = Statement(_IF_UNCHANGED.values(edit_at=None, edit_lease=None, message=None))
_CANCEL = Statement(_IF_UNCHANGED.values(edit_at=None, edit_lease=None))
_NEXT = Statement(
    select(func.min(_D.edit_at).label("at")).where(
        _D.platform == bindparam("platform"), _D.state == DeliveryStatus.SENT.value, _D.edit_at.is_not(None)
    )
)


class CardEdits:
    """Hands out cards to redraw and records what became of them."""

    def __init__(self, base: Base, snapshots: SnapshotReader) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._snapshots = snapshots

    async def take(self, platform: str, most: int) -> tuple[CardEdit, ...]:
        """Take up to ``most`` cards of a platform whose edit is due."""
        return await self._store.write(lambda tx: self._take(tx, platform, most))

    async def record_done(self, edit: CardEdit, digest: bytes) -> None:
        """Record what a card shows now. If the campaign's words changed during the edit, the next follows at once."""
        await self._store.write(lambda tx: self._record_done(tx, edit, digest))

    async def record_gone(self, edit: CardEdit) -> None:
        """Record that a card no longer exists, so that it is never edited again."""
        await self._store.write(lambda tx: tx.run(_FORGET_MESSAGE, which=edit.id, until=edit.until))

    async def drop(self, edit: CardEdit) -> None:
        """Leave a card as it is until something else changes."""
        await self._store.write(lambda tx: tx.run(_CANCEL, which=edit.id, until=edit.until))

    async def postpone(self, edit: CardEdit, seconds: float) -> None:
        """Try an edit again after so many seconds."""
        again = self._clock() + int(seconds * SECOND)
        await self._store.write(lambda tx: tx.run(_POSTPONE, which=edit.id, until=edit.until, again=again))

    async def find_next_time(self, platform: str) -> int | None:
        """When the next edit is due on a platform, None if there is none."""
        row = await self._store.read(lambda tx: tx.one(_NEXT, platform=platform))
        return row.at if row else None

    async def _take(self, tx: Tx, platform: str, most: int) -> tuple[CardEdit, ...]:
        now = self._clock()
        rows = await tx.all(_DUE, platform=platform, now=now, most=most)
        await tx.many(_LEASE, [{"which": row.id, "until": now + EDIT_LEASE} for row in rows])
        snapshots = {alert: await self._read(tx, alert, now) for alert in {row.alert_id for row in rows}}
        shown = [(row, known) for row in rows if (known := snapshots[row.alert_id])]
        edits = tuple(read_each(shown, lambda one: self._make_edit(one[0], now + EDIT_LEASE, one[1])))
        readable = {edit.id for edit in edits}
        await tx.many(_CANCEL, [{"which": row.id, "until": now + EDIT_LEASE} for row in rows if row.id not in readable])
        return edits

    async def _record_done(self, tx: Tx, edit: CardEdit, digest: bytes) -> None:
        now, alert = self._clock(), await tx.one(_ALERT_OF, which=edit.id)
        seen = bytes(alert.glance) if alert and alert.glance else edit.snapshot.digest
        again = now if find_wording(seen) != find_wording(edit.snapshot.digest) else now + INTERVAL
        await tx.run(_RECORD_DONE, which=edit.id, until=edit.until, digest=digest, now=now, next=again)

    async def _read(self, tx: Tx, alert: str, now: int) -> CardSnapshot | None:
        return await self._snapshots.read(tx, await tx.one(_ALERT, alert=alert), now)

    def _make_edit(self, row: Row, until: int, snapshot: CardSnapshot) -> CardEdit:
        place = (row.platform, self._keys.decrypt(row.space), self._keys.decrypt(row.address), row.language)
        return CardEdit(row.id, until, *place, self._keys.decrypt(row.message), row.shown, snapshot)
