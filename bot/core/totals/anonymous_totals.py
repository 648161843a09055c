"""What forgotten people leave of reports: numbers alone, none of which tells of another."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Executable, case

from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import anonymous_reports


class Entry(NamedTuple):
    """One number of one org's reports.

    ``about`` is ``office`` (with an outcome), ``position`` and ``asked`` (a slot's answers to an ask, and how many
    asked it) or ``district`` (completed calls from there).
    """

    org: str
    about: str
    subject: str
    ask: str = ""
    value: str = ""


class Part(NamedTuple):
    """What one person adds to a number: calls, themselves as one of its people, and the latest day."""

    n: int = 0
    people: int = 0
    last_day: str = ""

    def plus(self, other: "Part") -> "Part":
        """Return both, which are of one person, together."""
        return Part(self.n + other.n, max(self.people, other.people), max(self.last_day, other.last_day))


Parts = dict[str, dict[Entry, Part]]  # by campaign


def parts(calls: Iterable[Row], said: Iterable[Row]) -> Parts:
    """Return what one person's standing calls, and what was said in them, add to reports."""
    answers: dict[str, list[Row]] = {}
    for row in said:
        answers.setdefault(row.call_id, []).append(row)
    found: Parts = {}
    for call in calls:
        campaign = found.setdefault(call.campaign_id, {})
        for entry, part in _of(call, answers.get(call.id, ())):
            campaign[entry] = campaign.get(entry, Part()).plus(part)
    return found


def _of(call: Row, said: Iterable[Row]) -> Iterable[tuple[Entry, Part]]:
    org, people = call.org_id, int(call.adds_person)
    yield Entry(org, "office", call.office, value=call.outcome), Part(1)
    if call.counted and call.district:
        yield Entry(org, "district", call.district), Part(1, people)
    for answer in said if call.outcome == Outcome.SPOKE else ():
        yield Entry(org, "position", call.slot, answer.ask, answer.position), Part(1, 0, call.day)
        yield Entry(org, "asked", call.slot, answer.ask), Part(0, people)


def remainder(whole: Parts, kept: Parts, *, stay: bool) -> Parts:
    """Return what is left behind of what went from ``whole``, of which the person keeps ``kept``.

    Where the rows themselves ``stay``, that is only that somebody made them.
    """
    left: Parts = {}
    for campaign, held in whole.items():
        rest = kept.get(campaign, {})
        gone = {entry: _less(part, rest.get(entry), stay) for entry, part in held.items()}
        left[campaign] = {entry: part for entry, part in gone.items() if part.n or part.people}
    return left


def _less(part: Part, rest: Part | None, stay: bool) -> Part:
    people = 0 if rest and rest.people else part.people
    return Part(0, people) if stay else Part(part.n - (rest.n if rest else 0), people, part.last_day)


def _upsert(insert: Any) -> Executable:
    held, new = anonymous_reports.c, insert(anonymous_reports)
    later = case((new.excluded.last_day > held.last_day, new.excluded.last_day), else_=held.last_day)
    added = {"n": held.n + new.excluded.n, "people": held.people + new.excluded.people, "last_day": later}
    return cast(Executable, new.on_conflict_do_update(index_elements=list(anonymous_reports.primary_key), set_=added))


_LEAVE = Statement(_upsert)


async def leave(tx: Tx, standing: Sequence[Row], said: Sequence[Row], gone: Collection[str], *, stay: bool) -> None:
    """Make nobody's, for reports, those of one person's standing calls whose ids are in ``gone``."""
    whole, kept = parts(standing, said), parts([row for row in standing if row.id not in gone], said)
    for campaign, left in sorted(remainder(whole, kept, stay=stay).items()):
        await tx.many(_LEAVE, [_row(campaign, entry, left[entry]) for entry in sorted(left)])


def _row(campaign: str, entry: Entry, part: Part) -> Mapping[str, Any]:
    org, *place = entry
    keys = dict(zip(("about", "subject", "ask", "value"), place, strict=True))
    return {"campaign_id": campaign, "org_id": org, **keys, **part._asdict()}
