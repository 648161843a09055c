"""The platforms. Each adapter turns its platform's payloads into kit's requests and draws kit's cards."""

from typing import Protocol

from bot.errors import ConfigError
from bot.kit.cards.outbound import Poster


class Adapter(Protocol):
    """A platform that is connected, served and left in the same way as every other."""

    name: str

    @property
    def poster(self) -> Poster:
        """The way to post there unasked, once started; after `stop` it says `Later` to everything."""
        ...

    @property
    def problem(self) -> str:
        """Why nobody is served just now, as a sentence; empty while people are."""
        ...

    async def start(self) -> None:
        """Connect, and return once requests are answered.

        Raises ConfigError with what to mend, and of that kind Unreachable where trying again may help.
        """
        ...

    async def wait_until_lost(self) -> ConfigError:
        """Return what has to be mended once the platform is lost for good; what may come back, comes back by itself."""
        ...

    async def stop(self) -> None:
        """Take no more requests, finish the ones under way, and disconnect."""
        ...
