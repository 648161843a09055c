"""Finds the best number to call now, from recent calls to each office.

Reports stay anonymous: an office's record counts only after enough different people made it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from msgspec import Struct

from bot.core.directory.members import Office
from bot.core.directory.offices.office_hours import Hours, find_local_time
from bot.core.guidance.phone_lines import Detour, Official, PhoneLine, UnavailableReason, are_alike, find_line
from bot.core.guidance.targets import Target
from bot.core.times.clock import HOUR
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.sql import bindparam, desc, select
from bot.store.statement import Row, Statement
from bot.store.tables import calls

HALF_LIFE = 2 * HOUR  # a report this old weighs half
REMEMBERED = 4 * HALF_LIFE
_LATEST = 60  # the newest reports of an office; older ones are ignored
_BAD = 0.4  # with a lower chance of getting through, try another office


class LineRecord(Struct, frozen=True):
    """An office's chance of getting through, and the usual reason for not getting through, if there is one."""

    chance: float
    why: UnavailableReason | None = None


UNKNOWN = LineRecord(0.5)


_REPORTS = Statement(
    select(calls.c.outcome, calls.c.why, calls.c.logged_at, calls.c.person_id)
    .where(calls.c.office == bindparam("called"), calls.c.removed_at.is_(None), calls.c.logged_at > bindparam("since"))
    .order_by(desc(calls.c.logged_at))
    .limit(_LATEST)
)


class LineReports:
    """Finds the best number to try now. A record counts once ``min_group`` people made it."""

    def __init__(self, min_group: int) -> None:
        self._min_group = min_group

    async def pick_line(
        self, tx: Tx, target: Target, switchboard: str, at: int, office: str | None = None
    ) -> PhoneLine:
        """The line to ``office``, else to the office to try first. A detour explains why that isn't Washington's."""
        first = find_line(target, switchboard, at, office)
        if office or first.place is None or target.official is None:
            return first
        record = await self._load_record(tx, first.office, at)
        if record.chance >= _BAD:
            return first
        better = await self._find_better_office(tx, target.official, record, at)
        if better is None:
            return first
        detour = Detour(first.place, record.why)
        return replace(find_line(target, switchboard, at, better.id), elsewhere=None, detour=detour)

    async def _find_better_office(self, tx: Tx, member: Official, than: LineRecord, at: int) -> Office | None:
        """The district office with the best chance, open ones first. None if none is better."""
        found = [
            (await self._load_record(tx, one.id, at), one) for one in member.offices[1:] if _is_elsewhere(one, member)
        ]
        good = [(record, one) for record, one in found if record.chance > max(than.chance, _BAD)]
        best = max(good, key=lambda pair: (_is_open(pair[1], at), pair[0].chance), default=None)
        return best[1] if best else None

    async def _load_record(self, tx: Tx, office: str, at: int) -> LineRecord:
        return compute_line_record(await tx.all(_REPORTS, called=office, since=at - REMEMBERED), at, self._min_group)


def compute_line_record(reports: Iterable[Row], at: int, min_group: int) -> LineRecord:
    """An office's record at ``at``, `UNKNOWN` while fewer than ``min_group`` people made it.

    A report weighs half as much after each `HALF_LIFE`. One success and one failure are always added, so the record of
    an office that nobody called for a while approaches `UNKNOWN`.
    """
    rows = list(reports)
    # Each call by a forgotten person counts as another person's.
    people = [row.person_id or index for index, row in enumerate(rows)]
    if len(set(people)) < min_group:
        return UNKNOWN
    weighed = [(0.5 ** (max(0, at - row.logged_at) / HALF_LIFE), row) for row in rows]
    reached = sum(weight for weight, row in weighed if Outcome(row.outcome).completed)
    reported = {(who, row.why) for who, row in zip(people, rows, strict=True) if row.outcome == Outcome.UNAVAILABLE}
    reasons = Counter(UnavailableReason(why) for _, why in reported if why)
    usual = [why for why, count in reasons.most_common(1) if count >= min_group]
    return LineRecord((reached + 1) / (sum(weight for weight, _ in weighed) + 2), usual[0] if usual else None)


def _is_elsewhere(office: Office, member: Official) -> bool:
    """Whether an office can be called instead of Washington's, and isn't the same place or number."""
    return bool(office.phone) and not are_alike(office, member.offices[0])


def _is_open(office: Office, at: int) -> bool:
    return find_local_time(office.zone, at).hours is Hours.OPEN
