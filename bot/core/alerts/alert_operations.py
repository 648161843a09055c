"""What has become of alerts, for those who send them: counts, what needs a decision, and the decisions."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, update

from bot.core.alerts.alert_drafts import KEPT
from bot.core.alerts.alert_reader import AlertReader, Detail, Listed
from bot.core.alerts.alert_rows import alert_named, drafts_of, find_alert, recent, vouch
from bot.core.alerts.notices import NoticeKind, add_notice
from bot.core.base.audit import Audit
from bot.core.base.bell import Bell
from bot.core.base.clock import Clock
from bot.core.base.keys import Keys
from bot.core.base.statuses import AlertStatus, CampaignState, DeliveryStatus, has_delivery_status
from bot.core.campaigns.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, deliveries

SHOWN, _DRAFTS, _LISTED = 10, 20, 500  # alerts on a list, somebody's drafts and alerts that any list goes through


_D = deliveries.c
_CAMPAIGN_OF = Statement(select(alerts.c.campaign_id).where(_D.id == bindparam("which"), alerts.c.id == _D.alert_id))
_CAMPAIGN = Statement(select(alerts.c.campaign_id).where(alerts.c.id == bindparam("which")))
_OF = Statement(select(_D.alert_id, _D.state).where(_D.id == bindparam("which")).with_for_update())
_OWNER = Statement(select(_D.alert_id).where(_D.id == bindparam("which")))
_STAND = Statement(
    update(alerts).where(alerts.c.id == bindparam("alert")).values(state=bindparam("standing"), why=None, asked_at=None)
)
_UNSENT = has_delivery_status(DeliveryStatus.WAITING, DeliveryStatus.HELD, DeliveryStatus.SENDING)
_STOP = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), _UNSENT, _D.first_tried_at.is_(None))
    .values(state=DeliveryStatus.CANCELLED.value, due_at=None)
)
_ENDED = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(ended_at=bindparam("now")))
_REDRAW = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), _D.state == DeliveryStatus.SENT.value, _D.message.is_not(None))
    .values(edit_at=bindparam("now"))
)
_FREE = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), _D.state == DeliveryStatus.HELD.value)
    .values(state=DeliveryStatus.WAITING.value, due_at=bindparam("now"), planned_at=bindparam("now"))
)
_AFRESH = update(deliveries).values(
    state=DeliveryStatus.WAITING.value,
    due_at=bindparam("now"),
    planned_at=bindparam("now"),
    first_tried_at=None,
    tries=0,
    refusal=None,
    missing=None,
    done_at=None,
)
_ANEW = Statement(_AFRESH.where(_D.id == bindparam("which")))
_RETRY = Statement(_AFRESH.where(_D.alert_id == bindparam("alert"), has_delivery_status(DeliveryStatus.FAILED)))
_POSTED = Statement(
    update(deliveries)
    .where(_D.id == bindparam("which"))
    .values(state=DeliveryStatus.SENT.value, done_at=bindparam("now"))
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
        self._reader = AlertReader(keys, campaigns)
        self._bell = bell
        self._campaigns = campaigns

    async def listed(self, reach: Reach, caller: Caller | None = None) -> tuple[Listed, ...]:
        """Return the newest alerts that somebody may see, the ``caller``'s own drafts first."""
        return (await self.page(reach, caller, 0, SHOWN))[0]

    async def page(self, reach: Reach, caller: Caller | None, first: int, most: int) -> tuple[tuple[Listed, ...], int]:
        """Return at most so many of the same from the one numbered ``first`` on, and how many there are in all."""

        async def read(tx: Tx) -> tuple[tuple[Listed, ...], int]:
            person = await self._people.find(tx, caller) if caller else None
            own = await drafts_of(tx, person.id, reach, self._clock() - KEPT, _DRAFTS) if person else []
            rows = [*own, *await recent(tx, reach, _LISTED)]
            shown = [await self._reader.listed(tx, row) for row in rows[first : first + most]]
            return tuple(shown), len(rows)

        return await self._store.read(read)

    @property
    def files(self) -> Mapping[str, CampaignFile]:
        """What every campaign's file says, by key."""
        return self._campaigns.files

    async def detail(self, reach: Reach, alert: str) -> Detail:
        """Return one alert with its troubles."""

        return await self._store.read(lambda tx: self._reader.detail(tx, reach, alert))

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
            if row.state == AlertStatus.DRAFT:
                raise UserError("alert.unknown")
            if row.state != AlertStatus.CANCELLED:
                await tx.run(_STAND, alert=row.id, standing=AlertStatus.CANCELLED.value)
                await tx.run(_STOP, alert=row.id)
                await tx.run(_REDRAW, alert=row.id, now=self._clock())
                await tx.run(_ENDED, alert=row.id, now=self._clock())
                await self._note(tx, caller, "alert.cancel", row)
                await self._tell_author(tx, caller, row)

        await self._store.write(cancel)
        self._bell.ring()
        return await self.detail(reach, alert)

    async def send_now(self, caller: Caller, reach: Reach, alert: str) -> Detail:
        """Let what was held back go out now; a second time changes nothing.

        Raises UserError while its campaign takes no calls: it would only be held back and asked about again.
        """

        async def free(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != AlertStatus.HELD:
                return
            _check_open((await self._reader.listed(tx, row)).campaign, self._clock())
            await tx.run(_STAND, alert=row.id, standing=AlertStatus.GOING.value)
            await tx.run(_FREE, alert=row.id, now=self._clock())
            await self._note(tx, caller, "alert.send", row)

        await self._store.write(free)
        self._bell.ring()
        return await self.detail(reach, alert)

    async def resend(self, caller: Caller, reach: Reach, delivery: str) -> Detail:
        """Post once more where nobody knows whether it stands, or where the platform refused it."""
        return await self._decided(
            caller, reach, delivery, "alert.resend", (DeliveryStatus.UNKNOWN, DeliveryStatus.FAILED), _ANEW
        )

    async def retry(self, caller: Caller, reach: Reach, alert: str) -> Detail:
        """Post once more wherever the platform refused it, since somebody may have mended why."""

        async def retry(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state in (AlertStatus.DRAFT, AlertStatus.CANCELLED):
                raise UserError("alert.gone_out")
            if await tx.run(_RETRY, alert=row.id, now=self._clock()):
                await self._note(tx, caller, "alert.resend", row)

        await self._store.write(retry)
        self._bell.ring()
        return await self.detail(reach, alert)

    async def mark_posted(self, caller: Caller, reach: Reach, delivery: str) -> Detail:
        """Keep that somebody has seen it stand there."""
        return await self._decided(caller, reach, delivery, "alert.posted", (DeliveryStatus.UNKNOWN,), _POSTED)

    async def _decided(
        self,
        caller: Caller,
        reach: Reach,
        delivery: str,
        action: str,
        stages: tuple[DeliveryStatus, ...],
        change: Statement,
    ) -> Detail:
        async def decide(tx: Tx) -> str:
            owner = await tx.one(_OWNER, which=delivery)
            row = await find_alert(tx, reach, owner.alert_id if owner else "", lock=True)
            held = await tx.one(_OF, which=delivery)
            if row.state == AlertStatus.CANCELLED and change is _ANEW:
                raise UserError("alert.gone_out")
            if held and held.state in stages:
                await tx.run(change, which=delivery, now=self._clock())
                await self._note(tx, caller, action, row)
            return str(row.id)

        alert = await self._store.write(decide)
        self._bell.ring()
        return await self.detail(reach, alert)

    async def _tell_author(self, tx: Tx, caller: Caller, row: Row) -> None:
        """Let the author know that somebody else withdrew their alert."""
        person = await self._people.take(tx, caller)
        if row.author and await self._audit.ensure_actor(tx, person.id) != row.author:
            await add_notice(tx, row.id, row.author, NoticeKind.REFUSED, self._clock())

    async def _note(self, tx: Tx, caller: Caller, action: str, row: Row) -> None:
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, row.id, row.org_id)
        await vouch(tx, row.id, await self._audit.ensure_actor(tx, person.id))


def _check_open(campaign: Campaign | None, now: int) -> None:
    """Raise UserError where the campaign of an alert takes no calls."""
    if campaign is None:
        raise UserError("alert.no_campaign")
    if campaign.state(now) is not CampaignState.OPEN:
        raise UserError("alert.still_shut", title=campaign.file.title["en"])
