"""The audit trail as people read it: pages of entries with who did it, and on what, by names where there are any.

Only roles name the person they are about, for `/role list` does so too. Everywhere else people stay codes: a
correction begins with a call or a public name, and must not lead to the human behind it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import bindparam, desc, func, select

from bot.core.base.ids import format_reference
from bot.core.base.keys import Keys
from bot.core.base.stored_values import read_or
from bot.core.campaigns.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaigns
from bot.core.directory.members import Directory
from bot.core.people.home_zone import home_zone
from bot.core.people.people import People
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import actors, audit, channels, chapters, orgs, spaces

CODE = 8  # characters of an id: enough to tell people apart on a card
_OWN_ACTS = ("person.link", "person.unlink")  # what people do with their own accounts


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in the trail: their ``code``, empty for Callboard itself, and, where they may be named, accounts.

    ``accounts`` are as (platform, account).
    """

    code: str
    role: Role = Role.VOLUNTEER
    accounts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry. ``what`` is a name, a reference, a campaign or a person; empty where there is nothing to name."""

    at: int
    who: Somebody
    action: str
    what: str | CampaignFile | Somebody
    result: str
    org: str = ""  # the name of the org that it happened in


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the trail, the newest first: the ``number``-th (from 1); ``total`` counts all entries.

    ``zone`` is the reader's, None where nobody knows it.
    """

    entries: tuple[Seen, ...]
    number: int
    total: int
    zone: str | None


_ENTRY = (audit.c.seq, audit.c.at, audit.c.actor, audit.c.action, audit.c.object, audit.c.result, audit.c.org_id)
_NEWEST = select(*_ENTRY).order_by(desc(audit.c.seq)).limit(bindparam("most"))
_COUNT = select(func.count().label("n")).select_from(audit)
_OF_ORG = audit.c.org_id == bindparam("org")
_ALL, _ALL_OF = Statement(_NEWEST), Statement(_NEWEST.where(_OF_ORG))
_COUNT_ALL, _COUNT_OF = Statement(_COUNT), Statement(_COUNT.where(_OF_ORG))
_PERSON = Statement(select(actors.c.person_id).where(actors.c.id == bindparam("actor")))
# What is archived keeps its name here.
_ORG = Statement(select(orgs.c.id, orgs.c.name).where(orgs.c.id == bindparam("which")))
_CHAPTER = Statement(select(chapters.c.org_id, chapters.c.name).where(chapters.c.id == bindparam("which")))
_CHANNEL = Statement(
    select(spaces.c.org_id, channels.c.name).where(
        channels.c.id == bindparam("which"), spaces.c.key == channels.c.space_key
    )
)


class AuditView:
    """Reads the trail for those who may know."""

    def __init__(self, store: Store, keys: Keys, people: People, campaigns: Campaigns) -> None:
        self._store = store
        self._keys = keys
        self._people = people
        self._campaigns = campaigns

    async def page(self, caller: Caller, reach: Reach, number: int, rows: int, zone: str | None) -> Leaf:
        """Return a page of ``rows`` entries that somebody may see: an admin all, a coordinator their own org's.

        A page that doesn't exist is the nearest one. ``zone`` is the caller's, where their platform tells it.
        """

        async def read(tx: Tx) -> Leaf:
            total = await _count(tx, reach)
            shown = min(max(number, 1), max(1, -(-total // rows)))
            found = await _newest(tx, reach, shown * rows)
            files = {one.id: one.file for one in await self._campaigns.all(tx)}
            seen = [await self._seen(tx, reach, row, files) for row in found[(shown - 1) * rows :]]
            person = await self._people.find(tx, caller)
            own = home_zone(zone, person.profile if person else None, Directory())
            return Leaf(tuple(seen), shown, total, own)

        return await self._store.read(read)

    async def _seen(self, tx: Tx, reach: Reach, row: Row, files: dict[str, CampaignFile]) -> Seen:
        who = await self._somebody(tx, row.actor, named=row.action not in _OWN_ACTS)
        org = await tx.one(_ORG, which=row.org_id) if row.org_id else None
        what = await self._what(tx, reach, row, files)
        return Seen(row.at, who, row.action, what, row.result, str(org.name) if org else "")

    async def _what(
        self, tx: Tx, reach: Reach, row: Row, files: dict[str, CampaignFile]
    ) -> str | CampaignFile | Somebody:
        room, _, action = row.action.partition(".")
        match room:
            case "call" | "calls" | "alert":
                return format_reference(row.object)
            case "campaign":
                return files.get(row.object, str(row.object))
            case "role":
                return await self._somebody(tx, row.object, named=True)
            case "name" | "person" if row.action not in _OWN_ACTS:
                return await self._somebody(tx, row.object, named=False)
            case "org" | "space":
                org = await tx.one(_ORG, which=row.object)
                return str(org.name) if org else ""
            case "chapter" if action == "invite":
                return await self._somebody(tx, row.object, named=False)
            case "chapter":
                return _within(reach, await tx.one(_CHAPTER, which=row.object), lambda found: str(found.name))
            case "channel":
                return _within(reach, await tx.one(_CHANNEL, which=row.object), self._channel)
        return ""

    def _channel(self, row: Row) -> str:
        return read_or("", partial(self._keys.decrypt, row.name))

    async def _somebody(self, tx: Tx, actor: str, *, named: bool) -> Somebody:
        person = await tx.one(_PERSON, actor=actor) if named and actor else None
        if person is None:
            return Somebody(actor[:CODE])
        reach = await self._people.reach_of(tx, person.person_id)
        return Somebody(actor[:CODE], reach.role, await self._people.accounts_of(tx, actor))


def _within(reach: Reach, row: Row | None, name: Callable[[Row], str]) -> str:
    """Return a thing's name while its org is within ``reach``: what moved on may be called otherwise there."""
    return name(row) if row and reach.over_org(row.org_id) else ""


async def _count(tx: Tx, reach: Reach) -> int:
    if reach.role is Role.ADMIN:
        rows = await tx.all(_COUNT_ALL)
    else:
        rows = [row for org in sorted(reach.orgs) for row in await tx.all(_COUNT_OF, org=org)]
    return sum(row.n for row in rows)


async def _newest(tx: Tx, reach: Reach, most: int) -> Sequence[Row]:
    if reach.role is Role.ADMIN:
        return await tx.all(_ALL, most=most)
    found = [row for org in sorted(reach.orgs) for row in await tx.all(_ALL_OF, org=org, most=most)]
    return sorted(found, key=lambda row: -row.seq)[:most]
