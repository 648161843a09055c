"""A newsroom in which one row is damaged, and every kind of row has two healthy neighbors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import LargeBinary

from bot.core.alerts.alert_drafts import AlertDrafts, FormEntry
from bot.core.alerts.alerts import AlertRequest
from bot.core.alerts.posting.card_snapshot import SnapshotReader
from bot.core.base.keys.keys import Keys
from bot.core.base.statuses import AlertStatus
from bot.core.changes.change_notices import ChangeKind, add_change_notice
from bot.core.coalition.installations import Installations
from bot.core.coalition.profiles import ProfileChange
from bot.core.outbox.card_edits import CardEdits
from bot.core.outbox.card_refresh import CardRefresh
from bot.core.people.profiles.platform_settings import PlatformSettings
from bot.core.reminders.due_reminders import DueReminders
from bot.core.reports.coverage import Coverage
from bot.core.reports.reports import Reports
from bot.core.statehouse.statehouses import Statehouses
from bot.core.upkeep.damage import EXAMINED, list_readable_columns
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.sql import Column, Table, bindparam, build, select, update
from bot.store.statement import Statement
from bot.store.tables import alerts
from tests.core.postcards.support import send
from tests.core.support.accounts import link, log
from tests.core.support.alerting import Newsroom
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT
from tests.core.support.drafting import Desk
from tests.core.support.handing_over import Sender
from tests.core.support.reminding import due, schedule
from tests.core.support.reminding import read as read_reminders
from tests.public_data.statehouses import load_state
from tests.public_data.turnover import make_turnover
from tests.services import SECRET, SENIOR

CY, DEE, EVE = (Caller("discord", name, "guild") for name in ("2", "3", "4"))
AWAY = Caller("slack", "T1:U7", "T1")
TEAMS = ("T1", "T2", "T3")
_ASK = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(state=AlertStatus.AWAITING.value))
_OTHER = Keys(bytes(32))
_OWN = Keys(SECRET)


def bad_values(column: Column[Any]) -> Iterator[Any]:
    """Invalid values for a column, of a type that both engines store."""
    if isinstance(build(column.type), LargeBinary):
        if column.info["holds"] != "residents":  # of whom an empty value means nobody
            yield b""
        yield from (b"\x01", b"\x01" + bytes(40), b"gAAAAA==", _OTHER.encrypt("foreign"))
        if column.info["holds"] != "text":
            yield from (_OWN.encrypt("{"), _OWN.encrypt("[]"), _OWN.encrypt("null"))
        return
    yield from ("", "{", "\x01", "Nowhere/Atlantis")
    if column.info["holds"] in ("object", "audience", "linked call"):
        yield from ("[]", "null", '"x"')
    if column.info["holds"] in ("audience", "linked call"):
        yield "{}"
    if column.info["holds"] == "audience":
        yield from ('{"orgs": 1, "states": [], "everyone": false}', '{"orgs": [[]], "states": [], "everyone": 1}')
    if column.info["holds"] == "schedule":
        yield from ("0 9 * *", "99 9 * * 1", "0 9 * * monday,,", "x y z a b")
    if column.info["holds"] == "zone":
        yield from ("America", "../etc/passwd", "America/New_York ")


def columns() -> list[tuple[Table, Column[Any]]]:
    """Every column that can become unreadable, from the schema."""
    return [(table, column) for table in EXAMINED for column in list_readable_columns(table)]


async def damage(tx: Tx, table: Table, column: Column[Any], value: Any) -> Any:
    """Put ``value`` into the first row with a value, and return a function that repairs it."""
    keys = list(table.primary_key)
    found = select(*keys, column.label("held")).where(column.is_not(None)).order_by(*keys)
    row = (await tx.all(Statement(found)))[0]
    where = [key == bindparam(f"key_{key.name}", type_=key.type) for key in keys]
    change = Statement(update(table).where(*where).values({column.name: bindparam("damaged", type_=column.type)}))
    values = {f"key_{key.name}": getattr(row, key.name) for key in keys}
    assert await tx.run(change, damaged=value, **values) == 1

    async def mend(later: Tx) -> None:
        await later.run(change, damaged=row.held, **values)

    return mend


async def _refuse(room: Newsroom) -> None:
    """Refuse three alerts and three changes of campaigns, each with a reason. One admin alone can't ask another."""
    written = [(await room.draft(ANA)).id for _ in range(3)]

    async def refuse(tx: Tx) -> None:
        sealed, at = _OWN.encrypt("It has no goal"), room.core.clock()
        for number, alert in enumerate(written):
            await tx.run(_ASK, alert=alert)
            await add_change_notice(tx, f"proposal-{number}", "vof", "actor", ChangeKind.REFUSED, at, reason=sealed)

    await room.core.store.write(refuse)
    for alert in written:
        await room.operations.cancel(BEN, ADMIN, alert, "The number is wrong")


@dataclass
class Damaged:
    """The newsroom and everything else that reads rows. ``fine`` are the channels of Ours."""

    room: Newsroom
    reminders: DueReminders
    edits: CardEdits
    refreshing: CardRefresh
    installations: Installations
    reports: Reports
    coverage: Coverage
    requests: list[str] = field(default_factory=list)

    @classmethod
    async def furnish(cls, room: Newsroom) -> "Damaged":
        core = room.core
        snapshot = SnapshotReader(core.base.keys, core.campaigns, 5)
        house = cls(
            room,
            due(core),
            CardEdits(core.base, snapshot),
            CardRefresh(core.base, snapshot),
            Installations(core.base),
            Reports(core.store, core.campaigns, core.congress, 5),
            Coverage(
                core.built.base, core.built.people.residents, core.campaigns, core.congress, core.built.statehouses, 5
            ),
        )
        await core.congress.replace(make_turnover().load())  # with terms that begin later
        await core.built.statehouses.replace(load_state("NE"))
        await room.subscribe(ANA, 3)
        await room.subscribe(BEN, 3)
        chapters, ours = room.house.chapters, await room.house.reach(ANA)
        await chapters.add(ROOT, ADMIN, "Ours", "Main")
        await chapters.map(ANA, ours, "Main", {f"channel:m{number}": f"channel {number}" for number in range(3)})
        for who in (ANA, BEN, CY, DEE, EVE):
            told = ProfileChange(district="CA-11", name="Pat", public_name="Friend", chapter=None)
            await core.profiles.change(who, told)
            await schedule(core, who, "daily 9:00")
            await schedule(core, who, "in 300 days")
            await PlatformSettings(core.base).remember(who.platform, who.account, "es", "America/Denver", None)
        for number, who in enumerate((CY, AWAY, DEE)):
            house.requests.append(f"request-of-{number}")
            await log(core, who, request=house.requests[-1])
        await link(core, CY, AWAY)
        for number, who in enumerate((ANA, BEN, DEE)):
            await send(core, who, words="Please vote yes.", request=f"postcard-{number}", campaign="vof")
        for team in TEAMS:
            await house.installations.save(team, {"bot_token": team, "team_id": team})
        for _ in range(3):
            preview = await room.draft(ANA)
            await room.written.translations.save(ADMIN, preview.id, "es", "Llame hoy")
            await room.alerts.confirm(ANA, ADMIN, preview.id)
        drafts = AlertDrafts(core.base, core.people)
        for number, who in enumerate((ANA, BEN, CY)):
            await drafts.keep(who, f"draft-{number}", FormEntry("alert", "Call"))
        desk = Desk(core, ANA)
        for title in ("One", "Two", "Three"):
            draft = (await desk.start(title)).draft.id
            await desk.save(draft, "goal", goal="5")
            await desk.try_save(draft, "goal", mark="other", goal="6")
            key = title.lower().replace(" ", "-")
            await Sender(core).view(f"campaign: sent-{key}\ntitle: Sent {title}\nscripts: {{en: {{text: Hello}}}}\n")
        await _refuse(room)
        for number in range(3):
            await core.built.outbox.stored_files.keep("slack", "T1", f"F{number}", "a postcard")
        await house.deliver()
        return house

    async def deliver(self) -> set[str]:
        """Deliver everything due on both platforms. Returns the channels."""
        return {*(await self.room.deliver("discord")), *(f"slack {one}" for one in await self.room.deliver("slack"))}

    async def posts(self) -> set[str]:
        """Send an alert to everybody. Returns the channels it reached."""
        draft = AlertRequest("Please call", None, None, "coalition")
        preview = await self.room.alerts.draft(ANA, ADMIN, draft, self.now)
        await self.room.alerts.confirm(ANA, ADMIN, preview.id)
        return await self.deliver()

    @property
    def now(self) -> int:
        return self.room.core.clock()

    async def edited(self) -> set[tuple[str, str]]:
        """Log a call. Returns the channels whose cards were redrawn."""
        core = self.room.core
        await log(core, EVE, office=SENIOR)
        core.clock.forward(minutes=2)
        await self.refreshing.mark({})
        core.clock.forward(minutes=2)
        found = [edit for platform in ("discord", "slack") for edit in await self.edits.take(platform, 1_000)]
        for edit in found:
            await self.edits.record_done(edit, bytes(32))
        assert not [edit for platform in ("discord", "slack") for edit in await self.edits.take(platform, 1_000)]
        return {(edit.platform, edit.channel) for edit in found}

    async def reminded(self) -> set[str]:
        """Move on to the next reminders. Returns the people reminded."""
        times = [await self.reminders.next_at(platform) for platform in ("discord", "slack")]
        self.room.core.clock.at = max(at for at in times if at is not None)
        taken = [one for platform in ("discord", "slack") for one in await self.reminders.take(platform, 100)]
        assert not [one for platform in ("discord", "slack") for one in await self.reminders.take(platform, 100)]
        return {one.account for one in taken}

    async def lists(self) -> None:
        """Read every list, report and card."""
        room, core = self.room, self.room.core
        listed = await room.operations.list_newest(ADMIN)
        assert len(listed) >= 3
        for one in listed:
            await room.operations.read_detail(ADMIN, one.id)
        assert len(await room.channels.list_channels(ADMIN)) == 6
        assert len(await room.house.roles.list_roles(ANA, ADMIN)) >= 2
        for read in (
            self.reports.load_calls,
            self.reports.load_chapters,
            self.reports.load_districts,
            self.reports.load_offices,
        ):
            await read(ADMIN, None, self.now)
        assert len(await self.room.core.built.changes.refusals.find({"vof": 0})) == 1
        await self.coverage.read(ADMIN, None, self.now)
        for who in (ANA, BEN, CY, DEE, EVE):
            assert await core.data_export.read(who)
            await core.people.identify(who)
            await core.scripts.fetch_prompt(who, self.now, None, "en")
            await read_reminders(core, who)
        await core.board("2", "volunteers", admin=True)
        await core.store.read(lambda tx: core.people.is_admin(tx, ""))
        assert len((await Statehouses(core.store, core.clock).read_directory()).rosters["NE"].members) == 49
        await room.overdue_alerts.list_unasked()

    async def others(self) -> None:
        """Read rows that are found by a key: two of three are unchanged."""
        found = [await self.installations.find(team) for team in TEAMS]
        assert len([one for one in found if one]) >= 2
        again = [self._again(number, who) for number, who in enumerate((CY, AWAY, DEE))]
        assert sum([await one for one in again]) >= 2

    async def _again(self, number: int, who: Caller) -> bool:
        try:
            await log(self.room.core, who, request=self.requests[number])
        except UserError as error:
            if error.key != "mydata.handled":
                raise
            return False
        return True
