"""Identifiers: UUIDv7 as text, which sort by time, and the short reference people read aloud."""

import secrets
from collections.abc import Callable
from uuid import UUID

Random = Callable[[int], int]  # so many random bits

# Crockford's base 32: no I, L, O or U, so nothing is misread over the phone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE = 8


def new_id(at: int, random: Random = secrets.randbits) -> str:
    """Return a UUIDv7 (RFC 9562) for the instant ``at``, UTC microseconds."""
    value = (at // 1000) << 80 | random(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


def reference(identifier: str) -> str:
    """Return the short form of an id, as ``4F7K-92MD``: its last 40 bits, all of them random."""
    tail = UUID(identifier).int & ((1 << 5 * _REFERENCE) - 1)
    digits = "".join(_ALPHABET[tail >> 5 * place & 31] for place in reversed(range(_REFERENCE)))
    return f"{digits[:4]}-{digits[4:]}"
