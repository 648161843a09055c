"""A member's recent positions, as callers reported them. Scripts adapt to them; nothing shows who reported what."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from bot.core.calls.positions import Position
from bot.core.guidance.phone_lines import Official
from bot.core.times.clock import DAY
from bot.core.totals.counters import ADDED_PERSON
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, or_, select
from bot.store.statement import Statement
from bot.store.tables import calls, positions

FRESH = 30 * DAY
_ENOUGH = 3  # callers who must report the same, so one who misheard can't put words in a member's mouth
_AGREE = 0.75  # share of all reports

# One parameter per office, because `calls.office` has an index and a variable IN can't be compiled once.
# Members have at most a dozen offices.
_OFFICES = tuple(f"office_{number}" for number in range(16))
_COUNT_REPORTS = Statement(
    select(positions.c.ask, positions.c.position, func.count(ADDED_PERSON.distinct()).label("callers"))
    .select_from(calls.join(positions, positions.c.call_id == calls.c.id))
    .where(
        or_(*(calls.c.office == bindparam(name) for name in _OFFICES)),
        calls.c.removed_at.is_(None),
        calls.c.logged_at > bindparam("since"),
        calls.c.campaign_id == bindparam("campaign"),
        calls.c.outcome == Outcome.SPOKE.value,
        positions.c.position != Position.NO_ANSWER.value,
    )
    .group_by(positions.c.ask, positions.c.position)
)


async def find_known_positions(tx: Tx, member: Official, campaign: str, at: int) -> Mapping[str, str]:
    """A member's position by ask, for the asks of a campaign on which enough callers agree."""
    reports: dict[str, Counter[str]] = defaultdict(Counter)
    ids = (*(office.id for office in member.offices), *(member.id for _ in _OFFICES))
    for row in await tx.all(
        _COUNT_REPORTS, **dict(zip(_OFFICES, ids, strict=False)), campaign=campaign, since=at - FRESH
    ):
        reports[row.ask][row.position] = row.callers
    return {ask: known for ask, counts in reports.items() if (known := find_consensus(counts))}


def find_consensus(counts: Counter[str]) -> str | None:
    """The position that enough callers report and nearly all agree on, or None."""
    [(position, callers)] = counts.most_common(1)
    return position if callers >= _ENOUGH and callers >= _AGREE * counts.total() else None
