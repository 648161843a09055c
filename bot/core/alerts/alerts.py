"""Drafts, previews, confirms and approves action alerts. Start with `Alerts.draft` and `Alerts.confirm`."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

from bot.core.alerts.alert_campaign import check_audience, check_window, choose_campaign_to_announce
from bot.core.alerts.alert_drafts import DRAFT_LIFETIME
from bot.core.alerts.alert_rows import (
    NewAlert,
    add_alert,
    add_deliveries,
    drop_draft,
    find_alert,
)
from bot.core.alerts.alert_rules import AlertRules
from bot.core.alerts.alert_text import check_words
from bot.core.alerts.alert_trail import AlertTrail
from bot.core.alerts.notices import NoticeKind, add_notice, drop_notices
from bot.core.alerts.posting.card_snapshot import CardSnapshot, Kind, SnapshotReader
from bot.core.alerts.posting.confirmation import Confirmation, make_confirmation
from bot.core.alerts.posting.delivery_plan import PlannedDelivery, TargetChannel, decrypt_channel, plan_deliveries
from bot.core.base.build import Base
from bot.core.base.ids import format_reference
from bot.core.base.keys.caller_keys import find_caller_space
from bot.core.base.statuses import AlertStatus
from bot.core.base.stored_values import is_readable, read_or, read_zone
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.audience import Audience, fetch_audience_names, parse_audience, read_audience
from bot.core.directory.members import Directory
from bot.core.people.people import People
from bot.core.people.profiles.profiles import find_home_zone
from bot.core.times.typed_time import parse_moment
from bot.errors import UserError
from bot.identity import Caller
from bot.moments import Moment, name_year
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, deliveries


class AlertRequest(Struct, frozen=True):
    """The fields of the alert form, as the author typed them. ``zone`` is the author's, if the platform reports one."""

    words: str
    campaign: str | None = None
    when: str | None = None
    audience: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """An alert before it goes out. ``at`` is None for one that goes out immediately.

    ``orgs`` and ``chapters`` are names; ``chapters`` is filled only if the alert is for some chapters of those orgs.
    ``author`` holds the author's accounts, as (platform, account).
    """

    id: str
    snapshot: CardSnapshot
    at: Moment | None
    audience: Audience
    orgs: tuple[str, ...]
    chapters: tuple[str, ...]
    channels: tuple[TargetChannel, ...]
    author: tuple[tuple[str, str], ...] = ()


_SET = Statement(
    update(alerts).where(alerts.c.id == bindparam("alert")).values(state=bindparam("status"), at=bindparam("starts"))
)
_BEGIN_AGAIN = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(at=None, ended_at=None))
_ASKED = (NoticeKind.WAITING, NoticeKind.MISSED, NoticeKind.LAPSED, NoticeKind.UNREACHED)
_DRAFT = alerts.c.state == AlertStatus.DRAFT.value
_EXPIRE = Statement(delete(alerts).where(_DRAFT, alerts.c.created_at < bindparam("before")))
_PLANNED = Statement(select(deliveries.c.id).where(deliveries.c.alert_id == bindparam("alert")))


class Alerts:
    """Writes alerts and starts their deliveries. An alert outside the caller's reach is reported as not found.

    ``cost`` returns how many characters a text takes on a card. ``waker`` wakes the delivery workers.
    """

    def __init__(
        self, base: Base, people: People, campaigns: Campaigns, rules: AlertRules, cost: Callable[[str], int] = len
    ) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._audit, self._waker = base.audit, base.waker
        self._people, self._campaigns = people, campaigns
        self._rules, self._cost = rules, cost
        self._trail = AlertTrail(base.audit, people)
        self._snapshots = SnapshotReader(base.keys, campaigns, rules.min_group)

    async def draft(
        self, caller: Caller, reach: Reach, draft: AlertRequest, at: int, chosen: Audience | None = None
    ) -> Preview:
        """Save a draft for a week and return its preview. Raises UserError if it can't be sent as written.

        The audience is ``chosen``, already checked against ``reach``, or else the one that ``draft`` names.
        """
        text = check_words(draft.words, self._rules.domains, self._cost)

        async def keep(tx: Tx) -> str:
            campaign = choose_campaign_to_announce(await self._campaigns.load_within(tx, reach), draft.campaign, at)
            person = await self._people.take(tx, caller)
            own = find_home_zone(draft.zone, person.profile, Directory())
            when = parse_moment(draft.when or "now", own or campaign.timezone, at, "when")
            check_window(campaign, when.at, at)
            space = await find_caller_space(tx, self._keys, caller)
            here = space.org_id if space else None
            whom = chosen or await parse_audience(tx, reach, draft.audience, here, self._rules.names)
            await check_audience(tx, campaign, whom)
            author = await self._audit.ensure_actor(tx, person.id)
            starts = None if when.at == at else when.at
            content = (self._keys.encrypt(text), whom.format(), starts, when.zone, campaign.file.version)
            await tx.run(_EXPIRE, before=self._clock() - DRAFT_LIFETIME)
            new = NewAlert(Kind.ALERT, campaign.id, whom.owner, author, *content)
            return await add_alert(tx, new, AlertStatus.DRAFT, self._clock())

        return await self.preview(reach, await self._store.write(keep))

    async def preview(self, reach: Reach, alert: str) -> Preview:
        """Load the preview of an alert that hasn't gone out."""
        return await self._store.read(lambda tx: self._preview(tx, reach, alert))

    async def confirm(self, caller: Caller, reach: Reach, alert: str) -> Confirmation:
        """Start a draft's deliveries, for all channels or none. Confirming twice changes nothing.

        If a second person must approve it, it waits for them. Raises UserError if no channel would get it.
        """

        async def confirm(tx: Tx) -> Confirmation:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != AlertStatus.DRAFT:
                return await self._describe_earlier(tx, caller, row)
            return await self._send_or_ask(tx, caller, row)

        return self._wake_delivery(await self._store.write(confirm))

    async def release(self, caller: Caller, reach: Reach, alert: str) -> Confirmation:
        """Approve an alert that somebody else confirmed. Raises UserError for the caller's own."""

        async def release(tx: Tx) -> Confirmation:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != AlertStatus.AWAITING:
                return await self._describe_earlier(tx, caller, row)
            if await self._trail.is_author(tx, caller, row):
                raise UserError("alert.own")
            if _has_lapsed(row, self._clock()):  # the next round tells everybody
                raise UserError("alert.lapsed")
            return await self._release(tx, caller, row)

        return self._wake_delivery(await self._store.write(release))

    async def send_lapsed(self, caller: Caller, reach: Reach, alert: str) -> Confirmation:
        """Send an alert now that wasn't approved before its time. Its author has to wait for approval once more.

        Anybody else approves it with this, also after its author asked again. Twice changes nothing.
        """

        async def send(tx: Tx) -> Confirmation:
            row = await find_alert(tx, reach, alert, lock=True)
            has_lapsed, is_own = _has_lapsed(row, self._clock()), await self._trail.is_author(tx, caller, row)
            if not has_lapsed and (is_own or row.state != AlertStatus.AWAITING):
                return await self._describe_earlier(tx, caller, row)
            if has_lapsed:
                await tx.run(_BEGIN_AGAIN, alert=row.id)
                row = await find_alert(tx, reach, alert)
            if not is_own:
                return await self._release(tx, caller, row)
            await drop_notices(tx, row.id, *_ASKED)
            return await self._send_or_ask(tx, caller, row)

        return self._wake_delivery(await self._store.write(send))

    async def discard(self, reach: Reach, alert: str) -> None:
        """Delete a draft. Raises UserError if the alert was already confirmed."""

        async def discard(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if not await drop_draft(tx, row.id):
                raise UserError("alert.gone_out")

        await self._store.write(discard)

    async def _preview(self, tx: Tx, reach: Reach, alert: str) -> Preview:
        row = await find_alert(tx, reach, alert)
        starts, whom = row.at or self._clock(), _parse_audience(row)
        names, local = await fetch_audience_names(tx, whom)
        planned = await plan_deliveries(tx, self._keys, whom, starts, self._rules.per_day)
        snapshot = await self._snapshots.read(tx, row, starts)
        if snapshot is None:
            raise UserError("alert.no_campaign")
        when = name_year(Moment(row.at, row.zone), self._clock()) if row.at else None
        author = await self._people.load_accounts_of(tx, row.author)
        channels = tuple(decrypt_channel(self._keys, one) for one in planned)
        return Preview(row.id, snapshot, when, whom, names, local, channels, author)

    async def _plan(self, tx: Tx, row: Row) -> tuple[tuple[PlannedDelivery, ...], int]:
        """Plan an alert's deliveries and start. Raises UserError if its time has passed or no channel would get it."""
        now = self._clock()
        starts = now if row.at is None else row.at
        if starts < now:
            raise UserError("alert.late")
        campaign = await self._snapshots.find_campaign(tx, row)
        if campaign is None:
            raise UserError("alert.no_campaign")
        check_window(campaign, starts, now)
        planned = await plan_deliveries(tx, self._keys, _parse_audience(row), starts, self._rules.per_day)
        if not planned:
            raise UserError("alert.nobody")
        return planned, starts

    async def _send_or_ask(self, tx: Tx, caller: Caller, row: Row) -> Confirmation:
        """Start the deliveries, or ask the other admins first."""
        planned, starts = await self._plan(tx, row)
        if self._rules.two_person and row.org_id is None:
            await self._trail.record(tx, caller, "alert.ask", row)
            await _set_status(tx, row, AlertStatus.AWAITING, row.at)
            await self._notify_admins(tx, row)
            return make_confirmation(row, starts, planned, awaiting=True)
        await self._trail.record(tx, caller, "alert.start" if row.at is None else "alert.schedule", row)
        return await self._start_deliveries(tx, row, planned, starts)

    async def _release(self, tx: Tx, caller: Caller, row: Row) -> Confirmation:
        planned, starts = await self._plan(tx, row)
        await self._trail.record(tx, caller, "alert.release", row)
        await add_notice(tx, row.id, row.author, NoticeKind.APPROVED, self._clock())
        return await self._start_deliveries(tx, row, planned, starts)

    async def _notify_admins(self, tx: Tx, row: Row) -> None:
        """Add a notice for every admin except the author. Raises UserError if there is no other admin."""
        actors = [await self._audit.ensure_actor(tx, person) for person in await self._people.list_admins(tx)]
        others = [actor for actor in actors if actor != row.author]
        if not others:
            raise UserError("alert.no_second")
        for actor in others:
            await add_notice(tx, row.id, actor, NoticeKind.WAITING, self._clock())

    async def _start_deliveries(
        self, tx: Tx, row: Row, planned: tuple[PlannedDelivery, ...], starts: int
    ) -> Confirmation:
        await _set_status(tx, row, AlertStatus.GOING, starts)
        await add_deliveries(tx, row.id, planned, self._clock())
        return make_confirmation(row, starts, planned, awaiting=False)

    async def _describe_earlier(self, tx: Tx, caller: Caller, row: Row) -> Confirmation:
        """The result of an earlier confirmation. Raises UserError if the alert is over."""
        await self._trail.check_not_over(tx, caller, row)
        count = len(await tx.all(_PLANNED, alert=row.id))
        starts = name_year(Moment(row.at or self._clock(), row.zone), self._clock())
        awaiting = row.state == AlertStatus.AWAITING
        return Confirmation(format_reference(row.id), starts, count, False, awaiting, again=True)

    def _wake_delivery(self, confirmation: Confirmation) -> Confirmation:
        self._waker.wake()
        return confirmation


def _parse_audience(row: Row) -> Audience:
    """The audience in an alert's row. Raises UserError if it can't be read."""
    if not is_readable(lambda: read_zone(row.zone)):
        raise UserError("alert.broken")
    whom = read_or(None, lambda: read_audience(row.audience))
    if whom is None:
        raise UserError("alert.broken")
    return whom


def _has_lapsed(row: Row, now: int) -> bool:
    """Whether nobody approved an alert in time, also before its status says so."""
    is_late = row.state == AlertStatus.AWAITING and row.at is not None and row.at < now
    return bool(is_late or row.state == AlertStatus.LAPSED)


async def _set_status(tx: Tx, row: Row, status: AlertStatus, starts: int | None) -> None:
    await tx.run(_SET, alert=row.id, status=status.value, starts=starts)
