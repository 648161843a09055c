"""Compares what people were told with what was saved. Plain: entries and rows in, counts and sentences out.

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
        told = _read_receipts(entries)
        held = Counter(row.reference for row in rows)
        extra = sum((held - Counter(told.keys())).values())
        explained = min(extra, fates[Fate.UNKNOWN])
        self.confirmed += len(told)
        self.refused += fates[Fate.REFUSED]
        self.unknown += fates[Fate.UNKNOWN]
        self.unknown_saved += explained
        self.lost += len(told.keys() - held.keys())
        self.doubled += extra - explained + _count_shared_slots(rows)
        if not fates[Fate.UNKNOWN]:  # else an upgrade may have been saved that nobody was told of
            self.changed += sum(row.outcome is not told.get(row.reference, row.outcome) for row in rows)
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
    told: dict[str, Outcome] = {}
    for entry in entries:
        if entry.fate is Fate.CONFIRMED and entry.reference and entry.outcome:
            best = told.get(entry.reference, entry.outcome)
            told[entry.reference] = entry.outcome if entry.outcome.is_better_than(best) else best
    return told


def _count_shared_slots(rows: Iterable[SavedCall]) -> int:
    live = Counter(row.slot for row in rows if not row.undone)
    return sum(count - 1 for count in live.values())


def _count_undos(entries: Iterable[LogEntry]) -> int:
    return len({one.step for one in entries if one.deed is Deed.UNDO and one.fate is Fate.CONFIRMED})


def list_faults(check: CallCheck, wrong_totals: int, late: int, alerts: Sequence[AlertOutcome]) -> tuple[str, ...]:
    """A sentence for everything that was lost, doubled or late. None means that the day went well."""
    counts: Mapping[str, int] = {
        "{n} confirmed calls are not in the database.": check.lost,
        "{n} calls are in the database that no request explains.": check.doubled,
        "{n} calls are saved with another outcome than their receipt says.": check.changed,
        "{n} calls still count although people were told that they were undone.": check.kept,
        "{n} totals differ from the calls.": wrong_totals,
        f"{{n}} answers took longer than {ANSWER_SECONDS:.0f} seconds or never came.": late,
    }
    sentences = [sentence.format(n=f"{count:,}") for sentence, count in counts.items() if count]
    for one in alerts:
        parts = {"never reached": one.missing, "reached twice": one.doubled, "reached late": one.late}
        said = ", ".join(f"{name} {count:,} channels" for name, count in parts.items() if count)
        sentences += [f"Alert {one.number} {said} (late is over {ALERT_SECONDS:.0f} seconds)."] if said else []
    return tuple(sentences)
