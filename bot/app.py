"""The only wiring: a config in, a running core with its one door out."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.cogs.actions import ActionsCog
from bot.cogs.alert import AlertCog
from bot.cogs.alert_buttons import AlertButtonsCog
from bot.cogs.alert_writing import AlertWritingCog
from bot.cogs.ask import AskCog
from bot.cogs.audit import AuditCog
from bot.cogs.campaign import CampaignCog
from bot.cogs.channel import ChannelCog
from bot.cogs.chapter import ChapterCog
from bot.cogs.home import HomeCog
from bot.cogs.leaderboard import LeaderboardCog
from bot.cogs.line import LineCog
from bot.cogs.link import LinkCog
from bot.cogs.log import LogCog
from bot.cogs.moderation import ModerationCog
from bot.cogs.mycalls import MyCallsCog
from bot.cogs.mydata import MyDataCog
from bot.cogs.name import NameCog
from bot.cogs.naming import Naming
from bot.cogs.org import OrgCog
from bot.cogs.profile import ProfileCog
from bot.cogs.reaching import Reaching
from bot.cogs.remind import RemindCog
from bot.cogs.report import ReportCog
from bot.cogs.role import RoleCog
from bot.cogs.script import ScriptCog
from bot.cogs.undo import UndoCog
from bot.config import Config
from bot.core.alert_desk import AlertDesk
from bot.core.alert_drafts import AlertDrafts
from bot.core.alerts import Alerts, Rules
from bot.core.audit import Audit
from bot.core.audit_view import AuditView
from bot.core.audit_witness import seals_in
from bot.core.boards import Boards
from bot.core.call_moves import CallMoves
from bot.core.calls import Calls
from bot.core.campaign_file import CampaignFile, load_campaigns
from bot.core.campaigns import Campaigns
from bot.core.channels import Channels
from bot.core.chapters import Chapters
from bot.core.cleaning import Cleaning
from bot.core.clock import Clock, now
from bot.core.coalition import Coalition
from bot.core.congress import Congress
from bot.core.coverage import Coverage
from bot.core.history import Histories
from bot.core.holdings import HoldingsReader
from bot.core.installations import Installations
from bot.core.joining import Joining
from bot.core.keys import Keys, check_key
from bot.core.ledger import Ledger
from bot.core.lifecycle import Lifecycle
from bot.core.limits import Limits, Watch
from bot.core.line_status import LineStatus
from bot.core.link import Linking
from bot.core.missed import Missed
from bot.core.moderation import Moderation
from bot.core.name_review import NameReview
from bot.core.orgs import Orgs
from bot.core.outbox import Outbox, open_outbox
from bot.core.overview import Overviews
from bot.core.people import People
from bot.core.platform_settings import PlatformSettings
from bot.core.positions import Positions
from bot.core.privacy import Privacy
from bot.core.profiles import Profiles
from bot.core.references import References
from bot.core.reminders import Reminders
from bot.core.reports import Reports
from bot.core.requests import Requests
from bot.core.roles import Roles
from bot.core.routing import Routing
from bot.core.scripts import Scripts
from bot.core.space_links import SpaceLinks
from bot.core.spaces import Spaces
from bot.core.undo import Undo
from bot.core.waiting_work import WaitingWorks
from bot.errors import Unavailable
from bot.identity import who_is
from bot.keyring import keys_of
from bot.kit.dispatch import Dispatcher
from bot.kit.markup import shown_cost
from bot.kit.outbound import Posters
from bot.kit.registry import Registry, collect, with_words
from bot.kit.routes import Sealer
from bot.store.engine import Store
from bot.store.open import open_store

_HEALTHY = 1.0  # seconds the database may take to answer


@dataclass(frozen=True, slots=True)
class App:
    """A core that is ready, and the door to it."""

    config: Config
    store: Store
    keys: Keys
    dispatcher: Dispatcher
    installations: Installations
    settings: PlatformSettings
    privacy: Privacy
    posters: Posters
    outbox: Outbox
    audit: Audit

    @property
    def registry(self) -> Registry:
        """All that can be typed, tapped and filled in."""
        return self.dispatcher.registry

    async def is_healthy(self) -> bool:
        """Say whether the database answers."""
        try:
            async with asyncio.timeout(_HEALTHY):
                await self.settings.recall("", "")
        except (Unavailable, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""
        with suppress(Unavailable):
            await self.audit.confirm()
        await self.store.close()


async def bootstrap(config: Config, environ: Mapping[str, str], clock: Clock = now) -> App:
    """Open the database, bring the campaigns in and wire the features.

    Raises ConfigError for what an admin must mend, Unavailable when the database can't be reached.
    """
    files = load_campaigns(config.campaigns, config.coalition.timezone, shown_cost)
    keys, store = await keys_of(config, environ), await open_store(config.store.url.url)
    audit = Audit(store, clock, seals_in(config.folder, keys))
    privacy, posters = _privacy(config, store, keys, clock, audit), Posters()
    try:
        dispatcher, outbox = await _wired(config, store, keys, clock, files, privacy, posters, audit)
    except BaseException:
        await store.close()
        raise
    installed, settings = Installations(store, keys, clock, audit), PlatformSettings(store, keys)
    return App(config, store, keys, dispatcher, installed, settings, privacy, posters, outbox, audit)


@dataclass(frozen=True, slots=True)
class _Base:
    """What most features are built on."""

    config: Config
    store: Store
    keys: Keys
    clock: Clock
    people: People
    requests: Requests
    coalition: Coalition
    campaigns: Campaigns
    congress: Congress
    naming: Naming
    audit: Audit
    posters: Posters


async def _wired(
    config: Config,
    store: Store,
    keys: Keys,
    clock: Clock,
    files: tuple[CampaignFile, ...],
    privacy: Privacy,
    posters: Posters,
    audit: Audit,
) -> tuple[Dispatcher, Outbox]:
    await check_key(store, keys)
    await audit.prepare()
    await privacy.replay()
    people, requests, congress = (
        People(store, keys, clock, _admins(config)),
        Requests(keys),
        Congress(store, clock, config.congress.vacant),
    )
    coalition, campaigns = Coalition(store, keys, clock), Campaigns(store, clock, people, files)
    await coalition.prepare()
    await campaigns.prepare()
    shared = (people, requests, coalition, campaigns, congress, Naming(congress, campaigns), audit)
    base = _Base(config, store, keys, clock, *shared, posters)
    reminders = Reminders(store, keys, clock, people, campaigns, config.coalition.timezone, congress)
    least = config.privacy.min_group
    outbox = open_outbox(store, keys, clock, people, campaigns, reminders, least, audit)
    sealer, lines = Sealer(keys.seal), LineStatus(least)
    scripts = Scripts(store, people, coalition, campaigns, congress, lines)
    roles = Roles(store, keys, clock, people, base.audit, _admins(config))
    boards = Boards(store, people, coalition, campaigns, least)
    registry = collect(
        *_calling(base, lines, scripts, boards),
        *_personal(base, privacy, reminders),
        *_structure(base),
        *_alerting(base, outbox, sealer, scripts, boards),
        RoleCog(roles),
        NameCog(NameReview(store, clock, people, base.audit)),
        _moderating(base),
        AuditCog(AuditView(store, keys, people, campaigns), config.coalition.timezone),
    )
    tags = dict.fromkeys(tag for file in files for tag in file.scripts)
    return Dispatcher(with_words(registry, "language", tags), who_is(people, roles), sealer), outbox


def _calling(base: _Base, lines: LineStatus, scripts: Scripts, boards: Boards) -> tuple[object, ...]:
    """Return what somebody needs who calls."""
    store, clock, people, campaigns, congress = base.store, base.clock, base.people, base.campaigns, base.congress
    watch = Watch(Limits(**base.config.limits.model_dump()), base.audit)
    calls = Calls(store, clock, people, base.coalition, campaigns, congress, lines, base.requests, watch)
    moves = CallMoves(store, people, campaigns, congress, calls, base.requests)
    overviews = Overviews(store, people, campaigns, congress)
    links = SpaceLinks(store, base.keys, clock, people, base.audit)
    return (
        HomeCog(overviews, congress, References(store, campaigns, congress), links, WaitingWorks(store, clock, people)),
        ActionsCog(overviews),
        ScriptCog(scripts, base.naming),
        LogCog(calls, moves, campaigns, Routing(store, people, campaigns, congress), base.naming),
        AskCog(Positions(store, people, campaigns, base.requests), campaigns, base.naming),
        LineCog(Missed(store, people, base.requests), scripts, base.naming),
        UndoCog(Undo(store, people, base.requests), base.campaigns, base.naming),
        LeaderboardCog(boards),
        MyCallsCog(Histories(store, people, base.coalition, campaigns, base.config.privacy.min_group), base.naming),
    )


def _personal(base: _Base, privacy: Privacy, reminders: Reminders) -> tuple[object, ...]:
    """Return what somebody keeps of themselves."""
    store, keys, people, congress = base.store, base.keys, base.people, base.congress
    return (
        ProfileCog(Profiles(store, base.clock, people, base.coalition, congress), congress),
        LinkCog(Linking(store, keys, base.clock, people, base.campaigns, congress, base.requests, base.audit)),
        RemindCog(reminders),
        MyDataCog(HoldingsReader(store, keys, people), privacy, base.campaigns),
    )


def _structure(base: _Base) -> tuple[object, ...]:
    """Return what the coalition is made of."""
    store, keys, clock, people, audit = base.store, base.keys, base.clock, base.people, base.audit
    lifecycle, zone = Lifecycle(store, people, base.campaigns, base.requests, audit), base.config.coalition.timezone
    joining = Joining(store, keys, clock, people, base.requests, audit)
    return (
        CampaignCog(lifecycle, base.campaigns, References(store, base.campaigns, base.congress)),
        OrgCog(
            Orgs(store, clock, people, base.coalition, audit),
            Spaces(store, keys, clock, people, audit),
            SpaceLinks(store, keys, clock, people, audit),
            NameReview(store, clock, people, audit),
        ),
        ChapterCog(Chapters(store, clock, people, base.coalition, base.campaigns, audit), joining),
        ChannelCog(Channels(store, keys, clock, people, audit, zone), base.posters),
    )


def _moderating(base: _Base) -> ModerationCog:
    """Return what coordinators set right with."""
    shared = (base.store, base.clock, base.people)
    moderation = Moderation(*shared, base.requests, base.audit)
    cleaning = Cleaning(*shared, base.campaigns, base.requests, base.audit, moderation)
    return ModerationCog(moderation, cleaning, base.naming)


def _alerting(base: _Base, outbox: Outbox, sealer: Sealer, scripts: Scripts, boards: Boards) -> tuple[object, ...]:
    """Return alerts, and the reports that lead to them."""
    store, campaigns, least = base.store, base.campaigns, base.config.privacy.min_group
    shared = (store, base.keys, base.clock, base.people, base.audit, campaigns)
    alerts, desk = Alerts(*shared, _rules(base.config), outbox.bell, shown_cost), AlertDesk(*shared, outbox.bell)
    drafts, reaching = AlertDrafts(store, base.keys, base.clock, base.people), Reaching(base.posters)
    coverage = Coverage(store, base.people, campaigns, base.congress, least)
    return (
        AlertWritingCog(alerts, desk, drafts, campaigns, coverage, reaching),
        AlertCog(alerts, desk, drafts, reaching, sealer, base.config.coalition.timezone),
        AlertButtonsCog(desk, scripts, boards, base.naming),
        ReportCog(Reports(store, campaigns, base.congress, least), coverage, base.naming),
    )


def _rules(config: Config) -> Rules:
    alerts = config.alerts
    return Rules(alerts.per_day, alerts.link_domains, config.coalition.two_person, config.privacy.min_group)


def _privacy(config: Config, store: Store, keys: Keys, clock: Clock, audit: Audit) -> Privacy:
    people, ledger = People(store, keys, clock, _admins(config)), Ledger(config.folder)
    return Privacy(store, keys, clock, people, Requests(keys), ledger, config.privacy.keep_person_days, audit)


def _admins(config: Config) -> list[tuple[str, str]]:
    return [(admin.platform, admin.account) for admin in config.coalition.admins]
