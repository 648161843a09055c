"""Postcards when two people become one by a link, and when they part again."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from bot.core.people.past.past_entries import Past
from bot.core.people.past.past_postcards import count_used
from bot.core.postcards.postcard_rows import ALL_OF_PERSON, LIVE_OF_PERSON, Removed, move_totals
from bot.core.privacy.surplus_postcards import rank_postcard
from bot.core.times.clock import DAY
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, insert, or_, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import link_postcards, links, postcard_notices, postcards

_P, _L = postcards.c, link_postcards.c
_ADD = Statement(insert(link_postcards))
_OF_LINK = Statement(select(link_postcards).where(_L.link_id == bindparam("link")))
_DROP_OF_LINK = Statement(delete(link_postcards).where(_L.link_id == bindparam("link")))
_DROP_OF_PERSON = Statement(
    delete(link_postcards).where(
        or_(
            _L.link_id.in_(select(links.c.id).where(links.c.person_id == bindparam("person"))),
            _L.postcard_id.in_(select(_P.id).where(_P.person_id == bindparam("person"))),
        )
    )
)
_DROP_OLD = Statement(
    delete(link_postcards).where(_L.link_id.in_(select(links.c.id).where(links.c.linked_at < bindparam("before"))))
)
_REMOVE = Statement(
    update(postcards)
    .where(_P.id == bindparam("postcard"))
    .values(removed_at=bindparam("at"), removed_as=Removed.LINK.value, delete_at=bindparam("goes"))
)
_REVIVE = Statement(
    update(postcards)
    .where(_P.id == bindparam("postcard"), _P.removed_as == Removed.LINK.value)
    .values(removed_at=None, removed_as=None, delete_at=bindparam("goes"))
)
_MOVE = Statement(update(postcards).where(_P.id == bindparam("postcard")).values(person_id=bindparam("to")))
_MOVE_NOTICES = Statement(
    update(postcard_notices)
    .where(postcard_notices.c.person_id == bindparam("goes"))
    .values(person_id=bindparam("stays"))
)
_MOVE_NOTICE = Statement(
    update(postcard_notices)
    .where(postcard_notices.c.postcard_id == bindparam("postcard"))
    .values(person_id=bindparam("to"))
)
_SET_ADDS_PERSON = Statement(
    update(postcards).where(_P.id == bindparam("postcard")).values(adds_person=bindparam("adds"))
)


FindSurplus = Callable[[Sequence[Row], Sequence[Sequence[Row]]], Awaitable[Sequence[Row]]]


async def merge_postcards(
    tx: Tx,
    link_id: str,
    stays: str,
    goes: str,
    own: Mapping[str, str],
    find_surplus: FindSurplus,
    past: Past,
    at: int,
) -> None:
    """Give ``stays`` the postcards of ``goes``. Of two to one target, the one that is further stays live.

    ``own`` maps generic slots to their own members. ``find_surplus`` finds, of those that then stay and those that each
    had, what one person can't have: it gives way too, and its row says that it does to itself. ``past`` holds what
    their accounts used and no longer have: where that has postcards of a campaign, it already counts the person.
    """
    before = [await tx.all(LIVE_OF_PERSON, person=one) for one in (stays, goes)]
    doubles = _find_doubles(before, own)
    standing = [row for rows in before for row in rows if row.id not in doubles]
    doubles |= {row.id: row.id for row in await find_surplus(standing, before)}
    everything = [await tx.all(ALL_OF_PERSON, person=one) for one in (stays, goes)]
    counted = _find_counted_before([row for rows in before for row in rows], everything, past)
    for person, rows in zip((stays, goes), everything, strict=True):
        for row in rows:
            of = doubles.get(row.id)
            note = {"double_of": of, "delete_at": row.delete_at, "added_person": 1 if row.id in counted else None}
            await tx.run(_ADD, link_id=link_id, postcard_id=row.id, owner=person, **note)
            if of:
                await tx.run(_REMOVE, postcard=row.id, at=at, goes=_choose_earlier(row.delete_at, at + DAY))
            if row.id in counted:
                await tx.run(_SET_ADDS_PERSON, postcard=row.id, adds=0)
    for row in await tx.all(ALL_OF_PERSON, person=goes):
        await tx.run(_MOVE, postcard=row.id, to=stays)
    await tx.run(_MOVE_NOTICES, goes=goes, stays=stays)
    await move_totals(tx, before, [await tx.all(LIVE_OF_PERSON, person=stays)])


def _find_counted_before(rows: Sequence[Row], everything: Sequence[Sequence[Row]], past: Past) -> Collection[str]:
    """The ids of those that add a person to a campaign where postcards no longer theirs already count the person."""
    ids = {row.id for each in everything for row in each}
    gone = {campaign for campaign in {row.campaign_id for row in rows} if count_used(past, campaign, ids)}
    return {row.id for row in rows if row.campaign_id in gone and row.adds_person}


def _find_doubles(before: Sequence[Sequence[Row]], own: Mapping[str, str]) -> dict[str, str]:
    """The postcards that give way, each with the one that stays."""
    best: dict[tuple[str, str], Row] = {}
    given_way: dict[str, str] = {}
    for row in sorted((row for rows in before for row in rows), key=rank_postcard):
        target = row.campaign_id, own.get(row.slot, row.slot)
        if target in best:
            given_way[row.id] = best[target].id
        else:
            best[target] = row
    return given_way


def _choose_earlier(one: int | None, other: int) -> int | None:
    return None if one is None else min(one, other)


async def part_postcards(tx: Tx, link: Row, stays: str, gone: str, platforms: set[str], before: Sequence[Row]) -> None:
    """Give each of two people their postcards back. ``before`` are the live ones of both as one.

    What was written since goes with its platform, if that is among ``platforms``, which only ``gone`` has.
    """
    was = {row.postcard_id: row for row in await tx.all(_OF_LINK, link=link.id)}
    current = {row.id: row for row in await tx.all(ALL_OF_PERSON, person=stays)}
    for id, row in current.items():
        known = was.get(id)
        to = known.owner if known else gone if row.platform in platforms else stays
        if to != stays:
            await tx.run(_MOVE, postcard=id, to=to)
            await tx.run(_MOVE_NOTICE, postcard=id, to=to)
    await _revive(tx, current, was, {row.id for row in before}, link.linked_at)
    for id, known in was.items():
        if known.added_person and id in current:
            await tx.run(_SET_ADDS_PERSON, postcard=id, adds=1)
    await tx.run(_DROP_OF_LINK, link=link.id)
    await _count_once(tx, stays, gone, was)
    await move_totals(tx, [before], [await tx.all(LIVE_OF_PERSON, person=one) for one in (stays, gone)])


async def _revive(tx: Tx, current: Mapping[str, Row], was: Mapping[str, Row], live: set[str], linked_at: int) -> None:
    """Let what gave way to a link count again, for its owner.

    A double does if the other one still counts, or gave way itself. Surplus does as far as it fits what its owner had.
    """
    surplus = {id for id, known in was.items() if known.double_of == id}
    had, has, slots = Counter[tuple[str, str]](), Counter[tuple[str, str]](), set[tuple[str, str, str]]()
    for id, known in was.items():
        row = current.get(id)
        if row is None:
            continue
        drive = known.owner, row.campaign_id
        is_live = row.removed_at is None or (id not in surplus and known.double_of in live | surplus)
        had[drive] += is_live or id in surplus or (row.removed_at or 0) > linked_at
        if is_live:
            has[drive] += 1
            slots.add((*drive, row.slot))
        if is_live and known.double_of:
            await tx.run(_REVIVE, postcard=id, goes=known.delete_at)
    for row in sorted((current[id] for id in surplus if id in current), key=rank_postcard):
        drive = was[row.id].owner, row.campaign_id
        if has[drive] < had[drive] and (*drive, row.slot) not in slots:
            has[drive] += 1
            await tx.run(_REVIVE, postcard=row.id, goes=was[row.id].delete_at)


async def _count_once(tx: Tx, stays: str, gone: str, was: Mapping[str, Any]) -> None:
    """Make postcards written while both were one add no person if the other person already counts."""
    for one, other in ((gone, stays), (stays, gone)):
        counted = {row.campaign_id for row in await tx.all(LIVE_OF_PERSON, person=other) if row.adds_person}
        for row in await tx.all(LIVE_OF_PERSON, person=one):
            if row.id not in was and row.campaign_id in counted:
                await tx.run(_SET_ADDS_PERSON, postcard=row.id, adds=0)


async def drop_linked_postcards(tx: Tx, person_id: str) -> None:
    """Delete what links remember of a person's postcards."""
    await tx.run(_DROP_OF_PERSON, person=person_id)


async def drop_old_linked_postcards(tx: Tx, before: int) -> None:
    """Delete what links from before a time remember: they can't be parted anymore."""
    await tx.run(_DROP_OLD, before=before)
