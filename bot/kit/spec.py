"""Declare once: a typed method is a command, an action, a form, or several of them where the act is the same.

The signature is the whole declaration (`bot.kit.options`). One that some platform could not show fails at import,
with a sentence that names the fix.
"""

import inspect
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from bot.kit.cards.limits import check_limit
from bot.kit.cards.reply import CHOICES, FIELD_LABEL, FIELDS, FORM_TITLE
from bot.kit.options import CHANNEL, FILE, NAME, PERSON, ROLE, SUMMARY, Handler, Option, SpecError, read_options
from bot.roles import Role

MAX_OPTIONS = 5
NO_DATA = "_no_data"  # ends the key of a sentence for where no ZIP code can be looked up
_SPECS, _SUGGEST, _ACCEPTS = "__callboard_specs__", "__callboard_suggest__", "__callboard_accepts__"

Kind = Literal["command", "action", "form"]


class Spec(Struct, frozen=True, omit_defaults=True):
    """One declaration: adapters build their commands, buttons and forms from it.

    ``form`` names the form that opens instead of a call. It opens when every option in ``unless`` is missing or,
    with an empty ``unless``, when a required option is. ``form`` None: it never opens. ``rescue`` names the cog's
    method that keeps what was typed into a refused request. ``subject`` is the help section that lists a command.

    ``identifies``: the method reads the caller in the transaction that does its work. It gets an `Invocation` of a
    caller who wasn't read yet, and returns an `Answer`. ``reads``: it only shows something, so its refusals don't say
    that nothing was saved. ``slow``: its work may take a minute, and the person is told that it goes on. ``outside`` is
    the sentence for callers in no server or workspace, where the command can do nothing and no form opens.
    """

    kind: Kind
    name: str
    summary: str
    options: tuple[Option, ...]
    role: Role
    private: bool
    form: str | None
    unless: tuple[str, ...]
    prefill: str | None
    rescue: str | None
    handler: Handler
    identifies: bool = False
    subject: str = ""
    reads: bool = False
    slow: bool = False
    outside: str = ""


H = TypeVar("H", bound=Handler)


def drop_maps(spec: Spec) -> Spec:
    """The declaration with the help for where no ZIP code can be looked up."""
    if not any(option.without_maps for option in spec.options):
        return spec
    return replace(spec, options=tuple(_drop_maps(option) for option in spec.options))


def _drop_maps(option: Option) -> Option:
    if not option.without_maps:
        return option
    return replace(option, help=option.without_maps, sentence=option.name + NO_DATA)


def command(
    name: str,
    *,
    role: Role = Role.VOLUNTEER,
    private: bool = True,
    form: str | None = None,
    unless: tuple[str, ...] = (),
    prefill: str | None = None,
    rescue: str | None = None,
    identifies: bool = False,
    reads: bool = False,
    slow: bool = False,
    outside: str = "",
) -> Callable[[H], H]:
    """Declare a method as ``/name``, or as part of a group with a name of two words: ``org add``.

    When a required option is missing, or every option in ``unless``, a form with the same options opens. ``form``
    is its name if that differs from the command's. ``prefill`` and ``rescue`` are as for `form`, ``identifies``,
    ``reads``, ``slow`` and ``outside`` as in `Spec`.
    """
    return lambda handler: _declare(
        handler, "command", name, role, private, form, unless, prefill, rescue, identifies, reads, slow, outside
    )


def action(
    name: str,
    *,
    role: Role = Role.VOLUNTEER,
    private: bool = True,
    rescue: str | None = None,
    identifies: bool = False,
    reads: bool = False,
    slow: bool = False,
) -> Callable[[H], H]:
    """Declare a method as what a button with the route ``name`` does.

    ``rescue`` is as for `form`, ``identifies``, ``reads`` and ``slow`` as in `Spec`.
    """
    return lambda handler: _declare(
        handler, "action", name, role, private, None, (), None, rescue, identifies, reads, slow
    )


def form(
    name: str,
    *,
    role: Role = Role.VOLUNTEER,
    private: bool = True,
    prefill: str | None = None,
    rescue: str | None = None,
) -> Callable[[H], H]:
    """Declare a method as a form whose fields are its parameters.

    ``prefill`` names the cog's method ``(inv, **hidden)`` that offers the first values of the fields and of empty
    hidden options. ``rescue``
    names its method ``(inv, args, error) -> Card | None`` that keeps what was typed when the request is refused: the
    card's note and buttons go under the refusal.
    """
    return lambda handler: _declare(handler, "form", name, role, private, None, (), prefill, rescue)


def suggest(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a method ``(inv, text) -> tuple[Choice, ...]`` as the source of suggestions ``name``."""
    return lambda method: _mark(method, _SUGGEST, name)


def accepts(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a method ``(inv, texts, parts) -> Collection[str]`` as what picks the texts that name something.

    ``parts`` says whether a part of a name is enough: where whole names alone leave words without a place.
    """
    return lambda method: _mark(method, _ACCEPTS, name)


def read_specs(method: object) -> tuple[Spec, ...]:
    """Every declaration on a method, in the order of its decorators."""
    specs: tuple[Spec, ...] = getattr(method, _SPECS, ())
    return specs


def read_suggest_name(method: object) -> str | None:
    """The name of the suggestions that a method gives, if any."""
    return getattr(method, _SUGGEST, None)


def read_accepts_name(method: object) -> str | None:
    """The name under which a method accepts words, if any."""
    return getattr(method, _ACCEPTS, None)


def make_form_spec(spec: Spec) -> Spec:
    """The form that asks for a command's options, at most `FIELDS` of them.

    An option that alone keeps the form from opening is required in it.
    """
    options = (replace(one, required=one.required or spec.unless == (one.name,)) for one in spec.options[:FIELDS])
    return replace(spec, kind="form", name=spec.form or spec.name, options=tuple(options), form=None, unless=())


def _mark(method: Callable[..., Any], attribute: str, name: str) -> Callable[..., Any]:
    setattr(method, attribute, name)
    return method


def _declare(
    handler: H,
    kind: Kind,
    name: str,
    role: Role,
    private: bool,
    form: str | None,
    unless: tuple[str, ...],
    prefill: str | None,
    rescue: str | None,
    identifies: bool = False,
    reads: bool = False,
    slow: bool = False,
    outside: str = "",
) -> H:
    summary = (inspect.getdoc(handler) or "").split("\n")[0]
    options = tuple(one for one in read_options(handler, name) if kind == "action" or not one.button_only)
    if kind == "command" and form is None and (unless or any(option.required for option in options)):
        form = name
    spec = Spec(
        kind,
        name,
        summary,
        options,
        role,
        private,
        form,
        unless,
        prefill,
        rescue,
        handler,
        identifies,
        reads=reads,
        slow=slow,
        outside=outside,
    )
    _check(spec)
    setattr(handler, _SPECS, (spec, *read_specs(handler)))  # decorators apply from the bottom up
    return handler


def _check(spec: Spec) -> None:
    if not spec.summary or len(spec.summary) > SUMMARY:
        raise SpecError(f"{spec.name}: the docstring's first line is the summary, 1 to {SUMMARY} characters")
    words = spec.name.split(" ")
    if spec.kind == "command" and not (len(words) <= 2 and all(map(NAME.fullmatch, words))):
        raise SpecError(f"{spec.name}: a command is one or two lower-case words of at most 32 letters")
    limit = FIELDS if spec.kind == "form" else MAX_OPTIONS
    fields = [option for option in spec.options if not option.hidden]
    if spec.identifies and (spec.role is not Role.VOLUNTEER or not spec.private):
        raise SpecError(f"{spec.name}: only what volunteers do in private can wait for its caller to be read")
    if spec.identifies and any(option.kind in (PERSON, ROLE, CHANNEL, FILE) for option in spec.options):
        raise SpecError(f"{spec.name}: the platform's picks are read for a caller who is known")
    check_limit(f"options of {spec.name}", len(fields), limit, "five at most; split the command")
    for option in spec.options:
        check_limit(f"words of {spec.name} {option.name}", len(option.words), CHOICES, "use suggestions instead")
        if spec.kind == "form" or spec.form:
            for label in (option.help, option.without_maps):
                check_limit(f"label “{label}”", len(label), FIELD_LABEL, "shorten the Opt sentence")
    if spec.form == spec.name:
        check_limit(f"title /{spec.name}", len(f"/{spec.name}"), FORM_TITLE, "shorten the command's name")
    if any(later.required and not earlier.required for earlier, later in pairwise(spec.options)):
        raise SpecError(f"{spec.name}: required options come first (Discord refuses another order)")
    if unknown := set(spec.unless) - {option.name for option in spec.options}:
        raise SpecError(f"{spec.name}: unless names {sorted(unknown)}, which are not options")
