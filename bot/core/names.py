"""Names that people type, tidied and checked before they stand on anybody's screen."""

import unicodedata
from itertools import pairwise

from bot.errors import UserError

# Control, format (bidi marks and zero-width characters), surrogate, private use, and separators of lines.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Joiners are a part of how Persian, Hindi, Sinhala and many emoji are written, behind letters without case,
# their marks, and symbols. Anywhere else they hide.
_JOINERS = frozenset("\u200c\u200d")
_JOINED = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})


def tidy(written: str, field: str, least: int, most: int) -> str:
    """Return a name with single spaces, composed; raises UserError for its length or unseen characters."""
    name = unicodedata.normalize("NFC", " ".join(written.split()))
    if not least <= len(name) <= most:
        raise UserError("name.length", field=field, least=least, count=most)
    if not all(_is_seen(*pair) for pair in pairwise(f" {name} ")):
        raise UserError("name.characters", field=field)
    return name


def _is_seen(character: str, following: str) -> bool:
    """Say whether what follows a character shows, or shapes what is around it."""
    if following in _JOINERS:
        return unicodedata.category(character) in _JOINED
    if character in _JOINERS and following == " ":
        return False
    return unicodedata.category(following) not in _UNSEEN
