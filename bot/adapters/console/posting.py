"""Posting without having been asked, on the screens of those who sit at a console just now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from bot.kit.cards.outbound import Address, Checked, Found, Later, Posted, Refusal, Refused, Result
from bot.kit.cards.reply import Card

SPACE, CHANNEL = "console", "console"
_AGAIN = 5.0  # seconds until somebody may have sat down


class Screen(Protocol):
    """A console that somebody sits at."""

    @property
    def account(self) -> str:
        """Who it is."""
        ...

    async def show(self, key: str, card: Card, private: bool) -> None:
        """Show a card under the sentence ``key``."""
        ...


class ConsolePoster:
    """See `bot.kit.cards.outbound.Poster`: one channel, in which everybody at a console is. A restart empties it."""

    platform = "console"

    def __init__(self) -> None:
        self.repeatable = self.edits = 0.0
        self._screens: list[Screen] = []
        self._posted: dict[str, str] = {}

    @contextmanager
    def attach(self, screen: Screen) -> Iterator[None]:
        """Show posts on ``screen`` meanwhile."""
        self._screens.append(screen)
        try:
            yield
        finally:
            self._screens.remove(screen)

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Show a card to everybody, once."""
        if to.channel != CHANNEL:
            return Refused(Refusal.GONE)
        if key not in self._posted:
            if not self._screens:
                return Later(_AGAIN)
            self._posted[key] = str(len(self._posted) + 1)
            await self._show("console.posted", card)
        return Posted(self._posted[key])

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Show a card anew: what is written on a screen stays."""
        if message not in self._posted.values():
            return Refused(Refusal.GONE)
        return Posted(message) if await self._show("console.changed", card) else Later(_AGAIN)

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Look among all that was shown."""
        return Found(self._posted.get(key))

    def glance(self, to: Address) -> Checked | None:
        """Return None: there is nothing to know."""
        return None

    async def check(self, to: Address) -> Checked:
        """Know the one channel there is."""
        return Checked(to.channel, None if to.channel == CHANNEL else Refused(Refusal.GONE))

    async def enter(self, to: Address) -> Checked:
        """See `check`: there is nothing to join."""
        return await self.check(to)

    async def home(self, account: str) -> str | None:
        """Return the one space there is."""
        return SPACE

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Show a card to one person, where they sit."""
        if not await self._show("console.told", card, account):
            return Later(_AGAIN)
        return Posted(key)

    async def _show(self, key: str, card: Card, account: str = "") -> bool:
        screens = [screen for screen in self._screens if account in ("", screen.account)]
        for screen in screens:
            await screen.show(key, card, private=bool(account))
        return bool(screens)
