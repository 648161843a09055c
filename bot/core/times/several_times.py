"""Text with several times of day where one is wanted: ``weekdays 9am and 5pm``. The first one is offered."""

from bot.errors import UserError
from bot.patterns import compile_later

_CLOCK = (
    r"(?:(?:noon|midnight|morning|afternoon|evening|night)\b"
    r"|\d{1,2}:\d\d(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?)"
)
_UNIT = r"(?:days?|hours?|hrs?|h|minutes?|mins?|weeks?)\b"  # "every 2 days 9am" has one time
# A mark or a short word, in any language: and, or, y, và, 和.
_AND = rf"\s*(?:[,;&+/-]|(?<![^\W\d_])(?![ap]m\b|{_UNIT})[^\W\d_]{{1,4}}(?![^\W\d_]))\s*(?:and\s+)?(?:at\s+)?"
_HOUR = rf"(?:{_CLOCK}|\d{{1,2}}\b(?!:))"
# Each with the first time, and the others behind it.
_SEVERAL = (
    compile_later(rf"(?<![\d:-])(?P<first>{_HOUR})(?:{_AND}{_HOUR})+(?:\s+{_CLOCK})*"),  # 9 and 5 eastern
    compile_later(rf"(?<![\d:-])(?P<first>{_CLOCK})(?:{_AND}{_HOUR}|\s+(?:at\s+)?{_CLOCK})+"),  # 9am 5pm
    compile_later(rf"(?<![\d:-])(?P<first>{_CLOCK})\W+(?:[a-z]+\s+){{1,3}}{_CLOCK}.*"),  # 9am and thu 5pm
)


def ask_which_time(typed: str, written: str, field: str) -> UserError | None:
    """The refusal of folded text with several times of day, with the first to choose; None if it has one at most."""
    matches = [match for pattern in _SEVERAL if (match := pattern.search(typed))]
    if not matches:
        return None
    found = min(matches, key=lambda match: match.start())
    first = found["first"]
    offered = f"{typed[: found.start()]}{first}{typed[found.end() :]}"
    return UserError("time.several", field=field, word=written, first=first).add_choices([(offered, first)])
