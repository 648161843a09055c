"""Seals a card on its way out: each button gets an id for its route and for the people who may press it."""

from dataclasses import replace
from typing import TypeVar

from msgspec import Struct

from bot.identity import Caller
from bot.kit.cards.reply import Button, Card, LinkButton
from bot.kit.registry import Registry, RegistryRef
from bot.kit.routes import Route, Sealer

B = TypeVar("B", Button, LinkButton)


class CardSealer(Struct, frozen=True):
    """Seals cards with the deployment's key."""

    registry: RegistryRef
    sealer: Sealer

    def seal(self, card: Card, caller: Caller, language: str) -> Card:
        """``card`` with buttons that only ``caller`` can press; those for anyone, all in the caller's space.

        ``language`` is that of its sentences.
        """
        registry = self.registry.current
        links = tuple(_seal(link, registry, self.sealer, caller) if link.route else link for link in card.links)
        return self._seal_buttons(card, caller, links, language)

    def seal_post(self, card: Card, platform: str, space: str, language: str) -> Card:
        """``card`` for a channel of a space: anyone there can press its buttons for as long as it exists."""
        without = tuple(replace(link, route="") for link in card.links)  # nobody knows who will tap
        return self._seal_buttons(card, Caller(platform, "", space), without, language, for_anyone=True)

    def _seal_buttons(
        self, card: Card, caller: Caller, links: tuple[LinkButton, ...], language: str, *, for_anyone: bool = False
    ) -> Card:
        """``card`` with these links and every button sealed, including the answers to its question.

        It is made once, because each card measures all its texts.
        """
        registry = self.registry.current

        def seal(button: Button) -> Button:
            anyone = button.anyone or for_anyone
            return replace(_seal(button, registry, self.sealer, caller, anyone), anyone=anyone)

        question = replace(card.question, buttons=tuple(map(seal, card.answers))) if card.question else None
        buttons = tuple(map(seal, card.buttons))
        return replace(card, buttons=buttons, question=question, links=links, language=language)


def _seal(button: B, registry: Registry, sealer: Sealer, caller: Caller, anyone: bool = False) -> B:
    spec = registry.find_route(button.route)
    if spec is None or button.args.keys() - {option.name for option in spec.options}:
        raise LookupError(f"button {button.label!r}: no route {button.route!r} with {button.args}")
    args = tuple(button.args.get(option.name, "") for option in spec.options)
    return replace(button, id=sealer.encode(Route(button.route, args), caller, anyone))
