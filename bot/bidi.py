"""Left-to-right and right-to-left text on one line: what runs the other way is isolated (U+2066 to U+2069).

Without isolates the bidi algorithm shows ``(202) 224-3121`` in an Arabic line as ``224-3121 (202)``: a wrong number.
"""

import re
import unicodedata

_LEFT, _RIGHT, _END = "\u2066", "\u2067", "\u2069"
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_ISOLATED = "[\u2066-\u2068][^\u2066-\u2069]*\u2069"
_TO_THE_LEFT = re.compile(f"[{_RTL}]")
# A run from a letter or digit, or the sign before one, to the last letter or digit before what runs the other way.
_SIGN = f"[^\\W_{_RTL}]"
_RUN = re.compile(f"{_ISOLATED}|[+#@(]*{_SIGN}(?:[^{_RTL}\u2066-\u2069\n]*{_SIGN}[)%]?)?")


def is_rtl(text: str) -> bool:
    """Say whether a line is read from right to left: whether its first letter is, what is isolated aside."""
    for character in re.sub(_ISOLATED, "", text):
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def embedded(value: str, into_rtl: bool) -> str:
    """Return a value as it stands in a sentence, isolated where any of it runs the other way."""
    if re.fullmatch(_ISOLATED, value):
        return value
    mixed = bool(_RUN.search(value)) if into_rtl else bool(_TO_THE_LEFT.search(value))
    return f"{_RIGHT if is_rtl(value) else _LEFT}{value}{_END}" if mixed and "\n" not in value else value


def isolated(text: str) -> str:
    """Return a text in whose right-to-left lines each left-to-right run, a number or a name, is isolated."""
    if not _TO_THE_LEFT.search(text):
        return text
    return "\n".join(within(line) if is_rtl(line) else line for line in text.split("\n"))


def within(line: str) -> str:
    """Return a part of a right-to-left line with its left-to-right runs isolated; a number of one word needs none."""
    return _RUN.sub(lambda hit: _kept(hit[0]), line)


def _kept(run: str) -> str:
    return run if run.isdecimal() or run[0] in "\u2066\u2067\u2068" else f"{_LEFT}{run}{_END}"
