"""Compares what people were shown with what was saved. Plain: entries and rows in, counts and sentences out.

A call is lost if its receipt was shown and no row has it, and doubled if there is a row that no request explains. A
request without an answer may have been saved or not; the person doesn't know, so both are right.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.totals.counting import Outcome
from bot.simulation.alerts import ALERT_SECONDS, AlertOutcome
from bot.simulation.ledger import Fate, LogEntry
from bot.simulation.plan.places import Platform
from bot.simulation.plan.walks import Deed
from bot.simulation.platforms.screens import ANSWER_SECONDS
from bot.simulation.saved_calls import Saved, SavedCall


@dataclass
class CallCheck:
    """How many calls are what. ``unknown`` requests had no answer; ``unknown_saved`` of them were saved."""

    confirmed: int = 0
    refused: int = 0
    unknown: int = 0
    unknown_saved: int = 0
    lost: int = 0
    doubled: int = 0
    changed: int = 0  # another outcome than the receipt's
    kept: int = 0  # undone, says the answer, and still counted

    def add(self, entries: Sequence[LogEntry], rows: Sequence[SavedCall]) -> None:
        """Add one account's."""
        fates = Counter(entry.fate for entry in entries if entry.deed is not Deed.UNDO)
        shown = _read_receipts(entries)
        held = Counter(row.reference for row in rows)
        extra = sum((held - Counter(shown.keys())).values())
        explained = min(extra, fates[Fate.UNKNOWN])
        self.confirmed += len(shown)
        self.refused += fates[Fate.REFUSED]
        self.unknown += fates[Fate.UNKNOWN]
        self.unknown_saved += explained
        self.lost += len(shown.keys() - held.keys())
        self.doubled += extra - explained + _count_shared_slots(rows)
        if not fates[Fate.UNKNOWN]:  # else an upgrade may have been saved that nobody was shown
            self.changed += sum(row.outcome is not shown.get(row.reference, row.outcome) for row in rows)
        self.kept += max(0, _count_undos(entries) - sum(row.undone for row in rows))


def check_calls(logs: Iterable[LogEntry], saved: Saved) -> CallCheck:
    """Compare every log with the rows."""
    entries = defaultdict[tuple[Platform, str], list[LogEntry]](list)
    for entry in logs:
        entries[entry.whose].append(entry)
    check = CallCheck(doubled=saved.strangers)
    for whose, own in entries.items():
        check.add(own, saved.by_account.get(whose, ()))
    return check


def _read_receipts(entries: Iterable[LogEntry]) -> dict[str, Outcome]:
    """The best outcome that was confirmed for each call: a worse one changes nothing."""
    shown: dict[str, Outcome] = {}
    for entry in entries:
        if entry.fate is Fate.CONFIRMED and entry.reference and entry.outcome:
            best = shown.get(entry.reference, entry.outcome)
            shown[entry.reference] = entry.outcome if entry.outcome.is_better_than(best) else best
    return shown


def _count_shared_slots(rows: Iterable[SavedCall]) -> int:
    live = Counter(row.slot for row in rows if not row.undone)
    return sum(count - 1 for count in live.values())


def _count_undos(entries: Iterable[LogEntry]) -> int:
    return len({one.step for one in entries if one.deed is Deed.UNDO and one.fate is Fate.CONFIRMED})


def list_faults(check: CallCheck, wrong_totals: int, late: int, alerts: Sequence[AlertOutcome]) -> tuple[str, ...]:
    """A sentence for everything that was lost, doubled or late. None means that the day went well."""
    counts: Mapping[str, int] = {
        "Confirmed calls that are not in the database": check.lost,
        "Calls in the database that no request explains": check.doubled,
        "Calls that are saved with another outcome than their receipt says": check.changed,
        "Calls that still count although their Undo was confirmed": check.kept,
        "Totals that differ from the calls": wrong_totals,
        f"Answers that took longer than {ANSWER_SECONDS:.0f} seconds or never came": late,
    }
    for one in alerts:
        counts = {
            **counts,
            f"Channels that alert {one.number} never reached": one.missing,
            f"Channels that have alert {one.number} twice": one.doubled,
            f"Channels that alert {one.number} reached after more than {ALERT_SECONDS:.0f} seconds": one.late,
        }
    return tuple(f"{what}: {count:,}." for what, count in counts.items() if count)
