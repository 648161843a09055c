"""Postcards when two people become one by a link, and when they part again."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update

from bot.core.postcards.postcard_rows import ALL_OF_PERSON, LIVE_OF_PERSON, PostcardStatus, Removed, move_totals
from bot.core.times.clock import DAY
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import link_postcards, links, postcard_notices, postcards

_P, _L = postcards.c, link_postcards.c
_ORDER = (PostcardStatus.DELIVERED, PostcardStatus.PRINTED, PostcardStatus.APPROVED, PostcardStatus.WAITING)
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
_REMOVE_DOUBLE = Statement(
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
_COUNTS_NO_PERSON = Statement(update(postcards).where(_P.id == bindparam("postcard")).values(adds_person=0))


async def merge_postcards(tx: Tx, link_id: str, stays: str, goes: str, own: Mapping[str, str], at: int) -> None:
    """Give ``stays`` the postcards of ``goes``. Of two to one target, the one that is further stays live.

    ``own`` maps generic slots to their own members.
    """
    before = [await tx.all(LIVE_OF_PERSON, person=one) for one in (stays, goes)]
    doubles = _find_doubles(before, own)
    for person in (stays, goes):
        for row in await tx.all(ALL_OF_PERSON, person=person):
            of = doubles.get(row.id)
            await tx.run(_ADD, link_id=link_id, postcard_id=row.id, owner=person, double_of=of, delete_at=row.delete_at)
            if of:
                await tx.run(_REMOVE_DOUBLE, postcard=row.id, at=at, goes=_choose_earlier(row.delete_at, at + DAY))
    for row in await tx.all(ALL_OF_PERSON, person=goes):
        await tx.run(_MOVE, postcard=row.id, to=stays)
    await tx.run(_MOVE_NOTICES, goes=goes, stays=stays)
    await move_totals(tx, before, [await tx.all(LIVE_OF_PERSON, person=stays)])


def _find_doubles(before: Sequence[Sequence[Row]], own: Mapping[str, str]) -> dict[str, str]:
    """The postcards that give way, each with the one that stays."""
    best: dict[tuple[str, str], Row] = {}
    given_way: dict[str, str] = {}
    for row in sorted((row for rows in before for row in rows), key=_rank):
        target = row.campaign_id, own.get(row.slot, row.slot)
        if target in best:
            given_way[row.id] = best[target].id
        else:
            best[target] = row
    return given_way


def _rank(row: Row) -> tuple[int, int, str]:
    known = [status.value for status in _ORDER]
    return known.index(row.status) if row.status in known else len(known), row.written_at, row.id


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
    live = {row.id for row in before}
    for id, known in was.items():
        if id in current and known.double_of in live:
            await tx.run(_REVIVE, postcard=id, goes=known.delete_at)
    await tx.run(_DROP_OF_LINK, link=link.id)
    await _count_once(tx, stays, gone, was)
    await move_totals(tx, [before], [await tx.all(LIVE_OF_PERSON, person=one) for one in (stays, gone)])


async def _count_once(tx: Tx, stays: str, gone: str, was: Mapping[str, Any]) -> None:
    """Make postcards written while both were one add no person if the other person already counts."""
    for one, other in ((gone, stays), (stays, gone)):
        counted = {row.campaign_id for row in await tx.all(LIVE_OF_PERSON, person=other) if row.adds_person}
        for row in await tx.all(LIVE_OF_PERSON, person=one):
            if row.id not in was and row.campaign_id in counted:
                await tx.run(_COUNTS_NO_PERSON, postcard=row.id)


async def drop_linked_postcards(tx: Tx, person_id: str) -> None:
    """Delete what links remember of a person's postcards."""
    await tx.run(_DROP_OF_PERSON, person=person_id)


async def drop_old_linked_postcards(tx: Tx, before: int) -> None:
    """Delete what links from before a time remember: they can't be parted any more."""
    await tx.run(_DROP_OLD, before=before)
