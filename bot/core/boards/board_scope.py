"""Which org's rows a board shows, and whether its reader can see that org's total."""

from collections.abc import Sequence
from dataclasses import replace

from msgspec import Struct

from bot.core.totals.counters import load_total
from bot.core.totals.counting import GroupKind, Measure
from bot.core.totals.group_totals import GroupTotal, GroupTotals
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import orgs

_IS_ORG = Statement(select(orgs.c.placeholder).where(orgs.c.id == bindparam("org")))


class BoardScope(Struct, frozen=True):
    """The org whose chapters and volunteers are shown, "" for all orgs.

    ``is_full`` means the reader can see everything about the org. Guests and people without an org can't.
    """

    org: str
    is_full: bool


async def load_own_total(tx: Tx, campaign: str, view: BoardScope, period: str, totals: GroupTotals) -> int | None:
    """The total of the org whose rows are shown, or None if the reader can't see it.

    Outsiders see it only if the board of orgs shows it for the same period; ``totals`` decides that.
    """
    measure = totals.measure
    if view.is_full or await is_everybody(tx, campaign, view.org, measure):
        return await load_total(tx, campaign, measure.name_kind(GroupKind.ORG), "", view.org, period)
    found = await totals.load_orgs()
    return next((one.calls for one in found if one.key == view.org and not one.is_folded), None)


async def is_everybody(tx: Tx, campaign: str, org: str, measure: Measure) -> bool:
    """Whether only this org counts for a campaign. Then its number is the total, which anyone can see."""
    own = await load_total(tx, campaign, measure.name_kind(GroupKind.ORG), "", org)
    return own == await load_total(tx, campaign, measure.name_kind(GroupKind.TOTAL), "", "")


async def is_org(tx: Tx, org: str) -> bool:
    """Whether ``org`` is a real org. People without one share a placeholder and must not see each other."""
    row = await tx.one(_IS_ORG, org=org)
    return bool(row and not row.placeholder)


async def unfold_if_alone(
    tx: Tx, groups: Sequence[GroupTotal], campaign: str, measure: Measure
) -> Sequence[GroupTotal]:
    """All orgs' chapters for an admin: nothing is folded while only people without an org have called.

    Each of them sees the same board, so it tells an admin nothing that they couldn't see.
    """
    orgs = {one.org for one in groups}
    org = orgs.pop() if len(orgs) == 1 else ""
    return groups if not org or await is_org(tx, org) else await keep_org(tx, groups, campaign, org, measure)


async def keep_org(
    tx: Tx, groups: Sequence[GroupTotal], campaign: str, org: str, measure: Measure
) -> Sequence[GroupTotal]:
    """One org's chapters that are not folded. All of them, unfolded, if no other org has called."""
    is_all = not await is_org(tx, org) and await is_everybody(tx, campaign, org, measure)
    return tuple(replace(one, is_folded=False) for one in groups if one.org == org and (is_all or not one.is_folded))
