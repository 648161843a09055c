"""Options: what a command, action or form takes, read from the signature of its method.

Cogs write `Opt`. `read_options` turns a signature into `Option` records, and raises `SpecError` at import for
one that some platform could not show.
"""

import inspect
import re
from collections.abc import Awaitable, Callable
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from bot.identity import Identity
from bot.kit.cards.reply import Card
from bot.kit.invocation import Invocation
from bot.kit.sent_files import SentFile

SUMMARY = 100  # characters; Discord's limit for descriptions of commands and options
LONGEST = 8  # words typed without a key that one option takes, if it doesn't say otherwise
NAME = re.compile(r"[a-z][a-z_]{0,31}")  # Discord: 32 characters, lower case
PERSON, ROLE, CHANNEL = "person", "role", "channel"  # kinds of options that people pick from the platform's own lists
CHANNELS = "channels"  # several of them: words with spaces between, each as a channel is typed
MOST_CHANNELS = 25  # Discord's limit for one list
CLEAR = "-"  # what empties an option
FILE = "file"  # the kind of an option that takes a file; its word is whatever the platform's picker finds it by


class Answer(Struct, frozen=True):
    """A card, and its caller as the transaction behind it read them."""

    card: Card
    identity: Identity


Handler = Callable[..., Awaitable[Card | Answer]]


class SpecError(TypeError):
    """A declaration that some platform cannot show. Raised when the cog is imported; the message names the fix."""


class Opt(Struct, frozen=True):
    """What a signature cannot say about an option: its help, and where its words come from.

    - ``words`` closes the set of answers. ``suggest`` names the cog's ``@suggest`` method that offers some; with both,
      the set also has every word that the method offers for an empty text (`bot.kit.words.open_sets`).
    - ``max_length`` is in characters.
    - ``pick`` is for what the platform lists: `PERSON`, whose value is the account's id there, `ROLE`, whose value
      is ``role:<id>``, `CHANNEL`, whose value is ``channel:<id>``, or `CHANNELS`, whose value is what was picked or
      typed. A ``lenient`` one takes any other text too.
    - ``accepts``, ``fits`` and ``keyed`` place words typed without a key. ``accepts`` names the cog's `@accepts`
      method that asks core; ``fits`` decides from the words alone; a ``keyed`` option takes no such words.
      ``may_fit`` is like ``fits``, for words that no other option takes.
    - ``longest`` is how many words ``fits`` is asked about at once.
    - ``known`` are some of the words that ``fits`` takes: a refusal offers the nearest of them.
    - A ``hidden`` option of a form has no field: it travels in the form's id. A ``fresh`` one gets a new random word
      if the form opens without it.
    - The field of a ``late`` option comes after the others in a form; its place in commands and ids stays.
    - ``none`` is the sentence for callers to whom ``suggest`` offers nothing: then no form asks them to choose.
    - A ``button_only`` option is one that buttons carry and nobody types: commands and forms leave it out.
    - What says "none" in a ``clears`` option empties it: its method gets `CLEAR`.
    - ``without_maps`` is the help where no ZIP code can be looked up; empty if that makes no difference.
    """

    help: str
    words: tuple[str, ...] = ()
    suggest: str | None = None
    max_length: int = 100
    pick: str = ""
    accepts: str | None = None
    fits: Callable[[str], bool] | None = None
    may_fit: Callable[[str], bool] | None = None
    longest: int = LONGEST
    known: tuple[str, ...] = ()
    keyed: bool = False
    lenient: bool = False
    hidden: bool = False
    fresh: bool = False
    button_only: bool = False
    late: bool = False
    none: str = ""
    clears: bool = False
    without_maps: str = ""


class Option(Struct, frozen=True, omit_defaults=True):
    """One argument of a command, action or form. Without ``words`` it takes any text.

    ``parameter`` is its name in the signature: ``from_`` where people type ``from``, which Python keeps for itself.
    ``sentence`` is what its help is called if that isn't its name.
    """

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
    may_fit: Callable[[str], bool] | None = None
    longest: int = LONGEST
    known: tuple[str, ...] = ()
    keyed: bool = False
    lenient: bool = False
    hidden: bool = False
    fresh: bool = False
    button_only: bool = False
    late: bool = False
    none: str = ""
    clears: bool = False
    without_maps: str = ""
    parameter: str = ""
    sentence: str = ""

    @property
    def key(self) -> str:
        """The last part of the key of its help."""
        return self.sentence or self.name

    @property
    def grows(self) -> bool:
        """Whether core knows more words of this closed set."""
        return bool(self.words and self.suggest)


def is_yes(word: str) -> bool:
    """Convert the word of a flag."""
    return word == "yes"


def read_options(handler: Handler, owner: str) -> tuple[Option, ...]:
    """The options in a method's signature, in order. ``owner`` names the declaration in a `SpecError`."""
    hints = get_type_hints(handler, include_extras=True)
    parameters = list(inspect.signature(handler).parameters.values())
    if len(parameters) < 2 or hints.get(parameters[1].name) is not Invocation:
        raise SpecError(f"{owner}: the parameters are self, inv: Invocation, then the options")
    return tuple(_read_option(owner, parameter, hints) for parameter in parameters[2:])


def _read_option(owner: str, parameter: inspect.Parameter, hints: dict[str, Any]) -> Option:
    annotation, opt = _unwrap(owner, parameter, hints.get(parameter.name))
    name = parameter.name.removesuffix("_")
    if not NAME.fullmatch(name):
        raise SpecError(f"{owner}: option {parameter.name!r} must be one lower-case word")
    if not opt.help or max(len(opt.help), len(opt.without_maps)) > SUMMARY:
        raise SpecError(f"{owner} {parameter.name}: Opt needs a sentence of 1 to {SUMMARY} characters")
    kind, words, convert = _choose_conversion(owner, name, annotation, opt)
    return Option(
        name=name,
        help=opt.help,
        required=parameter.default is inspect.Parameter.empty,
        convert=convert,
        kind=kind,
        words=words,
        suggest=opt.suggest,
        max_length=opt.max_length,
        accepts=opt.accepts,
        fits=opt.fits,
        may_fit=opt.may_fit,
        longest=opt.longest,
        known=opt.known,
        keyed=opt.keyed,
        lenient=opt.lenient,
        hidden=opt.hidden,
        fresh=opt.fresh,
        button_only=opt.button_only,
        late=opt.late,
        none=opt.none,
        clears=opt.clears,
        without_maps=opt.without_maps,
        parameter=parameter.name,
    )


def _unwrap(owner: str, parameter: inspect.Parameter, hint: Any) -> tuple[type, Opt]:
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


def _choose_conversion(owner: str, name: str, kind: Any, opt: Opt) -> tuple[str, tuple[str, ...], Callable[[str], Any]]:
    """The option's kind, its closed set of words, and the function that converts one word."""
    if opt.words:
        return name, opt.words, str
    if kind is str:
        return opt.pick, (), str
    if kind is int:
        return "number", (), int
    if kind is SentFile:
        return FILE, (), str
    if kind is bool:
        return "flag", ("yes", "no"), is_yes
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind.__name__.lower(), tuple(member.value for member in kind), kind
    raise SpecError(f"{owner} {name}: an option is str, int, bool, a SentFile or a StrEnum, not {kind!r}")
