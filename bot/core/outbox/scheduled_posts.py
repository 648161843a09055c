"""Scheduled posts: each occurrence of a campaign's rule becomes an alert without an author, exactly once."""

import json
from collections.abc import Iterable, Mapping
from functools import partial

from bot.core.alerts.alert_rows import NewAlert, add_alert, add_deliveries
from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.alerts.posting.delivery_plan import plan_deliveries
from bot.core.base.build import Base
from bot.core.base.statuses import AlertStatus, CampaignState
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.audience import Audience
from bot.core.coalition.org_directory import EVERYTHING, Org, fetch_orgs
from bot.core.outbox.campaign_schedule import Occurrence, Rule, find_next_time, find_occurrence, list_rules
from bot.core.outbox.deliveries import MISSED
from bot.core.totals import counters
from bot.core.totals.counting import GroupKind, Measure
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import occurrences
from bot.text import fold

_UNLIMITED = 1_000_000  # scheduled posts come at most once a day and don't count toward a channel's limit

_ADD = Statement(lambda insert: insert(occurrences).on_conflict_do_nothing())
_POSTED = Statement(
    select(occurrences.c.day).where(
        occurrences.c.campaign_id == bindparam("campaign"),
        occurrences.c.rule == bindparam("rule"),
        occurrences.c.day == bindparam("day"),
    )
)


class ScheduledPosts:
    """Turns due occurrences into alerts."""

    def __init__(self, base: Base, campaigns: Campaigns) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._campaigns = campaigns

    async def post_due(self) -> int:
        """Start the alerts of all occurrences within the last hour. Returns how many.

        Older ones are dropped: nobody waits for yesterday's reminder.
        """
        now = self._clock()
        due = await self._store.read(lambda tx: self._find_due(tx, now))
        return sum([await self._store.write(partial(self._post, campaign=one, occurrence=at)) for one, at in due])

    async def find_next_time(self) -> int | None:
        """When the next rule applies, None if none does."""
        now = self._clock()
        known = await self._campaigns.load_all()
        times = [find_next_time(rule, now) for campaign in known for rule in _list_rules(campaign)]
        return min((at for at in times if at is not None), default=None)

    async def _find_due(self, tx: Tx, now: int) -> list[tuple[Campaign, Occurrence]]:
        found = list[tuple[Campaign, Occurrence]]()
        for campaign in await self._campaigns.read_all(tx):
            for rule in _list_rules(campaign):
                one = find_occurrence(rule, now - MISSED, now)
                if one and _fits(campaign, rule, one.at) and not await tx.one(_POSTED, **_make_row(campaign, one)):
                    found.append((campaign, one))
        return found

    async def _post(self, tx: Tx, campaign: Campaign, occurrence: Occurrence) -> int:
        row = _make_row(campaign, occurrence)
        added = await tx.run(_ADD, campaign_id=row["campaign"], rule=row["rule"], day=row["day"], at=occurrence.at)
        if not added:
            return 0  # another process posted it
        orgs = await fetch_orgs(tx, EVERYTHING)
        own = [org for org in orgs if campaign.file.org and fold(org.name) == fold(campaign.file.org)]
        if campaign.file.is_for_org and not own:
            return 0  # the org is gone, and nobody else may see its campaign
        if occurrence.rule.kind is Kind.SUMMARY:
            return await self._post_summaries(tx, campaign, occurrence, own or orgs)
        audience = Audience((own[0].id,)) if own else Audience(everyone=True)
        return await self._send(tx, campaign, occurrence, audience)

    async def _post_summaries(self, tx: Tx, campaign: Campaign, occurrence: Occurrence, orgs: Iterable[Org]) -> int:
        """Post each org that called or wrote today its own numbers."""
        sent = 0
        for org in orgs:
            kinds = (measure.name_kind(GroupKind.ORG) for measure in Measure)
            done = [await counters.load_total(tx, campaign.id, by, "", org.id, occurrence.day) for by in kinds]
            if any(done):
                sent += await self._send(tx, campaign, occurrence, Audience((org.id,)))
        return sent

    async def _send(self, tx: Tx, campaign: Campaign, occurrence: Occurrence, audience: Audience) -> int:
        planned = await plan_deliveries(tx, self._keys, audience, occurrence.at, _UNLIMITED)
        if not planned:
            return 0
        text = occurrence.rule.text
        new = NewAlert(
            kind=occurrence.rule.kind,
            campaign_id=campaign.id,
            org_id=audience.owner,
            author="",
            words=self._keys.encrypt(_serialize(text)) if text else None,
            audience=audience.format(),
            at=occurrence.at,
            zone=occurrence.rule.zone,
            version=campaign.file.version,
        )
        alert = await add_alert(tx, new, AlertStatus.GOING, self._clock())
        await add_deliveries(tx, alert, planned, self._clock())
        return 1


def _list_rules(campaign: Campaign) -> tuple[Rule, ...]:
    return list_rules(campaign.file, campaign.opens_at, campaign.closes_at)


def _fits(campaign: Campaign, rule: Rule, at: int) -> bool:
    """Whether a rule's post fits the campaign's state: open, or closed for the closing post."""
    wanted = CampaignState.CLOSED if rule.kind is Kind.CLOSE else CampaignState.OPEN
    return campaign.state(at) is wanted


def _make_row(campaign: Campaign, occurrence: Occurrence) -> dict[str, str]:
    return {"campaign": campaign.id, "rule": occurrence.rule.key, "day": occurrence.day}


def _serialize(text: Mapping[str, str]) -> str:
    """The texts by language, as JSON for an alert's row."""
    return json.dumps(dict(text), ensure_ascii=False)
