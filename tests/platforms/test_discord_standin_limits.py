"""The limits that the Discord stand-in checks: each just met, and each just broken."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.platforms.discord.checks.command_limits import check_commands
from tests.platforms.discord.checks.form_limits import check_choices, check_modal
from tests.platforms.discord.checks.message_limits import COMPONENTS_V2, check_message
from tests.platforms.discord.checks.schemas import CALLBACKS, SPEC, check_schema
from tests.platforms.discord.checks.violations import Violation, error_tree
from tests.platforms.discord.text import message_text

Json = dict[str, Any]


def button(custom_id: str = "b", **more: Any) -> Json:
    return {"type": 2, "style": 2, "label": "Go", "custom_id": custom_id} | more


def link(url: str) -> Json:
    return {"type": 2, "style": 5, "label": "Go", "url": url}


def rows(*children: Json) -> Json:
    return {"components": [{"type": 1, "components": list(children)}]}


def menu(count: int = 1, **more: Any) -> Json:
    options = [{"label": f"{n}", "value": f"{n}"} for n in range(count)]
    return {"type": 3, "custom_id": "m", "options": options} | more


def embed(**parts: Any) -> Json:
    return {"embeds": [parts]}


def fields(count: int, name: str = "n", value: str = "v") -> Json:
    return embed(fields=[{"name": name, "value": value}] * count)


def texts(count: int) -> Json:
    return {"components": [{"type": 17, "components": [{"type": 10, "content": "x"}] * count}]}


def paths(violations: Iterable[Violation]) -> set[str]:
    return {violation.path for violation in violations}


ROW, LEAF = "components.0.components", "components.0.components.0"


@pytest.mark.parametrize(
    ("kept", "broken", "path"),
    [
        ({"content": "x" * 2000}, {"content": "x" * 2001}, "content"),
        (embed(title="x" * 256), embed(title="x" * 257), "embeds.0.title"),
        (embed(description="x" * 4096), embed(description="x" * 4097), "embeds.0.description"),
        (fields(25), fields(26), "embeds.0.fields"),
        (fields(1, value="x" * 1024), fields(1, value=""), "embeds.0.fields.0.value"),
        (fields(5, "x" * 200, "x" * 1000), fields(5, "x" * 201, "x" * 1000), "embeds"),
        (embed(footer={"text": "x" * 2048}), embed(footer={"text": "x" * 2049}), "embeds.0.footer.text"),
        (
            embed(image={"url": "attachment://a.png"}),
            embed(image={"url": "file:///a.png"}),
            "embeds.0.image.url",
        ),
        (rows(*map(button, "abcde")), rows(*map(button, "abcdef")), ROW),
        (rows(button("x" * 100)), rows(button("x" * 101)), f"{LEAF}.custom_id"),
        (rows(button("x")), rows(button("")), f"{LEAF}.custom_id"),
        (rows(button("a"), button("b")), rows(button("a"), button("a")), f"{ROW}.1.custom_id"),
        (rows(button(label="x" * 80)), rows(button(label="x" * 81)), f"{LEAF}.label"),
        (rows(link("https://a.org")), rows(link("tel:+12022243121")), f"{LEAF}.url"),
        (rows(menu(25)), rows(menu(26)), f"{LEAF}.options"),
        (rows(menu(2, max_values=2)), rows(menu(2, max_values=3)), f"{LEAF}.max_values"),
        (rows(menu(placeholder="x" * 150)), rows(menu(placeholder="x" * 151)), f"{LEAF}.placeholder"),
        (rows(menu()), rows(menu(), button()), ROW),
        ({"components": rows(button())["components"]}, {"components": [button()]}, "components.0.type"),
        (
            {"components": [rows(button(f"{n}"))["components"][0] for n in range(5)]},
            {"components": [rows(button(f"{n}"))["components"][0] for n in range(6)]},
            "components",
        ),
    ],
)
def test_a_messages_limits(kept: Json, broken: Json, path: str) -> None:
    assert list(check_message(kept, 0)) == []
    assert path in paths(check_message(broken, 0))


def test_a_message_of_components_holds_forty_and_no_content() -> None:
    assert list(check_message(texts(39), COMPONENTS_V2)) == []
    assert paths(check_message(texts(40) | {"content": "x"}, COMPONENTS_V2)) == {"components", "content"}
    assert paths(check_message(texts(1), 0)) == {"components.0.type"}


def modal(**more: Any) -> Json:
    return {"title": "T", "custom_id": "c", "components": [label()]} | more


def label(text: str = "L", custom_id: str = "i", **more: Any) -> Json:
    box = {"type": 4, "custom_id": custom_id, "style": 1} | more
    return {"type": 18, "label": text, "component": box}


def many(count: int) -> Json:
    return modal(components=[label(custom_id=f"{n}") for n in range(count)])


@pytest.mark.parametrize(
    ("kept", "broken", "path"),
    [
        (modal(title="x" * 45), modal(title="x" * 46), "title"),
        (modal(custom_id="x" * 100), modal(custom_id="x" * 101), "custom_id"),
        (many(5), many(6), "components"),
        (
            modal(components=[label("x" * 45)]),
            modal(components=[label("x" * 46)]),
            "components.0.label",
        ),
        (
            modal(components=[label(placeholder="x" * 100)]),
            modal(components=[label(placeholder="x" * 101)]),
            "components.0.component.placeholder",
        ),
        (
            modal(components=[label(value="12345", max_length=5)]),
            modal(components=[label(value="123456", max_length=5)]),
            "components.0.component.value",
        ),
        (
            modal(components=[{"type": 18, "label": "L", "component": menu()}]),
            modal(components=[{"type": 18, "label": "L", "component": menu(disabled=True)}]),
            "components.0.component.disabled",
        ),
        (many(2), modal(components=[label(), label()]), "components.1.component.custom_id"),
    ],
)
def test_a_forms_limits(kept: Json, broken: Json, path: str) -> None:
    assert list(check_modal(kept)) == []
    assert path in paths(check_modal(broken))


@pytest.mark.parametrize(
    ("choices", "path"),
    [
        ([{"name": "n", "value": "v"}] * 26, "choices"),
        ([{"name": "x" * 101, "value": "v"}], "choices.0.name"),
        ([{"name": "n", "value": "x" * 101}], "choices.0.value"),
        ([{"name": "n", "value": 3}], "choices.0.value"),
    ],
)
def test_suggestions_limits(choices: list[Json], path: str) -> None:
    assert list(check_choices({"choices": [{"name": "x" * 100, "value": "x" * 100}] * 25}, 3)) == []
    assert paths(check_choices({"choices": choices}, 3)) == {path}


def command(**more: Any) -> Json:
    return {"name": "log", "description": "Record a call"} | more


def option(name: str = "o", **more: Any) -> Json:
    return {"type": 3, "name": name, "description": "d"} | more


def named(count: int) -> list[Json]:
    return [option(f"o{n}") for n in range(count)]


def chosen(count: int, name: str = "n", **more: Any) -> list[Json]:
    return [option(choices=[{"name": name, "value": "v"}] * count, **more)]


@pytest.mark.parametrize(
    ("kept", "broken", "path"),
    [
        (command(name="my-calls"), command(name="My Calls"), "0.name"),
        (command(description="x" * 100), command(description="x" * 101), "0.description"),
        (command(options=named(25)), command(options=named(26)), "0.options"),
        (command(options=chosen(25)), command(options=chosen(26)), "0.options.0.choices"),
        (
            command(options=chosen(1, "x" * 100)),
            command(options=chosen(1, "x" * 101)),
            "0.options.0.choices.0.name",
        ),
        (
            command(options=chosen(1)),
            command(options=chosen(1, autocomplete=True)),
            "0.options.0.choices",
        ),
        (
            command(options=[option("a", required=True), option("b")]),
            command(options=[option("a"), option("b", required=True)]),
            "0.options.1",
        ),
        (command(options=named(2)), command(options=[option(), option()]), "0.options.1.name"),
        (
            command(description_localizations={"es-ES": "x"}),
            command(description_localizations={"tl": "x"}),
            "0.description_localizations.tl",
        ),
        (
            command(name_localizations={"ko": "기록"}),
            command(name_localizations={"fr": "Noter"}),
            "0.name_localizations.fr",
        ),
    ],
)
def test_a_commands_limits(kept: Json, broken: Json, path: str) -> None:
    assert list(check_commands([kept])) == []
    assert path in paths(check_commands([broken]))


def test_commands_are_a_hundred_each_named_once() -> None:
    hundred = [command(name=f"c{n}") for n in range(100)]
    assert list(check_commands(hundred)) == []
    assert paths(check_commands([*hundred, command()])) == {""}
    assert paths(check_commands([command(), command()])) == {"1.name"}


def test_errors_are_nested_as_discord_nests_them() -> None:
    tree = error_tree(check_message(embed(title="x" * 257), 0))
    message = {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."}
    assert tree == {"embeds": {"0": {"title": {"_errors": [message]}}}}


@pytest.mark.skipif(not SPEC.exists(), reason="Discord's API description is not at hand")
def test_discords_own_api_description_is_used() -> None:
    answer = {"type": 4, "data": rows(button(), menu()) | {"attachments": [{"id": 0, "filename": "a.png"}]}}
    assert check_schema(CALLBACKS[4], answer) == ()
    wrong = {"type": 4, "data": rows(button(style=9), button(disabled="no"))}
    assert {fault.path for fault in check_schema(CALLBACKS[4], wrong)} == {
        f"data.{LEAF}.style",
        f"data.{ROW}.1.disabled",
    }


def test_a_message_reads_as_plain_text() -> None:
    table = "**Board**\n```\n1. Spruce  3\n2. Oak     1\n```\n-# as of `now`, \\*\\*really\\*\\*"
    shown = {"content": "# Hi", "embeds": [{"title": "T", "description": table, "footer": {"text": "F"}}]}
    expected = "Hi\nT\nBoard\n1. Spruce  3\n2. Oak     1\nas of now, **really**\nF"
    assert message_text(shown) == expected
