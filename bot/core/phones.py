"""Phone numbers of the North American plan, written the way the product does: (202) 224-3121."""

import re

SWITCHBOARD = "(202) 224-3121"  # the Capitol's, which connects to every office

_PHONE = re.compile(r"(?:\+?1[ .-]?)?\(?([2-9]\d\d)\)?[ .-]{0,2}([2-9]\d\d)[ .-]?(\d{4})", re.ASCII)


def phone(written: str) -> str | None:
    """Return a number as ``(202) 224-3121``, None for what is none."""
    match = _PHONE.fullmatch(written.strip())
    return "({}) {}-{}".format(*match.groups()) if match else None
