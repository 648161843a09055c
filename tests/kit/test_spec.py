"""A signature is the whole declaration, and one that can't be shown everywhere fails at import."""

from enum import StrEnum
from typing import Annotated, Any

import pytest

from bot.kit.cards.limits import LimitError
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt, SpecError
from bot.kit.spec import command, form, read_specs
from bot.roles import Role
from tests.kit.sample import SampleCog

Word = Annotated[str | None, Opt("A word")]


class Mood(StrEnum):
    """A closed set."""

    GOOD = "good"


def test_the_signature_becomes_the_options() -> None:
    [spec] = read_specs(SampleCog.log)
    assert (spec.name, spec.summary, spec.private, spec.role) == (
        "log",
        "Record a call you made.",
        True,
        Role.VOLUNTEER,
    )
    outcome, office, times = spec.options
    assert (outcome.words, outcome.kind, outcome.required) == (
        ("spoke", "voicemail", "unavailable"),
        "outcome",
        False,
    )
    assert (office.suggest, office.max_length, office.help) == ("offices", 20, "Office you called")
    assert (times.kind, times.convert("3")) == ("number", 3)


def test_a_flag_is_yes_or_no() -> None:
    [spec] = read_specs(SampleCog.leaderboard)
    flag = spec.options[0]
    assert (flag.words, flag.convert("yes"), flag.convert("no")) == (("yes", "no"), True, False)


def test_none_is_allowed_inside_or_outside_the_annotation() -> None:
    @command("x")
    async def method(
        self: object,
        inv: Invocation,
        a: Annotated[Mood | None, Opt("Mood")] = None,
        b: Annotated[Mood, Opt("Mood")] | None = None,
        c: Annotated[str, Opt("Word", words=("one", "two"))] = "one",
    ) -> Card:
        """Do it."""
        return Card()

    [spec] = read_specs(method)
    assert [option.words for option in spec.options] == [("good",), ("good",), ("one", "two")]


async def _undocumented(self: object, inv: Invocation) -> Card:
    return Card()


async def _wordy(self: object, inv: Invocation) -> Card:
    return Card()


_wordy.__doc__ = "x" * 101


async def _long(self: object, inv: Invocation, word: Annotated[str, Opt("x" * 101)]) -> Card:
    """Do it."""
    return Card()


async def _full(self: object, inv: Invocation, word: Annotated[str | None, Opt("x" * 100)] = None) -> Card:
    return Card()


_full.__doc__ = "x" * 100


async def _bare(self: object, inv: Invocation, word: str) -> Card:
    """Do it."""
    return Card()


async def _uncalled(self: object, word: Word = None) -> Card:
    """Do it."""
    return Card()


async def _listy(self: object, inv: Invocation, word: Annotated[list[str], Opt("Words")]) -> Card:
    """Do it."""
    return Card()


async def _either(self: object, inv: Invocation, word: Annotated[str | int, Opt("A word")]) -> Card:
    """Do it."""
    return Card()


async def _late(self: object, inv: Invocation, a: Word = None, *, b: Annotated[str, Opt("Word")]) -> Card:
    """Do it."""
    return Card()


async def _mute(self: object, inv: Invocation, a: Annotated[str, Opt("")]) -> Card:
    """Do it."""
    return Card()


async def _fine(self: object, inv: Invocation, a: Word = None) -> Card:
    """Do it."""
    return Card()


@pytest.mark.parametrize(
    ("name", "handler", "sentence"),
    [
        ("x", _undocumented, "the docstring's first line is the summary"),
        ("x", _wordy, "1 to 100 characters"),
        ("X", _fine, "one or two lower-case words"),
        ("x", _bare, "annotate it as Annotated"),
        ("x", _uncalled, "the parameters are self, inv: Invocation"),
        ("x", _listy, "str, int, bool, a SentFile or a StrEnum, not list"),
        ("x", _either, "one type, or that type and None"),
        ("x", _late, "required options come first"),
        ("x", _mute, "Opt needs a sentence"),
        ("x", _long, "1 to 100 characters"),
    ],
)
def test_a_bad_declaration_names_the_fix(name: str, handler: Any, sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        command(name)(handler)


def test_sentences_may_fill_discords_limit() -> None:
    [spec] = read_specs(command("x")(_full))
    assert (len(spec.summary), [len(option.help) for option in spec.options]) == (100, [100])


def test_unless_names_options() -> None:
    with pytest.raises(SpecError, match="unless names"):
        command("x", form="x", unless=("b",))(_fine)


async def _many(
    self: object,
    inv: Invocation,
    a: Word = None,
    b: Word = None,
    c: Word = None,
    d: Word = None,
    e: Word = None,
    f: Word = None,
) -> Card:
    """Do it."""
    return Card()


async def _long_label(
    self: object,
    inv: Invocation,
    a: Annotated[str, Opt("A label that is longer than a field of Discord's forms")],
) -> Card:
    """Do it."""
    return Card()


def test_discords_limits_are_kept() -> None:
    with pytest.raises(LimitError, match="6 of 5"):
        command("x")(_many)
    with pytest.raises(LimitError, match="of 45"):
        form("x")(_long_label)
