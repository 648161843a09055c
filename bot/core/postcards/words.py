"""The rules for what people write on a postcard and how they sign it."""

from msgspec import Struct

from bot.core.base.keys.keys import Keys
from bot.core.postcards.private_numbers import Private, find_private
from bot.core.postcards.status_words import tells_status
from bot.errors import UserError
from bot.mentions import has_mention
from bot.text import check_seen, clean, fold

MOST_WORDS = 1_000  # characters; the card itself may hold fewer, as its picture says
MOST_SIGNATURE = 80
MOST_LINES = 20


class WordCheck(Struct, frozen=True):
    """Cleaned words. ``problems`` refuse them; ``tells_status`` asks once whether to keep them."""

    words: str
    problems: tuple[Private, ...] = ()
    tells_status: bool = False


def check_words(typed: str) -> WordCheck:
    """Check what somebody wrote or how they signed it. Decides nothing about its length."""
    words = clean(typed)
    return WordCheck(words, find_private(words), tells_status(words))


def accept_words(typed: str) -> str:
    """The words as they are stored. Raises UserError if they may not be sent."""
    words = _accept(typed, "words", MOST_WORDS)
    if words.count("\n") >= MOST_LINES:
        raise UserError("postcard.lines", field="words", count=MOST_LINES)
    return words


def accept_signature(typed: str) -> str:
    """How a postcard is signed, as it is stored. Raises UserError if it may not be sent."""
    return _accept(" ".join(typed.split()), "signature", MOST_SIGNATURE)


def _accept(typed: str, field: str, most: int) -> str:
    checked = check_words(typed)
    if not checked.words:
        raise UserError(f"postcard.empty_{field}", field=field)
    if len(checked.words) > most:
        raise UserError("postcard.long", field=field, count=most, length=len(checked.words))
    check_seen(checked.words, field)
    if has_mention(checked.words):
        raise UserError("name.mention", field=field)
    if checked.problems:
        raise UserError(f"postcard.private.{checked.problems[0].value}", field=field)
    return checked.words


def make_mark(keys: Keys, words: str) -> bytes:
    """A keyed hash that finds the same words again, however they are set."""
    return keys.index("postcard words", "".join(one for one in fold(words) if one.isalnum()))
