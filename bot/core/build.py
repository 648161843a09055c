"""Core as a whole: its rooms, each loaded and built when it's first used.

What a start needs is imported here. The modules of a room are imported by the property that builds it.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from bot.core.base.audit.audit import Audit
from bot.core.base.build import Base, build_base
from bot.core.base.keys.key_state import check_key
from bot.core.base.keys.keys import Keys
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.core_settings import CoreSettings
from bot.core.privacy.forgotten_ids import Ledger
from bot.core.times.clock import Clock
from bot.core.totals.counter_changes import fold_changes
from bot.store.engine import Store, Tx

if TYPE_CHECKING:
    from bot.core.alerts.build import AlertServices
    from bot.core.boards.build import BoardServices
    from bot.core.calls.build import CallServices
    from bot.core.campaigns.build import CampaignServices
    from bot.core.campaigns.campaigns import Campaigns
    from bot.core.changes.build import ChangeServices
    from bot.core.coalition.build import CoalitionServices
    from bot.core.congress.congress import Congress
    from bot.core.drafts.build import DraftServices
    from bot.core.guidance.build import GuidanceServices
    from bot.core.handover.build import HandoverServices
    from bot.core.moderation.build import ModerationServices
    from bot.core.outbox.build import OutboxServices
    from bot.core.people.build import PeopleServices
    from bot.core.people.people import People
    from bot.core.postcards.build import PostcardServices
    from bot.core.privacy.build import PrivacyServices
    from bot.core.processes.build import ProcessServices
    from bot.core.reminders.build import ReminderServices
    from bot.core.reports.build import ReportServices
    from bot.core.statehouse.statehouses import Statehouses
    from bot.core.upkeep.damage import DamageWatch


class Core:
    """The services of core, by room. A room is built from those above it."""

    def __init__(
        self,
        base: Base,
        ledger: Ledger,
        files: Iterable[CampaignFile],
        settings: CoreSettings,
        folder: CampaignFolder | None,
    ) -> None:
        self.base = base
        self._ledger, self._files, self._settings, self._folder = ledger, files, settings, folder

    @property
    def _shared(self) -> "tuple[Base, People, Campaigns]":
        return self.base, self.people.people, self.campaigns.campaigns

    @cached_property
    def processes(self) -> "ProcessServices":
        """See `ProcessServices`."""
        from bot.core.processes.build import build_processes

        return build_processes(self.base, self._settings.part)

    @cached_property
    def people(self) -> "PeopleServices":
        """See `PeopleServices`."""
        from bot.core.people.build import build_people

        return build_people(self.base, self._settings.admins)

    @cached_property
    def congress(self) -> "Congress":
        """See `Congress`."""
        from bot.core.congress.congress import Congress

        return Congress(self.base.store, self.base.clock, self._settings.vacant, self._settings.new_maps)

    @cached_property
    def statehouses(self) -> "Statehouses":
        """See `Statehouses`."""
        from bot.core.statehouse.statehouses import Statehouses

        return Statehouses(self.base.store, self.base.clock)

    @cached_property
    def coalition(self) -> "CoalitionServices":
        """See `CoalitionServices`."""
        from bot.core.coalition.build import build_coalition

        async def follow_rename(tx: Tx, old: str, new: str, actor: str) -> None:
            await self.handover.renaming.follow(tx, old, new, actor)

        settings = self._settings
        parts = (self.base, self.people.people, self.congress, self.statehouses, settings.admins, settings.zone)
        return build_coalition(*parts, follow_rename)

    @cached_property
    def campaigns(self) -> "CampaignServices":
        """See `CampaignServices`."""
        from bot.core.campaigns.build import build_campaigns

        return build_campaigns(self.base, self.people.people, self.congress, self._files, self._folder)

    @cached_property
    def changes(self) -> "ChangeServices":
        """See `ChangeServices`."""
        from bot.core.changes.build import build_changes

        settings = self._settings
        return build_changes(*self._shared, settings.zone, settings.cost, two_person=settings.rules.two_person)

    @cached_property
    def drafts(self) -> "DraftServices":
        """See `DraftServices`."""
        from bot.core.drafts.build import build_drafts

        settings = self._settings
        return build_drafts(
            *self._shared,
            self.congress,
            self.changes,
            settings.zone,
            settings.cost,
            settings.rules.domains,
            settings.reword_time,
        )

    @cached_property
    def handover(self) -> "HandoverServices":
        """See `HandoverServices`."""
        from bot.core.handover.build import build_handover

        return build_handover(
            *self._shared, self.changes, self.drafts.checker, self._settings.zone, self._settings.cost
        )

    @cached_property
    def guidance(self) -> "GuidanceServices":
        """See `GuidanceServices`."""
        from bot.core.guidance.build import build_guidance

        return build_guidance(*self._shared, self.congress, self.statehouses, self._settings.min_group)

    @cached_property
    def calls(self) -> "CallServices":
        """See `CallServices`."""
        from bot.core.calls.build import build_calls

        return build_calls(
            self.base,
            self.people.people,
            self.coalition.coalition,
            self.campaigns.campaigns,
            self.drafts.drafts,
            self.congress,
            self.guidance,
            self._settings.limits,
        )

    @cached_property
    def postcards(self) -> "PostcardServices":
        """See `PostcardServices`."""
        from bot.core.postcards.build import build_postcards

        return build_postcards(
            self.base,
            self.people.people,
            self.coalition.coalition,
            self.campaigns.campaigns,
            self.guidance,
            self._settings.limits,
            self._settings.keep_postcards_days,
        )

    @cached_property
    def boards(self) -> "BoardServices":
        """See `BoardServices`."""
        from bot.core.boards.build import build_boards

        return build_boards(
            self.base,
            self.people.people,
            self.coalition.coalition,
            self.campaigns.campaigns,
            self.guidance.finder,
            self._settings.min_group,
        )

    @cached_property
    def moderation(self) -> "ModerationServices":
        """See `ModerationServices`."""
        from bot.core.moderation.build import build_moderation

        return build_moderation(*self._shared, self.congress)

    @cached_property
    def reports(self) -> "ReportServices":
        """See `ReportServices`."""
        from bot.core.reports.build import build_reports

        return build_reports(
            *self._shared, self.people.residents, self.congress, self.statehouses, self._settings.min_group
        )

    @cached_property
    def alerts(self) -> "AlertServices":
        """See `AlertServices`."""
        from bot.core.alerts.build import build_alerts

        return build_alerts(*self._shared, self._settings.rules, self._settings.cost)

    @cached_property
    def outbox(self) -> "OutboxServices":
        """See `OutboxServices`."""
        from bot.core.outbox.build import build_outbox

        return build_outbox(*self._shared, self.alerts.snapshots)

    @cached_property
    def reminders(self) -> "ReminderServices":
        """See `ReminderServices`."""
        from bot.core.reminders.build import build_reminders

        return build_reminders(*self._shared, self.congress, self.guidance.finder, self._settings.zone)

    @cached_property
    def privacy(self) -> "PrivacyServices":
        """See `PrivacyServices`."""
        from bot.core.privacy.build import build_privacy

        return build_privacy(
            *self._shared,
            self.people.residents,
            self.guidance.finder,
            self._ledger,
            self._settings.keep_person_days,
        )

    @cached_property
    def damage(self) -> "DamageWatch":
        """See `DamageWatch`."""
        from bot.core.upkeep.damage import DamageWatch

        return DamageWatch(self.base)

    async def prepare(self) -> None:
        """Prepare the database at start: check the key, forget people that a restored backup revived, save campaigns.

        Raises ConfigError if the key doesn't belong to this database.
        """
        await check_key(self.base.store, self.base.keys)
        await self.base.audit.prepare()
        if self._ledger.load_ids():
            await self.privacy.privacy.replay()
        await self.coalition.coalition.prepare()
        await self.campaigns.campaigns.prepare()
        await self.congress.prepare()
        await fold_changes(self.base.store)
        await self.people.residents.fold()


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
    return Core(build_base(store, keys, clock, audit), ledger, files, settings, folder)
