"""The help lists what one may type, never more, and always fits a card."""

from dataclasses import replace

import pytest

from bot.errors import UserError
from bot.kit.help import command_help_card, help_card, syntax
from bot.kit.i18n import words
from bot.kit.markup import plain
from bot.kit.registry import Registry, collect
from bot.roles import Role
from tests.kit.sample import SampleCog

WORDS = words("en")


def sample() -> Registry:
    return collect(SampleCog())


def test_a_volunteer_sees_a_volunteers_commands() -> None:
    listed = plain(help_card(sample(), WORDS, Role.VOLUNTEER).body)
    assert "/log [outcome] [office] [times] – Record a call you made." in listed
    assert "void" not in listed


def test_a_coordinator_sees_more_with_the_platforms_own_slash() -> None:
    listed = plain(help_card(sample(), words("en", "/vof-"), Role.COORDINATOR).body)
    assert "/vof-void call – Take a call out of the count." in listed


@pytest.mark.parametrize(("count", "told", "left_out"), [(60, "Record a call", "[outcome]"), (250, "/log", "Record")])
def test_a_long_list_says_less_of_each(count: int, told: str, left_out: str) -> None:
    log = sample().commands["log"]
    registry = replace(
        sample(), commands={f"log{number}": replace(log, name=f"log{number}") for number in range(count)}
    )
    listed = plain(help_card(registry, WORDS, Role.VOLUNTEER).body)
    assert f"/log{count - 1}" in listed
    assert told in listed
    assert left_out not in listed


def test_one_command_with_the_words_of_its_options() -> None:
    card = command_help_card(sample(), WORDS, Role.VOLUNTEER, "log")
    assert card.title == "/log [outcome] [office] [times]"
    assert plain(card.body).splitlines() == [
        "Record a call you made.",
        "",
        "outcome – How it went: spoke (Spoke to someone), voicemail (Left a voicemail), "
        "unavailable (Couldn't get through)",
        "office – Office you rang",
        "times – How often",
    ]


@pytest.mark.parametrize(("name", "key"), [("void", "error.for.coordinator"), ("nothing", "error.no_command")])
def test_what_one_may_not_use_is_said_to_be_others(name: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        command_help_card(sample(), WORDS, Role.VOLUNTEER, name)
    assert (refused.value.key, refused.value.params) == (key, {"name": name})


def test_what_is_required_has_no_brackets() -> None:
    assert syntax(sample().commands["void"]) == "/void call"
