"""Ids: UUIDv7 as text, which sorts by time, and the short references that people read aloud."""

import secrets
from collections.abc import Callable

from bot.text import clean, outline

Random = Callable[[int], int]  # takes a number of bits, returns that many random ones

# Crockford's base 32: no I, L, O or U, so nobody misreads a code over the phone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)  # indexed by ten bits
_LOOKALIKES = str.maketrans("ILO", "110")


def make_id(at: int, random: Random = secrets.randbits) -> str:
    """Make a UUIDv7 (RFC 9562) for the instant ``at`` (UTC microseconds)."""
    value = (at // 1000) << 80 | random(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    digits = f"{value & ~(0x3 << 62) | 0x2 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def format_reference(identifier: str) -> str:
    """The short form of an id, ``4F7K-92MD``: its last 40 bits, which are all random."""
    return spell_code(int(identifier[-10:], 16))


def spell_code(bits: int) -> str:
    """Spell 40 bits as eight characters that are easy to read aloud: ``4F7K-92MD``."""
    return f"{_PAIRS[bits >> 30]}{_PAIRS[bits >> 20 & 1023]}-{_PAIRS[bits >> 10 & 1023]}{_PAIRS[bits & 1023]}"


def normalize_code(typed: str) -> str:
    """A typed code as it was meant: upper case, no hyphen or space, and digits for the letters that look like them."""
    return "".join(outline(clean(typed)).upper().split()).replace("-", "").translate(_LOOKALIKES)
