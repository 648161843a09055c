"""Checks bodies against Discord's own API description, if the file is available.

The file (discord/discord-api-spec, 1.2 MB) is beside the repository, not in it. Without it only the limits
are checked. Where the description is looser than the platform (content of 4,000, modals of 40 parts,
autocomplete values of 6,000; unknown fields pass) the limits modules have the stricter figure. Where it is
stricter (attachment ids as integers, which discord.py sends and Discord accepts) the body is adapted first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import (  # type: ignore[import-untyped]  # its stubs are not among the pinned tools
    Draft202012Validator,
    ValidationError,
)
from jsonschema.validators import extend  # type: ignore[import-untyped]  # likewise

from tests.platforms.discord.checks.violations import Json, Violation

SPEC = Path(__file__).resolve().parents[5] / "shared" / "data" / "discord-openapi.json"

CALLBACKS = {
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    8: "ApplicationCommandAutocompleteCallbackRequest",
    9: "ModalInteractionCallbackRequest",
}
COMMAND = "ApplicationCommandUpdateRequest"
FOLLOWUP = "IncomingWebhookRequestPartial"
WEBHOOK_EDIT = "IncomingWebhookUpdateRequestPartial"
MESSAGE = "MessageCreateRequest"
MESSAGE_EDIT = "MessageEditRequestPartial"


def check_schema(name: str, body: Json) -> tuple[Violation, ...]:
    """Violations of the schema called `name`; empty without the description."""
    # The nonce differs from message to message and has its own check; without it a board that goes to 300
    # channels is judged once.
    judged = {key: value for key, value in body.items() if key != "nonce"}
    return _judge(name, json.dumps(_with_string_ids(judged)))


@lru_cache(maxsize=512)
def _judge(name: str, text: str) -> tuple[Violation, ...]:
    validator = _validator(name)
    errors = validator.iter_errors(json.loads(text)) if validator else ()
    return tuple(_violation(error) for error in errors)


def _violation(error: ValidationError) -> Violation:
    return Violation(".".join(map(str, error.absolute_path)), "API_DESCRIPTION", error.message[:200])


@cache
def _spec() -> Json | None:
    return json.loads(SPEC.read_text()) if SPEC.exists() else None


@cache
def _validator(name: str) -> Any:
    spec = _spec()
    if spec is None:
        return None
    return _Validator({"$ref": f"#/components/schemas/{name}", "components": spec["components"]})


def _by_type(validator: Any, alternatives: list[Json], instance: Any, schema: Json) -> Iterator[ValidationError]:
    """`oneOf` that goes straight to the alternative with the right `type`, or to the only one that isn't null.

    Discord's unions of components are distinguished by `type`. Trying every alternative takes longer and reports
    "is not valid under any of the given schemas" instead of the fault.
    """
    if isinstance(instance, int | str) and instance in [each.get("const") for each in alternatives]:
        return  # an enumeration's value; jsonschema would make a validator for each of its constants
    fitting = [each for each in alternatives if instance is None or each != {"type": "null"}]
    if isinstance(instance, dict) and "type" in instance:
        fitting = [each for each in fitting if instance["type"] in _types_of(each.get("$ref", ""))] or fitting
    if len(fitting) == 1:
        yield from validator.descend(instance, fitting[0])
        return
    yield from Draft202012Validator.VALIDATORS["oneOf"](validator, alternatives, instance, schema)


@cache
def _types_of(reference: str) -> frozenset[int]:
    schema = ((_spec() or {}).get("components", {}).get("schemas", {})).get(reference.rpartition("/")[2], {})
    return frozenset(schema.get("properties", {}).get("type", {}).get("enum", ()))


_Validator: Any = extend(Draft202012Validator, {"oneOf": _by_type})


def _with_string_ids(body: Json) -> Json:
    adapted = dict(body)
    if isinstance(body.get("data"), dict):
        adapted["data"] = _with_string_ids(body["data"])
    if body.get("attachments"):
        adapted["attachments"] = [{**entry, "id": str(entry.get("id"))} for entry in body["attachments"]]
    return adapted
