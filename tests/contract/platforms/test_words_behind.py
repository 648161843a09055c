"""Words behind a command do what people mean by them: help, a language, or another command."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


@pytest.fixture(params=[CONSOLE, HTTP])
def platform_name(request: pytest.FixtureRequest) -> str:
    """Platforms on which commands are typed as text."""
    return str(request.param)


HELP = ("help", "HELP!", "?", "ayuda", "Ayúdame", "도움말", "trợ giúp", "tro giup", "tulong", "帮助", "說明", "help me")


async def test_help_behind_the_first_command_lists_all_of_them_in_every_language(stage: Stage) -> None:
    ana = stage.person("Ana")
    for typed in (*HELP, "hepl", "helpp", "ayudaa"):
        assert (await ana.say(f"/callboard {typed}")).has(said("help.title")), typed


async def test_help_behind_another_command_explains_it(stage: Stage) -> None:
    root = await admin(stage)
    for typed, syntax in (
        ("log help", "log [outcome] [office]"),
        ("leaderboard ayuda", "leaderboard [by]"),
        ("undo ?", "undo [call]"),
        ("void 帮助", "void call reason"),
        ("channel help", "channel subscribe [quiet]"),
        ("alert send help", "alert send [words]"),
    ):
        explained = await root.say(f"/{typed}")
        assert explained.has(syntax), typed
        assert (await root.tap("All commands", on=explained)).has(said("help.title")), typed
    assert (await root.say("/org add Help")).has("Help is a member organization now")
    ana = stage.person("Ana")
    assert (await ana.say("/void help")).has("for coordinators")


async def test_a_language_behind_the_first_command_is_the_one_to_go_on_in(stage: Stage) -> None:
    ana = stage.person("Ana")
    for typed, label in (
        ("español", "Ver el guion"),
        ("espanol", "Ver el guion"),
        ("korean", "스크립트 보기"),
        ("Tiếng Việt", None),
        ("zh-hant", None),
        ("inglés", "Get the script"),
    ):
        shown = await ana.say(f"/callboard {typed}")
        assert shown.buttons, typed
        assert label is None or label in shown.buttons, typed
        assert not shown.has("don't know what to do"), typed
    await ana.say("/callboard tagalog")
    assert not (await ana.say("/mycalls")).has("Your calls")


async def test_a_command_behind_the_first_one_is_offered_with_its_words(stage: Stage) -> None:
    ana = stage.person("Ana")
    asked = await ana.say("/callboard log voicemail")
    assert asked.buttons == ("/log",)
    assert (await ana.tap("/log", on=asked)).has("Left a voicemail")
    for typed, label, shows in (
        ("mycals", "/mycalls", "Your calls"),
        ("/leaderboard orgs", "/leaderboard", "Organizations"),
        ("scrpt", "/script", "Office"),
    ):
        asked = await ana.say(f"/callboard {typed}")
        assert asked.buttons == (label,), typed
        assert (await ana.tap(label, on=asked)).has(shows), typed
    for typed in ("/callboard log", "/lgo"):  # something is missing: its form asks for it
        asked = await ana.say(typed)
        assert (await ana.tap("/log", on=asked)).form == "Log a call", typed
    unknown = await stage.person("Ben").say("/callboard qqqq")
    assert unknown.has("I don't know what to do with “qqqq”.")
    assert not unknown.has(said("error.nothing_saved"))
