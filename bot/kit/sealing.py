"""Buttons of cards on their way out: each gets the id that leads back to its route, sealed for who may press it."""

from dataclasses import replace

from bot.kit.invocation import Caller
from bot.kit.registry import Registry
from bot.kit.reply import Button, Card
from bot.kit.routes import Route, Sealer


def sealed(card: Card, registry: Registry, sealer: Sealer, caller: Caller) -> Card:
    """Return ``card`` with its buttons sealed for ``caller``, those for anyone for everybody in the same space."""
    return replace(card, buttons=tuple(_button(button, registry, sealer, caller) for button in card.buttons))


def shared(card: Card) -> Card:
    """Return ``card`` with every button for anyone."""
    return replace(card, buttons=tuple(replace(button, anyone=True) for button in card.buttons))


def _button(button: Button, registry: Registry, sealer: Sealer, caller: Caller) -> Button:
    spec = registry.route(button.route)
    if spec is None or button.args.keys() - {option.name for option in spec.options}:
        raise LookupError(f"button {button.label!r}: no route {button.route!r} with {button.args}")
    args = tuple(button.args.get(option.name, "") for option in spec.options)
    return replace(button, id=sealer.encode(Route(spec.name, args), caller, button.anyone))
