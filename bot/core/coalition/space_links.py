"""Ends a space's link to its org and what depends on it: roles, subscriptions, unsent alerts and chapter maps."""

from collections import Counter

from msgspec import Struct

from bot.core.base.audit.audit import Audit
from bot.core.base.build import Base
from bot.core.base.keys.caller_keys import hash_caller_space
from bot.core.base.statuses import DeliveryStatus, is_unsent
from bot.core.coalition.org_directory import make_count
from bot.core.people.grants import fetch_holders, make_appointed_basis, make_joined_basis
from bot.core.people.lost_roles import add_lost_role_notices, count_held_alerts
from bot.core.people.people import People
from bot.core.people.role_support import HeldRole, end_unsupported, find_ending, find_lost, load_held
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, distinct, func, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import channels, chapter_maps, deliveries, orgs, spaces

_WHICH = bindparam("which", type_=spaces.c.key.type)
_LINKED = select(spaces.c.key, spaces.c.org_id, orgs.c.name).where(spaces.c.key == _WHICH, spaces.c.org_id == orgs.c.id)
_SPACE, _LOCK = Statement(_LINKED), Statement(_LINKED.with_for_update(of=spaces))
_SUBSCRIBED = (channels.c.space_key == _WHICH, channels.c.unsubscribed_at.is_(None))
_UNSENT = (deliveries.c.space_key == _WHICH, is_unsent())
_CHANNELS = make_count(channels, *_SUBSCRIBED)
_ALERTS = Statement(select(func.count(distinct(deliveries.c.alert_id)).label("n")).where(*_UNSENT))
_MAPS = make_count(chapter_maps, chapter_maps.c.space_key == _WHICH)
_UNSUBSCRIBE = Statement(update(channels).where(*_SUBSCRIBED).values(unsubscribed_at=bindparam("at")))
_STOP = Statement(update(deliveries).where(*_UNSENT).values(state=DeliveryStatus.CANCELLED.value, due_at=None))
_UNMAP = Statement(delete(chapter_maps).where(chapter_maps.c.space_key == _WHICH))
_UNLINK = Statement(update(spaces).where(spaces.c.key == _WHICH).values(org_id=None))
_SPACES_OF = Statement(select(spaces.c.key).where(spaces.c.org_id == bindparam("org")).order_by(spaces.c.key))


class LinkEnding(Struct, frozen=True):
    """What ends with a space's link: counts of roles, subscribed channels, unsent alerts and chapter maps.

    ``held`` counts alerts that the caller scheduled for other spaces and can't send without the role they lose.
    ``own`` means that the caller loses a role. ``alone`` means that the org is left without a coordinator.
    """

    org_id: str
    org: str
    coordinators: int
    captains: int
    channels: int
    alerts: int
    maps: int
    own: bool
    alone: bool
    held: int = 0


class SpaceLinks:
    """Previews the end of a space's link, and ends it in one transaction."""

    def __init__(self, base: Base, people: People) -> None:
        self._store, self._keys, self._clock, self._audit = base.store, base.keys, base.clock, base.audit
        self._people, self._waker = people, base.waker

    async def is_open(self, caller: Caller) -> bool:
        """Whether the caller is in a space that isn't linked to an org."""
        if caller.space is None:
            return False
        return await self._store.read(lambda tx: self._people.find_space_org(tx, caller)) is None

    async def preview_end(self, caller: Caller, reach: Reach, manages: bool) -> LinkEnding:
        """What would end with the link of the caller's space.

        Raises UserError unless the caller administers the space or coordinates its org.
        """

        async def read(tx: Tx) -> LinkEnding:
            return await self._read_ending(tx, caller, await self._find_space(tx, _SPACE, caller, reach, manages))

        return await self._store.read(read)

    async def leave(self, caller: Caller, reach: Reach, manages: bool, org_id: str) -> LinkEnding:
        """End the link of the caller's space to an org and what depends on it. The org's totals stay."""

        async def leave(tx: Tx) -> LinkEnding:
            space = await self._find_space(tx, _LOCK, caller, reach, manages)
            if space.org_id != org_id:
                raise UserError("space.unlinked")
            ending = await self._read_ending(tx, caller, space)
            actor = await self._people.take(tx, caller)
            at = self._clock()
            lost = await end_link(tx, self._audit, bytes(space.key), at)
            await add_lost_role_notices(tx, self._audit, self._people, lost, at, actor.id)
            await self._audit.record(tx, actor.id, "space.leave", space.org_id, space.org_id)
            return ending

        ended = await self._store.write(leave)
        self._waker.wake()
        return ended

    async def _find_space(self, tx: Tx, find: Statement, caller: Caller, reach: Reach, manages: bool) -> Row:
        if caller.space is None:
            raise UserError("space.nowhere")
        space = await tx.one(find, which=hash_caller_space(self._keys, caller))
        if not (manages or reach.covers_org(space.org_id if space else "")):
            raise UserError("space.not_yours_to_word")
        if space is None:
            raise UserError("space.unlinked")
        return space

    async def _read_ending(self, tx: Tx, caller: Caller, space: Row) -> LinkEnding:
        key = bytes(space.key)
        ending = await find_ending(tx, _list_bases(key))
        lost = find_lost(await load_held(tx), ending)
        counts = Counter(one.role for one in lost)
        own = await self._people.find(tx, caller)
        remaining = await fetch_holders(tx, Role.COORDINATOR, space.org_id) - {
            one.person for one in lost if one.role == Role.COORDINATOR.name.lower()
        }
        mine = [one for one in lost if own and one.person == own.id]
        ended = {(one.person, one.basis) for one in ending}
        subscribed, unsent, maps = [(await tx.all(one, which=key))[0].n for one in (_CHANNELS, _ALERTS, _MAPS)]
        return LinkEnding(
            org_id=space.org_id,
            org=space.name,
            coordinators=counts["coordinator"],
            captains=counts["captain"],
            channels=subscribed,
            alerts=unsent,
            maps=maps,
            own=bool(mine),
            alone=not remaining,
            held=await count_held_alerts(tx, self._people, mine, ended, key),
        )


async def end_link(tx: Tx, audit: Audit, key: bytes, at: int) -> tuple[HeldRole, ...]:
    """Unlink a space from its org and end what depends on the link. Returns the roles that ended, each audited."""
    lost = await end_unsupported(tx, audit, _list_bases(key))
    await tx.run(_UNSUBSCRIBE, which=key, at=at)
    await tx.run(_STOP, which=key)
    await tx.run(_UNMAP, which=key)
    await tx.run(_UNLINK, which=key)
    return lost


async def end_links_of(tx: Tx, audit: Audit, org_id: str, at: int) -> tuple[HeldRole, ...]:
    """Unlink every space of an org. Returns the roles that ended."""
    lost = list[HeldRole]()
    for row in await tx.all(_SPACES_OF, org=org_id):
        lost += await end_link(tx, audit, bytes(row.key), at)
    return tuple(lost)


def _list_bases(key: bytes) -> frozenset[str]:
    """The bases of roles that a space's link carries."""
    return frozenset({make_joined_basis(key), make_appointed_basis(key)})
