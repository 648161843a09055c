"""People as Slack's own list gives them, and as mentions and ids stand in text. Slack has no roles."""

import re
from collections.abc import Awaitable, Callable

from bot.kit.invocation import Picker
from bot.kit.options import PERSON

# A mention, an id, or an account as Callboard names it. Ids of people have nine characters or more.
_PERSON = re.compile(r"<?@?(?:slack:)?(?:(T[A-Z0-9]{5,}):)?([UW](?=[A-Z]*[0-9])[A-Z0-9]{7,})(?:\|[^<>]*)?>?")

Named = Callable[[str], Awaitable[str]]  # the account of somebody in this workspace, by their id


class SlackPicker(Picker):
    """Reads picks in a workspace."""

    def __init__(self, named: Named) -> None:
        self._named = named

    async def read(self, kind: str, typed: str) -> str | None:
        """Return the account, ``workspace:user``."""
        found = _PERSON.fullmatch(typed.strip()) if kind == PERSON else None
        if found is None:
            return None
        return f"{found[1]}:{found[2]}" if found[1] else await self._named(found[2])


def user_of(account: str) -> str:
    """Return the id in an account or a mention; empty for text that holds none."""
    found = _PERSON.fullmatch(account)
    return found[2] if found else ""
