"""Web addresses in text from people: which of them may be a link."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

_BREAKING = re.compile(r"[\s<>|\"\\]")  # they end a link, or would change the text around it
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")  # ASCII only: lookalikes deceive


def find_host(address: str, schemes: Collection[str] = ("https",)) -> str | None:
    """The host of a plain web address, None where it isn't one.

    An address with a user name, a password or a port is not plain: its host is easily misread.
    """
    if _BREAKING.search(address) or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
        if parts.scheme not in schemes or parts.netloc.lower() != parts.hostname:
            return None
    except ValueError:  # a bracket or a port that can't be read
        return None
    return parts.hostname if _HOST.fullmatch(parts.hostname) else None
