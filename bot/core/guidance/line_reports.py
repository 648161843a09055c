"""How lines have been lately: what callers met at each office steers the next one to where somebody picks up.

Whoever reported is named nowhere, and an office's record says nothing before enough different people made it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, desc, select

from bot.core.base.clock import HOUR
from bot.core.directory.members import Member, Office
from bot.core.directory.office_hours import Hours, find_local_time
from bot.core.guidance.phone_lines import Line, Steered, Why, line_to
from bot.core.guidance.targets import Target
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls

HALF_LIFE = 2 * HOUR  # after which a report weighs half
REMEMBERED = 4 * HALF_LIFE
_LATEST = 60  # reports of an office that are looked at
_BAD = 0.4  # chance of getting through, below which another office is better


@dataclass(frozen=True, slots=True)
class Record:
    """How callers fared at an office: the chance of getting through, and mostly why not, None for mixed reasons."""

    chance: float
    why: Why | None = None


UNKNOWN = Record(0.5)


_REPORTS = Statement(
    select(calls.c.outcome, calls.c.why, calls.c.logged_at, calls.c.person_id)
    .where(calls.c.office == bindparam("rung"), calls.c.removed_at.is_(None), calls.c.logged_at > bindparam("since"))
    .order_by(desc(calls.c.logged_at))
    .limit(_LATEST)
)


class LineStatus:
    """Finds the number that is best tried now; a record counts once ``min_group`` people made it."""

    def __init__(self, min_group: int) -> None:
        self._min_group = min_group

    async def line(self, tx: Tx, target: Target, switchboard: str, at: int, office: str | None = None) -> Line:
        """Return the number of ``office``, else of the one to try first; it says why it isn't Washington's."""
        first = line_to(target, switchboard, at, office)
        if office or first.place is None or target.member is None:
            return first
        record = await self._record(tx, first.office, at)
        if record.chance >= _BAD:
            return first
        better = await self._better(tx, target.member, record, at)
        if better is None:
            return first
        steered = Steered(first.place, record.why)
        return replace(line_to(target, switchboard, at, better.id), elsewhere=None, steered=steered)

    async def _better(self, tx: Tx, member: Member, than: Record, at: int) -> Office | None:
        """Return the office at home where the chance is best, an open one first; None where none is better."""
        found = [(await self._record(tx, one.id, at), one) for one in member.offices[1:] if one.phone]
        good = [(record, one) for record, one in found if record.chance > max(than.chance, _BAD)]
        best = max(good, key=lambda pair: (_opened(pair[1], at), pair[0].chance), default=None)
        return best[1] if best else None

    async def _record(self, tx: Tx, office: str, at: int) -> Record:
        return record_of(await tx.all(_REPORTS, rung=office, since=at - REMEMBERED), at, self._min_group)


def record_of(reports: Iterable[Row], at: int, min_group: int) -> Record:
    """Return an office's record at ``at``, `UNKNOWN` while fewer than ``min_group`` people made it.

    Each report weighs half as much after `HALF_LIFE`; one caller for and one against are always assumed, so the
    record of an office nobody has rung for a while is that of an office nobody knows.
    """
    rows = list(reports)
    people = [row.person_id or index for index, row in enumerate(rows)]  # whoever is forgotten was somebody else
    if len(set(people)) < min_group:
        return UNKNOWN
    weighed = [(0.5 ** (max(0, at - row.logged_at) / HALF_LIFE), row) for row in rows]
    reached = sum(weight for weight, row in weighed if Outcome(row.outcome).completed)
    given = {(who, row.why) for who, row in zip(people, rows, strict=True) if row.outcome == Outcome.UNAVAILABLE}
    reasons = Counter(Why(why) for _, why in given if why)
    often = [why for why, count in reasons.most_common(1) if count >= min_group]
    return Record((reached + 1) / (sum(weight for weight, _ in weighed) + 2), often[0] if often else None)


def _opened(office: Office, at: int) -> bool:
    return find_local_time(office.zone, at).hours is Hours.OPEN
