"""Action alerts: written, shown to their author, and then, in one transaction, a row for each channel."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from bot.core.alerts.alert_drafts import KEPT
from bot.core.alerts.alert_rows import NewAlert, add_alert, add_deliveries, drop_draft, find_alert, vouch
from bot.core.alerts.alert_text import checked
from bot.core.alerts.card_snapshot import Kind, Living, LivingReader
from bot.core.alerts.delivery_plan import Planned, Target, plan, target
from bot.core.alerts.notices import NoticeKind, add_notice
from bot.core.base.audit import Audit
from bot.core.base.bell import Bell
from bot.core.base.caller_keys import find_caller_space
from bot.core.base.clock import Clock
from bot.core.base.ids import format_reference
from bot.core.base.keys import Keys
from bot.core.base.statuses import AlertStatus, CampaignState
from bot.core.base.stored_values import is_readable, read_or, read_zone
from bot.core.base.typed_time import parse_moment
from bot.core.campaigns.campaign_audience import owner_of
from bot.core.campaigns.campaigns import Campaign, Campaigns, named, titles_of, to_look_at
from bot.core.coalition.audience import Audience, audience, read_audience
from bot.core.coalition.org_directory import EVERYTHING, orgs_seen, places
from bot.core.directory.members import Directory
from bot.core.people.home_zone import home_zone
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.moments import Moment
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, deliveries


@dataclass(frozen=True, slots=True)
class Draft:
    """An alert as somebody types it."""

    words: str
    campaign: str | None = None
    when: str | None = None
    audience: str | None = None
    zone: str | None = None  # the author's, where the platform tells it


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for every alert of a deployment."""

    per_day: int = 3  # alerts a channel gets on one of its days
    domains: tuple[str, ...] = ()  # that links may lead to
    two_person: bool = False  # whether what goes beyond one org takes two people
    min_group: int = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """An alert before it goes out: what is posted, when (None: at once), to whom, and in which channels."""

    id: str
    living: Living
    at: Moment | None
    audience: Audience
    orgs: tuple[str, ...]  # names of the audience's
    chapters: tuple[str, ...]  # likewise, where it is for some chapters of them alone
    targets: tuple[Target, ...]
    author: tuple[tuple[str, str], ...] = ()  # accounts of who wrote it, as (platform, account)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What became of a confirmation: how many channels, and from when on; ``awaiting`` somebody else's release."""

    reference: str
    at: Moment
    channels: int
    now: bool
    awaiting: bool


_SET = Statement(
    update(alerts).where(alerts.c.id == bindparam("alert")).values(state=bindparam("standing"), at=bindparam("starts"))
)
_DRAFT = alerts.c.state == AlertStatus.DRAFT.value
_EXPIRE = Statement(delete(alerts).where(_DRAFT, alerts.c.created_at < bindparam("before")))
_PLANNED = Statement(select(deliveries.c.id).where(deliveries.c.alert_id == bindparam("alert")))


class Alerts:
    """Writes alerts and sends them on their way. One outside the caller's reach is one that doesn't exist.

    ``cost`` says how many characters a text takes where it is shown; ``bell`` is rung when something is due.
    """

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        people: People,
        audit: Audit,
        campaigns: Campaigns,
        rules: Rules,
        bell: Bell,
        cost: Callable[[str], int] = len,
    ) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._people = people
        self._audit = audit
        self._campaigns = campaigns
        self._rules = rules
        self._bell = bell
        self._cost = cost
        self._living = LivingReader(keys, campaigns, rules.min_group)

    async def draft(
        self, caller: Caller, reach: Reach, draft: Draft, at: int, chosen: Audience | None = None
    ) -> Preview:
        """Keep what somebody typed at ``at`` for a week, and return what it would be; raises UserError.

        It is for whom ``draft`` says in words, or for ``chosen``, which was found within ``reach``.
        """
        text = checked(draft.words, self._rules.domains, self._cost)

        async def keep(tx: Tx) -> str:
            campaign = _meant(await self._campaigns.within(tx, reach), draft.campaign, at)
            person = await self._people.take(tx, caller)
            own = home_zone(draft.zone, person.profile, Directory())
            when = parse_moment(draft.when or "now", own or campaign.timezone, at, "when")
            check_window(campaign, when.at, now=when.at == at)
            space = await find_caller_space(tx, self._keys, caller)
            whom = chosen or await audience(tx, reach, draft.audience, space.org_id if space else None)
            await _check_audience(tx, campaign, whom)
            author = await self._audit.ensure_actor(tx, person.id)
            starts = None if when.at == at else when.at
            kept = (self._keys.encrypt(text), whom.written(), starts, when.zone, campaign.file.version)
            await tx.run(_EXPIRE, before=self._clock() - KEPT)
            new = NewAlert(Kind.ALERT, campaign.id, whom.owner, author, *kept)
            return await add_alert(tx, new, AlertStatus.DRAFT, self._clock())

        return await self.preview(reach, await self._store.write(keep))

    async def preview(self, reach: Reach, alert: str) -> Preview:
        """Return what an alert that hasn't gone out would be."""
        return await self._store.read(lambda tx: self._preview(tx, reach, alert))

    async def confirm(self, caller: Caller, reach: Reach, alert: str) -> Confirmed:
        """Send a draft on its way: a row for each channel, all or none; a second time changes nothing.

        Where two people are needed it waits for the other one. Raises UserError where nobody would get it.
        """

        async def confirm(tx: Tx) -> Confirmed:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != AlertStatus.DRAFT:
                return await self._confirmed(tx, row)
            planned, starts = await self._planned(tx, row)
            await self._note(tx, caller, "alert.confirm", row)
            if self._rules.two_person and row.org_id is None:
                await _set(tx, row, AlertStatus.AWAITING, row.at)
                await self._call_admins(tx, row)
                return _told(row, starts, planned, awaiting=True)
            return await self._sent(tx, row, planned, starts)

        return self._rung(await self._store.write(confirm))

    async def release(self, caller: Caller, reach: Reach, alert: str) -> Confirmed:
        """Send an alert on its way that somebody else has confirmed; raises UserError for one's own."""

        async def release(tx: Tx) -> Confirmed:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != AlertStatus.AWAITING:
                return await self._confirmed(tx, row)
            person = await self._people.take(tx, caller)
            if await self._audit.ensure_actor(tx, person.id) == row.author:
                raise UserError("alert.own")
            planned, starts = await self._planned(tx, row)
            await self._note(tx, caller, "alert.release", row)
            await add_notice(tx, row.id, row.author, NoticeKind.APPROVED, self._clock())
            return await self._sent(tx, row, planned, starts)

        return self._rung(await self._store.write(release))

    async def discard(self, reach: Reach, alert: str) -> None:
        """Drop a draft; raises UserError for what is more than that."""

        async def discard(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if not await drop_draft(tx, row.id):
                raise UserError("alert.gone_out")

        await self._store.write(discard)

    async def _preview(self, tx: Tx, reach: Reach, alert: str) -> Preview:
        row = await find_alert(tx, reach, alert)
        starts, whom = row.at or self._clock(), _audience(row)
        names = tuple(org.name for org in await orgs_seen(tx, EVERYTHING) if org.id in whom.orgs)
        local = tuple(place.full_name for place in await places(tx, EVERYTHING) if place.id in whom.chapters)
        planned = await plan(tx, self._keys, whom, starts, self._rules.per_day)
        living = await self._living.read(tx, row, starts)
        if living is None:
            raise UserError("alert.no_campaign")
        when, author = Moment(row.at, row.zone) if row.at else None, await self._people.accounts_of(tx, row.author)
        targets = tuple(target(self._keys, one) for one in planned)
        return Preview(row.id, living, when, whom, names, local, targets, author)

    async def _planned(self, tx: Tx, row: Row) -> tuple[tuple[Planned, ...], int]:
        """Return the channels, and from when on; raises UserError where its time is over or nobody would get it."""
        now = self._clock()
        starts = now if row.at is None else row.at
        if starts < now:
            raise UserError("alert.late")
        campaign = await self._living.campaign(tx, row)
        if campaign is None:
            raise UserError("alert.no_campaign")
        check_window(campaign, starts, now=row.at is None)
        planned = await plan(tx, self._keys, _audience(row), starts, self._rules.per_day)
        if not planned:
            raise UserError("alert.nobody")
        return planned, starts

    async def _call_admins(self, tx: Tx, row: Row) -> None:
        """Let every admin but the author know that an alert waits for them."""
        for person in await self._people.admins(tx):
            actor = await self._audit.ensure_actor(tx, person)
            if actor != row.author:
                await add_notice(tx, row.id, actor, NoticeKind.WAITING, self._clock())

    async def _sent(self, tx: Tx, row: Row, planned: tuple[Planned, ...], starts: int) -> Confirmed:
        await _set(tx, row, AlertStatus.GOING, starts)
        await add_deliveries(tx, row.id, planned, self._clock())
        return _told(row, starts, planned, awaiting=False)

    async def _confirmed(self, tx: Tx, row: Row) -> Confirmed:
        """Return what an earlier confirmation led to; raises UserError where the alert has been cancelled."""
        if row.state == AlertStatus.CANCELLED:
            raise UserError("alert.gone_out")
        count = len(await tx.all(_PLANNED, alert=row.id))
        starts = Moment(row.at or self._clock(), row.zone)
        return Confirmed(format_reference(row.id), starts, count, False, row.state == AlertStatus.AWAITING)

    def _rung(self, confirmed: Confirmed) -> Confirmed:
        self._bell.ring()
        return confirmed

    async def _note(self, tx: Tx, caller: Caller, action: str, row: Row) -> None:
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, row.id, row.org_id)
        await vouch(tx, row.id, await self._audit.ensure_actor(tx, person.id))


def check_window(campaign: Campaign, at: int, *, now: bool) -> None:
    """Raise UserError where a campaign takes no calls at the instant its alert stands in the channels."""
    title, state = campaign.file.title["en"], campaign.state(at)
    if state is CampaignState.CLOSED:
        raise UserError("alert.closed", title=title, when=Moment(campaign.closes_at or at, campaign.timezone))
    if state is CampaignState.UPCOMING:
        raise UserError("alert.upcoming", title=title, when=Moment(campaign.opens_at or at, campaign.timezone))
    if state is CampaignState.PAUSED and now:
        raise UserError("alert.paused", title=title)


def _audience(row: Row) -> Audience:
    """Return whom an alert is for; raises UserError where its row can't be read."""
    if not is_readable(lambda: read_zone(row.zone)):
        raise UserError("alert.broken")
    whom = read_or(None, lambda: read_audience(row.audience))
    if whom is None:
        raise UserError("alert.broken")
    return whom


async def _check_audience(tx: Tx, campaign: Campaign, whom: Audience) -> None:
    """Raise UserError where an alert would tell others of a campaign that is for one org alone."""
    if campaign.file.is_for_org and whom.owner != await owner_of(tx, campaign.file):
        raise UserError("alert.org_only", title=campaign.file.title["en"], org=campaign.file.org or "")


def _meant(known: tuple[Campaign, ...], word: str | None, at: int) -> Campaign:
    """Return the campaign of an alert; raises UserError where several are open and none was named."""
    if word:
        return named(known, word, at)
    opened = [campaign for campaign in known if campaign.state(at) is CampaignState.OPEN]
    if len(opened) > 1:
        raise UserError("alert.which", field="campaign", known=titles_of(opened))
    return to_look_at(known, None, at)


def _told(row: Row, starts: int, planned: tuple[Planned, ...], *, awaiting: bool) -> Confirmed:
    return Confirmed(format_reference(row.id), Moment(starts, row.zone), len(planned), row.at is None, awaiting)


async def _set(tx: Tx, row: Row, standing: AlertStatus, starts: int | None) -> None:
    await tx.run(_SET, alert=row.id, standing=standing.value, starts=starts)
