"""Where a member stands, as far as callers were told lately: for the words of a script, never of whom it came."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from sqlalchemy import bindparam, func, or_, select

from bot.core.base.clock import DAY
from bot.core.calls.positions import Position
from bot.core.directory.members import Member
from bot.core.totals.counters import ADDED_PERSON
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import calls, positions

FRESH = 30 * DAY
_ENOUGH = 3  # callers who were told the same, so that one who misheard puts no words into anybody's mouth
_AGREE = 0.75  # of all who were told something

# By office, for which there is an index; an IN can't be compiled once. Few members have a dozen, none has more.
_RUNG = tuple(f"office_{number}" for number in range(16))
_SAID = Statement(
    select(positions.c.ask, positions.c.position, func.count(ADDED_PERSON.distinct()).label("callers"))
    .select_from(calls.join(positions, positions.c.call_id == calls.c.id))
    .where(
        or_(*(calls.c.office == bindparam(name) for name in _RUNG)),
        calls.c.removed_at.is_(None),
        calls.c.logged_at > bindparam("since"),
        calls.c.campaign_id == bindparam("campaign"),
        calls.c.outcome == Outcome.SPOKE.value,
        positions.c.position != Position.NO_ANSWER.value,
    )
    .group_by(positions.c.ask, positions.c.position)
)


async def known_positions(tx: Tx, member: Member, campaign: str, at: int) -> Mapping[str, str]:
    """Return a member's position on each ask of a campaign that enough callers agree about."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    rung = dict(zip(_RUNG, (*(office.id for office in member.offices), *(member.id for _ in _RUNG)), strict=False))
    for row in await tx.all(_SAID, **rung, campaign=campaign, since=at - FRESH):
        told[row.ask][row.position] = row.callers
    return {ask: known for ask, counts in told.items() if (known := settled(counts))}


def settled(counts: Counter[str]) -> str | None:
    """Return the position that enough callers were told and nearly all agree about, None where there is none."""
    [(position, callers)] = counts.most_common(1)
    return position if callers >= _ENOUGH and callers >= _AGREE * counts.total() else None
