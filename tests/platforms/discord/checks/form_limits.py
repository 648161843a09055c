"""Discord's limits on modals and on autocomplete answers.

Sources: https://discord.com/developers/docs/components/reference and
.../interactions/receiving-and-responding#interaction-response-object-autocomplete.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.platforms.discord.checks.message_limits import LABEL, ROW, SELECTS, TEXT, TEXT_INPUT, check_select, walk
from tests.platforms.discord.checks.violations import Json, Violation, counted, distinct, optional, sized

STRING, INTEGER, NUMBER = 3, 4, 10
_VALUE_TYPES: dict[int, type | tuple[type, ...]] = {STRING: str, INTEGER: int, NUMBER: (int, float)}


def check_modal(data: Json) -> Iterator[Violation]:
    """Faults of a modal (callback type 9). Five parts: the API description says 40, its prose 5."""
    yield from sized("title", data.get("title"), 1, 45)
    yield from sized("custom_id", data.get("custom_id"), 1, 100)
    components = data.get("components") or []
    yield from counted("components", components, 1, 5)
    for index, component in enumerate(components):
        yield from _check_part(f"components.{index}", component)
    found = list(walk(components))
    for path, component in found:
        if component.get("type") == TEXT_INPUT:
            yield from _check_input(path, component)
        elif component.get("type") in SELECTS:
            yield from check_select(path, component)
            if component.get("disabled"):
                yield Violation(f"{path}.disabled", "COMPONENT_INVALID", "A select in a modal cannot be disabled")
    ids = ((f"{path}.custom_id", component.get("custom_id")) for path, component in found)
    yield from distinct(ids, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")


def _check_part(path: str, component: Json) -> Iterator[Violation]:
    if component.get("type") == LABEL:
        yield from sized(f"{path}.label", component.get("label"), 1, 45)
        yield from optional(f"{path}.description", component.get("description"), 0, 100)
        if not component.get("component"):
            yield Violation(f"{path}.component", "BASE_TYPE_REQUIRED", "This field is required")
    elif component.get("type") == ROW:
        yield from counted(f"{path}.components", component.get("components"), 1, 1)
    elif component.get("type") != TEXT:
        yield Violation(f"{path}.type", "UNION_TYPE_CHOICES", "Value of field 'type' must be one of 1, 10, 18.")


def _check_input(path: str, box: Json) -> Iterator[Violation]:
    yield from sized(f"{path}.custom_id", box.get("custom_id"), 1, 100)
    yield from optional(f"{path}.label", box.get("label"), 1, 45)
    yield from optional(f"{path}.placeholder", box.get("placeholder"), 0, 100)
    high = box.get("max_length") or 4000
    low = box.get("min_length") or 0
    if not (0 <= low <= high and 1 <= high <= 4000):
        yield Violation(f"{path}.max_length", "NUMBER_TYPE_MAX", "Lengths go from 0 to 4000, least before most")
    # Discord refuses the whole modal if a prefilled value is longer than max_length.
    yield from optional(f"{path}.value", box.get("value"), 0, high)


def check_choices(data: Json, option_type: int) -> Iterator[Violation]:
    """Faults of an autocomplete answer. The API description allows string values of 6,000, its prose 100."""
    choices = data.get("choices") or []
    yield from counted("choices", choices, 0, 25)
    for index, choice in enumerate(choices):
        yield from sized(f"choices.{index}.name", choice.get("name"), 1, 100)
        value = choice.get("value")
        if not isinstance(value, _VALUE_TYPES.get(option_type, str)):
            yield Violation(f"choices.{index}.value", "BASE_TYPE_INVALID", "The value is not of the option's type")
        elif option_type == STRING:
            yield from sized(f"choices.{index}.value", value, 1, 100)
