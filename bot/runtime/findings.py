"""What `callboard doctor` finds: one line each, marked ok or mend."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence. If it is not ``fine``, it says what to mend."""

    fine: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok' if self.fine else 'mend':<5} {self.sentence}"


def ok(sentence: str) -> Finding:
    """Report that something works."""
    return Finding(True, sentence)


def mend(sentence: str) -> Finding:
    """Report that something must be mended, and how."""
    return Finding(False, sentence)
