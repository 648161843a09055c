"""Undoes a link: restores both people as they were, each with what they logged since."""

from dataclasses import asdict
from typing import Any

from bot.core.base.build import Base
from bot.core.calls.contribution import LIVE_OF_PERSON, move_totals
from bot.core.calls.positions import move_positions
from bot.core.people.grants import make_role_row
from bot.core.people.past.entries import LINK, fetch_recent_entries
from bot.core.people.past.past_entries import save_past
from bot.core.people.past.past_postcards import save_past_postcards
from bot.core.people.people import People, Person
from bot.core.people.profiles.profiles import Profile
from bot.core.postcards.postcard_rows import LIVE_OF_PERSON as LIVE_POSTCARDS
from bot.core.privacy.doubles import OF_DISTRICT
from bot.core.privacy.link_note import read_calls, take_note
from bot.core.privacy.linked_postcards import part_postcards
from bot.core.privacy.merging import BYTES
from bot.core.privacy.surplus import revive_surplus, set_adds_person
from bot.core.public_names.public_names import HIDDEN
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, desc, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, actors, calls, link_calls, links, people, roles

TRY_COLUMNS = ("wrong_codes", "locked_until")  # columns of people that linking and unlinking never reset
_SET_CALL = Statement(
    update(calls)
    .where(calls.c.id == bindparam("call"), calls.c.person_id == bindparam("owner"))
    .values(outcome=bindparam("better"), counted=bindparam("counts"), counted_at=bindparam("since"))
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
_LIVE_OUTCOME = Statement(select(calls.c.outcome).where(calls.c.id == bindparam("call"), calls.c.removed_at.is_(None)))
_ROLES = Statement(select(roles).where(roles.c.person_id == bindparam("person")))
_ADD_ROLE = Statement(lambda insert: insert(roles).on_conflict_do_nothing())
_DROP_ROLE = Statement(delete(roles).where(*(column == bindparam(column.name) for column in roles.primary_key)))
_ADD_ACTOR = Statement(lambda insert: insert(actors).on_conflict_do_nothing())
_DROP_ACTOR = Statement(delete(actors).where(actors.c.person_id == bindparam("goes")))
_ACCOUNTS = Statement(select(accounts.c.key, accounts.c.platform).where(accounts.c.person_id == bindparam("person")))
_MOVE_ACCOUNT = Statement(
    update(accounts)
    .where(accounts.c.key == bindparam("account"), accounts.c.person_id == bindparam("owner"))
    .values(person_id=bindparam("to"))
)
_MOVE_LINK = Statement(update(links).where(links.c.id == bindparam("link")).values(person_id=bindparam("to")))
_ADD_PERSON = Statement(insert(people))
_PERSON = Statement(select(people).where(people.c.id == bindparam("person")))
_LAST_LINK = Statement(
    select(links.c.id, links.c.before, links.c.linked_at)
    .where(links.c.person_id == bindparam("person"), links.c.linked_at >= bindparam("since"))
    .order_by(desc(links.c.linked_at))
    .limit(1)
)
_DROP_LINK = Statement(delete(links).where(links.c.id == bindparam("link")))
_LINK_CALLS = Statement(
    select(link_calls.c.call_id, link_calls.c.before).where(link_calls.c.link_id == bindparam("link"))
)
_DROP_LINK_CALLS = Statement(delete(link_calls).where(link_calls.c.link_id == bindparam("link")))


class Parter:
    """Undoes links of a locked person."""

    def __init__(self, base: Base, people: People) -> None:
        self._keys, self._audit = base.keys, base.audit
        self._people = people

    async def part(self, tx: Tx, person: Person, at: int, since: int) -> tuple[str, ...] | None:
        """Undo a locked person's last link made since ``since``. Returns the platforms that leave, or None.

        Calls logged after the link go with their platform if only one of the two people has it.
        """
        link = await tx.one(_LAST_LINK, person=person.id, since=since)
        if link is None:
            return None
        note = take_note(self._keys, link.before)
        # Neither person gets back slots that they used together.
        entries, own = await fetch_recent_entries(tx, person.id, at), await self._people.load_accounts(tx, person.id)
        await save_past(tx, self._keys, own, entries, at, share=True)
        cards = await tx.all(LIVE_POSTCARDS, person=person.id)
        await save_past_postcards(tx, self._keys, own, cards, at)
        before = [await tx.all(LIVE_OF_PERSON, person=person.id)]
        gone = note["person"]["id"]
        await self._restore_person(tx, person, note)
        platforms = await self._restore_accounts(tx, person.id, gone, note)
        await self._restore_calls(tx, link, person.id, gone)
        last = note.get("last", link.linked_at - 1)
        leaving = platforms - {row.platform for row in await tx.all(_ACCOUNTS, person=person.id)}
        for platform in leaving:
            await tx.run(_MOVE_SINCE, owner=person.id, on=platform, last=last, to=gone)
        await _count_once(tx, gone, person.id, last)
        await _count_once(tx, person.id, gone, last)
        await part_postcards(tx, link, person.id, gone, leaving, cards)
        await tx.run(_DROP_LINK_CALLS, link=link.id)
        await tx.run(_DROP_LINK, link=link.id)
        await move_totals(tx, before, [await tx.all(LIVE_OF_PERSON, person=one) for one in (person.id, gone)])
        await self._audit.record(tx, person.id, "person.unlink", link.id, None)
        return tuple(sorted(platforms))

    async def _restore_person(self, tx: Tx, person: Person, note: dict[str, Any]) -> None:
        """Restore the person who leaves, and take back what they gave if it is unchanged.

        A role that was revoked meanwhile is not given again.
        """
        gone, gave = note["person"], note["gave"]
        [stays] = await tx.all(_PERSON, person=person.id)
        tried = {name: max(gone[name] or 0, getattr(stays, name) or 0) or None for name in TRY_COLUMNS}
        profile = gone["profile"] and gone["profile"].encode(BYTES)
        hidden = self._name_state(stays, gone.get("name_hidden"), profile)
        # Notes from before the first column existed lack it. Mappings may have ended since.
        kept = {"name_told_at": None, **gone, "mapped_chapter_id": None}
        restored = {**kept, "name_hidden": hidden, "profile": profile, **tried}
        await tx.run(_ADD_PERSON, **restored)
        current = {(row.role, row.scope, row.basis) for row in await tx.all(_ROLES, person=person.id)}
        for row in (make_role_row(gone["id"], role) for role in note["roles"]):
            if (row["role"], row["scope"], row["basis"]) in current:
                await tx.run(_ADD_ROLE, **row)
        for row in (make_role_row(person.id, role) for role in gave["roles"]):
            await tx.run(_DROP_ROLE, **row)
        if gave["actor"]:
            await tx.run(_DROP_ACTOR, goes=person.id)
        if note["actor"]:
            await tx.run(_ADD_ACTOR, person_id=gone["id"], id=note["actor"])
        own = asdict(person.profile)
        if gave["profile"].get("district") != own["district"]:
            gave = gave | {"profile": {k: v for k, v in gave["profile"].items() if k not in OF_DISTRICT}}
        left = {name: value for name, value in own.items() if gave["profile"].get(name, "") != value}
        chapter = None if person.chapter_id == gave["chapter"] else person.chapter_id
        await self._people.save(tx, person, Profile(**left), chapter)

    def _name_state(self, stays: Row, before: str | None, profile: bytes | None) -> str | None:
        """The new state of the leaving person's name. ``before`` is its state at the link, ``profile`` their profile.

        Undoing a link never shows a name that is hidden now. A name hidden before the link also hid the linked
        person's name. If that name is shown now, a reviewer has allowed it since.
        """
        if stays.name_hidden == HIDDEN or before != HIDDEN:
            return HIDDEN if stays.name_hidden == HIDDEN else before
        own, shown = (self._people.read_profile(sealed).public_name for sealed in (profile, stays.profile))
        return str(stays.name_hidden) if own in (None, shown) and stays.name_hidden else HIDDEN

    async def _restore_accounts(self, tx: Tx, owner: str, gone: str, note: dict[str, Any]) -> set[str]:
        for key in note["accounts"]:
            await tx.run(_MOVE_ACCOUNT, account=bytes.fromhex(key), owner=owner, to=gone)
        for link in note["links"]:
            await tx.run(_MOVE_LINK, link=link, to=gone)
        return {row.platform for row in await tx.all(_ACCOUNTS, person=gone)}

    async def _restore_calls(self, tx: Tx, link: Row, owner: str, gone: str) -> None:
        """Give calls back, duplicates in their old state. One undone or upgraded meanwhile stays as it is."""
        was = read_calls(await tx.all(_LINK_CALLS, link=link.id))
        live = {call: await tx.one(_LIVE_OUTCOME, call=call) for call, how in was.items() if "became" in how}
        for call, how in was.items():
            await tx.run(_MOVE_ONE, call=call, owner=owner, to=how["owner"])
            current = live.get(call)
            if current and current.outcome == how["became"]:
                since = how["counted_at"]
                counts = int(Outcome(how["outcome"]).completed)
                set_to = {"better": how["outcome"], "counts": counts, "since": since}
                await tx.run(_SET_CALL, call=call, owner=how["owner"], **set_to)
        for call, how in was.items():
            if live.get(how.get("of", "")):
                await tx.run(_REVIVE, call=call)
                await move_positions(tx, how["of"], call, how.get("asks", ()))
            if "alone" in how:
                await revive_surplus(tx, call, how)
        await set_adds_person(tx, [call for call, how in was.items() if how.get("adds")], adds=1)


async def _count_once(tx: Tx, one: str, other: str, last: int) -> None:
    """Make calls entered after ``last``, while both were one, add no person if the other person already counts."""
    counted = {row.campaign_id for row in await tx.all(LIVE_OF_PERSON, person=other) if row.counted and row.adds_person}
    since = (row for row in await tx.all(LIVE_OF_PERSON, person=one) if row.entered_at > last)
    await set_adds_person(tx, [row.id for row in since if row.campaign_id in counted])
