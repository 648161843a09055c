"""Names that people type, tidied and checked before they stand on anybody's screen."""

import unicodedata

from bot.errors import UserError

# Control, format (bidi marks and zero-width characters), surrogate, private use, and separators of lines.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def tidy(written: str, field: str, least: int, most: int) -> str:
    """Return a name with single spaces, composed; raises UserError for its length or unseen characters."""
    name = unicodedata.normalize("NFC", " ".join(written.split()))
    if not least <= len(name) <= most:
        raise UserError("name.length", field=field, least=least, count=most)
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        raise UserError("name.characters", field=field)
    return name
