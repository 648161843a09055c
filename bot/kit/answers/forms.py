"""Draws a form from its declaration, in one language."""

from collections.abc import Iterator, Mapping
from operator import attrgetter

from bot.kit.cards.reply import FORM_TITLE, NO_WORDS, Choice, Field, Form, FreeWords, shorten
from bot.kit.descriptions import describe_option
from bot.kit.i18n import Words
from bot.kit.options import Option
from bot.kit.spec import Spec

_STRAYS = 40  # characters of words that a note quotes


def make_form(
    spec: Spec,
    values: Mapping[str, str],
    words: Words,
    form_id: str,
    hidden: Mapping[str, str],
    free: FreeWords = NO_WORDS,
) -> Form:
    """A form with ``values`` in its fields. Without a title of its own it has the command's name."""
    shown = sorted((option for option in spec.options if not option.hidden), key=attrgetter("late"))
    fields = tuple(_make_field(spec, option, words, values.get(option.name, "")) for option in shown)
    submit = f"form.{spec.name}.submit"
    label = words.t(submit if words.has(submit) else "button.submit")
    title, note = _choose_title(spec, words), " ".join(filter(None, _explain_words(free, words)))
    return Form(spec.name, title, fields, label, form_id, hidden, words.tag, note, free)


def _explain_words(free: FreeWords, words: Words) -> Iterator[str]:
    """What to say above a form about words that were nearly known, and about words that fit nothing."""
    for typed, label in free.near:
        yield words.t("form.near", words=shorten(typed, _STRAYS), near=label)
    if free.strays:
        yield words.t("form.strays", words=shorten(" ".join(free.strays), _STRAYS))


def _choose_title(spec: Spec, words: Words) -> str:
    key, typed = f"form.{spec.name}.title", f"{words.slash}{spec.name}"
    if words.has(key):
        return words.t(key)
    return typed if len(typed) <= FORM_TITLE else spec.name


def _make_field(spec: Spec, option: Option, words: Words, value: str) -> Field:
    choices = tuple(Choice(word, words.label(option.kind, word)) for word in option.words)
    label = describe_option(spec, option, words.language)
    # What tells its own words by their look takes more than a menu can offer.
    suggest = None if option.fits else option.suggest
    return Field(option.name, label, option.required, value, choices, suggest, option.max_length, option.kind)
