"""Action alerts: written, shown to their author, and then, in one transaction, a row for each channel."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from bot.core.alert_drafts import KEPT
from bot.core.alert_rows import NewAlert, Standing, add_alert, add_deliveries, drop_draft, find_alert, vouch
from bot.core.alert_text import checked
from bot.core.audience import Audience, audience, read_audience
from bot.core.audit import Audit
from bot.core.bell import Bell
from bot.core.callers import Caller, space_of
from bot.core.campaign_audience import owner_of
from bot.core.campaigns import Campaign, Campaigns, State, named, titles_of, to_look_at
from bot.core.clock import Clock
from bot.core.home_zone import home_zone
from bot.core.ids import reference
from bot.core.keys import Keys
from bot.core.living import Kind, Living, LivingReader
from bot.core.members import Directory
from bot.core.notices import NoticeKind, add_notice
from bot.core.people import People
from bot.core.planning import Planned, Target, plan, target
from bot.core.readable import is_readable, read_zone, readable_or
from bot.core.structure import EVERYTHING, orgs_seen, places
from bot.core.typed_time import moment
from bot.errors import UserError
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

    per_day: int  # alerts a channel gets on one of its days
    domains: tuple[str, ...]  # that links may lead to
    two_person: bool  # whether what goes beyond one org takes two people
    min_group: int


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
_DRAFT = alerts.c.state == Standing.DRAFT.value
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
            when = moment(draft.when or "now", own or campaign.timezone, at, "when")
            check_window(campaign, when.at, now=when.at == at)
            space = await space_of(tx, self._keys, caller)
            whom = chosen or await audience(tx, reach, draft.audience, space.org_id if space else None)
            await _check_audience(tx, campaign, whom)
            author = await self._audit.actor(tx, person.id)
            starts = None if when.at == at else when.at
            kept = (self._keys.encrypt(text), whom.written(), starts, when.zone, campaign.file.version)
            await tx.run(_EXPIRE, before=self._clock() - KEPT)
            new = NewAlert(Kind.ALERT, campaign.id, whom.owner, author, *kept)
            return await add_alert(tx, new, Standing.DRAFT, self._clock())

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
            if row.state != Standing.DRAFT:
                return await self._confirmed(tx, row)
            planned, starts = await self._planned(tx, row)
            await self._note(tx, caller, "alert.confirm", row)
            if self._rules.two_person and row.org_id is None:
                await _set(tx, row, Standing.AWAITING, row.at)
                await self._call_admins(tx, row)
                return _told(row, starts, planned, awaiting=True)
            return await self._sent(tx, row, planned, starts)

        return self._rung(await self._store.write(confirm))

    async def release(self, caller: Caller, reach: Reach, alert: str) -> Confirmed:
        """Send an alert on its way that somebody else has confirmed; raises UserError for one's own."""

        async def release(tx: Tx) -> Confirmed:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != Standing.AWAITING:
                return await self._confirmed(tx, row)
            person = await self._people.take(tx, caller)
            if await self._audit.actor(tx, person.id) == row.author:
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
            actor = await self._audit.actor(tx, person)
            if actor != row.author:
                await add_notice(tx, row.id, actor, NoticeKind.WAITING, self._clock())

    async def _sent(self, tx: Tx, row: Row, planned: tuple[Planned, ...], starts: int) -> Confirmed:
        await _set(tx, row, Standing.GOING, starts)
        await add_deliveries(tx, row.id, planned, self._clock())
        return _told(row, starts, planned, awaiting=False)

    async def _confirmed(self, tx: Tx, row: Row) -> Confirmed:
        """Return what an earlier confirmation led to; raises UserError where the alert has been cancelled."""
        if row.state == Standing.CANCELLED:
            raise UserError("alert.gone_out")
        count = len(await tx.all(_PLANNED, alert=row.id))
        starts = Moment(row.at or self._clock(), row.zone)
        return Confirmed(reference(row.id), starts, count, False, row.state == Standing.AWAITING)

    def _rung(self, confirmed: Confirmed) -> Confirmed:
        self._bell.ring()
        return confirmed

    async def _note(self, tx: Tx, caller: Caller, action: str, row: Row) -> None:
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, row.id, row.org_id)
        await vouch(tx, row.id, await self._audit.actor(tx, person.id))


def check_window(campaign: Campaign, at: int, *, now: bool) -> None:
    """Raise UserError where a campaign takes no calls at the instant its alert stands in the channels."""
    title, state = campaign.file.title["en"], campaign.state(at)
    if state is State.CLOSED:
        raise UserError("alert.closed", title=title, when=Moment(campaign.closes_at or at, campaign.timezone))
    if state is State.UPCOMING:
        raise UserError("alert.upcoming", title=title, when=Moment(campaign.opens_at or at, campaign.timezone))
    if state is State.PAUSED and now:
        raise UserError("alert.paused", title=title)


def _audience(row: Row) -> Audience:
    """Return whom an alert is for; raises UserError where its row can't be read."""
    if not is_readable(lambda: read_zone(row.zone)):
        raise UserError("alert.broken")
    whom = readable_or(None, lambda: read_audience(row.audience))
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
    opened = [campaign for campaign in known if campaign.state(at) is State.OPEN]
    if len(opened) > 1:
        raise UserError("alert.which", field="campaign", known=titles_of(opened))
    return to_look_at(known, None, at)


def _told(row: Row, starts: int, planned: tuple[Planned, ...], *, awaiting: bool) -> Confirmed:
    return Confirmed(reference(row.id), Moment(starts, row.zone), len(planned), row.at is None, awaiting)


async def _set(tx: Tx, row: Row, standing: Standing, starts: int | None) -> None:
    await tx.run(_SET, alert=row.id, standing=standing.value, starts=starts)
