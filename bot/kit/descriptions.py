"""What commands and options are called in each language: the catalog's sentence, else the declaration's English."""

from bot.kit.i18n import Words, load_words
from bot.kit.options import Option
from bot.kit.spec import Spec


def describe_group(name: str, language: str) -> str:
    """A group's summary. The catalog has it: no docstring belongs to a whole group."""
    return load_words(language).t(f"group.{name}")


def describe_command(spec: Spec, own: Words) -> str:
    """A command's summary, its blank ``{space}`` filled."""
    key = f"command.{spec.name}.summary"
    return own.t(key) if own.has(key) else spec.summary.replace("{space}", own.space)


def describe_option(spec: Spec, option: Option, language: str) -> str:
    """An option's sentence. A form shares those of the command with its name."""
    english = option.help
    if spec.kind == "form":
        english = _localize(f"command.{spec.name}.{option.key}", english, language)
    return _localize(f"{spec.kind}.{spec.name}.{option.key}", english, language)


def _localize(key: str, english: str, language: str) -> str:
    chosen = load_words(language)
    return chosen.t(key) if chosen.has(key) else english
