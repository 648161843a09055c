"""North American phone numbers, written as cards write them: (202) 224-3121."""

import re
from enum import StrEnum

from bot.patterns import compile_later
from bot.text import fold, outline, strip_invisible

SWITCHBOARD = "(202) 224-3121"  # the Capitol's, which connects to every office

# Separators only between the groups: "445-2841 123" is a local number with an extension, not ten digits.
_GAP = r"[\s./()·•-]*"
_TEN = rf"(?:tel:)?{_GAP}(?:\+?{_GAP}1{_GAP})?([2-9]\d\d){_GAP}([2-9]\d\d){_GAP}(\d{{4}})(?!\d){_GAP}"
_PHONE = compile_later(_TEN, re.ASCII | re.IGNORECASE)
_SHORT = compile_later(r"\D*\d{1,6}\W*", re.ASCII)  # after a number: an extension, or a key to press
_SPELLED = compile_later(r"\+?1?[2-9]\d\d[2-9]\d{6,}", re.ASCII)
_SHORT_EXTENSION = compile_later(r"x(?:t[a-z]*)?\d+$")  # after a local number
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")


class PhoneFlaw(StrEnum):
    """Why a text is not a phone number that a card can show."""

    NONE = "none"  # empty
    EXTENSION = "extension"
    LETTERS = "letters"  # 1-800-SENATOR
    SEVERAL = "several"
    OTHER = "other"  # too few or too many digits, words, or a foreign number


def parse_phone(written: str) -> str | None:
    """The number as ``(202) 224-3121``, None if the text is not a phone number."""
    match = _PHONE.fullmatch(_clean(written))
    return "({}) {}-{}".format(*match.groups()) if match else None


def find_phone_flaw(written: str | None) -> PhoneFlaw | None:
    """What keeps a text from being a number, None if `parse_phone` accepts it."""
    plain = _clean(written or "")
    if not plain:
        return PhoneFlaw.NONE
    found = _PHONE.match(plain)
    if not found:
        return PhoneFlaw.LETTERS if _is_spelled(plain) else PhoneFlaw.OTHER
    rest = plain[found.end() :]
    if not rest:
        return None
    if _PHONE.search(rest):
        return PhoneFlaw.SEVERAL
    return PhoneFlaw.EXTENSION if _SHORT.fullmatch(rest) else PhoneFlaw.OTHER


def _is_spelled(plain: str) -> bool:
    keys = re.sub(r"[^a-z0-9+]", "", fold(plain).removeprefix("tel:"))
    digits = keys.translate(_KEYPAD)
    in_letters = digits != keys and keys.lstrip("+")[:3].isdigit() and not _SHORT_EXTENSION.search(keys)
    return in_letters and _SPELLED.fullmatch(digits) is not None


def _clean(written: str) -> str:
    return strip_invisible(outline(written)).strip()
