"""Counts what people did with a campaign's links and outside postcards: who opened one, and who says they did it.

The two are never added up: a platform may not tell who opens a link, and nobody has to open one here to do it.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.keys.keys import Keys
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaigns import Campaigns
from bot.core.people.identified import run_identified
from bot.core.people.people import People, Person
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, func, select, update
from bot.store.statement import Statement
from bot.store.tables import link_taps


class LinkTap(StrEnum):
    """What somebody did with a link."""

    OPENED = "opened"  # as far as the platform tells
    DONE = "done"  # by their own word


class LinkCount(Struct, frozen=True):
    """A link of a campaign, and what is counted of it."""

    campaign: str
    action: str
    kind: LinkTap


_ROW = (
    link_taps.c.campaign_id == bindparam("campaign"),
    link_taps.c.action == bindparam("act"),
    link_taps.c.kind == bindparam("how"),
    link_taps.c.mark == bindparam("whose"),
)
_ADD = Statement(lambda insert: insert(link_taps).on_conflict_do_nothing())
_DROP = Statement(delete(link_taps).where(*_ROW))
_PASS_ON = Statement(update(link_taps).where(*_ROW).values(mark=bindparam("heir")))
_HAS = Statement(select(link_taps.c.kind).where(*_ROW))
_WHAT = (link_taps.c.campaign_id, link_taps.c.action, link_taps.c.kind)
_COUNTS = Statement(select(*_WHAT, func.count().label("n")).group_by(*_WHAT).order_by(*_WHAT))


class LinkTaps:
    """Counts each person once for each link and kind, whatever account they use."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns) -> None:
        self._store, self._keys = base.store, base.keys
        self._people, self._campaigns = people, campaigns

    async def identify_and_add(
        self, caller: Caller, manages: bool | None, campaign: str, action: str, kind: LinkTap, at: int
    ) -> tuple[bool, Identity]:
        """Count the caller; False if they were counted already.

        Identifies the caller as in `run_identified`. Raises UserError if the link doesn't exist for the caller, or the
        campaign isn't open.
        """

        async def add(tx: Tx, person: Person, identity: Identity) -> bool:
            await self._check(tx, caller, campaign, action, at)
            if person.suspended:
                raise UserError("limits.suspended")
            mark = make_tap_mark(self._keys.index, person.id, campaign, action, kind)
            return bool(await tx.run(_ADD, campaign_id=campaign, action=action, kind=kind.value, mark=mark))

        return await run_identified(self._store, self._people, caller, manages, add)

    async def take_back(self, caller: Caller, campaign: str, action: str) -> bool:
        """Count the caller no longer as having done it; False if they weren't counted."""

        async def take_back(tx: Tx) -> bool:
            person = await self._people.hold(tx, caller)
            if person is None:
                return False
            kind = LinkTap.DONE
            mark = make_tap_mark(self._keys.index, person.id, campaign, action, kind)
            return bool(await tx.run(_DROP, campaign=campaign, act=action, how=kind.value, whose=mark))

        return await self._store.write(take_back)

    async def count(self) -> Mapping[LinkCount, int]:
        """The number of people, for every link that has any."""

        async def read(tx: Tx) -> Mapping[LinkCount, int]:
            return {LinkCount(row.campaign_id, row.action, LinkTap(row.kind)): row.n for row in await tx.all(_COUNTS)}

        return await self._store.read(read)

    async def _check(self, tx: Tx, caller: Caller, campaign: str, action: str, at: int) -> None:
        """Raise UserError if the link doesn't exist for the caller, or its campaign isn't open."""
        seen = [one for one in await self._campaigns.load_visible(tx, caller) if one.id == campaign]
        if not any(one.key == action and one.url for it in seen for one in it.file.actions):
            raise UserError("tap.gone")
        if seen[0].state(at) is not CampaignState.OPEN:
            raise UserError("tap.closed")


async def fetch_link_taps(tx: Tx, keys: Keys, person_id: str) -> tuple[LinkCount, ...]:
    """What is counted of one person."""
    found = []
    for row in await tx.all(_COUNTS):
        mark = make_tap_mark(keys.index, person_id, row.campaign_id, row.action, row.kind)
        if await tx.one(_HAS, campaign=row.campaign_id, act=row.action, how=row.kind, whose=mark):
            found.append(LinkCount(row.campaign_id, row.action, LinkTap(row.kind)))
    return tuple(found)


async def merge_link_taps(tx: Tx, keys: Keys, stays: str, goes: str) -> None:
    """Count two people as one from now on: ``goes`` becomes ``stays``."""
    counted = await fetch_link_taps(tx, keys, stays)
    for one in await fetch_link_taps(tx, keys, goes):
        mark, heir = (make_tap_mark(keys.index, person, one.campaign, one.action, one.kind) for person in (goes, stays))
        row = {"campaign": one.campaign, "act": one.action, "how": one.kind.value, "whose": mark}
        await (tx.run(_DROP, **row) if one in counted else tx.run(_PASS_ON, **row, heir=heir))


def make_tap_mark(hash: Callable[..., bytes], person_id: str, campaign: str, action: str, kind: str) -> bytes:
    """The mark of one person who tapped a link. ``hash`` is `Keys.index`, or `Key.hash`."""
    return hash("link tap", person_id, campaign, action, str(kind))
