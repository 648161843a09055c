"""All that the cogs declare, bound to their instances and checked against each other once, at start."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from bot.errors import UserError
from bot.kit.cards.reply import CHOICES, FORM_TITLE, Card, Choice, Field, Form
from bot.kit.i18n import Words, words
from bot.kit.invocation import Invocation
from bot.kit.spec import Option, Spec, SpecError, accepts_of, form_of, spec_of, suggest_of
from bot.phrases import either
from bot.roles import Role
from bot.text import clean, fold

Suggest = Callable[[Invocation, str], Awaitable[tuple[Choice, ...]]]
Accepts = Callable[[Invocation, tuple[str, ...]], Awaitable[Collection[str]]]
Prefill = Callable[..., Awaitable[Mapping[str, str]]]  # of the invocation and the form's hidden options by name
Rescue = Callable[[Invocation, Mapping[str, str], UserError], Awaitable[Card | None]]

# Slack's and the clients' own commands; a bot that takes one of these breaks it for everybody.
_RESERVED = frozenset({"call", "me", "msg", "invite", "status", "remind", "leave", "join", "who", "help"})


@dataclass(frozen=True, slots=True)
class Registry:
    """Commands, actions, forms, suggestions, prefills, what options accept, and rescues, by name."""

    commands: Mapping[str, Spec]
    actions: Mapping[str, Spec]
    forms: Mapping[str, Spec]
    suggestions: Mapping[str, Suggest]
    prefills: Mapping[str, Prefill]
    accepts: Mapping[str, Accepts] = field(default_factory=dict)
    rescues: Mapping[str, Rescue] = field(default_factory=dict)

    def group(self, name: str) -> tuple[Spec, ...]:
        """Return the commands of the group ``name``: for ``org`` those called ``org add``, ``org list`` …"""
        return tuple(spec for own, spec in self.commands.items() if own.startswith(f"{name} "))

    def named(self, name: str, text: str) -> tuple[Spec | None, str]:
        """Return the command that was typed as ``name`` and ``text``, and the text behind all of its name."""
        text = clean(text)
        part, rest = (*text.split(maxsplit=1), "", "")[:2]
        within_group = self.commands.get(f"{name} {fold(part)}")
        return (within_group, rest) if within_group else (self.commands.get(name), text)

    def route(self, name: str) -> Spec | None:
        """Return the action or form a button's route leads to."""
        return self.actions.get(name) or self.forms.get(name)


def collect(*cogs: object) -> Registry:
    """Return the registry of what ``cogs`` declare; raises SpecError where two don't fit each other."""
    found: dict[str, dict[str, Spec]] = {"command": {}, "action": {}, "form": {}}
    suggestions: dict[str, Suggest] = {}
    prefills: dict[str, Prefill] = {}
    accepted: dict[str, Accepts] = {}
    rescues: dict[str, Rescue] = {}
    for cog in cogs:
        for member in _members(cog):
            if spec := spec_of(member):
                _add(found[spec.kind], replace(spec, handler=member, subject=getattr(cog, "subject", "")))
                if spec.prefill:
                    prefills[spec.form or spec.name] = getattr(cog, spec.prefill)
                if spec.rescue:
                    rescues[spec.name] = getattr(cog, spec.rescue)
            elif name := suggest_of(member):
                suggestions[name] = member
            elif name := accepts_of(member):
                accepted[name] = member
    forms = _with_forms_of_commands(found["form"], found["command"].values())
    registry = Registry(found["command"], found["action"], forms, suggestions, prefills, accepted, rescues)
    _check(registry)
    return registry


def with_words(registry: Registry, option: str, words: Iterable[str]) -> Registry:
    """Return the registry with more words in the closed sets that commands and forms have for ``option``.

    Campaigns bring scripts in languages of their own. A menu holds `CHOICES`; what is over is left out.
    """
    more = tuple(words)
    commands = {name: _worded(spec, option, more) for name, spec in registry.commands.items()}
    forms = {name: _worded(spec, option, more) for name, spec in registry.forms.items()}
    return replace(registry, commands=commands, forms=forms)


def _worded(spec: Spec, name: str, more: tuple[str, ...]) -> Spec:
    return replace(spec, options=tuple(_with(one, more) if one.name == name else one for one in spec.options))


def _with(option: Option, more: tuple[str, ...]) -> Option:
    words = tuple(dict.fromkeys((*option.words, *more)))[:CHOICES]
    return replace(option, words=words) if option.words else option


def _with_forms_of_commands(declared: Mapping[str, Spec], commands: Iterable[Spec]) -> dict[str, Spec]:
    """Add to the forms that are declared those that commands ask with for what is missing."""
    forms = dict(declared)
    for spec in commands:
        if spec.form and spec.form not in declared:
            _add(forms, form_of(spec))
    return forms


def _members(cog: object) -> list[Callable[..., Any]]:
    return [getattr(cog, name) for name, value in vars(type(cog)).items() if callable(value)]


def _add(specs: dict[str, Spec], spec: Spec) -> None:
    if spec.name in specs:
        raise SpecError(f"{spec.kind} {spec.name!r} is declared twice")
    if spec.kind == "command" and spec.name.split()[0] in _RESERVED:
        raise SpecError(f"/{spec.name} belongs to the platforms; choose another name")
    specs[spec.name] = spec


def _check(registry: Registry) -> None:
    everything: list[Spec] = [
        *registry.commands.values(),
        *registry.actions.values(),
        *registry.forms.values(),
    ]
    if both := {name.split()[0] for name in registry.commands if " " in name} & registry.commands.keys():
        raise SpecError(f"{sorted(both)} name both a command and a group; Discord refuses that")
    if both := registry.actions.keys() & registry.forms.keys():
        raise SpecError(f"{sorted(both)} name both an action and a form; a button couldn't tell them apart")
    for spec in everything:
        if spec.form and registry.forms[spec.form].role is not spec.role:
            raise SpecError(f"{spec.name}: its form {spec.form!r} takes another role; a form can't be had by two")
        if unknown := {option.suggest for option in spec.options if option.suggest} - registry.suggestions.keys():
            raise SpecError(f"{spec.name}: no @suggest is called {sorted(unknown)}")
        if unknown := {option.accepts for option in spec.options if option.accepts} - registry.accepts.keys():
            raise SpecError(f"{spec.name}: no @accepts is called {sorted(unknown)}")
    for name in registry.forms.keys() - registry.commands.keys():
        for key in (f"form.{name}.title", f"form.{name}.submit"):
            if not words("en").has(key):
                raise SpecError(f"form {name!r} needs the sentence {key!r} in locales/en.yaml")


def nearest(registry: Registry, error: UserError, role: Role) -> UserError:
    """Say of a command that isn't ``role``'s to use why that is: whom it is for, its group's parts, or the nearest.

    Commands aren't secret: Discord's menu and the README show every one to everybody.
    """
    if error.key != "error.no_command":
        return error
    name = str(error.params["name"])
    if needed := _needed(registry, name, role):
        return UserError(f"error.for.{needed.name.lower()}", name=name)
    if parts := [spec.name for spec in registry.group(name) if spec.role <= role]:
        known = either(part.partition(" ")[2] for part in parts)
        return UserError("error.no_part", name=name, known=known, example=parts[0])
    usable = [own for own, spec in registry.commands.items() if spec.role <= role]
    near = get_close_matches(fold(name), usable, n=1)
    return UserError("error.no_command_near", name=name, near=near[0]) if near else error


def _needed(registry: Registry, name: str, role: Role) -> Role | None:
    """Return the least role that may use a command or something of a group, None where ``role`` may or nobody."""
    spec = registry.commands.get(name)
    needed = min((one.role for one in ((spec,) if spec else registry.group(name))), default=role)
    return needed if needed > role else None


def group_described(name: str, language: str) -> str:
    """Return a group's summary, which stands in the catalogue: no docstring speaks for a whole group."""
    return words(language).t(f"group.{name}")


def described(spec: Spec, said: Words) -> str:
    """Return a command's summary: the catalogue's, else the docstring's English, whose blank is ``{space}``."""
    key = f"command.{spec.name}.summary"
    return said.t(key) if said.has(key) else spec.summary.replace("{space}", said.space)


def option_help(spec: Spec, option: Any, language: str) -> str:
    """Return an option's sentence in ``language``: its catalogue's, else the Opt sentence's English."""
    english = option.help
    if spec.kind == "form":  # where a command has the same name, the form is its own
        english = _localized(f"command.{spec.name}.{option.name}", english, language)
    return _localized(f"{spec.kind}.{spec.name}.{option.name}", english, language)


def _localized(key: str, english: str, language: str) -> str:
    chosen = words(language)
    return chosen.t(key) if chosen.has(key) else english


def field_of(spec: Spec, option: Option, said: Words, value: str) -> Field:
    """Return the field of a form that asks for an option, with ``value`` in it."""
    choices = tuple(Choice(word, said.choice(option.kind, word)) for word in option.words)
    label = option_help(spec, option, said.language)
    return Field(option.name, label, option.required, value, choices, option.suggest, option.max_length, option.kind)


def form_for(spec: Spec, prefill: Mapping[str, str], said: Words, form_id: str, hidden: Mapping[str, str]) -> Form:
    """Return a form with ``prefill`` in its fields; without a title of its own it has the command's name."""
    fields = tuple(
        field_of(spec, option, said, prefill.get(option.name, "")) for option in spec.options if not option.hidden
    )
    title, submit = f"form.{spec.name}.title", f"form.{spec.name}.submit"
    typed = f"{said.slash}{spec.name}"
    named = said.t(title) if said.has(title) else typed if len(typed) <= FORM_TITLE else spec.name
    return Form(spec.name, named, fields, said.t(submit if said.has(submit) else "button.submit"), form_id, hidden)
