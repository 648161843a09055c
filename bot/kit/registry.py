"""Everything that the cogs declare, bound to their instances and checked once, at start. Start at `collect`."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot.errors import UserError
from bot.kit.cards.reply import Card, Choice
from bot.kit.i18n import load_words
from bot.kit.invocation import Invocation
from bot.kit.options import SpecError
from bot.kit.spec import Spec, drop_maps, make_form_spec, read_accepts_name, read_specs, read_suggest_name
from bot.text import clean, fold

COMMAND = "/"  # begins the route of a button that runs a command

Suggest = Callable[[Invocation, str], Awaitable[tuple[Choice, ...]]]
Accepts = Callable[[Invocation, tuple[str, ...], bool], Awaitable[Collection[str]]]


class Filled(Struct, frozen=True):
    """The first values of a form's fields, with a sentence above them."""

    values: Mapping[str, str]
    note: str


# Takes the invocation, and the form's hidden options by name.
Prefill = Callable[..., Awaitable[Mapping[str, str] | Filled]]
Rescue = Callable[[Invocation, Mapping[str, str], UserError], Awaitable[Card | None]]

# Slack's and the clients' own commands. A bot that takes one breaks it for everybody.
_RESERVED = frozenset({"call", "me", "msg", "invite", "status", "remind", "leave", "join", "who", "help"})


@dataclass(frozen=True, slots=True)
class Registry:
    """Commands, actions, forms, suggestions, prefills, what options accept, and rescues, each by name.

    ``has_maps`` says whether ZIP codes can be looked up, as far as that is known without waiting.
    """

    commands: Mapping[str, Spec] = field(default_factory=dict)
    actions: Mapping[str, Spec] = field(default_factory=dict)
    forms: Mapping[str, Spec] = field(default_factory=dict)
    suggestions: Mapping[str, Suggest] = field(default_factory=dict)
    prefills: Mapping[str, Prefill] = field(default_factory=dict)
    accepts: Mapping[str, Accepts] = field(default_factory=dict)
    rescues: Mapping[str, Rescue] = field(default_factory=dict)
    has_maps: Callable[[], bool] = lambda: True

    def suit(self, spec: Spec) -> Spec:
        """The declaration as it is shown here: it asks for a ZIP code only where one can be looked up."""
        return spec if self.has_maps() else drop_maps(spec)

    def list_group(self, name: str) -> tuple[Spec, ...]:
        """The commands of a group: for ``org``, ``org add``, ``org list`` and so on."""
        return tuple(spec for own, spec in self.commands.items() if own.startswith(f"{name} "))

    def find_command(self, name: str, text: str) -> tuple[Spec | None, str]:
        """The command typed as ``name`` and ``text``, and the text after its full name."""
        part, rest = _split_first(text)
        in_group = self.commands.get(f"{name} {fold(part)}")
        return (in_group, rest) if in_group else (self.commands.get(name), clean(text))

    def split_part(self, name: str, text: str) -> tuple[str, str]:
        """The word behind the group ``name``, and the text after it. There is no such word if it isn't a group."""
        return _split_first(text) if self.list_group(name) else ("", text)

    def find_route(self, name: str) -> Spec | None:
        """The action or form that a button's route leads to; ``/name`` is a command, its arguments all known."""
        if name.startswith(COMMAND):
            return self.commands.get(name.removeprefix(COMMAND))
        spec = self.actions.get(name) or self.forms.get(name)
        return spec and self.suit(spec)


def _split_first(text: str) -> tuple[str, str]:
    """The first word of a text, and the rest."""
    first, rest = (*clean(text).split(maxsplit=1), "", "")[:2]
    return first, rest


@dataclass(slots=True)
class RegistryRef:
    """Points at the registry, for cogs that list commands or seal buttons: they exist before the registry does."""

    current: Registry = field(default_factory=Registry)


class Declared(Struct, frozen=True):
    """A method that declares something, by its name. ``find`` gives a method of its cog."""

    method: str
    find: Callable[[str], Callable[..., Any]]
    specs: tuple[Spec, ...] = ()
    suggest: str | None = None
    accepts: str | None = None


def collect(*cogs: object, has_maps: Callable[[], bool] = lambda: True) -> Registry:
    """The registry of what ``cogs`` declare. Raises SpecError where declarations do not fit each other."""
    registry = assemble((one for cog in cogs for one in list_declared(cog)), has_maps)
    _check(registry)
    return registry


def list_declared(cog: object) -> Iterator[Declared]:
    """The methods of a cog that declare something, in order."""
    subject, find = getattr(cog, "subject", ""), partial(getattr, cog)
    for name, value in vars(type(cog)).items():
        specs = tuple(replace(spec, subject=subject) for spec in read_specs(value))
        suggest, accepts = read_suggest_name(value), read_accepts_name(value)
        if specs or suggest or accepts:
            yield Declared(name, find, specs, suggest, accepts)


def assemble(declared: Iterable[Declared], has_maps: Callable[[], bool] = lambda: True) -> Registry:
    """The registry of these methods. It isn't checked."""
    specs: dict[str, dict[str, Spec]] = {"command": {}, "action": {}, "form": {}}
    suggestions: dict[str, Suggest] = {}
    prefills: dict[str, Prefill] = {}
    accepts: dict[str, Accepts] = {}
    rescues: dict[str, Rescue] = {}
    for one in declared:
        method = one.find(one.method)
        for spec in one.specs:
            _add(specs[spec.kind], replace(spec, handler=method))
            if spec.prefill:
                prefills[spec.form or spec.name] = one.find(spec.prefill)
            if spec.rescue:
                rescues[spec.name] = one.find(spec.rescue)
        if one.suggest:
            suggestions[one.suggest] = method
        if one.accepts:
            accepts[one.accepts] = method
    forms = _add_command_forms(specs["form"], specs["command"].values())
    return Registry(specs["command"], specs["action"], forms, suggestions, prefills, accepts, rescues, has_maps)


def _add_command_forms(declared: Mapping[str, Spec], commands: Iterable[Spec]) -> dict[str, Spec]:
    """Add the forms with which commands ask for what is missing."""
    forms = dict(declared)
    for spec in commands:
        if spec.form and spec.form not in declared:
            _add(forms, make_form_spec(spec))
    return forms


def _add(specs: dict[str, Spec], spec: Spec) -> None:
    if spec.name in specs:
        raise SpecError(f"{spec.kind} {spec.name!r} is declared twice")
    if spec.kind == "command" and spec.name.split()[0] in _RESERVED:
        raise SpecError(f"/{spec.name} belongs to the platforms; choose another name")
    specs[spec.name] = spec


def _check(registry: Registry) -> None:
    if both := {name.split()[0] for name in registry.commands if " " in name} & registry.commands.keys():
        raise SpecError(f"{sorted(both)} name both a command and a group; Discord refuses that")
    if both := registry.actions.keys() & registry.forms.keys():
        raise SpecError(f"{sorted(both)} name both an action and a form; a button couldn't tell them apart")
    for specs in (registry.commands, registry.actions, registry.forms):
        for spec in specs.values():
            _check_references(registry, spec)
    for name in registry.forms.keys() - registry.commands.keys():
        for key in (f"form.{name}.title", f"form.{name}.submit"):
            if not load_words("en").has(key):
                raise SpecError(f"form {name!r} needs the sentence {key!r} in locales/en.yaml")


def _check_references(registry: Registry, spec: Spec) -> None:
    if spec.form and registry.forms[spec.form].role is not spec.role:
        raise SpecError(f"{spec.name}: its form {spec.form!r} takes another role; one form cannot take two")
    if unknown := {option.suggest for option in spec.options if option.suggest} - registry.suggestions.keys():
        raise SpecError(f"{spec.name}: no @suggest is called {sorted(unknown)}")
    if unknown := {option.accepts for option in spec.options if option.accepts} - registry.accepts.keys():
        raise SpecError(f"{spec.name}: no @accepts is called {sorted(unknown)}")
