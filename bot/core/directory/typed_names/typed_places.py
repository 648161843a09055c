"""Districts and states as people type them, alone or beside a member's name."""

from bot.core.directory.states import find_state
from bot.patterns import compile_later

# From folded words: `ca-11`, `ca11`, `ca 11th`, `california's 11th district`, `11th district of california`,
# `distrito 11 de california`, `加州第11选区`, `캘리포니아 제11선거구`.
_NUMBER = r"(?:第|제 ?)?0*(?P<number>\d{1,2})(?:st|nd|rd|th|º|°|o)? ?(?:号|號)?"
_DISTRICT = (
    r"(?:(?:congressional )?district|dist\.?|cd|distrito(?: congresional| electoral)?"
    r"|(?:联邦|国会|聯邦|國會)?(?:众议院|眾議院)?(?:选区|選區|区|區)"
    r"|(?:연방 ?)?(?:하원 ?)?(?:선거구|지역구|지구)"
    r"|(?:don vi|khu vuc|dia hat)(?: quoc hoi| bau cu)?(?: so)?)"
)
_PLACE = compile_later(
    rf"(?P<state>\D+?)(?:'s)?[\s/.,#-]*(?:{_DISTRICT}[\s/.#-]*)?(?:{_NUMBER}|(?P<whole>al|at[ -]large))?"
    rf"(?: ?{_DISTRICT})?"
)
_REVERSED = compile_later(
    rf"(?:(?:el |ang )?{_DISTRICT} )?{_NUMBER}(?: {_DISTRICT})?(?: (?:of|in|de|del|ng|sa|cua|o|tai))? (?P<state>\D+)"
)


def match_place(typed: str) -> tuple[str, int | None] | None:
    """The state and number that folded text names. At-large is 0; no number is None."""
    for pattern in (_PLACE, _REVERSED):
        match = pattern.fullmatch(typed)
        if match and (state := find_state(match["state"])):
            parts = match.groupdict()
            return state, int(parts["number"]) if parts["number"] else 0 if parts.get("whole") else None
    return None
