"""Wires the app: from a config to a running core and its one dispatcher. Nothing else builds these."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.app.identification import make_identify
from bot.app.keyring import load_deployment_keys
from bot.cogs.build import DECLARATIONS, make_late_cogs
from bot.cogs.parts import CogParts
from bot.config.settings import Config
from bot.core.alerts.alert_rules import AlertRules
from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_witness import make_seals
from bot.core.build import Core, build_core
from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.coalition.audience import AudienceWords
from bot.core.core_settings import CoreSettings
from bot.core.directory.states import find_state
from bot.core.privacy.forgotten_ids import Ledger
from bot.core.slots.limits import LogLimits
from bot.core.times.clock import Clock, now
from bot.errors import Unavailable
from bot.kit.answers.routes import Sealer
from bot.kit.answers.sealing import CardSealer
from bot.kit.cards.markup import measure_shown_cost
from bot.kit.cards.outbound import Posters
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.late_cogs import LateCogs
from bot.kit.registry import Registry, RegistryRef
from bot.kit.words.own_language.places import find_own_state, is_whole_coalition
from bot.kit.words.own_language.times import reword_any_time
from bot.pictures.pictures import Pictures
from bot.runtime.duties import WHOLE, Part
from bot.runtime.meter import UNMEASURED, Meter
from bot.store.open import open_store

if TYPE_CHECKING:
    from bot.delivery.drawing import UnaskedCards
    from bot.delivery.worker import Worker

HEALTHY = 0.7  # seconds the database may take to say whether all is well
AUDIENCE_WORDS = AudienceWords(is_whole_coalition, lambda typed: find_state(typed) or find_own_state(typed))


@dataclass(frozen=True, slots=True)
class App:
    """A running core, and the dispatcher that leads to it."""

    config: Config
    core: Core
    cogs: LateCogs
    cards: CardSealer
    dispatcher: Dispatcher
    posters: Posters
    pictures: Pictures
    meter: Meter = UNMEASURED

    @property
    def registry(self) -> Registry:
        """Everything that can be typed, tapped and filled in."""
        return self.dispatcher.registry

    def load_features(self) -> None:
        """Load every feature now, so that no answer waits for a module."""
        self.dispatcher.registry = self.cards.registry.current = self.cogs.collect_all()

    def build_worker(self) -> "Worker":
        """Build the worker that sends alerts, reminders and edits."""
        from bot.delivery.drawing import Drawing
        from bot.delivery.outbox import build_outbox
        from bot.delivery.worker import Worker

        drawing = Drawing(self.dispatcher, partial(_load_unasked_cards, self.core), self.posters)
        looks = not self.core.base.store.has_one_process
        return Worker(build_outbox(self.core, self.meter), self.posters, drawing, looks=looks)

    async def is_healthy(self) -> bool:
        """Whether a call could be saved."""
        return bool((await self.core.processes.write_check.look(HEALTHY)).value)

    async def close(self) -> None:
        """Finish the work in progress and close the database."""
        self.pictures.close()
        with suppress(Unavailable):
            await self.core.base.audit.confirm()
        await self.core.base.store.close()


def _load_unasked_cards(core: Core) -> "UnaskedCards":
    from bot.app.unasked_cards import make_unasked_cards

    return make_unasked_cards(core)


async def bootstrap(
    config: Config, environ: Mapping[str, str], clock: Clock = now, part: Part = WHOLE, meter: Meter = UNMEASURED
) -> App:
    """Open the database, load the campaigns and wire the features. ``part`` is what this process does.
    ``meter`` takes what is measured meanwhile.

    Raises ConfigError with what an admin must fix, Unavailable if the database can't be reached.
    """
    folder = CampaignFolder(config.campaigns, config.coalition.timezone, measure_shown_cost)
    files = folder.load()
    keys, store = await load_deployment_keys(config, environ), await open_store(config.store.url.url, meter)
    audit, ledger = Audit(store, clock, make_seals(config.folder, keys)), Ledger(config.folder)
    core = build_core(store, keys, clock, audit, ledger, files, _make_core_settings(config, part), folder)
    try:
        await core.prepare()
        return _build_app(config, core, meter)
    except BaseException:
        await store.close()
        raise


def _build_app(config: Config, core: Core, meter: Meter) -> App:
    posters, pictures = _make_posters(meter), Pictures(config.campaigns / "art")
    sealer = Sealer(core.base.keys.seal, core.base.keys.list_seals)
    cards = CardSealer(RegistryRef(), sealer)
    parts = CogParts(core, posters, cards, config.coalition.timezone, pictures, config.alerts.link_domains)
    cogs = make_late_cogs(parts)
    cards.registry.current = cogs.build_registry(DECLARATIONS.read_bytes())
    identify = make_identify(core.people.people, core.coalition.roles, posters)
    dispatcher = Dispatcher(cards.registry.current, identify, sealer, meter=meter)
    return App(config, core, cogs, cards, dispatcher, posters, pictures, meter)


def _make_posters(meter: Meter) -> Posters:
    if meter is UNMEASURED:
        return Posters()
    from bot.delivery.measured_posters import MeasuredPosters

    return MeasuredPosters(meter)


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
