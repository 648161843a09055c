"""Core as a whole: its rooms, each built from those above it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from msgspec import Struct

from bot.core.alerts.alerts import AlertRules
from bot.core.alerts.build import AlertServices, build_alerts
from bot.core.base.audit import Audit
from bot.core.base.build import Base, build_base
from bot.core.base.keys import Keys, check_key
from bot.core.boards.build import BoardServices, build_boards
from bot.core.calls.build import CallServices, build_calls
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.campaigns.build import CampaignServices, build_campaigns
from bot.core.changes.build import ChangeServices, build_changes
from bot.core.coalition.build import CoalitionServices, build_coalition
from bot.core.congress.congress import Congress
from bot.core.drafts.build import DraftServices, build_drafts
from bot.core.guidance.build import GuidanceServices, build_guidance
from bot.core.handover.build import HandoverServices, build_handover
from bot.core.moderation.build import ModerationServices, build_moderation
from bot.core.outbox.build import OutboxServices, build_outbox
from bot.core.people.build import PeopleServices, build_people
from bot.core.postcards.build import PostcardServices, build_postcards
from bot.core.privacy.build import PrivacyServices, build_privacy
from bot.core.privacy.forgotten_ids import Ledger
from bot.core.processes.build import ProcessServices, build_processes
from bot.core.reminders.build import ReminderServices, build_reminders
from bot.core.reports.build import ReportServices, build_reports
from bot.core.slots.limits import LogLimits
from bot.core.statehouse.statehouses import Statehouses
from bot.core.times.clock import Clock
from bot.core.totals.counter_changes import fold_changes
from bot.core.upkeep.damage import DamageWatch
from bot.runtime.duties import WHOLE, Part
from bot.store.engine import Store


@dataclass(frozen=True, slots=True)
class CoreSettings:
    """An admin's settings for core. `bot.config.settings` explains each.

    ``cost`` measures a text as platforms do, and ``reword_time`` writes a time of another language in English. ``part``
    is what this process does.
    """

    admins: Collection[tuple[str, str]] = ()
    zone: str = "America/New_York"
    min_group: int = 5
    keep_person_days: int = 90
    keep_postcards_days: int = 30
    vacant: Collection[str] = ()
    new_maps: Collection[str] = ()
    limits: LogLimits = field(default_factory=LogLimits)
    rules: AlertRules = field(default_factory=AlertRules)
    cost: Callable[[str], int] = len
    reword_time: Callable[[str], str] = str
    part: Part = WHOLE


class Core(Struct, frozen=True):
    """The services of core, by room."""

    base: Base
    processes: ProcessServices
    people: PeopleServices
    congress: Congress
    statehouses: Statehouses
    coalition: CoalitionServices
    campaigns: CampaignServices
    changes: ChangeServices
    drafts: DraftServices
    handover: HandoverServices
    guidance: GuidanceServices
    calls: CallServices
    postcards: PostcardServices
    boards: BoardServices
    moderation: ModerationServices
    reports: ReportServices
    alerts: AlertServices
    outbox: OutboxServices
    reminders: ReminderServices
    privacy: PrivacyServices
    damage: DamageWatch

    async def prepare(self) -> None:
        """Prepare the database at start: check the key, forget people that a restored backup revived, save campaigns.

        Raises ConfigError if the key doesn't belong to this database.
        """
        await check_key(self.base.store, self.base.keys)
        await self.base.audit.prepare()
        await self.privacy.privacy.replay()
        await self.coalition.coalition.prepare()
        await self.campaigns.campaigns.prepare()
        await fold_changes(self.base.store)


def build_core(
    store: Store,
    keys: Keys,
    clock: Clock,
    audit: Audit,
    ledger: Ledger,
    files: Iterable[CampaignFile],
    settings: CoreSettings,
    folder: CampaignFolder | None = None,
) -> Core:
    """Build core on a database. ``audit`` and ``ledger`` also write files beside it. ``files`` come from ``folder``."""
    zone, cost, least, rules, limits = settings.zone, settings.cost, settings.min_group, settings.rules, settings.limits
    base = build_base(store, keys, clock, audit)
    processes = build_processes(base, settings.part)
    people_services = build_people(base, settings.admins)
    people = people_services.people
    congress = Congress(store, clock, settings.vacant, settings.new_maps)
    statehouses = Statehouses(store, clock)
    coalition_services = build_coalition(base, people, congress, statehouses, settings.admins, zone)
    coalition = coalition_services.coalition
    campaign_services = build_campaigns(base, people, congress, files, folder)
    campaigns = campaign_services.campaigns
    changes = build_changes(base, people, campaigns, zone, cost, two_person=rules.two_person)
    drafts = build_drafts(base, people, campaigns, congress, changes, zone, cost, rules.domains, settings.reword_time)
    handover = build_handover(base, people, campaigns, changes, drafts.checker, zone, cost)
    guidance = build_guidance(base, people, campaigns, congress, statehouses, least)
    calls = build_calls(base, people, coalition, campaigns, drafts.drafts, congress, guidance, limits)
    postcards = build_postcards(base, people, coalition, campaigns, guidance, limits, settings.keep_postcards_days)
    boards = build_boards(base, people, coalition, campaigns, guidance.finder, least)
    moderation = build_moderation(base, people, campaigns, congress)
    reports = build_reports(base, people, campaigns, congress, statehouses, least)
    alerts = build_alerts(base, people, campaigns, rules, cost)
    outbox = build_outbox(base, people, campaigns, alerts.snapshots)
    reminders = build_reminders(base, people, campaigns, congress, guidance.finder, zone)
    privacy = build_privacy(base, people, campaigns, guidance.finder, ledger, settings.keep_person_days)
    return Core(
        base, processes, people_services, congress, statehouses, coalition_services, campaign_services, changes,
        drafts, handover, guidance, calls, postcards, boards, moderation, reports, alerts, outbox, reminders, privacy,
        DamageWatch(base),
    )  # fmt: skip
