"""Two persons' rows made one, with every total, and parted again as they were."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, delete, desc, func, insert, select, update

from bot.core.audit import Audit
from bot.core.congress import Congress
from bot.core.counting import Outcome
from bot.core.doubles import Double, doubles, filled
from bot.core.entries import last_place
from bot.core.grants import role_row
from bot.core.ids import new_id
from bot.core.keys import Keys
from bot.core.link_note import read_calls, take_note
from bot.core.people import People, Person, Profile
from bot.core.positions import asks_alone, move_positions
from bot.core.standing import STANDING, retotal
from bot.core.targets import own_members
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, actors, calls, codes, link_calls, links, people, roles

LINK = "link"  # why the double of a call that stands was removed
_BYTES = "latin-1"  # writes any bytes as text, as many characters


_ALL_CALLS = Statement(select(calls.c.id).where(calls.c.person_id == bindparam("person")))
_SET_CALL = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"), calls.c.person_id == bindparam("owner"))
    .values(outcome=bindparam("better"), counted=bindparam("counts"), counted_at=bindparam("since"))
)
_GIVE_WAY = Statement(
    update(calls).where(calls.c.id == bindparam("call")).values(removed_at=bindparam("at"), removed_as=LINK)
)
_REVIVE = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"), calls.c.removed_as == LINK)
    .values(removed_at=None, removed_as=None)
)
_MOVE_ONE = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"), calls.c.person_id == bindparam("owner"))
    .values(person_id=bindparam("to"))
)
_MOVE_SINCE = Statement(
    update(calls)
    .where(
        calls.c.person_id == bindparam("owner"),
        calls.c.platform == bindparam("on"),
        calls.c.entered_at > bindparam("last"),
    )
    .values(person_id=bindparam("to"))
)
_STANDS = Statement(select(calls.c.outcome).where(calls.c.id == bindparam("call"), calls.c.removed_at.is_(None)))


def _moving(table: Any) -> Statement:
    return Statement(update(table).where(table.c.person_id == bindparam("goes")).values(person_id=bindparam("stays")))


_MOVES = tuple(_moving(table) for table in (calls, accounts, codes, links))
_ROLES = Statement(select(roles).where(roles.c.person_id == bindparam("person")))
_ADD_ROLE = Statement(lambda insert: insert(roles).on_conflict_do_nothing())
_DROP_ROLES = Statement(delete(roles).where(roles.c.person_id == bindparam("goes")))
_DROP_ROLE = Statement(delete(roles).where(*(column == bindparam(column.name) for column in roles.primary_key)))
_ACTOR = Statement(select(actors.c.id).where(actors.c.person_id == bindparam("person")))
_ADD_ACTOR = Statement(lambda insert: insert(actors).on_conflict_do_nothing())
_DROP_ACTOR = Statement(delete(actors).where(actors.c.person_id == bindparam("goes")))
_ACCOUNTS = Statement(select(accounts.c.key, accounts.c.platform).where(accounts.c.person_id == bindparam("person")))
_MOVE_ACCOUNT = Statement(
    update(accounts)
    .where(accounts.c.key == bindparam("account"), accounts.c.person_id == bindparam("owner"))
    .values(person_id=bindparam("to"))
)
_LINKS = Statement(select(links.c.id).where(links.c.person_id == bindparam("person")))
_MOVE_LINK = Statement(update(links).where(links.c.id == bindparam("link")).values(person_id=bindparam("to")))
_ADD_PERSON = Statement(insert(people))
_DROP_PERSON = Statement(delete(people).where(people.c.id == bindparam("gone")))
_PERSON = Statement(select(people).where(people.c.id == bindparam("person")))
_ADD_LINK = Statement(insert(links))
_LAST_LINK = Statement(
    select(links.c.id, links.c.before, links.c.linked_at)
    .where(links.c.person_id == bindparam("person"), links.c.linked_at >= bindparam("since"))
    .order_by(desc(links.c.linked_at))
    .limit(1)
)
_NEWEST_LINK = Statement(
    select(func.max(links.c.linked_at).label("at")).where(links.c.person_id.in_([bindparam("one"), bindparam("other")]))
)
_DROP_LINK = Statement(delete(links).where(links.c.id == bindparam("link")))
_ADD_LINK_CALL = Statement(insert(link_calls))
_LINK_CALLS = Statement(
    select(link_calls.c.call_id, link_calls.c.before).where(link_calls.c.link_id == bindparam("link"))
)
_DROP_LINK_CALLS = Statement(delete(link_calls).where(link_calls.c.link_id == bindparam("link")))


class Merger:
    """Makes two locked persons one, and parts them."""

    def __init__(self, keys: Keys, people: People, congress: Congress, audit: Audit) -> None:
        self._keys = keys
        self._people = people
        self._congress = congress
        self._audit = audit

    async def merge(self, tx: Tx, stays: Row, goes: Row, account: bytes, at: int) -> int:
        """Give all that is ``goes``'s to ``stays`` (whole rows of people); return how many doubles there were."""
        before = [await tx.all(STANDING, person=row.id) for row in (stays, goes)]
        profile, _ = filled(self._people.profile(stays.profile), self._people.profile(goes.profile))
        found = doubles(*before, own=own_members(profile.district, await self._congress.directory(tx)))
        note = await self._note(tx, stays, goes)
        link_id = new_id(at)
        sealed = self._keys.encrypt(json.dumps(note))
        row = {"id": link_id, "person_id": stays.id, "account_key": account, "before": sealed}
        [newest] = await tx.all(_NEWEST_LINK, one=stays.id, other=goes.id)
        # Links are undone in turn, the last one first, so no two of a person's stand at the same time.
        await tx.run(_ADD_LINK, **row, linked_at=max(at, (newest.at or 0) + 1))
        await self._remember_calls(tx, link_id, stays.id, goes.id, found)
        await _settle(tx, found, at)
        await self._give(tx, stays, goes, note)
        await retotal(tx, before, [await tx.all(STANDING, person=stays.id)])
        await self._audit.record(tx, stays.id, "person.link", link_id, None)
        return len(found)

    async def part(self, tx: Tx, person: Person, at: int, since: int) -> tuple[str, ...] | None:
        """Undo a locked person's last link made since ``since``; return the platforms that leave, or None.

        Calls logged since go with the platform they were logged on, where only one of both has it.
        """
        link = await tx.one(_LAST_LINK, person=person.id, since=since)
        if link is None:
            return None
        note = take_note(self._keys, link.before)
        before = [await tx.all(STANDING, person=person.id)]
        gone = note["person"]["id"]
        await self._restore_person(tx, person, note)
        platforms = await self._restore_accounts(tx, person.id, gone, note)
        await self._restore_calls(tx, link, person.id, gone)
        for platform in platforms - {row.platform for row in await tx.all(_ACCOUNTS, person=person.id)}:
            await tx.run(_MOVE_SINCE, owner=person.id, on=platform, last=note.get("last", link.linked_at - 1), to=gone)
        await tx.run(_DROP_LINK_CALLS, link=link.id)
        await tx.run(_DROP_LINK, link=link.id)
        await retotal(tx, before, [await tx.all(STANDING, person=one) for one in (person.id, gone)])
        await self._audit.record(tx, person.id, "person.unlink", link.id, None)
        return tuple(sorted(platforms))

    async def _note(self, tx: Tx, stays: Row, goes: Row) -> dict[str, Any]:
        """Return all it takes to have ``goes`` again as they were, and what ``stays`` gets of them."""
        own_roles = {(row.role, row.scope, row.basis) for row in await tx.all(_ROLES, person=stays.id)}
        held = [[row.role, row.scope, row.granted_at, row.basis] for row in await tx.all(_ROLES, person=goes.id)]
        own, actor = await tx.one(_ACTOR, person=stays.id), await tx.one(_ACTOR, person=goes.id)
        _, gave = filled(self._people.profile(stays.profile), self._people.profile(goes.profile))
        person = {**goes._asdict(), "profile": goes.profile and bytes(goes.profile).decode(_BYTES)}
        return {
            "person": person,
            "accounts": [bytes(row.key).hex() for row in await tx.all(_ACCOUNTS, person=goes.id)],
            "roles": held,
            "actor": actor and actor.id,
            "links": [row.id for row in await tx.all(_LINKS, person=goes.id)],
            "last": max([await last_place(tx, row.id) for row in (stays, goes)]),
            "gave": {
                "profile": gave,
                "chapter": goes.chapter_id if stays.chapter_id is None else None,
                "roles": [one for one in held if (one[0], one[1], one[3]) not in own_roles],
                "actor": bool(actor and not own),
            },
        }

    async def _remember_calls(self, tx: Tx, link_id: str, stays: str, goes: str, found: Sequence[Double]) -> None:
        """Keep what the link changes in calls: whose each was, and of doubles how they were."""
        was: dict[str, dict[str, Any]] = {row.id: {"owner": goes} for row in await tx.all(_ALL_CALLS, person=goes)}
        for double in found:
            first, later = double.first, double.later
            how = {"outcome": first.outcome, "counted_at": first.counted_at, "became": double.outcome}
            was[first.id] = {"owner": first.person_id, **how}
            asks = await asks_alone(tx, later.id, first.id)
            was[later.id] = {"owner": later.person_id, "of": first.id, "asks": asks}
        rows = [{"link_id": link_id, "call_id": call, "before": json.dumps(how)} for call, how in was.items()]
        await tx.many(_ADD_LINK_CALL, rows)

    async def _give(self, tx: Tx, stays: Row, goes: Row, note: dict[str, Any]) -> None:
        for held in note["roles"]:
            await tx.run(_ADD_ROLE, **role_row(stays.id, held))
        await tx.run(_DROP_ROLES, goes=goes.id)
        await tx.run(_DROP_ACTOR, goes=goes.id)
        if note["gave"]["actor"]:
            await tx.run(_ADD_ACTOR, person_id=stays.id, id=note["actor"])
        for move in _MOVES:
            await tx.run(move, goes=goes.id, stays=stays.id)
        profile, _ = filled(self._people.profile(stays.profile), self._people.profile(goes.profile))
        kept = Person(stays.id, stays.chapter_id, profile, False)
        await self._people.save(tx, kept, profile, stays.chapter_id or goes.chapter_id)
        await tx.run(_DROP_PERSON, gone=goes.id)

    async def _restore_person(self, tx: Tx, person: Person, note: dict[str, Any]) -> None:
        """Make the person who left anew, and take back what they gave where it is still the same.

        A role that was revoked since is not given again.
        """
        gone, gave = note["person"], note["gave"]
        await tx.run(
            _ADD_PERSON, **{"name_hidden": None, **gone, "profile": gone["profile"] and gone["profile"].encode(_BYTES)}
        )
        standing = {(row.role, row.scope, row.basis) for row in await tx.all(_ROLES, person=person.id)}
        for row in (role_row(gone["id"], held) for held in note["roles"]):
            if (row["role"], row["scope"], row["basis"]) in standing:
                await tx.run(_ADD_ROLE, **row)
        for row in (role_row(person.id, held) for held in gave["roles"]):
            await tx.run(_DROP_ROLE, **row)
        if gave["actor"]:
            await tx.run(_DROP_ACTOR, goes=person.id)
        if note["actor"]:
            await tx.run(_ADD_ACTOR, person_id=gone["id"], id=note["actor"])
        own = asdict(person.profile)
        left = {name: value for name, value in own.items() if gave["profile"].get(name, "") != value}
        chapter = None if person.chapter_id == gave["chapter"] else person.chapter_id
        await self._people.save(tx, person, Profile(**left), chapter)

    async def _restore_accounts(self, tx: Tx, owner: str, gone: str, note: dict[str, Any]) -> set[str]:
        for key in note["accounts"]:
            await tx.run(_MOVE_ACCOUNT, account=bytes.fromhex(key), owner=owner, to=gone)
        for link in note["links"]:
            await tx.run(_MOVE_LINK, link=link, to=gone)
        return {row.platform for row in await tx.all(_ACCOUNTS, person=gone)}

    async def _restore_calls(self, tx: Tx, link: Row, owner: str, gone: str) -> None:
        """Give calls back, doubles as they were; one taken back or bettered since stays as it is."""
        was = read_calls(await tx.all(_LINK_CALLS, link=link.id))
        stands = {call: await tx.one(_STANDS, call=call) for call, how in was.items() if "became" in how}
        for call, how in was.items():
            await tx.run(_MOVE_ONE, call=call, owner=owner, to=how["owner"])
            standing = stands.get(call)
            if standing and standing.outcome == how["became"]:
                since = how["counted_at"]
                counts = int(Outcome(how["outcome"]).completed)
                set_to = {"better": how["outcome"], "counts": counts, "since": since}
                await tx.run(_SET_CALL, call=call, owner=how["owner"], **set_to)
        for call, how in was.items():
            if stands.get(how.get("of", "")):
                await tx.run(_REVIVE, call=call)
                await move_positions(tx, how["of"], call, how.get("asks", ()))


async def _settle(tx: Tx, found: Iterable[Double], at: int) -> None:
    for double in found:
        first, outcome = double.first, double.outcome
        counts = {"counts": int(outcome.completed), "since": double.counted_at}
        await tx.run(_SET_CALL, call=first.id, owner=first.person_id, better=outcome.value, **counts)
        await tx.run(_GIVE_WAY, call=double.later.id, at=at)
        await move_positions(tx, double.later.id, first.id, await asks_alone(tx, double.later.id, first.id))
