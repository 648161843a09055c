"""Everything stored about one person, for that person to read and download."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.alerts.alert_drafts import read_draft_words
from bot.core.base.build import Base
from bot.core.base.stored_values import read_or
from bot.core.calls.positions import fetch_positions
from bot.core.campaigns.link_taps import LinkCount, fetch_link_taps
from bot.core.people.grants import COALITION, Grant, fetch_grants
from bot.core.people.people import People
from bot.core.people.profiles.platform_settings import read_settings
from bot.core.people.profiles.profiles import Profile
from bot.core.people.role_support import fetch_rights, find_supported, load_held
from bot.core.postcards.own_postcards import OwnPostcard, fetch_own_postcards
from bot.core.postcards.unsent_postcards import fetch_unsent
from bot.core.public_names.public_names import HIDDEN
from bot.core.reminders.once_reminders import OnceReminder, fetch_once_of_person
from bot.core.reminders.reminder_list import Reminder, fetch_reminders
from bot.identity import Caller
from bot.roles import Role
from bot.store.engine import Tx
from bot.store.sql import BindParameter, bindparam, func, select
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, calls, chapters, links, orgs, people


@dataclass(frozen=True, slots=True)
class Account:
    """An account, by the platform's own id; ``since`` is in UTC microseconds.

    ``locale`` and ``zone`` are the account's settings as the platform reported them.
    """

    platform: str
    id: str
    since: int
    locale: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role with the name of its scope, "" for the coalition.

    ``in_force``: it gives rights now. A role over something archived doesn't. ``by_config``: it comes from the
    config, not from the database.
    """

    role: Role
    over: str
    in_force: bool = True
    by_config: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One entry, live or not. ``removed`` is why it was removed.

    ``said`` holds the positions saved for its asks, None without any.
    """

    reference: str
    campaign: str
    day: str
    office: str
    outcome: str
    why: str | None
    counted: bool
    org: str
    chapter: str
    state: str | None
    district: str | None
    language: str
    platform: str
    logged_at: int
    removed: str | None
    said: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class PersonData:
    """Everything stored about a person. ``linked`` holds the times of account links. Times are UTC microseconds."""

    since: int
    accounts: tuple[Account, ...]
    chapter: str | None
    profile: Profile
    roles: tuple[HeldRole, ...]
    suspended: bool
    name_hidden: bool
    linked: tuple[int, ...]
    calls: tuple[Call, ...]
    reminders: tuple[Reminder, ...]
    once: tuple[OnceReminder, ...]
    drafts: tuple[str, ...]  # the texts of alerts not sent yet
    links: tuple[LinkCount, ...] = ()
    postcards: tuple[OwnPostcard, ...] = ()
    unsent_postcards: int = 0  # which nobody can read without their buttons


_OF: BindParameter[str] = bindparam("person")
_CHAPTER = func.coalesce(people.c.chapter_id, people.c.mapped_chapter_id)
_PERSON = Statement(
    select(people.c.created_at, people.c.suspended_at, people.c.name_hidden, chapters.c.name)
    .select_from(people.outerjoin(chapters, chapters.c.id == _CHAPTER))
    .where(people.c.id == _OF)
)
_ACCOUNTS = Statement(
    select(accounts.c.key, accounts.c.platform, accounts.c.address, accounts.c.settings, accounts.c.created_at)
    .where(accounts.c.person_id == _OF)
    .order_by(accounts.c.created_at, accounts.c.platform)
)
_LINKED = Statement(select(links.c.linked_at).where(links.c.person_id == _OF).order_by(links.c.linked_at))
_CALLS = Statement(
    select(
        calls.c.id,
        calls.c.reference,
        calls.c.campaign_id,
        calls.c.day,
        calls.c.office,
        calls.c.outcome,
        calls.c.why,
        calls.c.counted,
        orgs.c.name.label("org"),
        chapters.c.name.label("chapter"),
        calls.c.state,
        calls.c.district,
        calls.c.language,
        calls.c.platform,
        calls.c.logged_at,
        calls.c.removed_at,
        calls.c.removed_as,
    )
    .where(calls.c.person_id == _OF, calls.c.org_id == orgs.c.id, calls.c.chapter_id == chapters.c.id)
    .order_by(calls.c.entered_at, calls.c.id)
)
_NAMES = tuple(Statement(select(table.c.name).where(table.c.id == bindparam("id"))) for table in (orgs, chapters))


class DataExport:
    """Reads a person's data, for that person alone."""

    def __init__(self, base: Base, people: People) -> None:
        self._store, self._keys = base.store, base.keys
        self._people = people

    async def read(self, caller: Caller) -> PersonData | None:
        """Everything stored about the caller, None for a newcomer."""
        return await self._store.read(lambda tx: self._read(tx, caller))

    async def find_last_roles(self, caller: Caller) -> tuple[HeldRole, ...]:
        """The caller's roles of a coordinator or admin that nobody has once the caller is gone.

        People whom only the caller made coordinators lose that, too. Admins whom the config names stay admins, so
        beside one of them nobody is the last.
        """
        return await self._store.read(lambda tx: self._find_last_roles(tx, caller))

    async def _find_last_roles(self, tx: Tx, caller: Caller) -> tuple[HeldRole, ...]:
        person = await self._people.find(tx, caller)
        if person is None:
            return ()
        needed = {Role.COORDINATOR} if self._people.has_config_admins else {Role.COORDINATOR, Role.ADMIN}
        rights = {(one.role, one.scope) for one in await fetch_rights(tx, person.id) if one.role in needed}
        left = find_supported([one for one in await load_held(tx) if one.person != person.id])
        kept = {(Role[one.role.upper()], one.scope) for one in left}
        last = sorted(rights - kept)
        return tuple([HeldRole(role, await _find_scope_name(tx, scope)) for role, scope in last])

    async def _read(self, tx: Tx, caller: Caller) -> PersonData | None:
        known = await self._people.find(tx, caller)
        if known is None:
            return None
        [person] = await tx.all(_PERSON, person=known.id)
        own = await tx.all(_ACCOUNTS, person=known.id)
        return PersonData(
            since=person.created_at,
            accounts=tuple(self._make_account(row) for row in own),
            chapter=person.name,
            profile=known.profile,
            roles=await self._fetch_roles(tx, known.id),
            suspended=person.suspended_at is not None,
            name_hidden=person.name_hidden == HIDDEN,
            linked=tuple(row.linked_at for row in await tx.all(_LINKED, person=known.id)),
            calls=await _fetch_calls(tx, known.id),
            reminders=await fetch_reminders(tx, known.id),
            once=await fetch_once_of_person(tx, known.id),
            drafts=await read_draft_words(tx, self._keys, known.id),
            links=await fetch_link_taps(tx, self._keys, known.id),
            postcards=await fetch_own_postcards(tx, self._keys, known.id),
            unsent_postcards=sum([len(await fetch_unsent(tx, bytes(row.key))) for row in own]),
        )

    async def _fetch_roles(self, tx: Tx, person_id: str) -> tuple[HeldRole, ...]:
        """A person's roles, those from the config first."""
        reach = await self._people.find_reach(tx, person_id)
        current = (
            {Grant(right.role, right.scope) for right in await fetch_rights(tx, person_id)} if reach.role else set()
        )
        own = await fetch_grants(tx, person_id)
        given = [HeldRole(grant.role, await _find_scope_name(tx, grant.scope), grant in current) for grant in own]
        if reach.role is Role.ADMIN and Grant(Role.ADMIN, COALITION) not in current:
            given.insert(0, HeldRole(Role.ADMIN, "", by_config=True))
        return tuple(given)

    def _make_account(self, row: Row) -> Account:
        address = read_or("?", lambda: self._keys.decrypt(row.address))
        settings = read_settings(self._keys, row.settings) if row.settings else (None, None)
        return Account(row.platform, address, row.created_at, *settings)


async def _find_scope_name(tx: Tx, scope: str) -> str:
    for statement in _NAMES:
        if row := await tx.one(statement, id=scope):
            return str(row.name)
    return ""


async def _fetch_calls(tx: Tx, person_id: str) -> tuple[Call, ...]:
    said: dict[str, dict[str, str]] = {}
    for row in await fetch_positions(tx, person_id):
        said.setdefault(row.call_id, {})[row.ask] = row.position
    return tuple(_make_call(row, said.get(row.id)) for row in await tx.all(_CALLS, person=person_id))


def _make_call(row: Row, said: Mapping[str, str] | None) -> Call:
    return Call(
        reference=row.reference,
        campaign=row.campaign_id,
        day=row.day,
        office=row.office,
        outcome=row.outcome,
        why=row.why,
        counted=bool(row.counted) and row.removed_at is None,
        org=row.org,
        chapter=row.chapter,
        state=row.state,
        district=row.district,
        language=row.language,
        platform=row.platform,
        logged_at=row.logged_at,
        removed=row.removed_as,
        said=said,
    )
