"""A room of cogs loads when something of it is first used, and what it declares is known before."""

from typing import Annotated, Any

import pytest

from bot.kit.cards.markup import escape
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.late_cogs import LateCogs, write_declarations
from bot.kit.options import Opt, SpecError
from bot.kit.spec import action, command
from bot.roles import Role


def is_even(word: str) -> bool:
    """Whether a word is an even number."""
    return word.isdecimal() and int(word) % 2 == 0


class NumbersCog:
    subject = "calls"

    @command("halve", role=Role.CAPTAIN)
    @action("half", role=Role.CAPTAIN)
    async def halve(self, inv: Invocation, number: Annotated[int, Opt("An even number", fits=is_even)]) -> Card:
        """Halve a number."""
        return Card(body=escape(str(number // 2)))


class NamelessCog:
    @command("nameless")
    async def method(self, inv: Invocation, a: Annotated[str, Opt("A word", fits=lambda word: True)]) -> Card:
        """Take a word."""
        return Card()


async def test_a_room_is_built_with_its_first_call() -> None:
    built: list[str] = []

    def build() -> tuple[object, ...]:
        built.append("numbers")
        return (NumbersCog(),)

    record = write_declarations({"numbers": lambda: (NumbersCog(),)})
    registry = LateCogs({"numbers": build}).build_registry(record)
    spec = registry.commands["halve"]
    assert (spec.summary, spec.role, spec.subject, spec.form) == ("Halve a number.", Role.CAPTAIN, "calls", "halve")
    assert registry.forms["halve"].options == spec.options == registry.actions["half"].options
    [number] = spec.options
    assert number.convert("12") == 12
    assert number.fits
    assert number.fits("12")
    assert not number.fits("13")
    assert not built
    nobody: Any = None
    assert [await spec.handler(nobody, number=12) for _ in range(2)] == [Card(body=escape("6"))] * 2
    assert built == ["numbers"]


def test_a_function_without_a_name_is_refused() -> None:
    with pytest.raises(SpecError, match=r"<lambda>: an option's function is recorded by its name"):
        write_declarations({"nameless": lambda: (NamelessCog(),)})
