"""The core's services on one store, wired as the app does it, with short methods for what people do."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.config.files import parse_strict
from bot.core import build
from bot.core.alerts.alert_rules import AlertRules
from bot.core.base.audit.audit import Audit
from bot.core.base.audit.audit_witness import Seals
from bot.core.base.build import Base, build_base
from bot.core.base.keys.keys import Keys
from bot.core.boards.board_view import Board, BoardView, Period
from bot.core.boards.boards import Boards
from bot.core.boards.history import Histories, History
from bot.core.build import build_core
from bot.core.calls.call_request import CallRequest
from bot.core.calls.calls import Calls, Receipt
from bot.core.calls.positions import Position, PositionReceipt, Positions
from bot.core.calls.scripts import Scripts
from bot.core.calls.unavailable_reason import UnavailableReasons
from bot.core.calls.undo import Undo, UndoReceipt
from bot.core.campaign_files.campaign_file import CampaignFile, parse_campaign
from bot.core.campaigns.campaigns import Campaigns
from bot.core.campaigns.lifecycle import Lifecycle
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange, Profiles, ProfileView
from bot.core.congress.congress import Congress
from bot.core.core_settings import CoreSettings
from bot.core.moderation.moderation import Moderation
from bot.core.people.people import People
from bot.core.privacy.data_export import DataExport
from bot.core.privacy.forgotten_ids import Ledger
from bot.core.privacy.link import Linking
from bot.core.privacy.privacy import Privacy
from bot.core.slots.limits import LogLimits
from bot.core.times.clock import Clock
from bot.core.totals import counters
from bot.core.totals.counting import Day, Measure, Outcome
from bot.identity import Caller
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls as calls_table
from bot.store.tables import current_totals
from tests.report_totals import load_report_totals

ZONE = "America/New_York"
REPRESENTATIVE, SENIOR, JUNIOR = "representative", "senator-1", "senator-2"
SECRET = bytes(range(32))
UNUSED = Path("/nowhere")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


def instant(wall: str, zone: str = ZONE) -> int:
    """UTC microseconds of a local time, ``2026-11-23 12:00`` or with seconds."""
    return (datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)) - _EPOCH) // timedelta(microseconds=1)


SECONDS = 1_000_000
HOURS = 3600 * SECONDS
MONDAY = instant("2026-11-23 12:00")
UNHURRIED = LogLimits(logs_per_day=1000, seconds_between_logs=0, flag_logs_per_hour=1000)  # clocks stand


@cache  # nearly every test has one, and to read it takes longer than to use it
def campaign(key: str = "vof", *lines: str, scripts: str = "{en: {text: Hello}, es: {text: Hola}}") -> CampaignFile:
    """An open campaign: the required lines of YAML, plus these."""
    text = (
        f"campaign: {key}",
        f"title: Drive {key}",
        *lines,
        f"scripts: {scripts}",
    )
    return parse_campaign(parse_strict("\n".join(text).encode(), "f"), ZONE)


def caller(name: str, platform: str = "console", space: str | None = None) -> Caller:
    """An account."""
    return Caller(platform, name, space)


class HandClock:
    """A clock that a test moves by hand, in UTC microseconds."""

    def __init__(self, at: int = MONDAY) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at

    def forward(self, **length: float) -> int:
        """Move on by a `timedelta`'s arguments and return the time."""
        self.at += timedelta(**length) // timedelta(microseconds=1)
        return self.at


@dataclass(frozen=True, slots=True)
class Core:
    """Every service on one store. Names of people are accounts on the console."""

    built: build.Core
    store: Store
    clock: HandClock
    people: People
    coalition: Coalition
    campaigns: Campaigns
    congress: Congress
    calls: Calls
    undo_service: Undo
    boards: Boards
    histories: Histories
    profiles: Profiles
    scripts: Scripts
    audit: Audit
    linking: Linking
    privacy: Privacy
    data_export: DataExport
    moderation: Moderation
    lifecycle: Lifecycle
    positions: Positions
    unavailable_reasons: UnavailableReasons
    chapters: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> Base:
        """The database, the keys and the clock."""
        return self.built.base

    async def log(
        self,
        who: str,
        outcome: str = "spoke",
        office: str | None = None,
        *,
        day: str = "today",
        campaign: str | None = None,
        language: str | None = None,
        at: int | None = None,
        request: str | None = None,
    ) -> Receipt:
        """Log a call, now and as a new request by default."""
        wanted = CallRequest(Outcome(outcome), office, campaign, Day(day), language)
        return await self.calls.log(caller(who), wanted, request or new_request(), at or self.clock())

    async def undo(
        self, who: str, call_id: str | None = None, *, at: int | None = None, request: str | None = None
    ) -> UndoReceipt:
        """Undo a call, now and as a new request by default."""
        receipt, _ = await self.undo_service.identify_and_undo(
            caller(who), None, request or new_request(), at or self.clock(), call_id
        )
        return receipt

    async def answer(
        self, who: str, call_id: str, position: str, ask: str = "dream", *, request: str | None = None
    ) -> PositionReceipt:
        """Save what an office said, now and as a new request by default."""
        asked, at = request or new_request(), self.clock()
        receipt, _ = await self.positions.identify_and_save(
            caller(who), None, call_id, ask, Position(position), asked, at
        )
        return receipt

    async def add_org(self, org: str, *chapters: str) -> None:
        """Add an org with chapters."""

        async def add(tx: Tx) -> dict[str, str]:
            org_id = await self.coalition.add_org(tx, org)
            assert org_id
            return {name: await self.coalition.add_chapter(tx, org_id, name) for name in chapters}

        self.chapters.update(await self.store.write(add))

    async def tell(self, who: str, **told: str) -> ProfileView:
        """Change somebody's profile. They can join every chapter, as if a captain had invited them."""
        return await self.profiles.change(caller(who), ProfileChange(**told), EVERYTHING)

    async def board(
        self,
        who: str = "nobody",
        by: str = "chapters",
        period: str = "campaign",
        *,
        admin: bool = False,
        at: int | None = None,
        measure: Measure = Measure.CALLS,
    ) -> BoardView:
        """Read a board."""
        when = at or self.clock()
        return await self.boards.read(caller(who), Board(by), Period(period), None, when, admin, measure=measure)

    async def history(self, who: str, at: int | None = None) -> History:
        """Read a person's own calls."""
        return await self.histories.read(caller(who), at or self.clock())

    async def rows(self) -> tuple[Row, ...]:
        """Every call, removed ones included, oldest first."""
        return tuple(await self.store.read(lambda tx: tx.all(_CALLS)))

    async def live_calls(self) -> list[tuple[str, str, str]]:
        """The calls that aren't removed, as (day, slot, outcome)."""
        return [(row.day, row.slot, row.outcome) for row in await self.rows() if row.removed_at is None]

    async def totals(self) -> frozenset[Row]:
        """Every stored total."""
        return frozenset(await self.store.read(lambda tx: tx.all(_COUNTERS)))

    async def rebuilt(self) -> frozenset[Row]:
        """Recompute every campaign's totals, and return them."""

        async def rebuild(tx: Tx) -> None:
            for known in await self.campaigns.read_all(tx):
                await counters.rebuild_counters(tx, known.id)

        reports = await load_report_totals(self.store)
        await self.store.write(rebuild)
        assert await load_report_totals(self.store) == reports, "triggers keep what reports count"
        return await self.totals()


_CALLS = Statement(select(calls_table).order_by(calls_table.c.logged_at, calls_table.c.id))
_COUNTERS = Statement(select(current_totals))


def new_request() -> str:
    """A new request id."""
    return f"request-{next(_numbers)}"


def make_base(store: Store, clock: Clock, secret: bytes = SECRET) -> Base:
    """What every service takes, for tests of one service without the rest of core."""
    return build_base(store, Keys(secret), clock, Audit(store, clock))


async def core_on(
    store: Store,
    files: Iterable[CampaignFile] | None = None,
    *,
    clock: HandClock | None = None,
    min_group: int = 5,
    limits: LogLimits = UNHURRIED,
    admins: Iterable[tuple[str, str]] = (),
    folder: Path | None = None,
    keep_person_days: int = 90,
    two_person: bool = False,
    keys: Keys | None = None,
    seals: Seals | None = None,
) -> Core:
    """Wire the services on ``store`` and prepare its rows; without ``files`` one campaign is open.

    ``folder`` is where the ids of forgotten people are recorded. Without it, no one can be forgotten.
    """
    clock = clock or HandClock()
    settings = CoreSettings(
        admins=tuple(admins),
        min_group=min_group,
        keep_person_days=keep_person_days,
        limits=limits,
        rules=AlertRules(two_person=two_person),
    )
    audit, ledger = Audit(store, clock, seals), Ledger(folder or UNUSED)
    drives = (campaign(),) if files is None else tuple(files)
    built = build_core(store, keys or Keys(SECRET), clock, audit, ledger, drives, settings)
    await built.prepare()
    return Core(
        built=built,
        store=store,
        clock=clock,
        people=built.people.people,
        coalition=built.coalition.coalition,
        campaigns=built.campaigns.campaigns,
        congress=built.congress,
        calls=built.calls.calls,
        undo_service=built.calls.undo,
        boards=built.boards.boards,
        histories=built.boards.histories,
        profiles=built.coalition.profiles,
        scripts=built.calls.scripts,
        audit=audit,
        linking=built.privacy.linking,
        privacy=built.privacy.privacy,
        data_export=built.privacy.data_export,
        moderation=built.moderation.moderation,
        unavailable_reasons=built.calls.unavailable_reasons,
        lifecycle=built.campaigns.lifecycle,
        positions=built.calls.positions,
    )
