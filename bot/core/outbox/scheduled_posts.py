"""Campaigns' own posts: each beat that has come becomes an alert by nobody, once, whoever looks and however often."""

import json
from collections.abc import Iterable, Mapping
from functools import partial

from sqlalchemy import bindparam, select

from bot.core.alerts.alert_rows import NewAlert, add_alert, add_deliveries
from bot.core.alerts.card_snapshot import Kind
from bot.core.alerts.delivery_plan import plan_deliveries
from bot.core.base.clock import Clock
from bot.core.base.keys import Keys
from bot.core.base.statuses import AlertStatus, CampaignState
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.audience import Audience
from bot.core.coalition.org_directory import EVERYTHING, Org, orgs_seen
from bot.core.outbox.campaign_schedule import Beat, Stroke, beats, following, stroke
from bot.core.outbox.deliveries import MISSED
from bot.core.totals import counters
from bot.core.totals.counting import GroupKind
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import strokes
from bot.text import fold

_UNLIMITED = 1_000_000  # what comes at most once a day takes nobody's place among a day's alerts

_ADD = Statement(lambda insert: insert(strokes).on_conflict_do_nothing())
_PLAYED = Statement(
    select(strokes.c.day).where(
        strokes.c.campaign_id == bindparam("campaign"),
        strokes.c.beat == bindparam("beat"),
        strokes.c.day == bindparam("day"),
    )
)


class Playing:
    """Posts what campaigns say by themselves."""

    def __init__(self, store: Store, keys: Keys, clock: Clock, campaigns: Campaigns) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._campaigns = campaigns

    async def play(self) -> int:
        """Send on its way what has come within the last hour, and return how many alerts that were.

        What was missed by more is dropped: nobody waits for yesterday's reminder.
        """
        now = self._clock()
        came = await self._store.read(lambda tx: self._came(tx, now))
        return sum([await self._store.write(partial(self._play, campaign=one, stroke=at)) for one, at in came])

    async def next_at(self) -> int | None:
        """Return when the next beat comes, None where none does."""
        now = self._clock()
        known = await self._campaigns.known()
        times = [following(beat, now) for campaign in known for beat in _beats(campaign)]
        return min((at for at in times if at is not None), default=None)

    async def _came(self, tx: Tx, now: int) -> list[tuple[Campaign, Stroke]]:
        found = list[tuple[Campaign, Stroke]]()
        for campaign in await self._campaigns.all(tx):
            for beat in _beats(campaign):
                one = stroke(beat, now - MISSED, now)
                if one and _fits(campaign, beat, one.at) and not await tx.one(_PLAYED, **_row(campaign, one)):
                    found.append((campaign, one))
        return found

    async def _play(self, tx: Tx, campaign: Campaign, stroke: Stroke) -> int:
        row = _row(campaign, stroke)
        added = await tx.run(_ADD, campaign_id=row["campaign"], beat=row["beat"], day=row["day"], at=stroke.at)
        if not added:
            return 0  # somebody else was faster
        orgs = await orgs_seen(tx, EVERYTHING)
        own = [org for org in orgs if campaign.file.org and fold(org.name) == fold(campaign.file.org)]
        if campaign.file.is_for_org and not own:
            return 0  # the org isn't there any more, and nobody else meets it
        if stroke.beat.kind is Kind.SUMMARY:
            return await self._summaries(tx, campaign, stroke, own or orgs)
        audience = Audience((own[0].id,)) if own else Audience(everyone=True)
        return await self._send(tx, campaign, stroke, audience)

    async def _summaries(self, tx: Tx, campaign: Campaign, stroke: Stroke, orgs: Iterable[Org]) -> int:
        """Tell each org that rang today what it did, its own numbers alone."""
        sent = 0
        for org in orgs:
            if (await counters.load_counter(tx, campaign.id, GroupKind.ORG, "", org.id, stroke.day)).n:
                sent += await self._send(tx, campaign, stroke, Audience((org.id,)))
        return sent

    async def _send(self, tx: Tx, campaign: Campaign, stroke: Stroke, audience: Audience) -> int:
        planned = await plan_deliveries(tx, self._keys, audience, stroke.at, _UNLIMITED)
        if not planned:
            return 0
        text = stroke.beat.text
        new = NewAlert(
            kind=stroke.beat.kind,
            campaign_id=campaign.id,
            org_id=audience.owner,
            author="",
            words=self._keys.encrypt(_written(text)) if text else None,
            audience=audience.written(),
            at=stroke.at,
            zone=stroke.beat.zone,
            version=campaign.file.version,
        )
        alert = await add_alert(tx, new, AlertStatus.GOING, self._clock())
        await add_deliveries(tx, alert, planned, self._clock())
        return 1


def _beats(campaign: Campaign) -> tuple[Beat, ...]:
    return beats(campaign.file, campaign.opens_at, campaign.closes_at)


def _fits(campaign: Campaign, beat: Beat, at: int) -> bool:
    """Say whether a beat may sound: while its campaign is open, or at its end."""
    wanted = CampaignState.CLOSED if beat.kind is Kind.CLOSE else CampaignState.OPEN
    return campaign.state(at) is wanted


def _row(campaign: Campaign, stroke: Stroke) -> dict[str, str]:
    return {"campaign": campaign.id, "beat": stroke.beat.key, "day": stroke.day}


def _written(text: Mapping[str, str]) -> str:
    """Return a text in all its languages as a row keeps it."""
    return json.dumps(dict(text), ensure_ascii=False)
