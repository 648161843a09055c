"""Alerts on a core: the services as the app wires them, with channels of two orgs on two platforms."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.app.app import AUDIENCE_WORDS
from bot.core.alerts.alert_drafts import SavedDraft
from bot.core.alerts.alert_list import AlertPage, Incoming, Listed
from bot.core.alerts.alert_operations import AlertOperations
from bot.core.alerts.alert_reader import AlertProgress
from bot.core.alerts.alert_rules import AlertRules
from bot.core.alerts.alerts import AlertRequest, Alerts, Preview
from bot.core.alerts.build import AlertServices, build_alerts
from bot.core.base.waker import Waker
from bot.core.coalition.channels import Channels, Terms
from bot.core.outbox.build import OutboxServices, build_outbox
from bot.core.outbox.deliveries import Deliveries, Due, Room
from bot.core.outbox.overdue_alerts import OverdueAlerts
from bot.identity import Caller
from tests.core.support.coalition import ADMIN, ANA, BEN, House, house_on
from tests.services import Core

PLENTY = Room(1_000, 1_000, {})
RULES = AlertRules(per_day=3, domains=("callboard.example",), two_person=False, min_group=5, names=AUDIENCE_WORDS)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Ours on Discord, coordinated by Ana; Theirs on Slack, coordinated by Ben."""

    house: House
    channels: Channels
    written: AlertServices
    outbox: OutboxServices
    waker: Waker
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def alerts(self) -> Alerts:
        """The service that writes alerts."""
        return self.written.alerts

    @property
    def operations(self) -> AlertOperations:
        """The service that tracks sent alerts."""
        return self.written.operations

    @property
    def deliveries(self) -> Deliveries:
        """The service of due rows."""
        return self.outbox.deliveries

    @property
    def overdue_alerts(self) -> OverdueAlerts:
        """The service of overdue alerts."""
        return self.outbox.overdue_alerts

    @property
    def core(self) -> Core:
        """The core below these services."""
        return self.house.core

    async def subscribe(self, who: Caller, count: int = 1, **terms: str) -> None:
        """Subscribe channels of a person's space to alerts: ``c1``, ``c2``, …"""
        for _ in range(count):
            number = self._numbers[who.platform] = self._numbers.get(who.platform, 0) + 1
            there = Caller(who.platform, who.account, who.space, (f"channel:c{number}",))
            await self.channels.subscribe(there, await self.house.reach(who), f"c{number}", Terms(**terms))

    async def draft(
        self,
        who: Caller,
        words: str = "Call today",
        when: str | None = None,
        audience: str | None = None,
        campaign: str | None = None,
    ) -> Preview:
        """Write an alert."""
        draft = AlertRequest(words, campaign, when, audience)
        return await self.alerts.draft(who, await self.house.reach(who), draft, self.core.clock())

    async def send(self, who: Caller, words: str = "Call today", when: str | None = None, **more: str) -> str:
        """Write an alert, confirm it, and return its id."""
        preview = await self.draft(who, words, when, **more)
        await self.alerts.confirm(who, await self.house.reach(who), preview.id)
        return preview.id

    async def take(self, platform: str = "discord", room: Room = PLENTY, token: str = "worker") -> tuple[Due, ...]:
        """Take due rows of a platform."""
        return await self.deliveries.take(platform, token, room)

    async def deliver(self, platform: str = "discord") -> list[str]:
        """Deliver everything due on a platform. Returns the channels."""
        due = await self.take(platform)
        for one in due:
            assert await self.deliveries.begin(one)
            await self.deliveries.record_sent(one, f"message in {one.channel}")
        return sorted(one.channel for one in due)

    async def counts(self, who: Caller, alert: str) -> Mapping[str, int]:
        """The number of an alert's channels at each stage."""
        detail = await self.operations.read_detail(await self.house.reach(who), alert)
        return {stage.value: count for stage, count in detail.progress.counts.items()}

    async def read_list(self, who: Caller, number: int = 1, rows: int = 50) -> AlertPage:
        """A page of a person's list of alerts."""
        return await self.written.list.read_page(who, await self.house.reach(who), number, rows)

    async def list_words(self, who: Caller) -> list[tuple[str, str]]:
        """The part and the words of each entry of a person's list, in its order."""
        return [(one.part.value, _read_words(one)) for one in (await self.read_list(who)).entries]

    async def hold_reason(self, alert: str) -> str | None:
        """Why an alert is held now."""
        return (await self.operations.read_detail(ADMIN, alert)).progress.hold_reason


def _read_words(one: Listed) -> str:
    match one.entry:
        case SavedDraft() as draft:
            return draft.entry.words
        case Incoming() as incoming:
            return incoming.progress.words
        case AlertProgress() as progress:
            return progress.words


def newsroom_on(core: Core, rules: AlertRules = RULES, admins: tuple[tuple[str, str], ...] = ()) -> Newsroom:
    """Collect the alert services, wired as in the app."""
    built, house = core.built, house_on(core, admins)
    alerts = build_alerts(built.base, core.people, core.campaigns, rules, len)
    rows = build_outbox(built.base, core.people, core.campaigns, alerts.snapshots)
    channels = built.coalition.channels
    return Newsroom(house, channels, alerts, rows, built.base.waker)


async def make_newsroom(core: Core, rules: AlertRules = RULES) -> Newsroom:
    """A newsroom with its two orgs, and no channel yet."""
    room = newsroom_on(core, rules)
    await room.house.linked("Ours", ANA)
    await room.house.linked("Theirs", BEN)
    return room
