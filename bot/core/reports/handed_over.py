"""How many postcards were handed to each member, including those of people who were forgotten since."""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.core.directory.members import Directory
from bot.core.postcards.postcard_rows import PostcardStatus
from bot.core.reports.report_rows import POSTCARDS, Seats, identify_office, load_rows_within, make_scoped
from bot.core.totals.anonymous_reports import ReportKey
from bot.core.totals.counting import CAMPAIGN
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row
from bot.store.tables import anonymous_reports

_LEFT = anonymous_reports.c
_DELIVERED = PostcardStatus.DELIVERED.value
_ANONYMOUS = make_scoped(
    select(_LEFT.subject, _LEFT.n).where(
        _LEFT.campaign_id == bindparam("campaign"), _LEFT.about == "postcard", _LEFT.value == _DELIVERED
    ),
    _LEFT.org_id,
)


async def count_handed_over(tx: Tx, reach: Reach, campaign: str, directory: Directory) -> Counter[str]:
    """The postcards that were handed over, by member, which is as in `report_rows.identify_office`.

    Those whose numbers were kept before they named a member are left out. Read it after the changes were folded.
    """
    found, seats = Counter[str](), Seats(directory)
    for row in await load_rows_within(tx, POSTCARDS, reach, campaign=campaign, period=CAMPAIGN):
        if row.status == _DELIVERED:
            found[seats.identify(row.slot, row.place, row.congress)] += row.n
    for row in await load_rows_within(tx, _ANONYMOUS, reach, campaign=campaign):
        seated = directory.seats.get(row.subject)
        if row.subject:
            found[seated.id if seated else row.subject] += row.n
    return found


def count_forgotten(rows: Iterable[Row]) -> Mapping[tuple[str, ReportKey], int]:
    """What a forgotten person's postcards leave, by campaign: of those handed over, how many to each member or seat."""
    return Counter((row.campaign_id, _make_key(row)) for row in rows if row.status == _DELIVERED)


def _make_key(row: Row) -> ReportKey:
    member = identify_office(row.slot, {}, row.state, row.district)
    return ReportKey(row.org_id, "postcard", member, value=row.status)
