"""Every action that the code writes into the audit trail has a sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.core.campaigns.campaign_history import Act
from bot.core.campaigns.lifecycle import Move
from bot.core.moderation.cleaning import Span
from bot.core.moderation.seats import SeatChange
from bot.kit.i18n import load_catalog
from bot.roles import Role

CORE = Path(__file__).parents[2] / "bot" / "core"
ROOMS = "alert|audit|call|calls|campaign|channel|chapter|draft|key|name|org|person|postcard|role|space"
# The functions that take an action.
RECORD = ("record", "note", "_note", "_once", "_record", "_set_suspended", "_decide", "_decided")
NAMED = ("action", "SEAL", "RESUME", "ROTATE", "DROPPED")  # what an action is assigned to
ENGLISH = load_catalog("en")


def actions() -> Iterator[str]:
    """Patterns of the actions that core passes to the functions that record them."""
    for path in sorted(CORE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for said in _said(node):
                yield from _patterns(said)


def _said(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name), args=args) if name in RECORD:
            return args
        case ast.Assign(targets=targets, value=value) if any(_is_action(target) for target in targets):
            return [part for part in ast.walk(value) if isinstance(part, ast.expr)]
    return []


def _is_action(target: ast.expr) -> bool:
    return any(
        isinstance(part, ast.Name) and part.id in ("action", "SEAL", "RESUME", "ROTATE", "DROPPED")
        for part in ast.walk(target)
    )


def _patterns(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.JoinedStr(values=[ast.Constant(value=str(begin)), *_]) if re.match(rf"({ROOMS})\.", begin):
            yield re.escape(begin) + ".+"
        case ast.Constant(value=str(word)) if re.fullmatch(rf"({ROOMS})\.[a-z_.]+", word):
            yield re.escape(word)


MADE = [
    *(f"campaign.{move}" for move in Move),
    *(f"campaign.{act}" for act in Act if act is not Act.FILE),
    *(f"seat.{change}" for change in SeatChange),
    *(f"person.{what}.{span}" for what in ("preview", "remove") for span in Span),
    *(f"role.{what}.{role.name.lower()}" for what in ("grant", "revoke", "lapse", "end") for role in Role if role),
]


def test_every_action_has_words() -> None:
    found = set(actions())
    assert {"call\\.void", "alert\\.ask", "org\\.add", "space\\.leave", "audit\\.seal"} <= found, "not read"
    assert not [one for one in found if not any(re.fullmatch(rf"audit\.did\.{one}", key) for key in ENGLISH)]


def test_every_computed_action_has_words() -> None:
    assert not [action for action in MADE if f"audit.did.{action}" not in ENGLISH]
