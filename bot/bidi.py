"""Isolates text of the other direction on a line (U+2066 to U+2069).

Without isolates, the bidi algorithm shows ``(202) 224-3121`` in an Arabic line as ``224-3121 (202)``: a wrong number.
"""

import unicodedata

from bot.patterns import compile_later

_LEFT, _RIGHT, _END = "\u2066", "\u2067", "\u2069"
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_ISOLATED = "[\u2066-\u2068][^\u2066-\u2069]*\u2069"
_IS_ISOLATED = compile_later(_ISOLATED)
_TO_THE_LEFT = compile_later(f"[{_RTL}]")
# A run from a letter or digit (or the sign before it) to the last one before text of the other direction.
_SIGN = f"[^\\W_{_RTL}]"
_RUN = compile_later(f"{_ISOLATED}|[+#@(]*{_SIGN}(?:[^{_RTL}\u2066-\u2069\n]*{_SIGN}[)%]?)?")


def is_rtl(text: str) -> bool:
    """Whether a line reads from right to left: the first letter outside isolates decides."""
    for character in _IS_ISOLATED.sub("", text):
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def isolate_value(value: str, into_rtl: bool) -> str:
    """A value to insert into a sentence, isolated if any of it runs the other way."""
    if (value.isascii() and not into_rtl) or _IS_ISOLATED.fullmatch(value):
        return value
    mixed = bool(_RUN.search(value)) if into_rtl else bool(_TO_THE_LEFT.search(value))
    return f"{_RIGHT if is_rtl(value) else _LEFT}{value}{_END}" if mixed and "\n" not in value else value


def isolate_lines(text: str) -> str:
    """The text, with each left-to-right run in its right-to-left lines isolated."""
    if text.isascii() or not _TO_THE_LEFT.search(text):
        return text
    return "\n".join(isolate_runs(line) if is_rtl(line) else line for line in text.split("\n"))


def isolate_runs(line: str) -> str:
    """Part of a right-to-left line, with its left-to-right runs isolated. A plain number needs no isolate."""
    return _RUN.sub(lambda hit: _wrap_run(hit[0]), line)


def _wrap_run(run: str) -> str:
    return run if run.isdecimal() or run[0] in "\u2066\u2067\u2068" else f"{_LEFT}{run}{_END}"
