"""Seals a card on its way out: each button gets an id for its route and for the people who may press it."""

from dataclasses import replace
from typing import Any, TypeVar

from msgspec import Struct

from bot.identity import Caller
from bot.kit.answers.routes import Route, Sealer
from bot.kit.cards.reply import Button, Card, LinkButton, Question
from bot.kit.registry import Registry, RegistryRef

B = TypeVar("B", Button, LinkButton)
P = TypeVar("P", Button, LinkButton, Question, Card)


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
        """``card`` with these links and every button sealed, including the answers to its question."""
        registry = self.registry.current

        def seal(button: Button) -> Button:
            anyone = button.anyone or for_anyone
            sealed = _seal(button, registry, self.sealer, caller, anyone)
            return sealed if button.anyone is anyone else _change(sealed, anyone=anyone)

        question = _change(card.question, buttons=tuple(map(seal, card.answers))) if card.question else None
        buttons = tuple(map(seal, card.buttons))
        return _change(card, buttons=buttons, question=question, links=links, language=language)


def _seal(button: B, registry: Registry, sealer: Sealer, caller: Caller, anyone: bool = False) -> B:
    spec = registry.find_route(button.route)
    names = [option.name for option in spec.options] if spec else []
    if spec is None or not all(name in names for name in button.args):
        raise LookupError(f"button {button.label!r}: no route {button.route!r} with {button.args}")
    args = tuple([button.args.get(name, "") for name in names])
    return _change(button, id=sealer.encode(Route(button.route, args), caller, anyone))


def _change(part: P, **changes: Any) -> P:
    """``part`` with changes that nobody sees. `replace` would measure every text again, which takes longer."""
    made = object.__new__(type(part))
    for name in part.__slots__:
        object.__setattr__(made, name, changes[name] if name in changes else getattr(part, name))
    return made
