"""Wires the app: from a config to a running core and its one dispatcher. Nothing else builds these."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.cogs.alerts.alert_notices import draw_notice_card
from bot.cogs.alerts.posted_card import draw_overdue_card, draw_posted_card
from bot.cogs.build import build_cogs
from bot.cogs.coalition.role import draw_lost_role_card
from bot.cogs.handover.approval import draw_change_notice_card
from bot.cogs.moderation.name import draw_waiting_card
from bot.cogs.postcards.handing_over import draw_postcard_notice
from bot.cogs.reminders.remind import draw_due_reminder
from bot.cogs.reports.day_card import draw_sent_reports_card
from bot.cogs.shared.display_names import Names
from bot.config.settings import Config
from bot.core.alerts.alerts import AlertRules
from bot.core.base.audit import Audit
from bot.core.base.audit_witness import make_seals
from bot.core.build import Core, CoreSettings, build_core
from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.coalition.audience import AudienceWords
from bot.core.directory.states import find_state
from bot.core.postcards.postcard_notices import PostcardNotice
from bot.core.privacy.forgotten_ids import Ledger
from bot.core.slots.limits import LogLimits
from bot.core.times.clock import Clock, now
from bot.delivery.drawing import Drawing, UnaskedCards
from bot.delivery.outbox import build_outbox
from bot.delivery.worker import Worker
from bot.errors import Unavailable
from bot.identification import make_identify
from bot.keyring import load_deployment_keys
from bot.kit.cards.markup import measure_shown_cost
from bot.kit.cards.outbound import Posters
from bot.kit.cards.reply import Card
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.i18n import Words
from bot.kit.registry import Registry, RegistryRef, collect
from bot.kit.routes import Sealer
from bot.kit.sealing import CardSealer
from bot.kit.words.own_places import find_own_state, is_whole_coalition
from bot.kit.words.own_times import reword_any_time
from bot.pictures.pictures import Pictures
from bot.runtime.duties import WHOLE, Part
from bot.store.engine import Tx
from bot.store.open import open_store

_HEALTHY = 1.0  # seconds the database may take to answer
AUDIENCE_WORDS = AudienceWords(is_whole_coalition, lambda typed: find_state(typed) or find_own_state(typed))


def make_unasked_cards(core: Core) -> UnaskedCards:
    """The functions that draw what nobody asked for just now."""

    def draw_notice(words: Words, notice: PostcardNotice) -> Card:
        files = core.campaigns.campaigns.files
        names = Names(core.congress.get_sitting(core.base.clock()), files, core.statehouses.last_directory)
        return draw_postcard_notice(words, notice, names, files.get(notice.campaign))

    return UnaskedCards(
        post=draw_posted_card,
        reminder=draw_due_reminder,
        notice=draw_notice_card,
        waiting_names=draw_waiting_card,
        question=draw_overdue_card,
        sent_reports=draw_sent_reports_card,
        change=draw_change_notice_card,
        postcard=draw_notice,
        lost_role=draw_lost_role_card,
    )


@dataclass(frozen=True, slots=True)
class App:
    """A running core, and the dispatcher that leads to it."""

    config: Config
    core: Core
    dispatcher: Dispatcher
    posters: Posters
    pictures: Pictures

    @property
    def registry(self) -> Registry:
        """Everything that can be typed, tapped and filled in."""
        return self.dispatcher.registry

    def build_worker(self) -> Worker:
        """Build the worker that sends alerts, reminders and edits."""
        drawing = Drawing(self.dispatcher, make_unasked_cards(self.core), self.posters)
        looks = not self.core.base.store.has_one_process
        return Worker(build_outbox(self.core), self.posters, drawing, looks=looks)

    async def is_healthy(self) -> bool:
        """Check that a call could be saved: a SQLite file that was deleted can still be read, but takes nothing."""
        try:
            async with asyncio.timeout(_HEALTHY):
                await self.core.base.store.write(_write_nothing)
        except (Unavailable, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        """Finish the work in progress and close the database."""
        self.pictures.close()
        with suppress(Unavailable):
            await self.core.base.audit.confirm()
        await self.core.base.store.close()


async def _write_nothing(tx: Tx) -> None:
    """Begin and commit."""


async def bootstrap(config: Config, environ: Mapping[str, str], clock: Clock = now, part: Part = WHOLE) -> App:
    """Open the database, load the campaigns and wire the features. ``part`` is what this process does.

    Raises ConfigError with what an admin must fix, Unavailable if the database can't be reached.
    """
    folder = CampaignFolder(config.campaigns, config.coalition.timezone, measure_shown_cost)
    files = folder.load()
    keys, store = await load_deployment_keys(config, environ), await open_store(config.store.url.url)
    audit, ledger = Audit(store, clock, make_seals(config.folder, keys)), Ledger(config.folder)
    core = build_core(store, keys, clock, audit, ledger, files, _make_core_settings(config, part), folder)
    try:
        await core.prepare()
        return _build_app(config, core)
    except BaseException:
        await store.close()
        raise


def _build_app(config: Config, core: Core) -> App:
    posters, sealer, pictures = Posters(), Sealer(core.base.keys.seal), Pictures(config.campaigns / "art")
    cards = CardSealer(RegistryRef(), sealer)
    domains, zone = config.alerts.link_domains, config.coalition.timezone
    cogs = build_cogs(core, posters, cards, zone, pictures, domains)
    cards.registry.current = collect(*cogs)
    identify = make_identify(core.people.people, core.coalition.roles, posters)
    return App(config, core, Dispatcher(cards.registry.current, identify, sealer), posters, pictures)


def _make_core_settings(config: Config, part: Part) -> CoreSettings:
    alerts, coalition, least = config.alerts, config.coalition, config.privacy.min_group
    return CoreSettings(
        admins=[(admin.platform, admin.account) for admin in coalition.admins],
        zone=coalition.timezone,
        min_group=least,
        keep_person_days=config.privacy.keep_person_days,
        keep_postcards_days=config.privacy.keep_postcards_days,
        vacant=config.congress.vacant,
        new_maps=config.congress.new_maps,
        limits=LogLimits(**config.limits.model_dump()),
        rules=AlertRules(alerts.per_day, alerts.link_domains, coalition.two_person, least, AUDIENCE_WORDS),
        cost=measure_shown_cost,
        reword_time=reword_any_time,
        part=part,
    )
