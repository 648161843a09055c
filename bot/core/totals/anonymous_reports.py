"""What forgotten people leave in reports: separate numbers that can't be joined again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.sql import Executable, case
from bot.store.statement import Row, Statement
from bot.store.tables import anonymous_reports


class ReportKey(NamedTuple):
    """One number in one org's reports.

    ``about`` is ``office`` (calls with one outcome), ``position`` (a target's answers to one ask), ``asked`` (the
    people who put that ask to the target), ``district`` (completed calls from there) or ``postcard`` (those to a target
    with one status).
    """

    org: str
    about: str
    subject: str
    ask: str = ""
    value: str = ""


class ReportDelta(NamedTuple):
    """What one person adds to a number: calls, themselves (1 or 0), and the day of the latest."""

    n: int = 0
    people: int = 0
    last_day: str = ""

    def add(self, other: "ReportDelta") -> "ReportDelta":
        """Add two deltas of the same person."""
        return ReportDelta(self.n + other.n, max(self.people, other.people), max(self.last_day, other.last_day))


ReportDeltas = dict[str, dict[ReportKey, ReportDelta]]  # by campaign


def sum_report_deltas(calls: Iterable[Row], positions: Iterable[Row]) -> ReportDeltas:
    """What one person's calls, and the answers given in them, add to reports, by campaign."""
    answers: dict[str, list[Row]] = {}
    for row in positions:
        answers.setdefault(row.call_id, []).append(row)
    found: ReportDeltas = {}
    for call in calls:
        campaign = found.setdefault(call.campaign_id, {})
        for entry, part in _list_deltas(call, answers.get(call.id, ())):
            campaign[entry] = campaign.get(entry, ReportDelta()).add(part)
    return found


def _list_deltas(call: Row, positions: Iterable[Row]) -> Iterable[tuple[ReportKey, ReportDelta]]:
    org, people = call.org_id, int(call.adds_person)
    yield ReportKey(org, "office", call.office, value=call.outcome), ReportDelta(1)
    if call.counted and call.district:
        yield ReportKey(org, "district", call.district), ReportDelta(1, people)
    for answer in positions if call.outcome == Outcome.SPOKE else ():
        yield ReportKey(org, "position", call.slot, answer.ask, answer.position), ReportDelta(1, 0, call.day)
        yield ReportKey(org, "asked", call.slot, answer.ask), ReportDelta(0, people)


def find_remainder(whole: ReportDeltas, remaining: ReportDeltas, *, stay: bool) -> ReportDeltas:
    """What a person who keeps only ``remaining`` of ``whole`` leaves behind.

    If the rows themselves ``stay``, only the count of people is left behind.
    """
    left: ReportDeltas = {}
    for campaign, parts in whole.items():
        rest = remaining.get(campaign, {})
        gone = {entry: _subtract(part, rest.get(entry), stay) for entry, part in parts.items()}
        left[campaign] = {entry: part for entry, part in gone.items() if part.n or part.people}
    return left


def _subtract(part: ReportDelta, rest: ReportDelta | None, stay: bool) -> ReportDelta:
    people = 0 if rest and rest.people else part.people
    return ReportDelta(0, people) if stay else ReportDelta(part.n - (rest.n if rest else 0), people, part.last_day)


def _upsert(insert: Any) -> Executable:
    old, new = anonymous_reports.c, insert(anonymous_reports)
    later = case((new.excluded.last_day > old.last_day, new.excluded.last_day), else_=old.last_day)
    added = {"n": old.n + new.excluded.n, "people": old.people + new.excluded.people, "last_day": later}
    return cast(Executable, new.on_conflict_do_update(index_elements=list(anonymous_reports.primary_key), set_=added))


_ADD_ANONYMOUS = Statement(_upsert)


async def leave_anonymous_reports(
    tx: Tx, live: Sequence[Row], positions: Sequence[Row], gone: Collection[str], *, stay: bool
) -> None:
    """Turn a person's calls with the ids in ``gone`` into anonymous report numbers."""
    whole, remaining = (
        sum_report_deltas(live, positions),
        sum_report_deltas([row for row in live if row.id not in gone], positions),
    )
    for campaign, left in sorted(find_remainder(whole, remaining, stay=stay).items()):
        await tx.many(_ADD_ANONYMOUS, [_make_row(campaign, entry, left[entry]) for entry in sorted(left)])


async def leave_anonymous_postcards(tx: Tx, counts: Mapping[tuple[str, ReportKey], int]) -> None:
    """Add to reports what postcards whose rows are deleted left there, by campaign."""
    await tx.many(
        _ADD_ANONYMOUS, [_make_row(campaign, key, ReportDelta(n)) for (campaign, key), n in sorted(counts.items())]
    )


def _make_row(campaign: str, entry: ReportKey, part: ReportDelta) -> Mapping[str, Any]:
    org, *place = entry
    keys = dict(zip(("about", "subject", "ask", "value"), place, strict=True))
    return {"campaign_id": campaign, "org_id": org, **keys, **part._asdict()}
