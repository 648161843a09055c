"""What a look at the tokens and the database found: one line each, fine or to be mended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence; where ``fine`` is false it says what to mend."""

    fine: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok' if self.fine else 'mend':<5} {self.sentence}"


def ok(sentence: str) -> Finding:
    """Return that something works."""
    return Finding(True, sentence)


def mend(sentence: str) -> Finding:
    """Return that something must be mended, and how."""
    return Finding(False, sentence)
