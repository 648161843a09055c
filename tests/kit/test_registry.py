"""Declarations are bound to their cogs, and conflicting ones fail at start."""

from typing import Annotated

import pytest

from bot.kit.cards.reply import Card
from bot.kit.descriptions import describe_command, describe_option
from bot.kit.i18n import load_words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt, SpecError
from bot.kit.registry import collect
from bot.kit.spec import action, command, form
from tests.kit.sample import SampleCog


class _Reserved:
    @command("help")
    async def method(self, inv: Invocation) -> Card:
        """Help."""
        return Card()


class _Formless:
    @command("ask", form="nowhere")
    async def method(self, inv: Invocation) -> Card:
        """Ask."""
        return Card()


class _Twofold:
    @action("log")
    async def method(self, inv: Invocation) -> Card:
        """Log."""
        return Card()


class _Unsuggested:
    @command("pick")
    async def method(self, inv: Invocation, a: Annotated[str | None, Opt("Word", suggest="none")] = None) -> Card:
        """Pick."""
        return Card()


class _Unworded:
    @form("untitled")
    async def method(self, inv: Invocation) -> Card:
        """Fill in."""
        return Card()


def test_everything_is_found_and_bound() -> None:
    cog = SampleCog()
    registry = collect(cog)
    assert list(registry.commands) == ["log", "leaderboard", "void"]
    assert registry.actions.keys() == {"undo", "board"}
    assert registry.find_route("undo") == registry.actions["undo"]
    assert registry.find_route("log") == registry.forms["log"]
    assert registry.find_route("void") == registry.forms["void"]
    assert registry.commands["log"].handler == cog.log
    assert registry.suggestions == {"offices": cog.offices}
    assert registry.prefills == {"log": cog.offered}


@pytest.mark.parametrize(
    ("cogs", "sentence"),
    [
        ((SampleCog(), SampleCog()), "declared twice"),
        ((_Reserved(),), "/help belongs to the platforms"),
        ((_Formless(),), "form 'nowhere' needs the sentence"),
        ((SampleCog(), _Twofold()), r"\['log'\] name both an action and a form"),
        ((_Unsuggested(),), r"no @suggest is called \['none'\]"),
        ((_Unworded(),), "form 'untitled' needs the sentence 'form.untitled.title'"),
    ],
)
def test_conflicting_declarations_are_named(cogs: tuple[object, ...], sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        collect(*cogs)


def test_without_a_translation_the_codes_english_is_used() -> None:
    spec = collect(SampleCog()).commands["void"]
    assert describe_command(spec, load_words("en")) == "Take a call out of the count."
    assert describe_option(spec, spec.options[0], "en") == "Reference of the call"
