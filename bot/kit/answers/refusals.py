"""Refusals: one sentence that says what was wrong. It fits a card, whatever the caller typed."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from bot.errors import Blank, UserError
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import BUTTON_LABEL, Button, Card, Reply, shorten
from bot.kit.i18n import Param, Words
from bot.kit.registry import COMMAND, Registry
from bot.kit.spec import Spec
from bot.kit.words.resolve import is_missing
from bot.mentions import reword_mentions
from bot.phrases import list_all, list_choices, make_phrase
from bot.roles import Role
from bot.runtime.log import get_logger
from bot.text import fold

_log = get_logger("callboard.dispatch")
_QUOTE = 600  # characters, as a card counts them, of anything that a sentence quotes


def refuse(words: Words, key: str, **params: Param) -> Reply:
    """The sentence ``key`` as an answer that leaves everything as it was."""
    return Reply(Card(body=words.m(key, **params)), refused=True, language=words.tag, reason=key)


def refuse_error(error: UserError, spec: Spec | None, words: Words) -> Reply:
    """An error's sentence; also beside the field, if it is about an option of ``spec``.

    A sentence that quotes the refused word says that nothing is called so. Any other gives a reason.
    """
    params = {name: _quote(it, words) if isinstance(it, str) else it for name, it in error.params.items()}
    fields = {option.name for option in spec.options} if spec else set()
    errors = {error.field: words.t(error.key, **params)} if error.field in fields else {}
    refused = replace(refuse(words, error.key, **params), errors=errors, is_unknown="word" in error.params)
    return _omit_nothing_saved(refused, words) if spec and spec.reads else refused


def refuse_words(mended: Sequence[tuple[str, Blank]], spec: Spec, words: Words) -> tuple[Reply, str]:
    """A sentence about all misspelled words at once, and the label of the button that mends them.

    ``mended`` has each word with what was probably meant by it.
    """
    typed = list_all(make_phrase("offer.quoted", name=word) for word, _ in mended)
    near = [words.render(label) for _, label in mended]
    quoted = list_all(make_phrase("offer.quoted", name=label) for label in near)
    return refuse_error(UserError("error.words_near", typed=typed, near=quoted), spec, words), words.list(near)


def _quote(text: str, words: Words) -> str:
    """A text as a sentence quotes it: short, and with words in place of mentions."""
    return shorten(reword_mentions(text, lambda kind: words.t(f"mention.{kind}")), _QUOTE)


def draw_choices(
    registry: Registry, spec: Spec, repeated: Iterable[tuple[Mapping[str, str], Blank]], words: Words
) -> tuple[Button, ...]:
    """A button for each word that would do: ``repeated`` are the arguments with it, and its label."""
    routes = ((_find_repeat_route(registry, spec, args), args, label) for args, label in repeated)
    return tuple(
        Button(shorten(words.render(label), BUTTON_LABEL), route, args) for route, args, label in routes if route
    )


def _find_repeat_route(registry: Registry, spec: Spec, args: Mapping[str, str]) -> str | None:
    """The route that repeats a request with these options: a form's is its command's, unless it lacks something."""
    names = set(args)
    if spec.kind == "command" and spec.form and is_missing(spec, args):
        return spec.form if names <= {option.name for option in registry.forms[spec.form].options} else None
    found = [one for one in registry.commands.values() if one.form == spec.name] if spec.kind == "form" else [spec]
    fitting = (one for one in found if names <= {option.name for option in one.options})
    return next((one.name if one.kind == "action" else COMMAND + one.name for one in fitting), None)


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
        return _suggest_part(name, str(error.params.get("part", "")), parts)
    usable = [own for own, spec in registry.commands.items() if spec.role <= role]
    if part := str(error.params.get("part", "")):  # behind a command that isn't a group
        return _make_near_error(f"{name} {part}", part, usable) or UserError("error.word", word=part)
    return _make_near_error(name, name, usable) or error


def _suggest_part(name: str, typed: str, known: Sequence[str]) -> UserError:
    """Name the ``known`` commands of the group ``name``, or the one that is spelled like what was typed behind it."""
    if len(known) == 1:
        return UserError("error.one_part", name=name, example=known[0])
    parts = {command.partition(" ")[2]: command for command in known}
    near = _make_near_error(f"{name} {typed}", typed, parts)
    return near or UserError("error.no_part", name=name, known=list_choices(parts), example=known[0])


def _make_near_error(name: str, typed: str, known: Iterable[str] | Mapping[str, str]) -> UserError | None:
    """Ask whether the command meant is the one of ``known`` that is spelled like ``typed``; None if there is none.

    Parts of a group are given with their commands.
    """
    near = next(iter(get_close_matches(fold(typed), known, n=1)), None)
    if near is None:
        return None
    command = known[near] if isinstance(known, Mapping) else near
    return UserError("error.no_command_near", name=name, near=command).add_choices([(command, command)])


def _find_needed_role(registry: Registry, name: str, role: Role) -> Role | None:
    """The least role that may use a command, or part of a group; None if ``role`` may, or there is none."""
    spec = registry.commands.get(name)
    needed = min((one.role for one in ((spec,) if spec else registry.list_group(name))), default=role)
    return needed if needed > role else None


def add_rescue(reply: Reply, rescue: Card, words: Words) -> Reply:
    """A refusal with the note and buttons of ``rescue`` under it, and no sentence that nothing was saved."""
    reply = _omit_nothing_saved(reply, words)
    return replace(reply, card=replace(reply.card, note=rescue.note, buttons=rescue.buttons))


def add_keys(reply: Reply, keys: tuple[str, str] | None, words: Words, *, keep_buttons: bool) -> Reply:
    """A refusal with how to tell two names apart by these ``keys``. Some buttons would keep the wrong second name."""
    if keys is None:
        return reply
    body = join(reply.card.body, words.m("error.two_names", first=keys[0], second=keys[1]))
    return replace(reply, card=replace(reply.card, body=body, buttons=reply.card.buttons if keep_buttons else ()))


def _omit_nothing_saved(reply: Reply, words: Words) -> Reply:
    """A refusal without its last sentence, that nothing was saved. A sentence that a language lacks is English."""
    for nothing in words.list_forms("error.nothing_saved"):
        errors = {name: sentence.removesuffix(nothing).rstrip() for name, sentence in reply.errors.items()}
        body = Markup(reply.card.body.removesuffix(escape(nothing)).rstrip())
        reply = replace(reply, card=replace(reply.card, body=body), errors=errors)
    return reply


def log_unforeseen(error: Exception, route: str) -> str:
    """Log an unexpected error; returns the reference that finds it."""
    reference = secrets.token_hex(4)
    _log.error("unforeseen", reference=reference, route=route, exc_info=error)
    return reference
