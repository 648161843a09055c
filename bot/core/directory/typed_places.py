"""Districts and states as people type them, alone or beside a member's name."""

import re

from bot.core.directory.states import find_state

# From folded words: `ca-11`, `ca11`, `ca 11th`, `california's 11th district`, `11th district of california`.
_NUMBER = r"0*(?P<number>\d{1,2})(?:st|nd|rd|th)?"
_DISTRICT = r"(?:(?:congressional )?district|dist\.?|cd)"
_PLACE = re.compile(
    rf"(?P<state>\D+?)(?:'s)?[\s/.,#-]*(?:{_DISTRICT}[\s/.#-]*)?(?:{_NUMBER}|(?P<whole>al|at[ -]large))?"
    rf"(?: {_DISTRICT})?"
)
_REVERSED = re.compile(rf"{_NUMBER}(?: {_DISTRICT})?(?: (?:of|in))? (?P<state>\D+)")


def match_place(typed: str) -> tuple[str, int | None] | None:
    """The state and number that folded text names. At-large is 0; no number is None."""
    for pattern in (_PLACE, _REVERSED):
        match = pattern.fullmatch(typed)
        if match and (state := find_state(match["state"])):
            parts = match.groupdict()
            return state, int(parts["number"]) if parts["number"] else 0 if parts.get("whole") else None
    return None
