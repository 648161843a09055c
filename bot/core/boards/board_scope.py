"""Of whom the rows of a board are, and what a reader may be told of all of them together."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.core.totals.counters import load_total
from bot.core.totals.counting import GroupKind
from bot.core.totals.group_totals import GroupTotals
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import orgs

_IS_ORG = Statement(select(orgs.c.placeholder).where(orgs.c.id == bindparam("org")))


@dataclass(frozen=True, slots=True)
class View:
    """The org whose chapters and volunteers are shown, "" for every org's.

    ``is_own`` says that whoever reads them may know all of the org: not a guest, nor somebody of no org.
    """

    org: str
    is_own: bool


async def own_total(tx: Tx, campaign: str, view: View, period: str, totals: GroupTotals) -> int | None:
    """Return the total of the org whose rows are shown, None where the reader may not be told.

    Others may know as much of it as the board of orgs tells, which ``totals`` decides for the same period.
    """
    if view.is_own or await is_everybody(tx, campaign, view.org):
        return await load_total(tx, campaign, GroupKind.ORG, "", view.org, period)
    found = await totals.load_orgs()
    return next((one.calls for one in found if one.key == view.org and not one.is_folded), None)


async def is_everybody(tx: Tx, campaign: str, org: str) -> bool:
    """Say whether nobody else has called for a campaign: then the org's number is the total, which is open."""
    return await load_total(tx, campaign, GroupKind.ORG, "", org) == await load_total(
        tx, campaign, GroupKind.TOTAL, "", ""
    )


async def is_org(tx: Tx, org: str) -> bool:
    """Say whether somebody of ``org`` is of one at all: people without an org know nothing of each other."""
    row = await tx.one(_IS_ORG, org=org)
    return bool(row and not row.placeholder)
