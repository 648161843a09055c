"""Posts at the console: shown on every open screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from bot.kit.cards.outbound import Address, Checked, Found, InstallLink, Later, Posted, Refusal, Refused, Result
from bot.kit.cards.reply import Card

SPACE, CHANNEL = "console", "console"
_AGAIN = 5.0  # seconds before looking for an open console again


class Screen(Protocol):
    """An open console."""

    @property
    def account(self) -> str:
        """The person's account."""
        ...

    async def show(self, key: str, card: Card, private: bool) -> None:
        """Show a card under the sentence ``key``."""
        ...


class ConsolePoster:
    """See `bot.kit.cards.outbound.Poster`. There is one channel, for everybody at a console; a restart empties it."""

    platform, slash = "console", "/"

    def __init__(self) -> None:
        self.repeatable = self.edits = 0.0
        self.edit_burst = 1
        self.installs: tuple[InstallLink, ...] = ()
        self._screens: list[Screen] = []
        self._posted: dict[str, str] = {}

    @contextmanager
    def attach(self, screen: Screen) -> Iterator[None]:
        """Show posts on ``screen`` inside the block."""
        self._screens.append(screen)
        try:
            yield
        finally:
            self._screens.remove(screen)

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Show a card to everybody, once per ``key``."""
        if to.channel != CHANNEL:
            return Refused(Refusal.GONE)
        if key not in self._posted:
            if not self._screens:
                return Later(_AGAIN)
            self._posted[key] = str(len(self._posted) + 1)
            await self._show("console.posted", card)
        return Posted(self._posted[key])

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Show the changed card below: a terminal can't redraw the old one."""
        if message not in self._posted.values():
            return Refused(Refusal.GONE)
        return Posted(message) if await self._show("console.changed", card) else Later(_AGAIN)

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Find a post among all that were shown."""
        return Found(self._posted.get(key))

    def glance(self, to: Address) -> Checked | None:
        """None: nothing is cached."""
        return None

    async def has_left(self, space: str) -> bool:
        """False: there is one space, and it stays."""
        return False

    async def check(self, to: Address) -> Checked:
        """Accept the one channel and refuse every other."""
        return Checked(to.channel, None if to.channel == CHANNEL else Refused(Refusal.GONE))

    async def enter(self, to: Address) -> Checked:
        """See `check`: there is nothing to join."""
        return await self.check(to)

    async def manages(self, space: str, account: str) -> bool | None:
        """Everybody at the console administers its one space."""
        return space == SPACE

    async def remove_file(self, space: str, file: str) -> Result:
        """Refuse: the console stores nothing for the app."""
        return Refused(Refusal.GONE)

    async def find_home(self, account: str) -> str | None:
        """The one space there is."""
        return SPACE

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Show a card to one person."""
        if not await self._show("console.told", card, account):
            return Later(_AGAIN)
        return Posted(key)

    async def _show(self, key: str, card: Card, account: str = "") -> bool:
        screens = [screen for screen in self._screens if account in ("", screen.account)]
        for screen in screens:
            await screen.show(key, card, private=bool(account))
        return bool(screens)
