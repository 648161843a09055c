"""What may stand in an alert: words that reach everybody without pinging anybody, and addresses people can trust."""

import re
from collections.abc import Callable, Collection

from bot.errors import UserError
from bot.phrases import together
from bot.text import check_seen, clean, outline, visible

MOST = 1_500  # characters of an alert's words
_COST = 2_400  # what they may take on the platform that needs most; a card also holds numbers and buttons

# What calls everybody, a group or somebody on Discord or on Slack, typed or as the platforms write it.
_MASS = re.compile(r"@\s*(everyone|here|channel|group)\b|<!(everyone|here|channel|subteam\b)", re.IGNORECASE)
_SOMEBODY = re.compile(r"<[@#][!&]?\w+[^>]*>")
_MASKED = re.compile(r"\[[^\]\n]*\]\s*\(|<[a-z]+:[^>\n]*\|[^>\n]*>", re.IGNORECASE)

# An address with its scheme, or what clients make one of: www. and names under the domains that are common.
_SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]{1,20})(?=://)|\b(mailto|tel|sms)(?=:\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://([^\s/?#<>|\"'()]*)", re.IGNORECASE)
_COMMON = "com|org|net|gov|edu|mil|info|io|co|us|me|app|link|ly|gg|be|tv|xyz|site|online|top|biz|dev|ru|cn"
_BARE = re.compile(rf"(?<![\w@.:/-])((?:[a-z0-9-]+\.)+(?:{_COMMON}))(?![\w.-]*\w)", re.IGNORECASE)

Cost = Callable[[str], int]


def checked(written: str, domains: Collection[str], cost: Cost) -> str:
    """Return an alert's words as they are kept; raises UserError for what may not stand in them.

    ``domains`` are those that links may lead to, each with all below it; ``cost`` says how many characters a text
    takes where it is shown.
    """
    text = clean(written)
    _check_size(text, cost)
    check_seen(text, "words")
    plain = outline(visible(text))  # marks of direction and wide letters hide nothing from the checks
    if _MASS.search(plain):
        raise UserError("alert.mass", field="words")
    if _SOMEBODY.search(plain):
        raise UserError("alert.mention", field="words")
    if _MASKED.search(plain):
        raise UserError("alert.masked", field="words")
    _check_links(plain, domains)
    return text


def _check_size(text: str, cost: Cost) -> None:
    if not text:
        raise UserError("alert.empty", field="words")
    taken = max(len(text), cost(text) * MOST // _COST)
    if taken > MOST:
        raise UserError("alert.long", field="words", count=MOST, length=taken)


def _check_links(text: str, domains: Collection[str]) -> None:
    known = together(sorted(domains))
    for match in _SCHEME.finditer(text):
        if match[0].casefold() not in ("http", "https"):
            raise UserError("alert.scheme", field="words", word=match[0])
    hosts = [match[1] for pattern in (_ADDRESS, _BARE) for match in pattern.finditer(text)]
    for host in hosts:
        if not _allowed(host, domains):
            raise UserError("alert.link" if domains else "alert.no_links", field="words", word=host, known=known)


def _allowed(host: str, domains: Collection[str]) -> bool:
    """Say whether a host is one of the domains or below one; a name or port before or behind it is neither."""
    bare = host.casefold().rstrip(".")
    return any(bare == domain or bare.endswith(f".{domain}") for domain in domains)
