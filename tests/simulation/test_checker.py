"""The checker finds what is lost, doubled, changed, not undone and late, and nothing where all is well."""

from bot.core.totals.counting import Outcome
from bot.simulation.alerts import ALERT_SECONDS, AlertOutcome, SentAlert, find_outcome
from bot.simulation.checker import CallCheck, check_calls, list_faults
from bot.simulation.ledger import Fate, Ledger, LogEntry
from bot.simulation.plan.places import Platform
from bot.simulation.plan.walks import Deed
from bot.simulation.platforms.posts import Post
from bot.simulation.platforms.screens import PATIENCE, Shown
from bot.simulation.saved_calls import Saved, SavedCall

ANA: tuple[Platform, str] = ("discord", "1")
SPOKE, VOICEMAIL = Outcome.SPOKE, Outcome.VOICEMAIL


def log(reference: str | None, outcome: Outcome = SPOKE, fate: Fate = Fate.CONFIRMED, step: int = 0) -> LogEntry:
    return LogEntry(ANA, step, Deed.OUTCOME, fate, outcome, reference)


def undo(step: int) -> LogEntry:
    return LogEntry(ANA, step, Deed.UNDO, Fate.CONFIRMED, None, None)


def row(reference: str, slot: str = "senator-1", outcome: Outcome = SPOKE, *, undone: bool = False) -> SavedCall:
    return SavedCall(reference, (slot, "2026-11-27"), outcome, undone)


def check(entries: list[LogEntry], rows: list[SavedCall], strangers: int = 0) -> CallCheck:
    return check_calls(entries, Saved({ANA: tuple(rows)}, strangers, 0))


def test_nothing_is_wrong_with_calls_that_are_saved_as_they_were_confirmed() -> None:
    entries = [log("AAAA-0001"), log("AAAA-0001"), log("AAAA-0002", VOICEMAIL), undo(3), undo(3)]
    found = check(entries, [row("AAAA-0001"), row("AAAA-0002", "senator-2", VOICEMAIL, undone=True)])
    assert found == CallCheck(confirmed=2)
    assert list_faults(found, 0, 0, ()) == ()


def test_a_better_outcome_upgrades_and_a_worse_one_changes_nothing() -> None:
    for later in ([VOICEMAIL, SPOKE], [SPOKE, VOICEMAIL]):
        assert check([log("AAAA-0001", one) for one in later], [row("AAAA-0001")]) == CallCheck(confirmed=1)


def test_everything_that_can_be_wrong_is_counted_apart() -> None:
    cases: list[tuple[list[LogEntry], list[SavedCall], CallCheck]] = [
        ([log("AAAA-0001")], [], CallCheck(confirmed=1, lost=1)),
        ([log("AAAA-0001")], [row("AAAA-0001"), row("AAAA-0002", "senator-2")], CallCheck(confirmed=1, doubled=1)),
        ([log("AAAA-0001")], [row("AAAA-0001"), row("AAAA-0001", "senator-2")], CallCheck(confirmed=1, doubled=1)),
        ([log("AAAA-0001")], [row("AAAA-0001", outcome=VOICEMAIL)], CallCheck(confirmed=1, changed=1)),
        ([log("AAAA-0001"), undo(1)], [row("AAAA-0001")], CallCheck(confirmed=1, kept=1)),
        ([log(None, fate=Fate.UNKNOWN)], [], CallCheck(unknown=1)),
        ([log(None, fate=Fate.UNKNOWN)], [row("AAAA-0001")], CallCheck(unknown=1, unknown_saved=1)),
        ([log(None, fate=Fate.REFUSED)], [], CallCheck(refused=1)),
        ([log(None, fate=Fate.REFUSED)], [row("AAAA-0001")], CallCheck(refused=1, doubled=1)),
    ]
    for entries, rows, expected in cases:
        assert check(entries, rows) == expected, (entries, rows)


def test_two_calls_in_one_slot_on_one_day_are_doubled_even_if_both_were_confirmed() -> None:
    found = check([log("AAAA-0001"), log("AAAA-0002")], [row("AAAA-0001"), row("AAAA-0002")])
    assert found == CallCheck(confirmed=2, doubled=1)


def test_rows_of_nobody_who_was_here_are_doubled() -> None:
    assert check([log("AAAA-0001")], [row("AAAA-0001")], strangers=2).doubled == 2


def test_faults_are_said_in_sentences() -> None:
    alert = AlertOutcome(1, 10, missing=2, doubled=1, late=0, seconds=9.0)
    said = list_faults(CallCheck(lost=1, kept=2), 3, 1_234, (alert,))
    assert said == (
        "Confirmed calls that are not in the database: 1.",
        "Calls that still count although their Undo was confirmed: 2.",
        "Totals that differ from the calls: 3.",
        "Answers that took longer than 3 seconds or never came: 1,234.",
        "Channels that alert 1 never reached: 2.",
        "Channels that have alert 1 twice: 1.",
    )


def test_an_alert_is_looked_for_in_every_channel() -> None:
    alert, text = SentAlert(1, 100.0, 101.0), "**Title** Simulated alert 1 of today"
    posts = [Post("a", 101.0, text), Post("b", 102.0, text), Post("b", 103.0, text), Post("c", 102.0, "another")]
    posts.append(Post("a direct message", 104.0, f"This has ended: {text}"))
    assert find_outcome(alert, posts, frozenset("abcd")) == AlertOutcome(
        1, 4, missing=2, doubled=1, late=0, seconds=3.0
    )
    assert find_outcome(alert, [Post("a", 101.0 + ALERT_SECONDS, text)], frozenset("a")).late == 1


def test_an_answer_is_late_after_three_seconds_if_it_never_comes_and_if_it_was_not_acknowledged() -> None:
    ledger = Ledger()
    for shown in (Shown(0.1, 0.2), Shown(0.1, 1.5), Shown(0.1, 3.5), Shown(0.1, None), Shown(None, None)):
        ledger.add(61.0, "slack", Deed.SCRIPT, shown)
    assert (ledger.count, ledger.waited, ledger.late, ledger.dropped) == (5, 4, 3, 1)
    assert (ledger.minutes[1].count, ledger.minutes[1].late) == (5, 3)
    assert ledger.find_percentile(1.0) == PATIENCE
