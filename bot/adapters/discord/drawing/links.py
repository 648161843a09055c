"""Web addresses in Markdown, where a backslash would break them: Discord reads what follows the scheme literally.

Discord's client links ``https?://[^\\s<]+[^<.,:;"'\\]\\s]`` without unbalanced closing brackets, and anything between
``<`` and ``>``. So an address is sent bare where white space or the end of a sentence follows, and in angle brackets
where other text would run into it.
"""

import re
from collections.abc import Callable

from bot.kit.cards.markup import measure_cost

_HOST = r"(?>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?)(?!\w)"  # ASCII only: lookalikes deceive
_PATH = r"(?:[/?#][!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z|~`{}^-]*)?"
_LINK = re.compile(rf"(?<![A-Za-z0-9_@.:/-])https?://{_HOST}{_PATH}", re.IGNORECASE)
# Characters that end a sentence rather than an address, or that belong to the text around it.
_TAIL = ".,:;!?'*~|`^{}["
# Characters that other clients might read as formatting, a mention or a link inside an address.
_STEERING = re.compile(r"[*|`\[\]{}^]|@(?=everyone|here)|:(?=[A-Za-z_]\w*:)|~~")
_BOUND = re.compile(r"""(?:[.,;"')]*)(?:\s|$)""")


def escape_around_links(text: str, escape: Callable[[str], str]) -> str:
    """Escape ``text`` with ``escape``, except its addresses, which stay links."""
    if "://" not in text:
        return escape(text)
    shown, done = "", 0
    for found in _LINK.finditer(text):
        url = _trim(found[0])
        end = found.start() + len(url)
        shown += escape(text[done : found.start()]) + _format_link(url, text[end:], escape)
        done = end
    return shown + escape(text[done:])


def has_link(text: str) -> bool:
    """Say whether ``text`` contains an address."""
    return bool(_LINK.search(text))


def _trim(url: str) -> str:
    """Remove trailing punctuation from an address. A closing bracket belongs to it only with its opening one."""
    while url[-1] in _TAIL or (url[-1] == ")" and url.count(")") > url.count("(")) or url[-1] == "]":
        url = url[:-1]
    return url


def _format_link(url: str, after: str, escape: Callable[[str], str]) -> str:
    scheme, _, rest = url.partition("://")
    host = re.match(_HOST, rest)
    kept = host[0] if host else ""
    safe = f"{scheme.lower()}://{kept}" + _STEERING.sub(lambda it: _percent_encode(it[0]), rest[len(kept) :])
    shown = safe if _is_bounded(url, after) else f"<{safe}>"
    # A card's limits count two characters per special one. An address that needs more stays plain text.
    return shown if len(shown) <= measure_cost(url) else escape(url)


def _is_bounded(url: str, after: str) -> bool:
    """Say whether Discord ends the link at the same place. After a digit, `escape` puts a backslash before a dot."""
    return bool(_BOUND.match(after)) and not (url[-1].isdigit() and after.startswith("."))


def _percent_encode(marks: str) -> str:
    return "".join(f"%{ord(mark):02X}" for mark in marks)
