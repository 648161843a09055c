"""Options a person types after a slash command, checked as Discord's own client checks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.platforms.discord.checks.command_limits import GROUP, SUBCOMMAND
from tests.platforms.discord.checks.violations import Json

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER, ATTACHMENT = 3, 4, 5, 6, 7, 8, 10, 11
Given = Mapping[str, object]


def fill(command: Json, words: list[str], given: Given) -> list[Json]:
    """The `options` of the interaction's data. `words` are the subcommands after the name.

    Raises AssertionError where the client wouldn't send it: an unknown or missing option, a value that isn't
    a choice, has the wrong type or is out of range.
    """
    return _descend(command, words, lambda leaf: _filled(leaf, given))


def fill_focused(command: Json, words: list[str], given: Given, focused: str, typed: str) -> list[Json]:
    """Like `fill`, while the person is still typing into `focused`: nothing is required yet."""

    def half_filled(leaf: Json) -> list[Json]:
        option = _option(leaf, focused)
        assert option.get("autocomplete"), f"{focused} has no suggestions"
        rest = [_value(_option(leaf, name), value) for name, value in given.items()]
        return [*rest, {"name": focused, "type": option["type"], "value": typed, "focused": True}]

    return _descend(command, words, half_filled)


def option_type(command: Json, words: list[str], name: str) -> int:
    leaf = command
    for word in words:
        leaf = _option(leaf, word)
    return int(_option(leaf, name)["type"])


def _descend(level: Json, words: list[str], fill_leaf: Callable[[Json], list[Json]]) -> list[Json]:
    if not words:
        inner = [option["name"] for option in level.get("options") or [] if option["type"] in (SUBCOMMAND, GROUP)]
        assert not inner, f"/{level['name']} needs one of {inner}"
        return fill_leaf(level)
    step = _option(level, words[0])
    return [{"name": step["name"], "type": step["type"], "options": _descend(step, words[1:], fill_leaf)}]


def _option(level: Json, name: str) -> Json:
    options = {option["name"]: option for option in level.get("options") or []}
    assert name in options, f"/{level['name']} has no option {name!r}; it has {list(options)}"
    found: Json = options[name]
    return found


def _filled(leaf: Json, given: Given) -> list[Json]:
    missing = [o["name"] for o in leaf.get("options") or [] if o.get("required") and o["name"] not in given]
    assert not missing, f"/{leaf['name']} needs {missing}"
    return [_value(_option(leaf, name), value) for name, value in given.items()]


def _value(option: Json, value: object) -> Json:
    kind = option["type"]
    if option.get("choices"):
        value = _choice(option, value)
    elif kind == STRING:
        _within(option, value, str, len(value) if isinstance(value, str) else 0, "length")
    elif kind in (INTEGER, NUMBER):
        _within(option, value, int if kind == INTEGER else (int, float), value, "value")
    elif kind == BOOLEAN:
        assert isinstance(value, bool), f"{option['name']} takes True or False, not {value!r}"
    else:
        assert kind in (USER, CHANNEL, ROLE, ATTACHMENT), f"{option['name']}: nobody here can fill in type {kind}"
        assert isinstance(value, str), f"{option['name']} takes an id"
    return {"name": option["name"], "type": kind, "value": value}


def _choice(option: Json, value: object) -> object:
    """A choice by its visible or its sent value."""
    for choice in option["choices"]:
        if value in (choice["value"], choice["name"]):
            return choice["value"]
    raise AssertionError(f"{option['name']} offers {[c['name'] for c in option['choices']]}, not {value!r}")


def _within(option: Json, value: object, kind: type | tuple[type, ...], size: object, measure: str) -> None:
    assert isinstance(value, kind), f"{option['name']} cannot be {value!r}"
    assert not isinstance(value, bool), f"{option['name']} cannot be {value!r}"
    assert isinstance(size, int | float)
    least, most = option.get(f"min_{measure}"), option.get(f"max_{measure}")
    if measure == "length":
        most = 6000 if most is None else most  # the client sends no more than 6,000 characters
    assert least is None or size >= least, f"{option['name']}: {size} is under {least}"
    assert most is None or size <= most, f"{option['name']}: {size} is over {most}"
