"""The audit trail in pages: who did what to which object, by name where possible.

Only role entries name the person they concern, as `/role list` does. Elsewhere people stay codes, because a
correction starts from a call or a public name and must not reveal the human behind it.
"""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from bot.core.base.build import Base
from bot.core.base.ids import format_reference
from bot.core.base.stored_values import read_or
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.leads import find_lead
from bot.core.directory.members import Directory
from bot.core.drafts.draft_rows import find_draft_of
from bot.core.drafts.draft_search import read_english_title
from bot.core.moderation.typed_seats import write_seat
from bot.core.people.people import People
from bot.core.people.profiles.profiles import find_home_zone
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, desc, func, or_, select
from bot.store.statement import Row, Statement
from bot.store.tables import actors, audit, channels, chapters, deliveries, orgs, spaces

CODE = 8  # characters of an id: enough to tell people apart on a card
_COUNTED = ("print", "delivered")  # acts on several postcards: the entry has their number
_OF_TWO = (
    *("alert.resend", "alert.posted", "chapter.map", "chapter.unmap", "chapter.invite"),
    *("role.grant.captain", "role.revoke.captain"),
)  # acts on two things: the entry has both ids, unless it is from before that
_OWN_ACTS = ("person.link", "person.unlink")  # acts on one's own accounts


class AuditPerson(Struct, frozen=True):
    """A person in the trail. ``code`` is "" for Callboard itself.

    ``accounts`` are (platform, account) pairs, empty if the reader can't learn who it is. ``gone``: nobody has this
    code anymore, since the person deleted their data or joined their accounts into one.
    """

    code: str
    role: Role = Role.VOLUNTEER
    accounts: tuple[tuple[str, str], ...] = ()
    gone: bool = False


class AuditLine(Struct, frozen=True):
    """One entry as its reader sees it. ``what`` is a name, a reference, a campaign, a person, or "" for nothing.

    ``other`` is the second thing that the entry is about, if it is about two. ``renamed``: by this entry or a later
    one, the org or chapter got the name that ``what`` is.
    """

    at: int
    who: AuditPerson
    action: str
    what: str | CampaignFile | AuditPerson
    result: str
    org: str = ""  # the name of the org that it happened in
    other: "AuditOther | None" = None
    renamed: bool = False


class AuditOther(Struct, frozen=True):
    """A channel, role or chapter: ``kind`` says which. ``name`` is empty if it is gone.

    ``renamed``: it is a chapter and got its name later.
    """

    kind: str
    name: str
    renamed: bool = False


class AuditPage(Struct, frozen=True):
    """Page ``number`` (from 1) of the trail, newest entry first; ``total`` counts all entries.

    ``zone`` is the reader's time zone, None if unknown.
    """

    entries: tuple[AuditLine, ...]
    number: int
    total: int
    zone: str | None


_ENTRY = (audit.c.seq, audit.c.at, audit.c.actor, audit.c.action, audit.c.object, audit.c.result, audit.c.org_id)
_NEWEST = select(*_ENTRY).order_by(desc(audit.c.seq)).limit(bindparam("most"))
_COUNT = select(func.count().label("n")).select_from(audit)
_OF_ORG = audit.c.org_id == bindparam("org")
_RENAMED = Statement(
    select(audit.c.object, func.max(audit.c.seq).label("seq"))
    .where(or_(audit.c.action == "chapter.rename", audit.c.action == "org.rename"))
    .group_by(audit.c.object)
)
_ALL, _ALL_OF = Statement(_NEWEST), Statement(_NEWEST.where(_OF_ORG))
_COUNT_ALL, _COUNT_OF = Statement(_COUNT), Statement(_COUNT.where(_OF_ORG))
_PERSON = Statement(select(actors.c.person_id).where(actors.c.id == bindparam("actor")))
# Archived orgs and chapters keep their names here.
_ORG = Statement(select(orgs.c.id, orgs.c.name).where(orgs.c.id == bindparam("which")))
_CHAPTER = Statement(select(chapters.c.org_id, chapters.c.name).where(chapters.c.id == bindparam("which")))
_CHANNEL = Statement(
    select(spaces.c.org_id, channels.c.name).where(
        channels.c.id == bindparam("which"), spaces.c.key == channels.c.space_key
    )
)


_DELIVERY = Statement(
    select(spaces.c.org_id, channels.c.name).where(
        deliveries.c.id == bindparam("which"),
        channels.c.id == deliveries.c.channel_id,
        spaces.c.key == channels.c.space_key,
    )
)


class AuditView:
    """Reads the trail within the reader's reach."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns) -> None:
        self._store, self._keys = base.store, base.keys
        self._people, self._campaigns = people, campaigns

    async def fetch_page(self, caller: Caller, reach: Reach, number: int, rows: int, zone: str | None) -> AuditPage:
        """A page of ``rows`` entries: an admin reads all, a coordinator their own org's.

        A page number out of range gives the nearest page. ``zone`` is the caller's time zone if the platform knows it.
        """

        async def read(tx: Tx) -> AuditPage:
            total = await _count_entries(tx, reach)
            page = min(max(number, 1), max(1, -(-total // rows)))
            found = await _fetch_newest(tx, reach, page * rows)
            files = {one.id: one.file for one in await self._campaigns.read_all(tx)}
            renamed = {row.object: row.seq for row in await tx.all(_RENAMED)}
            entries = [await self._make_entry(tx, reach, row, files, renamed) for row in found[(page - 1) * rows :]]
            person = await self._people.find(tx, caller)
            own = find_home_zone(zone, person.profile if person else None, Directory())
            return AuditPage(tuple(entries), page, total, own)

        return await self._store.read(read)

    async def _make_entry(
        self, tx: Tx, reach: Reach, row: Row, files: dict[str, CampaignFile], renamed: dict[str, int]
    ) -> AuditLine:
        """An entry as its reader sees it. ``renamed`` has the number of each thing's last rename, by its id."""
        who = await self._name_person(tx, row.actor, named=row.action not in _OWN_ACTS)
        org = await tx.one(_ORG, which=row.org_id) if row.org_id else None
        what = await self._name_object(tx, reach, row, files)
        other = await self._name_other(tx, reach, row)
        is_old, other_is_old = (renamed.get(one, 0) >= row.seq for one in _split_object(row))
        if other and other_is_old:
            other = replace(other, renamed=True)
        return AuditLine(row.at, who, row.action, what, row.result, str(org.name) if org else "", other, is_old)

    async def _name_other(self, tx: Tx, reach: Reach, row: Row) -> AuditOther | None:
        """The second thing an entry is about. None if it has none, or if the reader can't learn what it is."""
        other = _split_object(row)[1]
        if not other:
            return None
        match row.action:
            case "chapter.map" | "chapter.unmap":
                lead = await find_lead(tx, self._keys, row.org_id, other)
                return AuditOther(lead.kind, lead.name)
            case "alert.resend" | "alert.posted":
                kind, found, name = "channel", await tx.one(_DELIVERY, which=other), self._read_channel
            case _:
                kind, found, name = "chapter", await tx.one(_CHAPTER, which=other), _read_name
        if found is None:
            return AuditOther(kind, "")
        return AuditOther(kind, name(found)) if reach.covers_org(found.org_id) else None

    async def _name_object(
        self, tx: Tx, reach: Reach, row: Row, files: dict[str, CampaignFile]
    ) -> str | CampaignFile | AuditPerson:
        (room, _, action), what = row.action.partition("."), _split_object(row)[0]
        match room:
            case "call" | "calls" | "alert":
                return format_reference(what)
            case "postcard" if action in _COUNTED:
                return what
            case "postcard":
                return format_reference(what)
            case "campaign" | "draft":
                return files.get(what) or await _name_draft_of(tx, reach, what)
            case "role":
                return await self._name_person(tx, what, named=True)
            case "name" | "person" if row.action not in _OWN_ACTS:
                return await self._name_person(tx, what, named=False)
            case "org" | "space":
                org = await tx.one(_ORG, which=what)
                return str(org.name) if org else ""
            case "chapter" if action == "invite":
                return await self._name_person(tx, what, named=False)
            case "chapter":
                return _name_within(reach, await tx.one(_CHAPTER, which=what), _read_name)
            case "seat":
                return write_seat(what)
            case "channel":
                return _name_within(reach, await tx.one(_CHANNEL, which=what), self._read_channel)
        return ""

    def _read_channel(self, row: Row) -> str:
        return read_or("", partial(self._keys.decrypt, row.name))

    async def _name_person(self, tx: Tx, actor: str, *, named: bool) -> AuditPerson:
        person = await tx.one(_PERSON, actor=actor) if named and actor else None
        if person is None:
            return AuditPerson(actor[:CODE], gone=named and bool(actor))
        reach = await self._people.find_reach(tx, person.person_id)
        return AuditPerson(actor[:CODE], reach.role, await self._people.load_accounts_of(tx, actor))


def _split_object(row: Row) -> tuple[str, str]:
    """What an entry is about, and the second thing if it is about two."""
    if row.action not in _OF_TWO:
        return str(row.object), ""
    first, _, second = str(row.object).partition(" ")
    return first, second


def _read_name(row: Row) -> str:
    return str(row.name)


async def _name_draft_of(tx: Tx, reach: Reach, key: str) -> str:
    """The title of the draft with a campaign's key. A campaign that is gone has only its key."""
    draft = await find_draft_of(tx, reach, key)
    return read_english_title(draft) if draft else key


def _name_within(reach: Reach, row: Row | None, name: Callable[[Row], str]) -> str:
    """An object's name if its org is within ``reach``. An object that moved can have a new name elsewhere."""
    return name(row) if row and reach.covers_org(row.org_id) else ""


async def _count_entries(tx: Tx, reach: Reach) -> int:
    if reach.role is Role.ADMIN:
        rows = await tx.all(_COUNT_ALL)
    else:
        rows = [row for org in sorted(reach.orgs) for row in await tx.all(_COUNT_OF, org=org)]
    return sum(row.n for row in rows)


async def _fetch_newest(tx: Tx, reach: Reach, most: int) -> Sequence[Row]:
    if reach.role is Role.ADMIN:
        return await tx.all(_ALL, most=most)
    found = [row for org in sorted(reach.orgs) for row in await tx.all(_ALL_OF, org=org, most=most)]
    return sorted(found, key=lambda row: -row.seq)[:most]
