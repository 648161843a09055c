"""Sends an org's report of a day to the coalition's admins: a message that has the orgs' reports in one.

Sending is a row. Admins then see the org's details in their own report, and get a message a little later, so that
reports sent about the same time share one. Start with `ReportSending.send` and `ReportSending.take`.
"""

from msgspec import Struct
from msgspec.structs import replace

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.people.due_notices import DueNotices
from bot.core.people.people import People
from bot.core.people.recipients import fetch_recipient
from bot.core.reports.day_report import DayReport, DayReports
from bot.core.times.clock import DAY, HOUR, SECOND
from bot.core.totals.counter_changes import fold_changes
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import day_reports, report_notices

DELAY = 600 * SECOND  # before a message, so that several orgs' reports share one
PAUSE = HOUR  # between two messages to one admin about the same day
_GIVE_UP = DAY


class ReportNotice(Struct, frozen=True):
    """The orgs' reports of a day, for one admin. ``accounts`` are (platform, account)."""

    id: str
    accounts: tuple[tuple[str, str], ...]
    language: str | None
    report: DayReport


_N = report_notices.c
_ADD_REPORT = Statement(lambda insert: insert(day_reports).on_conflict_do_nothing())
_ADD = Statement(lambda insert: insert(report_notices).on_conflict_do_nothing())
_OF_DAY = (_N.campaign_id == bindparam("campaign"), _N.day == bindparam("day"), _N.actor == bindparam("whose"))
_FIND = Statement(select(report_notices).where(*_OF_DAY))
_PLAN = Statement(
    update(report_notices).where(*_OF_DAY).values(id=bindparam("new"), since=bindparam("at"), due_at=bindparam("at"))
)
_SET_SENT = Statement(
    update(report_notices).where(_N.id == bindparam("which")).values(due_at=None, sent_at=bindparam("now"))
)
_DELETE = Statement(delete(report_notices).where(_N.id == bindparam("which")))


class ReportSending(DueNotices[ReportNotice]):
    """Sends reports, and hands out the messages to admins that are due."""

    def __init__(self, base: Base, people: People, reports: DayReports) -> None:
        self._keys, self._audit, self._waker = base.keys, base.audit, base.waker
        super().__init__(base.store, base.clock, report_notices)
        self._people, self._reports = people, reports

    async def send(self, caller: Caller, reach: Reach, campaign: str, day: str, at: int) -> DayReport:
        """Send the report of a day to the coalition's admins, once. Raises UserError."""
        await fold_changes(self._store)
        sent = await self._store.write(lambda tx: self._send(tx, caller, reach, (campaign, day), at))
        self._waker.wake()
        return sent

    async def give_up(self, notice: ReportNotice) -> None:
        """Drop a message. The admin still finds the reports in `/report day`."""

    async def _send(self, tx: Tx, caller: Caller, reach: Reach, which: tuple[str, str], at: int) -> DayReport:
        person = await self._people.take(tx, caller)
        report = await self._reports.read_in(tx, reach, *which, at)
        if not reach.orgs:
            raise UserError("report.no_org")
        new = [org for org in sorted(reach.orgs) if await self._add_report(tx, which, org)]
        for org in new:
            await self._audit.record(tx, person.id, "campaign.report", report.campaign.id, org)
        for admin in await self._people.list_admins(tx) if new else ():
            if admin != person.id:
                await self._schedule(tx, report, await self._audit.ensure_actor(tx, admin))
        return replace(report, is_sent=True)

    async def _add_report(self, tx: Tx, which: tuple[str, str], org: str) -> bool:
        campaign, day = which
        return bool(await tx.run(_ADD_REPORT, campaign_id=campaign, day=day, org_id=org, sent_at=self._clock()))

    async def _schedule(self, tx: Tx, report: DayReport, actor: str) -> None:
        """Schedule a message soon, or an hour after the admin's last one about the same day."""
        now, day = self._clock(), report.total.day if report.total else ""
        key = {"campaign": report.campaign.id, "day": day, "whose": actor}
        row = {"campaign_id": report.campaign.id, "day": day, "actor": actor}
        await tx.run(_ADD, **row, id=make_id(now), since=now, due_at=None, sent_at=None)
        [found] = await tx.all(_FIND, **key)
        if found.due_at is None:
            due = now + DELAY if found.sent_at is None else max(now + DELAY, found.sent_at + PAUSE)
            await tx.run(_PLAN, **key, new=make_id(now), at=due)

    async def _take_row(self, tx: Tx, row: Row, now: int) -> ReportNotice | None:
        notice = await self._read_notice(tx, row, now)
        if notice is None or row.since < now - _GIVE_UP:
            await tx.run(_DELETE, which=row.id)
            return None
        await tx.run(_SET_SENT, which=row.id, now=now)
        return notice

    async def _read_notice(self, tx: Tx, row: Row, now: int) -> ReportNotice | None:
        """Load a message, None if its reader is no longer an admin or has no account."""
        recipient = await fetch_recipient(tx, self._people, self._keys, row.actor)
        reach = await self._people.find_reach(tx, recipient.person_id) if recipient else Reach()
        if recipient is None or reach.role is not Role.ADMIN:
            return None
        report = await self._reports.read_in(tx, reach, row.campaign_id, row.day, now)
        return ReportNotice(row.id, recipient.accounts, recipient.language, report)
