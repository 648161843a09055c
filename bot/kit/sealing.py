"""Buttons of cards on their way out: each gets the id that leads back to its route, sealed for who may press it."""

from collections.abc import Callable
from dataclasses import replace

from bot.identity import Caller
from bot.kit.cards.reply import Button, Card
from bot.kit.registry import Registry
from bot.kit.routes import Route, Sealer


def sealed(card: Card, registry: Registry, sealer: Sealer, caller: Caller) -> Card:
    """Return ``card`` with its buttons sealed for ``caller``, those for anyone for everybody in the same space."""
    return _with_buttons(card, lambda button: _button(button, registry, sealer, caller))


def shared(card: Card) -> Card:
    """Return ``card`` with every button for anyone."""
    return _with_buttons(card, lambda button: replace(button, anyone=True))


def _with_buttons(card: Card, change: Callable[[Button], Button]) -> Card:
    """Return ``card`` with every button changed, its question's too."""
    question = replace(card.question, buttons=tuple(map(change, card.answers))) if card.question else None
    return replace(card, buttons=tuple(map(change, card.buttons)), question=question)


def _button(button: Button, registry: Registry, sealer: Sealer, caller: Caller) -> Button:
    spec = registry.route(button.route)
    if spec is None or button.args.keys() - {option.name for option in spec.options}:
        raise LookupError(f"button {button.label!r}: no route {button.route!r} with {button.args}")
    args = tuple(button.args.get(option.name, "") for option in spec.options)
    return replace(button, id=sealer.encode(Route(spec.name, args), caller, button.anyone))
