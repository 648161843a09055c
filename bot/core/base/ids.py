"""Identifiers: UUIDv7 as text, which sort by time, and the short reference people read aloud."""

import secrets
from collections.abc import Callable

from bot.text import clean, outline

Random = Callable[[int], int]  # so many random bits

# Crockford's base 32: no I, L, O or U, so nothing is misread over the phone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)  # by ten bits
_LOOKALIKES = str.maketrans("ILO", "110")


def new_id(at: int, random: Random = secrets.randbits) -> str:
    """Return a UUIDv7 (RFC 9562) for the instant ``at``, UTC microseconds."""
    value = (at // 1000) << 80 | random(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    digits = f"{value & ~(0x3 << 62) | 0x2 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def reference(identifier: str) -> str:
    """Return the short form of an id, as ``4F7K-92MD``: its last 40 bits, all of them random."""
    return spelled(int(identifier[-10:], 16))


def spelled(bits: int) -> str:
    """Return 40 bits as eight characters that are easy to read aloud, ``4F7K-92MD``."""
    return f"{_PAIRS[bits >> 30]}{_PAIRS[bits >> 20 & 1023]}-{_PAIRS[bits >> 10 & 1023]}{_PAIRS[bits & 1023]}"


def misread(typed: str) -> str:
    """Return what somebody typed of a spelled code as it was meant: no hyphen, no letter that looks like a digit."""
    return "".join(outline(clean(typed)).upper().split()).replace("-", "").translate(_LOOKALIKES)
