"""Merges two people's rows into one person, and updates every total."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.calls.contribution import LIVE_OF_PERSON, move_totals
from bot.core.calls.positions import find_extra_asks, move_positions
from bot.core.campaigns.campaigns import Campaigns
from bot.core.campaigns.link_taps import merge_link_taps
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.targets import Targets
from bot.core.people.grants import make_role_row
from bot.core.people.past.entries import LINK, fetch_recent_entries, find_last_entered_at
from bot.core.people.past.past_entries import Past, read_past, save_past
from bot.core.people.people import People, Person
from bot.core.people.profiles.profiles import Profile
from bot.core.people.role_support import pass_on_given
from bot.core.privacy.doubles import Double, fill_gaps, find_doubles
from bot.core.privacy.linked_postcards import merge_postcards
from bot.core.privacy.surplus import find_counted_before, find_surplus, make_notes, remove_surplus, set_adds_person
from bot.core.privacy.surplus_postcards import find_surplus_postcards
from bot.core.public_names.public_names import HIDDEN, hide_name
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, func, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, actors, alert_drafts, calls, codes, link_calls, links, people, roles

BYTES = "latin-1"  # maps each byte to one character


_ALL_CALLS = Statement(select(calls.c.id).where(calls.c.person_id == bindparam("person")))
_SET_CALL = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"), calls.c.person_id == bindparam("owner"))
    .values(outcome=bindparam("better"), counted=bindparam("counts"), counted_at=bindparam("since"))
)
_REMOVE_DOUBLE = Statement(
    update(calls).where(calls.c.id == bindparam("call")).values(removed_at=bindparam("at"), removed_as=LINK)
)


def _make_move(table: Any) -> Statement:
    return Statement(update(table).where(table.c.person_id == bindparam("goes")).values(person_id=bindparam("stays")))


_MOVES = tuple(_make_move(table) for table in (calls, accounts, codes, links, alert_drafts))
_ROLES = Statement(select(roles).where(roles.c.person_id == bindparam("person")))
_ADD_ROLE = Statement(lambda insert: insert(roles).on_conflict_do_nothing())
_DROP_ROLES = Statement(delete(roles).where(roles.c.person_id == bindparam("goes")))
_ACTOR = Statement(select(actors.c.id).where(actors.c.person_id == bindparam("person")))
_ADD_ACTOR = Statement(lambda insert: insert(actors).on_conflict_do_nothing())
_DROP_ACTOR = Statement(delete(actors).where(actors.c.person_id == bindparam("goes")))
_ACCOUNTS = Statement(select(accounts.c.key, accounts.c.platform).where(accounts.c.person_id == bindparam("person")))
_LINKS = Statement(select(links.c.id).where(links.c.person_id == bindparam("person")))
_DROP_PERSON = Statement(delete(people).where(people.c.id == bindparam("gone")))
_ADD_LINK = Statement(insert(links))
_NEWEST_LINK = Statement(
    select(func.max(links.c.linked_at).label("at")).where(links.c.person_id.in_([bindparam("one"), bindparam("other")]))
)
_ADD_LINK_CALL = Statement(insert(link_calls))


class Merger:
    """Merges two locked people into one."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, finder: TargetFinder) -> None:
        self._keys, self._audit = base.keys, base.audit
        self._people, self._campaigns, self._finder = people, campaigns, finder

    async def merge(self, tx: Tx, stays: Row, goes: Row, account: bytes, at: int) -> int:
        """Move everything from ``goes`` to ``stays`` (rows of people). Returns the number of duplicate calls."""
        before = [await tx.all(LIVE_OF_PERSON, person=row.id) for row in (stays, goes)]
        profile, _ = fill_gaps(self._people.read_profile(stays.profile), self._people.read_profile(goes.profile))
        own = await self._finder.find_own_members(tx, profile, at)
        found = find_doubles(*before, own=own)
        past = await self._merge_past(tx, stays, goes, before, at)
        surplus = await self._find_surplus(tx, before, found, profile, past, at)
        note = await self._make_note(tx, stays, goes)
        link_id = make_id(at)
        sealed = self._keys.encrypt(json.dumps(note))
        row = {"id": link_id, "person_id": stays.id, "account_key": account, "before": sealed}
        [newest] = await tx.all(_NEWEST_LINK, one=stays.id, other=goes.id)
        # Links are undone last first, so no two of a person's links can have the same time.
        await tx.run(_ADD_LINK, **row, linked_at=max(at, (newest.at or 0) + 1))
        same = find_counted_before([row for rows in before for row in rows], past)
        await self._remember_calls(tx, link_id, stays.id, goes.id, found, surplus, before, same)
        await _settle_doubles(tx, found, at)
        await remove_surplus(tx, surplus, at)
        await set_adds_person(tx, same)
        await merge_link_taps(tx, self._keys, stays.id, goes.id)

        async def find(standing: Sequence[Row], each: Sequence[Sequence[Row]]) -> Sequence[Row]:
            return find_surplus_postcards(standing, each, await self._find_targets(tx, standing, profile, at), past)

        await merge_postcards(tx, link_id, stays.id, goes.id, own, find, past, at)
        await self._move_rows(tx, stays, goes, note)
        await move_totals(tx, before, [await tx.all(LIVE_OF_PERSON, person=stays.id)])
        await self._audit.record(tx, stays.id, "person.link", link_id, None)
        return len(found)

    async def _merge_past(self, tx: Tx, stays: Row, goes: Row, before: Sequence[Sequence[Row]], at: int) -> Past:
        """Give every account the combined past. Returns the part of it that neither person's calls cover."""
        both = [account for one in (stays, goes) for account in await self._people.load_accounts(tx, one.id)]
        await save_past(tx, self._keys, both, (), at)
        known = [row for one in (stays, goes) for row in await fetch_recent_entries(tx, one.id, at)]
        past = await read_past(tx, self._keys, both[0], at)
        return past.exclude(row.id for row in (*known, *before[0], *before[1]))

    async def _find_surplus(
        self, tx: Tx, before: Sequence[Sequence[Row]], found: Sequence[Double], profile: Profile, past: Past, at: int
    ) -> tuple[Row, ...]:
        later = {double.later.id for double in found}
        standing = [row for rows in before for row in rows if row.id not in later]
        return find_surplus(standing, before, await self._find_targets(tx, standing, profile, at), past)

    async def _find_targets(self, tx: Tx, rows: Sequence[Row], profile: Profile, at: int) -> dict[str, Targets]:
        """The targets that one person has in each of the rows' campaigns with a file."""
        files = {row.campaign_id: self._campaigns.files.get(row.campaign_id) for row in rows}
        return {key: await self._finder.find(tx, file, profile, at) for key, file in files.items() if file}

    async def _make_note(self, tx: Tx, stays: Row, goes: Row) -> dict[str, Any]:
        """Everything needed to restore ``goes``, and what ``stays`` receives from them."""
        own_roles = {(row.role, row.scope, row.basis) for row in await tx.all(_ROLES, person=stays.id)}
        moved_roles = [[row.role, row.scope, row.granted_at, row.basis] for row in await tx.all(_ROLES, person=goes.id)]
        own, actor = await tx.one(_ACTOR, person=stays.id), await tx.one(_ACTOR, person=goes.id)
        _, gave = fill_gaps(self._people.read_profile(stays.profile), self._people.read_profile(goes.profile))
        person = {**goes._asdict(), "profile": goes.profile and bytes(goes.profile).decode(BYTES)}
        return {
            "person": person,
            "accounts": [bytes(row.key).hex() for row in await tx.all(_ACCOUNTS, person=goes.id)],
            "roles": moved_roles,
            "actor": actor and actor.id,
            "links": [row.id for row in await tx.all(_LINKS, person=goes.id)],
            "last": max([await find_last_entered_at(tx, row.id) for row in (stays, goes)]),
            "gave": {
                "profile": gave,
                "chapter": goes.chapter_id if stays.chapter_id is None else None,
                "roles": [role for role in moved_roles if (role[0], role[1], role[3]) not in own_roles],
                "actor": bool(actor and not own),
            },
        }

    async def _remember_calls(
        self,
        tx: Tx,
        link_id: str,
        stays: str,
        goes: str,
        found: Sequence[Double],
        surplus: Sequence[Row],
        before: Sequence[Sequence[Row]],
        same: Collection[str],
    ) -> None:
        """Save what the link changes in calls: each one's owner, and the old state of duplicate and surplus calls."""
        was: dict[str, dict[str, Any]] = {row.id: {"owner": goes} for row in await tx.all(_ALL_CALLS, person=goes)}
        for double in found:
            first, later = double.first, double.later
            how = {"outcome": first.outcome, "counted_at": first.counted_at, "became": double.outcome}
            was[first.id] = {"owner": first.person_id, **how}
            asks = await find_extra_asks(tx, later.id, first.id)
            was[later.id] = {"owner": later.person_id, "of": first.id, "asks": asks}
        was.update(make_notes(surplus, before))
        for row in (row for rows in before for row in rows if row.id in same):
            was.setdefault(row.id, {"owner": row.person_id})["adds"] = 1
        rows = [{"link_id": link_id, "call_id": call, "before": json.dumps(how)} for call, how in was.items()]
        await tx.many(_ADD_LINK_CALL, rows)

    async def _move_rows(self, tx: Tx, stays: Row, goes: Row, note: dict[str, Any]) -> None:
        for role in note["roles"]:
            await tx.run(_ADD_ROLE, **make_role_row(stays.id, role))
        await tx.run(_DROP_ROLES, goes=goes.id)
        await pass_on_given(tx, goes.id, stays.id)
        await tx.run(_DROP_ACTOR, goes=goes.id)
        if note["gave"]["actor"]:
            await tx.run(_ADD_ACTOR, person_id=stays.id, id=note["actor"])
        for move in _MOVES:
            await tx.run(move, goes=goes.id, stays=stays.id)
        profile, _ = fill_gaps(self._people.read_profile(stays.profile), self._people.read_profile(goes.profile))
        merged = Person(stays.id, stays.chapter_id, profile, False)
        await self._people.save(tx, merged, profile, stays.chapter_id or goes.chapter_id)
        if goes.name_hidden == HIDDEN:
            await hide_name(tx, stays.id)  # a link must not bring back a hidden name
        await tx.run(_DROP_PERSON, gone=goes.id)


async def _settle_doubles(tx: Tx, found: Iterable[Double], at: int) -> None:
    for double in found:
        first, outcome = double.first, double.outcome
        counts = {"counts": int(outcome.completed), "since": double.counted_at}
        await tx.run(_SET_CALL, call=first.id, owner=first.person_id, better=outcome.value, **counts)
        await tx.run(_REMOVE_DOUBLE, call=double.later.id, at=at)
        await move_positions(tx, double.later.id, first.id, await find_extra_asks(tx, double.later.id, first.id))
