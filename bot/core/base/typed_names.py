"""Names that people type, tidied and checked before they stand on anybody's screen."""

from bot.errors import UserError
from bot.text import check_seen, clean, fold


def tidy(written: str, field: str, least: int, most: int) -> str:
    """Return a name with single spaces, cleaned; raises UserError for its length or what nobody sees in it."""
    name = clean(" ".join(clean(written).split()))
    if not least <= len(name) <= most:
        raise UserError("name.length", field=field, least=least, count=most)
    check_seen(name, field)
    if not fold(name):  # marks of direction alone
        raise UserError("name.length", field=field, least=least, count=most)
    return name
