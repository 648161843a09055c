"""The platforms. Each adapter turns its platform's payloads into kit's requests and draws kit's cards."""

from typing import Protocol

from bot.kit.outbound import Poster


class Adapter(Protocol):
    """A platform that is connected, served and left in the same way as every other."""

    name: str

    @property
    def poster(self) -> Poster:
        """The way to post there unasked, once started; after `stop` it says `Later` to everything."""
        ...

    async def start(self) -> None:
        """Connect, and return once requests are answered; raises ConfigError with what to mend."""
        ...

    async def stop(self) -> None:
        """Take no more requests, finish the ones under way, and disconnect."""
        ...
