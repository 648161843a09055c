"""A form's inputs: finding one by its label, filling it as a person does, and the state Slack sends."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.platforms.slack import reading
from tests.platforms.slack.checks.rules import elements_of, options_of

Json = dict[str, Any]
Key = tuple[str, str]
SINGLE = frozenset({"static_select", "external_select", "radio_buttons"})
MULTIPLE = frozenset({"checkboxes", "multi_static_select"})
CHANNELS = "multi_conversations_select"
REQUIRED = "Please complete this required field."


def with_ids(blocks: Sequence[Json], new: Iterator[str]) -> list[Json]:
    """The blocks, with the block and action ids that Slack generates if the app gave none."""
    named = [{**block, "block_id": block.get("block_id") or next(new)} for block in blocks]
    for block in named:
        for element in elements_of(block):
            element["action_id"] = element.get("action_id") or next(new)
    return named


def inputs(blocks: Sequence[Json]) -> dict[Key, Json]:
    """Elements with a value, by block id and action id."""
    held = SINGLE | MULTIPLE | {"plain_text_input", "datepicker", "timepicker", "users_select", "conversations_select"}
    held |= {"file_input", CHANNELS}
    pairs = ((block, element) for block in blocks for element in elements_of(block))
    return {(b["block_id"], e["action_id"]): e for b, e in pairs if e["type"] in held}


def find(blocks: Sequence[Json], name: str) -> Key:
    """The input with this label, `block_id/action_id` or one of the two. An AssertionError lists the fields."""
    labels = {block["block_id"]: reading.label(block) for block in blocks}
    for key in inputs(blocks):
        if name in (labels[key[0]], "/".join(key), *key):
            return key
    raise AssertionError(f"No field {name!r}; there are {[labels[b] or f'{b}/{a}' for b, a in inputs(blocks)]}")


def initial(element: Json) -> Json:
    """An element's state before anybody touched it."""
    kind = element["type"]
    if kind in SINGLE:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in MULTIPLE:
        return {"type": kind, "selected_options": element.get("initial_options") or []}
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value") or None}
    if kind == "file_input":
        return {"type": kind, "files": []}
    if kind == CHANNELS:
        return {"type": kind, "selected_conversations": element.get("initial_conversations") or []}
    name = kind.removesuffix("picker").removesuffix("s_select")
    return {"type": kind, f"selected_{name}": element.get(f"initial_{name}")}


def filled(element: Json, value: Any, offered: Sequence[Json] | None = None) -> Json:
    """An element's state after a person gave it `value`: words for text, an option's words for a choice,
    several for checkboxes, an added file, None to clear. `offered` are the options an external select
    was answered with."""
    kind = element["type"]
    options = options_of(element) if offered is None else offered
    if kind in SINGLE:
        return {"type": kind, "selected_option": None if value is None else choose(options, value)}
    if kind in MULTIPLE:
        return {"type": kind, "selected_options": [choose(options, one) for one in value or ()]}
    if kind == "plain_text_input":
        return {"type": kind, "value": value or None}
    if kind == "file_input":
        return {"type": kind, "files": [value] if value else []}
    if kind == CHANNELS:
        assert len(value or ()) <= element.get("max_selected_items", 100), "more channels than the menu takes"
        return {"type": kind, "selected_conversations": list(value or ())}
    return {"type": kind, f"selected_{kind.removesuffix('picker').removesuffix('s_select')}": value}


def choose(options: Sequence[Json], wanted: str) -> Json:
    """The option with these words or this value. An AssertionError lists them."""
    for option in options:
        if wanted in (reading.label(option), option["value"]):
            return option
    raise AssertionError(f"No option {wanted!r}; there are {[reading.label(o) for o in options]}")


def empty(state: Json) -> bool:
    """Whether nothing is typed or chosen."""
    return not any(value for name, value in state.items() if name != "type")


def shown_value(state: Json) -> Any:
    """What a person sees in the field: text, an option's words, a list of them, or None."""
    if "selected_options" in state:
        return [reading.label(option) for option in state["selected_options"]]
    option = state.get("selected_option")
    if option is not None:
        return reading.label(option)
    return next((value for name, value in state.items() if name != "type"), None)


def refusals(blocks: Sequence[Json], state: Mapping[Key, Json]) -> dict[str, str]:
    """What Slack's own client refuses before the bot gets a request: sentences by block id."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        held = state[(block["block_id"], element["action_id"])]
        value = held.get("value") or ""
        if empty(held):
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
        elif len(value) > element.get("max_length", 3000):
            found[block["block_id"]] = f"Must be at most {element['max_length']} characters."
        elif held["type"] == "plain_text_input" and len(value) < element.get("min_length", 0):
            found[block["block_id"]] = f"Must be at least {element['min_length']} characters."
    return found
