"""Discord's limits on a message: content, embeds and components.

Sources: https://discord.com/developers/docs/resources/message and .../components/reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.platforms.discord.checks.violations import Json, Violation, counted, distinct, optional, sized

EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15

ROW, BUTTON, SELECT, TEXT_INPUT = 1, 2, 3, 4
SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 12, 13, 14, 17, 18
SELECTS = frozenset({3, 5, 6, 7, 8})
_V2_TOP = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
_LINK = 5


def check_message(body: Json, flags: int) -> Iterator[Violation]:
    """Faults in the parts of a message that `body` sets. `flags` are the resulting message's."""
    yield from optional("content", body.get("content"), 0, 2000)
    yield from check_embeds(body.get("embeds") or [])
    components = body.get("components") or []
    if flags & COMPONENTS_V2:
        yield from _check_v2(body, components)
    else:
        yield from _check_rows(components)
    yield from check_components(components)
    yield from counted("attachments", body.get("attachments") or [], 0, 10)


def check_embeds(embeds: list[Json]) -> Iterator[Violation]:
    yield from counted("embeds", embeds, 0, 10)
    for index, embed in enumerate(embeds):
        yield from _check_embed(f"embeds.{index}", embed)
    # 6,000 is the sum over all embeds of one message, not per embed.
    if sum(map(_embed_size, embeds)) > 6000:
        yield Violation("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_embed(path: str, embed: Json) -> Iterator[Violation]:
    yield from optional(f"{path}.title", embed.get("title"), 0, 256)
    yield from optional(f"{path}.description", embed.get("description"), 0, 4096)
    yield from optional(f"{path}.footer.text", (embed.get("footer") or {}).get("text"), 1, 2048)
    yield from optional(f"{path}.author.name", (embed.get("author") or {}).get("name"), 1, 256)
    yield from _scheme(f"{path}.url", embed.get("url"), "http", "https")
    for part in ("image", "thumbnail"):
        url = (embed.get(part) or {}).get("url")
        yield from _scheme(f"{path}.{part}.url", url, "http", "https", "attachment")
    fields = embed.get("fields") or []
    yield from counted(f"{path}.fields", fields, 0, 25)
    for index, field in enumerate(fields):
        yield from sized(f"{path}.fields.{index}.name", field.get("name"), 1, 256)
        yield from sized(f"{path}.fields.{index}.value", field.get("value"), 1, 1024)


def _embed_size(embed: Json) -> int:
    parts: list[Any] = [embed.get("title"), embed.get("description")]
    parts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        parts += [field.get("name"), field.get("value")]
    return sum(len(part) for part in parts if isinstance(part, str))


def walk(components: list[Json], path: str = "components") -> Iterator[tuple[str, Json]]:
    """Every component with its path, outer before inner."""
    for index, component in enumerate(components):
        yield from _walk_one(f"{path}.{index}", component)


def _walk_one(path: str, component: Json) -> Iterator[tuple[str, Json]]:
    yield path, component
    yield from walk(component.get("components") or [], f"{path}.components")
    for key in ("component", "accessory"):
        if component.get(key):
            yield from _walk_one(f"{path}.{key}", component[key])


def check_components(components: list[Json]) -> Iterator[Violation]:
    """Faults of rows, buttons and selects at any depth, and duplicate custom ids."""
    found = list(walk(components))
    if len(found) > 40:
        yield Violation("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "At most 40 components")
    for path, component in found:
        kind = component.get("type")
        if kind == ROW:
            yield from _check_row(path, component.get("components") or [])
        elif kind == BUTTON:
            yield from _check_button(path, component)
        elif kind in SELECTS:
            yield from check_select(path, component)
    ids = ((f"{path}.custom_id", component.get("custom_id")) for path, component in found)
    yield from distinct(ids, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")


def _check_rows(components: list[Json]) -> Iterator[Violation]:
    yield from counted("components", components, 0, 5)
    for index, component in enumerate(components):
        if component.get("type") != ROW:
            yield Violation(f"components.{index}.type", "UNION_TYPE_CHOICES", "Value of field 'type' must be 1.")


def _check_v2(body: Json, components: list[Json]) -> Iterator[Violation]:
    for key in ("content", "embeds"):
        if body.get(key):
            sentence = f"The '{key}' field cannot be used with components V2"
            yield Violation(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)
    for index, component in enumerate(components):
        if component.get("type") not in _V2_TOP:
            yield Violation(f"components.{index}.type", "UNION_TYPE_CHOICES", "Not a top-level component.")
    if sum(len(part.get("content") or "") for _, part in walk(components) if part.get("type") == TEXT) > 4000:
        yield Violation("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Text exceeds 4000 characters")


def _check_row(path: str, children: list[Json]) -> Iterator[Violation]:
    width = sum(5 if child.get("type") in SELECTS else 1 for child in children)
    if not 1 <= width <= 5:
        sentence = "A row holds one to five buttons, or one select"
        yield Violation(f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", sentence)


def _check_button(path: str, button: Json) -> Iterator[Violation]:
    yield from optional(f"{path}.label", button.get("label"), 0, 80)
    if not button.get("label") and not button.get("emoji"):
        yield Violation(path, "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji")
    if button.get("style") == _LINK:
        yield from sized(f"{path}.url", button.get("url"), 1, 512)
        yield from _scheme(f"{path}.url", button.get("url"), "http", "https", "discord")
        if "custom_id" in button:
            yield Violation(f"{path}.custom_id", "BUTTON_COMPONENT_INVALID", "A link button has no custom id")
    else:
        yield from sized(f"{path}.custom_id", button.get("custom_id"), 1, 100)


def check_select(path: str, select: Json) -> Iterator[Violation]:
    """A select menu, in a message or in a modal."""
    yield from sized(f"{path}.custom_id", select.get("custom_id"), 1, 100)
    yield from optional(f"{path}.placeholder", select.get("placeholder"), 0, 150)
    if select.get("type") != SELECT:
        return
    options = select.get("options") or []
    yield from counted(f"{path}.options", options, 1, 25)
    for index, option in enumerate(options):
        yield from sized(f"{path}.options.{index}.label", option.get("label"), 1, 100)
        yield from sized(f"{path}.options.{index}.value", option.get("value"), 1, 100)
        yield from optional(f"{path}.options.{index}.description", option.get("description"), 0, 100)
    values = ((f"{path}.options.{index}.value", option.get("value")) for index, option in enumerate(options))
    yield from distinct(values, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The option value is already used")
    low, high = select.get("min_values", 1), select.get("max_values", 1)
    if not low <= high <= max(len(options), 1):
        yield Violation(f"{path}.max_values", "BASE_TYPE_BAD_INTEGER", "min_values, max_values, options must fit")
    if sum(bool(option.get("default")) for option in options) > high:
        yield Violation(f"{path}.options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many defaults")


def _scheme(path: str, url: object, *schemes: str) -> Iterator[Violation]:
    if isinstance(url, str) and urlsplit(url).scheme not in schemes:
        sentence = f'Scheme "{urlsplit(url).scheme}" is not supported. Scheme must be one of {schemes}.'
        yield Violation(path, "URL_TYPE_INVALID_SCHEME", sentence)
