"""Words that no option takes but people type behind a command: `/callboard español`, `/log help`, `/callboard log`."""

from difflib import get_close_matches

from msgspec import structs

from bot.errors import UserError
from bot.kit.dispatch.steps import Step, make_refusal, make_step
from bot.kit.i18n import LANGUAGE, list_catalogs, load_words
from bot.kit.invocation import Envelope
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.kit.words.free import takes_text
from bot.kit.words.own_language.spellings import list_everywhere
from bot.kit.words.parse import match_word
from bot.text import fold

FIRST = "callboard"  # the command that everything else is reached from
_LONG = 4  # letters of a word for help that may be misspelled
_NEAR = 0.75  # how alike two words are, of 1: two letters of "help" may have changed places
_HELP, _HELP_ABOUT, _SET_LANGUAGE = "help", "help.about", "language.set"  # actions


def read_words_behind(registry: Registry, envelope: Envelope, spec: Spec, rest: str) -> Step | None:
    """What ``rest`` behind a command means, if it is help, a language or another command; None for anything else."""
    if is_help(rest) and not takes_name(spec):
        return explain(registry, envelope, spec.name)
    if spec.name != FIRST or not rest.strip():
        return None
    languages = registry.actions.get(_SET_LANGUAGE)
    known = Option("language", "", required=False, convert=str, kind=LANGUAGE, words=tuple(list_catalogs()))
    if languages and (tag := match_word(known, rest, load_words("en").label)):
        return make_step(envelope, languages, {"language": tag})
    if is_nearly_help(rest, registry):
        return explain(registry, envelope, spec.name)
    word, _, others = rest.strip().lstrip("/").partition(" ")
    if not get_close_matches(fold(word), registry.commands, n=1):
        return None
    error = UserError("error.no_command", name=spec.name, part=word)
    return structs.replace(make_refusal(envelope, error), free=(others,))


def explain(registry: Registry, envelope: Envelope, name: str) -> Step | None:
    """Explain a command or a group; all of them for the first command."""
    action = registry.actions.get(_HELP if name == FIRST else _HELP_ABOUT)
    return make_step(envelope, action, {} if name == FIRST else {"command": name}) if action else None


def is_help(typed: str) -> bool:
    """Whether somebody asks for help, in any language."""
    return fold(typed).rstrip("!") in {fold(one) for one in ("?", *list_everywhere("start", "help"))}


def is_nearly_help(typed: str, registry: Registry) -> bool:
    """Whether a word is a misspelled one for help, such as "hepl", and no command is more like it."""
    word = fold(typed).strip("/!")
    ways = [one for one in map(fold, list_everywhere("start", "help")) if len(one) >= _LONG]
    found = get_close_matches(word, (*ways, *registry.commands), n=1, cutoff=_NEAR)
    return bool(found) and found[0] in ways and found[0] not in registry.commands


def takes_name(spec: Spec) -> bool:
    """Whether any word may be what a command needs: an organization may be called "Help"."""
    required = [one for one in spec.options if one.required]
    return bool(required) and takes_text(required)
