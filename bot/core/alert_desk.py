"""What has become of alerts, for those who send them: counts, what needs a decision, and the decisions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from bot.core.alert_rows import Stage, Standing, alert_named, at_stage, find_alert, recent
from bot.core.audience import read_audience
from bot.core.audit import Audit
from bot.core.bell import Bell
from bot.core.callers import Caller
from bot.core.campaigns import Campaign, Campaigns
from bot.core.clock import Clock
from bot.core.ids import reference
from bot.core.keys import Keys
from bot.core.people import People
from bot.core.readable import is_readable, read_member, read_zone, readable_or, those_readable
from bot.errors import UserError
from bot.moments import Moment
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, deliveries

SHOWN = 10  # alerts on a list
_TROUBLES = 20  # channels of an alert that are told of one by one


@dataclass(frozen=True, slots=True)
class Listed:
    """An alert and how many of its channels are at which stage; ``campaign`` None where its file is gone."""

    id: str
    reference: str
    campaign: Campaign | None
    words: str
    standing: Standing
    why: str | None
    at: Moment
    counts: Counter[Stage]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A channel in which an alert failed, or may stand or not."""

    delivery: str
    channel: str
    platform: str
    stage: Stage
    refusal: str | None
    missing: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """One alert with the channels that need somebody."""

    listed: Listed
    troubles: tuple[Trouble, ...]


_D = deliveries.c
_COUNTS = Statement(
    select(_D.state, func.count().label("n")).where(_D.alert_id == bindparam("alert")).group_by(_D.state)
)
_HELD_FOR = Statement(select(alerts.c.why).where(alerts.c.id == bindparam("alert")))
_TROUBLED = Statement(
    select(_D.id, _D.platform, _D.state, _D.refusal, _D.missing, channels.c.name)
    .where(
        _D.alert_id == bindparam("alert"),
        at_stage(Stage.UNKNOWN, Stage.FAILED),
        channels.c.id == _D.channel_id,
    )
    .order_by(_D.state.desc(), _D.id)
    .limit(_TROUBLES)
)
_CAMPAIGN_OF = Statement(select(alerts.c.campaign_id).where(_D.id == bindparam("which"), alerts.c.id == _D.alert_id))
_CAMPAIGN = Statement(select(alerts.c.campaign_id).where(alerts.c.id == bindparam("which")))
_OF = Statement(select(_D.alert_id, _D.state).where(_D.id == bindparam("which")).with_for_update())
_OWNER = Statement(select(_D.alert_id).where(_D.id == bindparam("which")))
_STAND = Statement(
    update(alerts).where(alerts.c.id == bindparam("alert")).values(state=bindparam("standing"), why=None, asked_at=None)
)
_UNSENT = at_stage(Stage.WAITING, Stage.HELD, Stage.SENDING)
_STOP = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), _UNSENT, _D.first_tried_at.is_(None))
    .values(state=Stage.CANCELLED.value, due_at=None)
)
_REDRAW = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), _D.state == Stage.SENT.value, _D.message.is_not(None))
    .values(edit_at=bindparam("now"))
)
_FREE = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), _D.state == Stage.HELD.value)
    .values(state=Stage.WAITING.value, due_at=bindparam("now"), planned_at=bindparam("now"))
)
_AFRESH = update(deliveries).values(
    state=Stage.WAITING.value,
    due_at=bindparam("now"),
    planned_at=bindparam("now"),
    first_tried_at=None,
    tries=0,
    refusal=None,
    missing=None,
    done_at=None,
)
_ANEW = Statement(_AFRESH.where(_D.id == bindparam("which")))
_RETRY = Statement(_AFRESH.where(_D.alert_id == bindparam("alert"), at_stage(Stage.FAILED)))
_POSTED = Statement(
    update(deliveries).where(_D.id == bindparam("which")).values(state=Stage.SENT.value, done_at=bindparam("now"))
)


class AlertDesk:
    """Tells what became of alerts, and stops, frees or repeats them. What is outside a reach doesn't exist."""

    def __init__(
        self, store: Store, keys: Keys, clock: Clock, people: People, audit: Audit, campaigns: Campaigns, bell: Bell
    ) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._people = people
        self._audit = audit
        self._campaigns = campaigns
        self._bell = bell

    async def listed(self, reach: Reach) -> tuple[Listed, ...]:
        """Return the newest alerts that somebody may see."""

        async def read(tx: Tx) -> tuple[Listed, ...]:
            return tuple([await self._listed(tx, row) for row in await recent(tx, reach, SHOWN)])

        return await self._store.read(read)

    async def detail(self, reach: Reach, alert: str) -> Detail:
        """Return one alert with its troubles."""

        async def read(tx: Tx) -> Detail:
            row = await find_alert(tx, reach, alert)
            return Detail(await self._listed(tx, row), self._troubles(await tx.all(_TROUBLED, alert=row.id)))

        return await self._store.read(read)

    async def campaign_of(self, card: str) -> str:
        """Return the key of the campaign that a card in a channel is about; ``card`` is its delivery's id.

        Before it goes out its author sees it under the alert's own. Raises UserError where it is of neither.
        """

        async def read(tx: Tx) -> Row | None:
            return await tx.one(_CAMPAIGN_OF, which=card) or await tx.one(_CAMPAIGN, which=card)

        row = await self._store.read(read)
        if row is None:
            raise UserError("error.button")
        return str(row.campaign_id)

    async def named(self, reach: Reach, word: str) -> str:
        """Return the id of the alert with that short reference; raises UserError."""
        return await self._store.read(lambda tx: alert_named(tx, reach, word))

    async def cancel(self, caller: Caller, reach: Reach, alert: str) -> Detail:
        """Stop what hasn't gone out, and have what has say that it was withdrawn; a second time changes nothing."""

        async def cancel(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state == Standing.DRAFT:
                raise UserError("alert.unknown")
            if row.state != Standing.CANCELLED:
                await tx.run(_STAND, alert=row.id, standing=Standing.CANCELLED.value)
                await tx.run(_STOP, alert=row.id)
                await tx.run(_REDRAW, alert=row.id, now=self._clock())
                await self._note(tx, caller, "alert.cancel", row)

        await self._store.write(cancel)
        self._bell.ring()
        return await self.detail(reach, alert)

    async def send_now(self, caller: Caller, reach: Reach, alert: str) -> Detail:
        """Let what was held back go out now; a second time changes nothing."""

        async def free(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != Standing.HELD:
                return
            await tx.run(_STAND, alert=row.id, standing=Standing.GOING.value)
            await tx.run(_FREE, alert=row.id, now=self._clock())
            await self._note(tx, caller, "alert.send", row)

        await self._store.write(free)
        self._bell.ring()
        return await self.detail(reach, alert)

    async def resend(self, caller: Caller, reach: Reach, delivery: str) -> Detail:
        """Post once more where nobody knows whether it stands, or where the platform refused it."""
        return await self._decided(caller, reach, delivery, "alert.resend", (Stage.UNKNOWN, Stage.FAILED), _ANEW)

    async def retry(self, caller: Caller, reach: Reach, alert: str) -> Detail:
        """Post once more wherever the platform refused it, since somebody may have mended why."""

        async def retry(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state in (Standing.DRAFT, Standing.CANCELLED):
                raise UserError("alert.gone_out")
            if await tx.run(_RETRY, alert=row.id, now=self._clock()):
                await self._note(tx, caller, "alert.resend", row)

        await self._store.write(retry)
        self._bell.ring()
        return await self.detail(reach, alert)

    async def mark_posted(self, caller: Caller, reach: Reach, delivery: str) -> Detail:
        """Keep that somebody has seen it stand there."""
        return await self._decided(caller, reach, delivery, "alert.posted", (Stage.UNKNOWN,), _POSTED)

    async def _decided(
        self, caller: Caller, reach: Reach, delivery: str, action: str, stages: tuple[Stage, ...], change: Statement
    ) -> Detail:
        async def decide(tx: Tx) -> str:
            owner = await tx.one(_OWNER, which=delivery)
            row = await find_alert(tx, reach, owner.alert_id if owner else "", lock=True)
            held = await tx.one(_OF, which=delivery)
            if row.state == Standing.CANCELLED and change is _ANEW:
                raise UserError("alert.gone_out")
            if held and held.state in stages:
                await tx.run(change, which=delivery, now=self._clock())
                await self._note(tx, caller, action, row)
            return str(row.id)

        alert = await self._store.write(decide)
        self._bell.ring()
        return await self.detail(reach, alert)

    async def _listed(self, tx: Tx, row: Row) -> Listed:
        known = {one.id: one for one in await self._campaigns.all(tx)}
        rows = await tx.all(_COUNTS, alert=row.id)
        counts = Counter(dict(those_readable(rows, lambda count: (read_member(Stage, count.state), count.n))))
        held = await tx.one(_HELD_FOR, alert=row.id)
        standing, words, zone = self._told(row)
        when = Moment(row.at or row.created_at, zone)
        told = (known.get(row.campaign_id), words, standing, held.why if held else None)
        return Listed(row.id, reference(row.id), *told, when, counts)

    def _told(self, row: Row) -> tuple[Standing, str, str]:
        """Return how an alert stands, its words and its zone; `Standing.BROKEN` where any of it can't be read."""
        words = readable_or(None, lambda: self._keys.decrypt(row.words) if row.words else "")
        standing = readable_or(Standing.BROKEN, lambda: read_member(Standing, row.state))
        zone = readable_or("UTC", lambda: read_zone(row.zone).key)
        whole = words is not None and zone == row.zone and is_readable(lambda: read_audience(row.audience))
        return standing if whole else Standing.BROKEN, words or "", zone

    def _troubles(self, rows: Iterable[Row]) -> tuple[Trouble, ...]:
        return tuple(
            Trouble(row.id, self._name(row), row.platform, Stage(row.state), row.refusal, row.missing) for row in rows
        )

    def _name(self, row: Row) -> str:
        return readable_or("?", lambda: self._keys.decrypt(row.name))

    async def _note(self, tx: Tx, caller: Caller, action: str, row: Row) -> None:
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, row.id, row.org_id)
