"""A card's buttons as Discord's components: rows of buttons, and menus where many buttons do the same kind of thing.

https://docs.discord.com/developers/components/reference
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, assert_never

from bot.adapters.discord.drawing.text import fill_blank
from bot.kit.cards.reply import BUTTONS, ROW, Button, Card, LinkButton, Style

_MENU = "menu"  # how a menu's custom id begins. What is chosen in it is a button's id.
_ROWS = BUTTONS // ROW
_ROW, _BUTTON, _SELECT = 1, 2, 3  # types of components
_LINK = 5  # a button's style

Shown = Button | LinkButton
Row = tuple[Shown, ...]  # with more than `ROW`, a menu


@dataclass(frozen=True, slots=True)
class Controls:
    """Rows of components as Discord takes them, in the place of a `discord.ui.View`.

    A view makes an object for each button and a future for itself, to wait for taps. Here ids say everything.
    """

    rows: list[dict[str, Any]]

    def to_components(self) -> list[dict[str, Any]]:
        """What discord.py asks of a view."""
        return self.rows

    def has_components_v2(self) -> bool:
        """The same: whether it has components of the newer kind."""
        return False


def make_controls(card: Card) -> Controls | None:
    """Make the controls. Buttons that answer the card's question get their own rows."""
    rows = [_make_row(row, place) for place, row in enumerate(_plan_rows(card))]
    return Controls(rows) if rows else None


def _make_row(row: Row, place: int) -> dict[str, Any]:
    components = [_make_menu(row, place)] if len(row) > ROW else [_make_button(button) for button in row]
    return {"type": _ROW, "components": components}


def _plan_rows(card: Card) -> list[Row]:
    groups: tuple[Row, ...] = (card.answers, card.buttons, card.links)
    rows = [row for group in groups for row in _plan_group(group)]
    if len(rows) <= _ROWS:
        return rows
    return [row for group in groups for row in _cut(group)]  # a menu has its row to itself, so buttons may take less


def _plan_group(group: Row) -> Iterator[Row]:
    """Yield rows: buttons, and a menu for more than a row of buttons with the same route."""
    waiting: Row = ()
    for _, run in groupby(group, key=_find_kind):
        buttons = tuple(run)
        if len(buttons) > ROW and _is_menu(buttons):
            yield from _cut(waiting)
            yield buttons
            waiting = ()
        else:
            waiting += buttons
    yield from _cut(waiting)


def _find_kind(button: Shown) -> tuple[str, str]:
    return (button.route, button.style) if isinstance(button, Button) else ("", "")


def _is_menu(buttons: Sequence[Shown]) -> bool:
    """Whether buttons can be a menu: plain ones, with ids that tell them apart."""
    ids = {button.id for button in buttons if isinstance(button, Button) and button.style is Style.PLAIN and button.id}
    return len(ids) == len(buttons)


def _cut(buttons: Row) -> Iterator[Row]:
    yield from (buttons[first : first + ROW] for first in range(0, len(buttons), ROW))


def _make_menu(buttons: Row, place: int) -> dict[str, Any]:
    options = [{"label": fill_blank(button.label), "value": button.id} for button in buttons]
    return {"type": _SELECT, "custom_id": f"{_MENU}:{place}", "options": options, "min_values": 1, "max_values": 1}


def _make_button(button: Shown) -> dict[str, Any]:
    if isinstance(button, LinkButton):
        return {"type": _BUTTON, "style": _LINK, "label": button.label, "url": button.url}
    return {"type": _BUTTON, "style": _choose_style(button.style), "label": button.label, "custom_id": button.id}


def _choose_style(style: Style) -> int:
    match style:
        case Style.PLAIN:
            return 2
        case Style.PRIMARY:
            return 1
        case Style.DANGER:
            return 4
        case _:
            assert_never(style)
