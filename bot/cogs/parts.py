"""What the rooms of cogs are built from."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.core.build import Core
from bot.kit.answers.sealing import CardSealer
from bot.kit.cards.outbound import Posters
from bot.pictures.pictures import Pictures

if TYPE_CHECKING:
    from bot.cogs.shared.display_names import Naming


@dataclass(frozen=True)
class CogParts:
    """Core and what cogs share. ``zone`` is the IANA name of the coalition's time zone.

    ``domains`` are those that links may lead to.
    """

    core: Core
    posters: Posters
    cards: CardSealer
    zone: str
    pictures: Pictures
    domains: Collection[str] = ()

    @cached_property
    def naming(self) -> "Naming":
        """What loads the names of targets."""
        from bot.cogs.shared.display_names import Naming

        return Naming(self.core.congress, self.core.statehouses, self.core.campaigns.campaigns)
