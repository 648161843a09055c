"""Completion offers commands, then their words and options, within the person's role."""

import pytest

from bot.adapters.console.completion import Suggestion, suggest
from bot.adapters.console.own_commands import ConsoleCommands
from bot.kit.i18n import load_words
from bot.roles import Role
from tests.kit.sample import Floor

FLOOR = Floor()
OWN = tuple(ConsoleCommands(FLOOR.dispatcher).commands.values())


def offered(typed: str, role: Role = Role.VOLUNTEER) -> tuple[Suggestion, ...]:
    return suggest(FLOOR.dispatcher.registry, OWN, load_words("en"), role, typed)


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("/", ["/log", "/leaderboard", "/help", "/quit"]),
        ("/L", ["/log", "/leaderboard"]),
        ("/log ", ["spoke", "voicemail", "unavailable", "outcome:", "office:", "times:"]),
        ("/log v", ["voicemail"]),
        ("/log senator-1 o", ["outcome:", "office:"]),
        ("/log outcome:s", ["spoke"]),
        ("/log office:", []),
        ("/nothing ", []),
        ("log", []),
        ("", []),
    ],
)
def test_possible_completions(typed: str, texts: list[str]) -> None:
    assert [offer.text for offer in offered(typed)] == texts


def test_a_suggestion_replaces_the_partial_word() -> None:
    assert offered("/log v")[0] == Suggestion("voicemail", 1, "Left a voicemail")
    assert offered("/lo")[0] == Suggestion("/log", 3, "Record a call you made.")
    assert offered("/log of")[0] == Suggestion("office:", 2, "Office you called")


def test_higher_roles_are_offered_more_commands() -> None:
    assert "/void" not in [offer.text for offer in offered("/")]
    assert "/void" in [offer.text for offer in offered("/", Role.COORDINATOR)]
