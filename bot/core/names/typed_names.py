"""Names that people type, tidied and checked before anybody sees them."""

from bot.errors import UserError
from bot.mentions import has_mention
from bot.text import check_seen, clean, fold


def tidy(written: str, field: str, least: int, most: int) -> str:
    """The name, cleaned and with single spaces. Raises UserError for its length, invisible characters or mentions."""
    name = clean(" ".join(clean(written).split()))
    if not least <= len(name) <= most:
        raise UserError("name.length", field=field, least=least, count=most, length=len(name))
    check_seen(name, field)
    if has_mention(name):
        raise UserError("name.mention", field=field)
    if not fold(name):  # only direction marks
        raise UserError("name.length", field=field, least=least, count=most, length=0)
    return name
