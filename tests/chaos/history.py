"""What people saw while things failed, and which of it isn't true afterwards."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

LOGGED, ALREADY = "Logged", "Already logged today"
UNDONE, UNDONE_BEFORE = "We took off your call", "was already taken off"

Call = tuple[str, str]  # a person's name, and the office that they called


@dataclass
class History:
    """Every answer to a person about a call. ``counted`` are the calls that count by the last answer to each.

    A first answer may already be "Already logged": the load balancer passes a request on whose process hangs, and both
    may handle it.
    """

    counted: set[Call] = field(default_factory=set)
    confirmed: int = 0
    unanswered: int = 0
    anomalies: list[str] = field(default_factory=list)
    seen: defaultdict[Call, list[str]] = field(default_factory=lambda: defaultdict(list))  # what came of each request

    def lose_answer(self, call: Call, came: str) -> None:
        """Note a request whose answer never came, or that said that nothing was saved."""
        self.unanswered += 1
        self.seen[call].append(came)

    def take_log(self, call: Call, text: str) -> bool:
        """Note the answer to a call that somebody logs. Returns whether it says that the call counts."""
        if not text.startswith((LOGGED, ALREADY)):
            return False
        self.seen[call].append(text)
        if text.startswith(LOGGED) and call in self.counted:
            answers = " | ".join(self.seen[call])
            self.anomalies.append(f"{call} was confirmed, and then it was gone: {answers}")
        self.confirmed += 1
        self.counted.add(call)
        return True

    def take_undo(self, call: Call, text: str) -> bool:
        """Note the answer to a call that somebody takes back. Returns whether it says that it no longer counts."""
        if not is_undone(text):
            return False
        self.seen[call].append(text)
        self.confirmed += 1
        self.counted.discard(call)
        return True


def is_undone(text: str) -> bool:
    """Whether an answer says that a call no longer counts."""
    return UNDONE in text or UNDONE_BEFORE in text


def find_wrong_counts(history: History, rows: int, total: int) -> list[str]:
    """Say where the database's calls and the coalition's total differ from what people were answered."""
    expected = len(history.counted)
    return [
        f"{expected} calls are confirmed, and {name} {count}"
        for name, count in (("the rows are", rows), ("the total is", total))
        if count != expected
    ]


def find_repeated_posts(channels: Iterable[Collection[str]], alerts: Iterable[str]) -> list[str]:
    """Say which alerts a channel got more than once. ``channels`` are the texts of each channel's messages."""
    counts = Counter(alert for texts in channels for alert in alerts if sum(alert in text for text in texts) > 1)
    return [f"{alert!r} was posted twice in {count} channels" for alert, count in counts.items()]


def find_wrong_list(channels: Sequence[Collection[str]], alerts: Iterable[str], sent: int, unknown: int) -> list[str]:
    """Say whether the list of an alert's channels can't be true. ``sent`` and ``unknown`` are of all alerts."""
    posted = sum(any(alert in text for text in texts) for texts in channels for alert in alerts)
    if sent <= posted <= sent + unknown:
        return []
    return [f"{posted} posts are there, {sent} are listed as sent and {unknown} as unknown"]
