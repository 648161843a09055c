"""Everything that the code writes into the audit trail has words of its own there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.cleaning import Span
from bot.core.lifecycle import Move
from bot.kit.i18n import catalogue
from bot.roles import Role

CORE = Path(__file__).parent.parent / "bot" / "core"
ROOMS = "alert|audit|call|calls|campaign|channel|chapter|name|org|person|role|space"
# Of what looks alike, the only one that is neither an error nor an action: a key that an import says by another way.
OTHERS = {"name.length"}
ENGLISH = catalogue("en")


def actions() -> Iterator[str]:
    """Return patterns of the actions: what core says in a room's words, and isn't an error."""
    for path in sorted(CORE.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        errors = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "UserError"]
        said = {id(part) for error in errors for part in ast.walk(error)}
        for node in ast.walk(tree):
            if id(node) in said:
                continue
            match node:
                case ast.JoinedStr(values=[ast.Constant(value=str(begin)), *_]) if re.match(rf"({ROOMS})\.", begin):
                    said |= {id(part) for part in ast.walk(node)}
                    yield re.escape(begin) + ".+"
                case ast.Constant(value=str(word)) if re.fullmatch(rf"({ROOMS})\.[a-z_.]+", word):
                    yield re.escape(word)


ACTIONS = sorted(set(actions()) - {re.escape(one) for one in OTHERS})
MADE = [
    *(f"campaign.{move}" for move in Move),
    *(f"person.{what}.{span}" for what in ("preview", "remove") for span in Span),
    *(f"role.{what}.{role.name.lower()}" for what in ("grant", "revoke", "lapse", "end") for role in Role if role),
]


def test_the_code_was_read() -> None:
    assert {"call\\.void", "alert\\.confirm", "org\\.add", "space\\.leave", "audit\\.seal"} <= set(ACTIONS)


@pytest.mark.parametrize("pattern", ACTIONS)
def test_an_action_has_words(pattern: str) -> None:
    assert any(re.fullmatch(rf"audit\.did\.{pattern}", key) for key in ENGLISH)


@pytest.mark.parametrize("action", MADE)
def test_an_action_that_is_put_together_has_words(action: str) -> None:
    assert f"audit.did.{action}" in ENGLISH
