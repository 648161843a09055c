"""Declare once: a typed method is a command, an action or a form, and its signature is the whole truth.

A signature that some platform couldn't show fails here, at import, with a sentence naming the fix.
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.kit.cards.reply import CHOICES, FIELD_LABEL, FIELDS, FORM_TITLE, Card, within
from bot.kit.invocation import Invocation
from bot.roles import Role

SUMMARY = 100  # Discord's description of a command and of an option
OPTIONS = 5
_NAME = re.compile(r"[a-z][a-z_]{0,31}")  # Discord: 32 characters, lower case
PERSON, ROLE = "person", "role"  # kinds of options that people pick from the platform's own lists
_MARK = "__callboard_spec__"

Handler = Callable[..., Awaitable[Card]]


class SpecError(TypeError):
    """A declaration that can't be shown everywhere; raised when the cog is imported."""


@dataclass(frozen=True, slots=True)
class Opt:
    """What the signature can't say of an option: its help, and where its words come from.

    ``words`` closes the set of answers; ``suggest`` names the cog's ``@suggest`` method that offers some;
    ``max_length`` is in characters. ``pick`` asks for something that the platform lists: `PERSON`, whose value is the
    account's id there, or `ROLE`, whose value is ``role:<id>``; where it is ``lenient``, any text will do as well.
    Of words typed without a key, ``accepts`` names the cog's `@accepts` method that says which it takes; ``fits``
    says so of words alone; ``keyed`` options take none of them. A ``hidden`` option of a form is no field: it travels
    within the form's id, with a new word in it where nothing was handed over.
    """

    help: str
    words: tuple[str, ...] = ()
    suggest: str | None = None
    max_length: int = 100
    pick: str = ""
    accepts: str | None = None
    fits: Callable[[str], bool] | None = None
    keyed: bool = False
    lenient: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One argument of a command, action or form; ``words`` is empty where any text will do."""

    name: str
    help: str
    required: bool
    convert: Callable[[str], Any]
    kind: str = ""
    words: tuple[str, ...] = ()
    suggest: str | None = None
    max_length: int = 100
    accepts: str | None = None
    fits: Callable[[str], bool] | None = None
    keyed: bool = False
    lenient: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """A declaration: what adapters build their commands, buttons and forms from.

    ``form`` is opened instead of calling when every option in ``unless`` is missing or, where that is empty, when any
    required option is; None for never. ``rescue`` names the cog's method that keeps what was typed when it is refused.
    ``subject`` is the part of the help that a command is listed in.
    """

    kind: Literal["command", "action", "form"]
    name: str
    summary: str
    options: tuple[Option, ...]
    role: Role
    private: bool
    form: str | None
    unless: tuple[str, ...]
    prefill: str | None
    rescue: str | None
    handler: Handler = field(compare=False)
    subject: str = ""


Decorator = Callable[[Handler], Handler]


def command(
    name: str,
    *,
    role: Role = Role.VOLUNTEER,
    private: bool = True,
    form: str | None = None,
    unless: tuple[str, ...] = (),
    prefill: str | None = None,
    rescue: str | None = None,
) -> Decorator:
    """Declare a method as ``/name``, or as one of a group's with a name of two words: ``org add``.

    Where a required option is missing, or every option named in ``unless``, a form opens that asks for the same
    options. ``form`` is its name where that isn't the command's, ``prefill`` and ``rescue`` as for `form`.
    """
    return lambda handler: _mark(handler, "command", name, role, private, form, unless, prefill, rescue)


def action(name: str, *, role: Role = Role.VOLUNTEER, private: bool = True, rescue: str | None = None) -> Decorator:
    """Declare a method as what a button with the route ``name`` does; ``rescue`` as for `form`."""
    return lambda handler: _mark(handler, "action", name, role, private, None, (), None, rescue)


def form(
    name: str,
    *,
    role: Role = Role.VOLUNTEER,
    private: bool = True,
    prefill: str | None = None,
    rescue: str | None = None,
) -> Decorator:
    """Declare a method as a form whose fields are its parameters.

    ``prefill`` names the cog's method that offers what the fields hold at first; hidden options are handed to it.
    ``rescue`` names the one ``(inv, args, error) -> Card`` that keeps what was typed when the request is refused; what
    the card notes and its buttons stand beneath the refusal.
    """
    return lambda handler: _mark(handler, "form", name, role, private, None, (), prefill, rescue)


def suggest(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a method ``(inv, typed) -> tuple[Choice, ...]`` as the source of suggestions ``name``."""

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        setattr(method, "__callboard_suggest__", name)  # noqa: B010 - functions have no such attribute to mypy
        return method

    return mark


def accepts(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a method ``(inv, typed) -> Collection[str]`` as what says which of several texts name something."""

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        setattr(method, "__callboard_accepts__", name)  # noqa: B010 - functions have no such attribute to mypy
        return method

    return mark


def form_of(spec: Spec) -> Spec:
    """Return the form that asks for what a command takes, the required options and the first others.

    An option that alone keeps the form from opening is one that the form requires.
    """
    asked = (replace(one, required=one.required or spec.unless == (one.name,)) for one in spec.options[:FIELDS])
    return replace(spec, kind="form", name=spec.form or spec.name, options=tuple(asked), form=None, unless=())


def spec_of(method: object) -> Spec | None:
    """Return what was declared on a method, None where nothing was."""
    return getattr(method, _MARK, None)


def suggest_of(method: object) -> str | None:
    """Return the name of the suggestions a method gives, None where it gives none."""
    return getattr(method, "__callboard_suggest__", None)


def accepts_of(method: object) -> str | None:
    """Return the name of what a method accepts, None where it accepts nothing."""
    return getattr(method, "__callboard_accepts__", None)


def _mark(
    handler: Handler,
    kind: Literal["command", "action", "form"],
    name: str,
    role: Role,
    private: bool,
    form: str | None,
    unless: tuple[str, ...],
    prefill: str | None,
    rescue: str | None,
) -> Handler:
    summary = (inspect.getdoc(handler) or "").split("\n")[0]
    options = _options(handler, name)
    if kind == "command" and form is None and (unless or any(option.required for option in options)):
        form = name
    spec = Spec(kind, name, summary, options, role, private, form, unless, prefill, rescue, handler)
    _check(spec)
    setattr(handler, _MARK, spec)
    return handler


def _check(spec: Spec) -> None:
    if not spec.summary or len(spec.summary) > SUMMARY:
        raise SpecError(f"{spec.name}: the docstring's first line is the summary, 1 to {SUMMARY} characters")
    words = spec.name.split(" ")
    if spec.kind == "command" and not (len(words) <= 2 and all(map(_NAME.fullmatch, words))):
        raise SpecError(f"{spec.name}: a command is one or two lower-case words of at most 32 letters")
    limit = FIELDS if spec.kind == "form" else OPTIONS
    within(f"options of {spec.name}", len(spec.options), limit, "five at most; split the command")
    for option in spec.options:
        within(f"words of {spec.name} {option.name}", len(option.words), CHOICES, "use suggestions instead")
        if spec.kind == "form" or spec.form:
            within(f"label “{option.help}”", len(option.help), FIELD_LABEL, "shorten the Opt sentence")
    if spec.form == spec.name:
        within(f"title /{spec.name}", len(f"/{spec.name}"), FORM_TITLE, "shorten the command's name")
    if any(later.required and not earlier.required for earlier, later in pairwise(spec.options)):
        raise SpecError(f"{spec.name}: required options come first (Discord refuses another order)")
    if unknown := set(spec.unless) - {option.name for option in spec.options}:
        raise SpecError(f"{spec.name}: unless names {sorted(unknown)}, which are not options")


def _options(handler: Handler, name: str) -> tuple[Option, ...]:
    hints = get_type_hints(handler, include_extras=True)
    parameters = list(inspect.signature(handler).parameters.values())
    if len(parameters) < 2 or hints.get(parameters[1].name) is not Invocation:
        raise SpecError(f"{name}: the parameters are self, inv: Invocation, then the options")
    return tuple(_option(name, parameter, hints) for parameter in parameters[2:])


def _option(owner: str, parameter: inspect.Parameter, hints: dict[str, Any]) -> Option:
    annotation, opt = _unwrapped(owner, parameter, hints.get(parameter.name))
    if not _NAME.fullmatch(parameter.name):
        raise SpecError(f"{owner}: option {parameter.name!r} must be one lower-case word")
    if not opt.help or len(opt.help) > SUMMARY:
        raise SpecError(f"{owner} {parameter.name}: Opt needs a sentence of 1 to {SUMMARY} characters")
    kind, words, convert = _conversion(owner, parameter.name, annotation, opt)
    required = parameter.default is inspect.Parameter.empty
    known = (opt.accepts, opt.fits, opt.keyed, opt.lenient, opt.hidden)
    return Option(parameter.name, opt.help, required, convert, kind, words, opt.suggest, opt.max_length, *known)


def _unwrapped(owner: str, parameter: inspect.Parameter, hint: Any) -> tuple[type, Opt]:
    """Take ``Annotated[T, Opt]``, ``Annotated[T | None, Opt]`` or ``Annotated[T, Opt] | None`` apart."""
    opt: Opt | None = None
    while True:
        if get_origin(hint) is Annotated:
            base, *extras = get_args(hint)
            opt, hint = next((extra for extra in extras if isinstance(extra, Opt)), opt), base
        elif get_origin(hint) in (Union, UnionType):
            members = [member for member in get_args(hint) if member is not NoneType]
            if len(members) != 1:
                raise SpecError(f"{owner} {parameter.name}: an option has one type, or that type and None")
            hint = members[0]
        elif opt is None:
            raise SpecError(f"{owner} {parameter.name}: annotate it as Annotated[type, Opt('sentence')]")
        else:
            return hint, opt


def _conversion(owner: str, name: str, kind: Any, opt: Opt) -> tuple[str, tuple[str, ...], Callable[[str], Any]]:
    if opt.words:
        return name, opt.words, str
    if kind is str:
        return opt.pick, (), str
    if kind is int:
        return "number", (), int
    if kind is bool:
        return "flag", ("yes", "no"), "yes".__eq__
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind.__name__.lower(), tuple(member.value for member in kind), kind
    raise SpecError(f"{owner} {name}: an option is str, int, bool or a StrEnum, not {kind!r}")
