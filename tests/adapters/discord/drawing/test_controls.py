"""Rows of buttons, and a menu where many do the same kind of thing."""

from typing import Any

import discord
import pytest

from bot.adapters.discord.drawing.controls import make_controls
from bot.adapters.discord.interactions.requests import read_tapped_id
from bot.kit.cards.reply import Button, Card, LinkButton, Style


def rows_of(*buttons: Button, links: int = 0) -> list[list[Any]]:
    """The labels of each row; a menu's labels in one tuple."""
    shown = tuple(LinkButton(f"L{number}", f"https://a.org/{number}") for number in range(links))
    controls = make_controls(Card("T", buttons=buttons, links=shown))
    return [[_find_labels(one) for one in row["components"]] for row in controls.rows] if controls else []


def _find_labels(component: dict[str, Any]) -> Any:
    options = component.get("options")
    return component["label"] if options is None else tuple(option["label"] for option in options)


def same(count: int, route: str = "x", style: Style = Style.PLAIN, sealed: bool = True) -> tuple[Button, ...]:
    return tuple(
        Button(f"{route}{number}", route, {"n": str(number)}, style, id=f"{route}{number}" if sealed else "")
        for number in range(count)
    )


async def test_more_than_a_row_of_the_same_kind_is_a_menu() -> None:
    assert rows_of(*same(5)) == [["x0", "x1", "x2", "x3", "x4"]]
    assert rows_of(*same(6)) == [[("x0", "x1", "x2", "x3", "x4", "x5")]]
    assert len(rows_of(*same(25))[0][0]) == 25


async def test_other_buttons_and_links_keep_their_rows() -> None:
    rows = rows_of(*same(2, "a"), *same(7), *same(1, "b"), links=6)
    assert [len(row) for row in rows] == [2, 1, 1, 5, 1]
    assert len(rows[1][0]) == 7


@pytest.mark.parametrize(
    "buttons",
    [same(6, style=Style.PRIMARY), same(6, sealed=False), (*same(3), *same(3, "y"))],
    ids=["styled", "without ids", "different"],
)
async def test_what_is_not_alike_stays_buttons(buttons: tuple[Button, ...]) -> None:
    assert [len(row) for row in rows_of(*buttons)] == [5, 1]


async def test_five_rows_are_never_exceeded() -> None:
    mixed = [one for number in range(3) for one in (*same(1, f"a{number}"), *same(6, f"b{number}"))]
    assert [len(row) for row in rows_of(*mixed)] == [5, 5, 5, 5, 1]


def test_a_choice_is_a_tap_on_its_button() -> None:
    assert read_tapped_id({"custom_id": "menu:0", "values": ["1o~log~x"]}) == "1o~log~x"
    assert read_tapped_id({"custom_id": "1o~log~x"}) == "1o~log~x"


async def test_rows_are_what_discord_py_would_send() -> None:
    link, chosen = LinkButton("L", "https://a.org"), Button("B", "x", {"n": "1"}, Style.PRIMARY, id="x1")
    controls = make_controls(Card("T", buttons=(chosen, *same(6, "y")), links=(link,)))
    assert controls
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="B", custom_id="x1", style=discord.ButtonStyle.primary, row=0))
    options = [discord.SelectOption(label=f"y{number}", value=f"y{number}") for number in range(6)]
    view.add_item(discord.ui.Select(custom_id="menu:1", options=options, row=1))
    view.add_item(discord.ui.Button(label="L", url="https://a.org", row=2))
    shown = [_keep(row, controls.rows[place]) for place, row in enumerate(view.to_components())]
    assert controls.rows == shown


def _keep(sent: Any, like: Any) -> Any:
    """What a view sends, without the defaults that need not be said: no component is disabled, no option chosen."""
    if isinstance(sent, dict):
        return {name: _keep(value, like[name]) for name, value in sent.items() if name in like}
    if isinstance(sent, list):
        return [_keep(*pair) for pair in zip(sent, like, strict=True)]
    return sent
