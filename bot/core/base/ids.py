"""Ids: UUIDv7 as text, which sorts by time, and the short references that people read aloud."""

import secrets
from collections.abc import Callable

from bot.errors import UserError
from bot.patterns import compile_later
from bot.text import clean, outline

Random = Callable[[int], int]  # takes a number of bits, returns that many random ones

# Crockford's base 32: no I, L, O or U, so nobody misreads a code over the phone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)  # indexed by ten bits
_VARIANT, _VARIANT_MASK = 0b10 << 62, (1 << 62) - 1
_CODE_SIZE = 8  # characters of 40 bits
_LOOKALIKES = str.maketrans("ILO", "110")
_LABELED = compile_later(r"[^\d-]*?(?<![A-Z])([0-9A-Z]{4}-[0-9A-Z]{4})\W*")


def make_id(at: int, random: Random = secrets.randbits) -> str:
    """Make a UUIDv7 (RFC 9562) for the instant ``at`` (UTC microseconds)."""
    bits, time = random(80), f"{at // 1000:012x}"
    rest = f"{bits & _VARIANT_MASK | _VARIANT:016x}"
    return f"{time[:8]}-{time[8:]}-7{bits >> 64 & 0xFFF:03x}-{rest[:4]}-{rest[4:]}"


def format_reference(identifier: str) -> str:
    """The short form of an id, ``4F7K-92MD``: its last 40 bits, which are all random."""
    return spell_code(int(identifier[-10:], 16))


def spell_code(bits: int) -> str:
    """Spell 40 bits as eight characters that are easy to read aloud: ``4F7K-92MD``."""
    return f"{_PAIRS[bits >> 30]}{_PAIRS[bits >> 20 & 1023]}-{_PAIRS[bits >> 10 & 1023]}{_PAIRS[bits & 1023]}"


def normalize_code(typed: str) -> str:
    """A typed code as it was meant: upper case, no hyphen or space, and digits for the letters that look like them.

    With words before it, as ``Reference 4F7K-92MD`` is copied from a receipt, it is the code alone.
    """
    text = outline(clean(typed)).upper()
    labeled = _LABELED.fullmatch(text)
    code = labeled[1] if labeled else "".join(text.split())
    return code.replace("-", "").translate(_LOOKALIKES)


def is_code(typed: str) -> bool:
    """Whether text has the form of a code that `spell_code` spells."""
    code = normalize_code(typed)
    return len(code) == _CODE_SIZE and set(code) <= set(_ALPHABET)


def check_code(typed: str) -> None:
    """Raise UserError for text that can't be a code by its form. It isn't a guess, so it costs no try."""
    if not is_code(typed):
        raise UserError("error.no_code", field="code", word=typed)
