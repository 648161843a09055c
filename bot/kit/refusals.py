"""Refusals: one sentence that says what was wrong. It fits a card, whatever the caller typed."""

import secrets
from dataclasses import replace
from difflib import get_close_matches

import structlog

from bot.errors import UserError
from bot.kit.cards.markup import Markup, escape
from bot.kit.cards.reply import Card, Reply, shorten
from bot.kit.i18n import Param, Words
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.phrases import list_choices
from bot.roles import Role
from bot.text import fold

_log = structlog.get_logger("callboard.dispatch")
_QUOTE = 600  # characters, as a card counts them, of anything that a sentence quotes


def refuse(words: Words, key: str, **params: Param) -> Reply:
    """The sentence ``key`` as an answer that leaves everything as it was."""
    return Reply(Card(body=words.m(key, **params)), refused=True, language=words.tag)


def refuse_error(error: UserError, spec: Spec | None, words: Words) -> Reply:
    """An error's sentence; also beside the field, if it is about an option of ``spec``."""
    params = {name: shorten(it, _QUOTE) if isinstance(it, str) else it for name, it in error.params.items()}
    fields = {option.name for option in spec.options} if spec else set()
    errors = {error.field: words.t(error.key, **params)} if error.field in fields else {}
    return replace(refuse(words, error.key, **params), errors=errors)


def suggest_command(registry: Registry, error: UserError, role: Role) -> UserError:
    """Explain why ``role`` can't use a command: name who it is for, its group's commands, or the nearest command.

    Commands are no secret: Discord's menu and the README show every one to everybody.
    """
    if error.key != "error.no_command":
        return error
    name = str(error.params["name"])
    if needed := _find_needed_role(registry, name, role):
        return UserError(f"error.for.{needed.name.lower()}", name=name)
    if parts := [spec.name for spec in registry.list_group(name) if spec.role <= role]:
        known = list_choices(part.partition(" ")[2] for part in parts)
        return UserError("error.no_part", name=name, known=known, example=parts[0])
    usable = [own for own, spec in registry.commands.items() if spec.role <= role]
    near = get_close_matches(fold(name), usable, n=1)
    return UserError("error.no_command_near", name=name, near=near[0]) if near else error


def _find_needed_role(registry: Registry, name: str, role: Role) -> Role | None:
    """The least role that may use a command, or part of a group; None if ``role`` may, or there is none."""
    spec = registry.commands.get(name)
    needed = min((one.role for one in ((spec,) if spec else registry.list_group(name))), default=role)
    return needed if needed > role else None


def add_rescue(reply: Reply, rescue: Card, words: Words) -> Reply:
    """A refusal with the note and buttons of ``rescue`` under it, and no sentence that nothing was saved."""
    nothing = words.t("error.nothing_saved")
    errors = {name: sentence.removesuffix(nothing).rstrip() for name, sentence in reply.errors.items()}
    body = Markup(reply.card.body.removesuffix(escape(nothing)).rstrip())
    return replace(reply, card=replace(reply.card, body=body, note=rescue.note, buttons=rescue.buttons), errors=errors)


def log_unforeseen(error: Exception, route: str) -> str:
    """Log an unexpected error; returns the reference that finds it."""
    reference = secrets.token_hex(4)
    _log.error("unforeseen", reference=reference, route=route, exc_info=error)
    return reference
