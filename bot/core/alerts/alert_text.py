"""The rules for an alert's words: they ping nobody, link only to trusted domains, and fit on every platform's card."""

import hashlib
import re
from collections.abc import Callable, Collection

from bot.core.base.keys.keys import Keys
from bot.core.base.link_domains import is_allowed
from bot.core.base.stored_values import read_object
from bot.errors import Unreadable, UserError
from bot.languages import list_tags
from bot.mentions import has_mention
from bot.patterns import compile_later
from bot.phrases import list_all
from bot.text import check_seen, clean, outline, strip_invisible

MOST = 1_500  # characters
_COST = 2_400  # characters on the platform that needs the most; the card also holds numbers and buttons

# Mentions of everybody, a group or one person, on Discord or Slack, as people type them and as platforms store them.
_MASS = compile_later(r"@\s*(everyone|here|channel|group)\b|<!(everyone|here|channel|subteam\b)", re.IGNORECASE)
_SOMEBODY = compile_later(r"<[@#][!&]?\w+[^>]*>")
_MASKED = compile_later(r"\[[^\]\n]*\]\s*\(|<[a-z]+:[^>\n]*\|[^>\n]*>", re.IGNORECASE)

# Links with a scheme, and bare names that clients turn into links: anything under a common top-level domain.
_SCHEME = compile_later(r"\b([a-z][a-z0-9+.-]{1,20})(?=://)|\b(mailto|tel|sms)(?=:\S)", re.IGNORECASE)
_ADDRESS = compile_later(r"https?://([^\s/?#<>|\"'()]*)", re.IGNORECASE)
_END = ".,;:!…”’»]}*_~"  # what may follow a link in a sentence; no host ends with it
_COMMON = "com|org|net|gov|edu|mil|info|io|co|us|me|app|link|ly|gg|be|tv|xyz|site|online|top|biz|dev|ru|cn"
_BARE = compile_later(rf"(?<![\w@.:/-])((?:[a-z0-9-]+\.)+(?:{_COMMON}))(?![\w.-]*\w)", re.IGNORECASE)

_MARK = 16  # characters of a mark of words

Cost = Callable[[str], int]


def check_words(written: str, domains: Collection[str], cost: Cost) -> str:
    """Clean an alert's words for storing. Raises UserError if they break a rule.

    Links may lead to ``domains`` and their subdomains. ``cost`` returns how many characters a text takes on a card.
    """
    text = clean(written)
    _check_size(text, cost)
    check_seen(text, "words")
    plain = outline(strip_invisible(text))  # so that direction marks and wide letters can't hide a mention or a link
    if _MASS.search(plain):
        raise UserError("alert.mass", field="words")
    if _SOMEBODY.search(plain) or has_mention(plain):  # commands on Slack come with ids in place of mentions
        raise UserError("alert.mention", field="words")
    if _MASKED.search(plain):
        raise UserError("alert.masked", field="words")
    _check_links(plain, domains)
    return text


def read_translations(keys: Keys, stored: bytes | None) -> dict[str, tuple[str, str]]:
    """Stored translations by language, each with the mark of the words that were translated. Raises Unreadable."""
    if not stored:
        return {}
    try:
        found = read_object(keys.decrypt(stored))
        return {tag: (str(text), str(mark)) for tag, (text, mark) in found.items()}
    except (TypeError, ValueError) as error:
        raise Unreadable("a stored translation lacks what belongs into it") from error


def mark_words(words: str) -> str:
    """A mark of an alert's words, which a translation of them keeps: 16 characters."""
    return hashlib.sha256(words.encode()).hexdigest()[:_MARK]


def choose_language(language: str | None, available: Collection[str]) -> str | None:
    """The translation that a reader of ``language`` gets; None for the alert's own words.

    English is no fallback here: the alert's own words may be in another language.
    """
    wanted = list_tags(language)
    own = wanted if wanted == ("en",) else wanted[:-1]
    return next((tag for tag in own if tag in available), None)


def _check_size(text: str, cost: Cost) -> None:
    if not text:
        raise UserError("alert.empty", field="words")
    taken = max(len(text), cost(text) * MOST // _COST)
    if taken > MOST:
        raise UserError("alert.long", field="words", count=MOST, length=taken)


def _check_links(text: str, domains: Collection[str]) -> None:
    known = list_all(sorted(domains))
    for match in _SCHEME.finditer(text):
        if match[0].casefold() not in ("http", "https"):
            raise UserError("alert.scheme", field="words", word=match[0])
    hosts = [match[1].rstrip(_END) for pattern in (_ADDRESS, _BARE) for match in pattern.finditer(text)]
    for host in hosts:
        if not is_allowed(host, domains):
            raise UserError("alert.link" if domains else "alert.no_links", field="words", word=host, known=known)
