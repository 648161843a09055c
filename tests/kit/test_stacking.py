"""One method can be a command, a button and a form, each with its own options."""

from typing import Annotated

import pytest

from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.registry import Registry, collect
from bot.kit.spec import action, command, form, read_specs
from bot.roles import Role
from tests.kit.sample import Floor, envelope

Page = Annotated[int | None, Opt("Page", button_only=True)]


class StackedCog:
    """An act that people type, tap and fill in."""

    @command("report", role=Role.CAPTAIN)
    @action("report.page", role=Role.CAPTAIN)
    @form("log", role=Role.CAPTAIN)
    async def report(
        self,
        inv: Invocation,
        campaign: Annotated[str, Opt("Campaign")],
        page: Page = None,
        day: Annotated[str | None, Opt("Day")] = None,
    ) -> Card:
        """See a report."""
        return Card(f"{campaign} {page} {day}")


@pytest.fixture
def registry() -> Registry:
    return collect(StackedCog())


def test_every_decorator_declares() -> None:
    assert [spec.kind for spec in read_specs(StackedCog.report)] == ["command", "action", "form"]
    assert {spec.role for spec in read_specs(StackedCog.report)} == {Role.CAPTAIN}


def test_only_the_button_has_button_only_options(registry: Registry) -> None:
    names = {
        kind: [option.name for option in spec.options]
        for kind, spec in (
            ("command", registry.commands["report"]),
            ("action", registry.actions["report.page"]),
            ("form", registry.forms["log"]),
        )
    }
    assert names == {"command": ["campaign", "day"], "action": ["campaign", "page", "day"], "form": ["campaign", "day"]}


def test_the_command_makes_its_own_form_too(registry: Registry) -> None:
    assert [option.name for option in registry.forms["report"].options] == ["campaign", "day"]


async def test_one_method_answers_all(registry: Registry) -> None:
    floor = Floor()
    floor.dispatcher.registry = registry
    inv = envelope()
    for spec in read_specs(StackedCog.report):
        found = {**registry.commands, **registry.actions, "log": registry.forms["log"]}[spec.name]
        assert found.handler == registry.commands["report"].handler
    assert inv.caller.account == "100"
