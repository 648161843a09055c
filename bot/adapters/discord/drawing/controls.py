"""A card's buttons as Discord's components: rows of buttons, and menus where many buttons do the same kind of thing.

https://docs.discord.com/developers/components/reference
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import assert_never

import discord

from bot.adapters.discord.drawing.text import fill_blank
from bot.kit.cards.reply import BUTTONS, ROW, Button, Card, LinkButton, Style

_MENU = "menu"  # how a menu's custom id begins. What is chosen in it is a button's id.
_ROWS = BUTTONS // ROW

Shown = Button | LinkButton
Row = tuple[Shown, ...]  # with more than `ROW`, a menu


def make_view(card: Card) -> discord.ui.View | None:
    """Make the controls. Buttons that answer the card's question get their own rows."""
    rows = _plan_rows(card)
    if not rows:
        return None
    view = discord.ui.View(timeout=None)
    for place, row in enumerate(rows):
        if len(row) > ROW:
            view.add_item(_make_menu(row, place))
        else:
            for button in row:
                view.add_item(_make_button(button, place))
    view.stop()  # ids say everything: discord.py need not track the view, and nothing piles up
    return view


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


def _make_menu(buttons: Row, row: int) -> discord.ui.Select[discord.ui.View]:
    options = [discord.SelectOption(label=fill_blank(button.label), value=button.id) for button in buttons]
    return discord.ui.Select(custom_id=f"{_MENU}:{row}", options=options, row=row)


def _make_button(button: Shown, row: int) -> discord.ui.Button[discord.ui.View]:
    if isinstance(button, LinkButton):
        return discord.ui.Button(label=button.label, url=button.url, row=row)
    return discord.ui.Button(label=button.label, custom_id=button.id, style=_choose_style(button.style), row=row)


def _choose_style(style: Style) -> discord.ButtonStyle:
    match style:
        case Style.PLAIN:
            return discord.ButtonStyle.secondary
        case Style.PRIMARY:
            return discord.ButtonStyle.primary
        case Style.DANGER:
            return discord.ButtonStyle.danger
        case _:
            assert_never(style)
