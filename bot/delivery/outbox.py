"""The services that the worker takes due rows from."""

from msgspec import Struct

from bot.core.alerts.notices import Notices
from bot.core.base.audit.audit import Audit
from bot.core.base.waker import Waker
from bot.core.build import Core
from bot.core.changes.change_notices import ChangeNotices
from bot.core.coalition.roles import Roles
from bot.core.moderation.name_notices import NameNotices
from bot.core.outbox.card_edits import CardEdits
from bot.core.outbox.card_refresh import CardRefresh
from bot.core.outbox.deliveries import Deliveries
from bot.core.outbox.overdue_alerts import OverdueAlerts
from bot.core.outbox.scheduled_posts import ScheduledPosts
from bot.core.outbox.stored_files import StoredFiles
from bot.core.people.lost_roles import LostRoleNotices
from bot.core.postcards.postcard_notices import PostcardNotices
from bot.core.postcards.unsent_postcards import UnsentPostcards
from bot.core.reminders.due_reminders import DueReminders
from bot.core.reports.report_sending import ReportSending
from bot.core.times.clock import Clock
from bot.core.upkeep.damage import DamageWatch
from bot.runtime.meter import UNMEASURED, Meter


class Outbox(Struct, frozen=True):
    """The services, the clock, the waker of the worker, and the meter of how late posts are."""

    deliveries: Deliveries
    card_edits: CardEdits
    card_refresh: CardRefresh
    scheduled_posts: ScheduledPosts
    reminders: DueReminders
    overdue_alerts: OverdueAlerts
    waker: Waker
    clock: Clock
    damage: DamageWatch
    notices: Notices
    name_notices: NameNotices
    report_sending: ReportSending
    change_notices: ChangeNotices
    stored_files: StoredFiles
    postcard_notices: PostcardNotices
    lost_roles: LostRoleNotices
    unsent_postcards: UnsentPostcards
    audit: Audit
    roles: Roles
    meter: Meter = UNMEASURED


def build_outbox(core: Core, meter: Meter = UNMEASURED) -> Outbox:
    """Collect the services from core's rooms."""
    rows = core.outbox
    return Outbox(
        deliveries=rows.deliveries,
        card_edits=rows.card_edits,
        card_refresh=rows.card_refresh,
        scheduled_posts=rows.scheduled_posts,
        reminders=core.reminders.due,
        overdue_alerts=rows.overdue_alerts,
        waker=core.base.waker,
        clock=core.base.clock,
        damage=core.damage,
        notices=core.alerts.notices,
        name_notices=core.moderation.name_notices,
        report_sending=core.reports.sending,
        change_notices=core.changes.notices,
        stored_files=rows.stored_files,
        postcard_notices=core.postcards.notices,
        lost_roles=core.people.lost_roles,
        unsent_postcards=core.postcards.unsent,
        audit=core.base.audit,
        roles=core.coalition.roles,
        meter=meter,
    )
