"""The commands as registered with Discord, and how often."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.discord.drawing.commands import build_command_tree, encode_tree
from bot.adapters.discord.gateway.registration import register
from tests.adapters.discord.cogs import Desk
from tests.adapters.discord.conftest import Floor
from tests.platforms.discord import Guild
from tests.platforms.discord.checks.command_limits import check_commands
from tests.platforms.discord.checks.schemas import COMMAND, check_schema
from tests.sentences.catalogs import ENGLISH, use_catalogs

SPANISH = """
command: {log: {summary: Anota una llamada, outcome: Cómo te fue}, echo: {summary: 'TOO_LONG'}}
choice: {outcome: {spoke: Hablé con alguien}}
command_name: {log: anotar, echo: Con Espacios, wait: anotar}
option_name: {outcome: resultado, office: outcome, loud: resultado}
"""


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalog with a few sentences in Spanish beside the English one."""
    with use_catalogs(
        tmp_path, monkeypatch, {"en": ENGLISH.read_text("utf-8"), "es": SPANISH.replace("TOO_LONG", "muy " * 30)}
    ):
        yield


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No catalog but the English one."""
    with use_catalogs(tmp_path, monkeypatch, {"en": ENGLISH.read_text("utf-8")}):
        yield


def tree() -> dict[str, dict[str, Any]]:
    commands = build_command_tree(Desk().dispatcher().registry.commands.values())
    assert list(check_commands(commands)) == []
    assert [fault for command in commands for fault in check_schema(COMMAND, command)] == []
    return {command["name"]: command for command in commands}


def options(command: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {option["name"]: option for option in command["options"]}


@pytest.mark.usefixtures("english")
def test_a_command_is_what_was_declared() -> None:
    log = tree()["log"]
    assert log["description"] == "Log a call."
    assert list(options(log)) == ["outcome", "office"]
    assert options(log)["office"] == {
        "type": 3,
        "name": "office",
        "description": "Office you called",
        "required": False,
        "max_length": 100,
        "autocomplete": True,
    }


@pytest.mark.usefixtures("english")
def test_closed_words_are_choices_under_their_labels() -> None:
    log = options(tree()["log"])
    assert log["outcome"]["choices"][0] == {"value": "spoke", "name": "Spoke to someone"}
    loud = options(tree()["echo"])["loud"]
    assert [(choice["name"], choice["value"]) for choice in loud["choices"]] == [("Yes", "yes"), ("No", "no")]


def test_a_number_is_a_number() -> None:
    assert options(tree()["echo"])["times"]["type"] == 4


def test_commands_are_for_servers_and_the_bots_direct_messages_and_hidden_from_nobody() -> None:
    for command in tree().values():
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]
        assert "default_member_permissions" not in command


@pytest.mark.usefixtures("spanish")
def test_every_locale_of_a_language_gets_its_sentences() -> None:
    log = tree()["log"]
    assert log["description_localizations"] == {"es-ES": "Anota una llamada", "es-419": "Anota una llamada"}
    outcome = options(log)["outcome"]
    assert outcome["description_localizations"]["es-ES"] == "Cómo te fue"
    spoke, voicemail = outcome["choices"]
    assert spoke["name_localizations"]["es-419"] == "Hablé con alguien"
    assert "name_localizations" not in voicemail


@pytest.mark.usefixtures("spanish")
def test_names_are_translated_where_discord_takes_them() -> None:
    commands = tree()
    named = {name: command.get("name_localizations", {}).get("es-ES") for name, command in commands.items()}
    assert {name: own for name, own in named.items() if own} == {"log": "anotar"}  # one has capitals, one is taken
    found = {name: one.get("name_localizations") for name, one in options(commands["log"]).items()}
    assert found == {"outcome": {"es-ES": "resultado", "es-419": "resultado"}, "office": None}
    assert options(commands["echo"])["loud"]["name_localizations"]["es-419"] == "resultado"


@pytest.mark.usefixtures("spanish")
def test_a_translation_that_is_too_long_leaves_the_english_one() -> None:
    assert "description_localizations" not in tree()["echo"]


async def test_one_refused_translation_costs_no_command(floor: Floor) -> None:
    tree = build_command_tree(floor.adapter._registry.commands.values())
    for place, locale in ((0, "ko"), (1, "vi")):
        tree[place]["name_localizations"] = {locale: "No Name!", "es-ES": f"nombre{place}"}
    assert floor.adapter._connection
    client = floor.adapter._connection.client
    await register(client.http, client.application_id or 0, None, tree, floor.state)
    assert len(floor.discord.problems) == 2
    floor.discord.problems.clear()
    kept = {command["name"]: command.get("name_localizations") or {} for command in floor.discord.commands()}
    assert len(kept) == len(tree)
    assert [kept[tree[place]["name"]] for place in (0, 1)] == [{"es-ES": "nombre0"}, {"es-ES": "nombre1"}]


async def test_commands_are_registered_once(floor: Floor) -> None:
    assert floor.discord.command_puts == [None]
    await floor.restart()
    assert floor.discord.command_puts == [None]


async def test_changed_commands_are_registered_again(floor: Floor) -> None:
    known = dict(floor.adapter._registry.commands)
    await floor.adapter.stop()
    floor.adapter = floor.new_adapter()
    floor.adapter._registry = floor.adapter._registry.__class__({"log": known["log"]}, {}, {}, {}, {})
    await floor.adapter.start()
    assert floor.discord.command_puts == [None, None]
    assert [command["name"] for command in floor.discord.commands()] == ["log"]


@pytest.mark.parametrize("damage", [None, "", "[]", "{}", '{"digest": 1}'])
async def test_without_the_state_file_commands_are_registered_again(floor: Floor, damage: str | None) -> None:
    floor.state.unlink()
    if damage is not None:
        floor.state.write_text(damage)
    await floor.restart()
    await floor.restart()
    assert floor.discord.command_puts == [None, None]


async def test_only_the_development_server_has_the_commands(floor: Floor) -> None:
    await _restart_in(floor, floor.guild)
    assert floor.discord.commands() == []
    assert len(floor.discord.commands(floor.guild)) == len(tree())
    other = floor.discord.add_guild(name="Another")
    await _restart_in(floor, other)
    assert floor.discord.commands(floor.guild) == []
    await floor.restart()
    assert floor.discord.commands(other) == []
    assert len(floor.discord.commands()) == len(tree())


async def _restart_in(floor: Floor, guild: Guild) -> None:
    await floor.adapter.stop()
    await floor.discord.disconnected()
    floor.adapter = floor.new_adapter(development_guild=int(guild.id))
    await floor.adapter.start()


def test_the_same_tree_is_the_same_text_in_any_order() -> None:
    assert encode_tree([{"a": 1, "b": "é"}]) == encode_tree([{"b": "é", "a": 1}])
    assert encode_tree([{"a": 1}]) != encode_tree([{"a": 2}])
