"""Lists longer than a menu: how to search them from a form, and near matches for a name that wasn't found."""

import asyncio
from collections.abc import Mapping

from bot.kit.cards.reply import Choice, Form
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.i18n import Words
from bot.kit.invocation import Envelope
from bot.kit.spec import Spec

OFFERED = 3  # beside Edit: one row of buttons
_PATIENCE = 0.5  # seconds, of the 3 that Discord allows
_SHORTEST = 2  # letters that a search needs


def make_hints(dispatcher: Dispatcher, form: Form, said: Words) -> Mapping[str, str]:
    """For each field that has a list, by name: how to search it."""
    listed = [field.name for field in form.fields if field.suggest and field.choices]
    return {name: _make_hint(dispatcher, form, name, said) for name in listed}


def _make_hint(dispatcher: Dispatcher, form: Form, field: str, said: Words) -> str:
    command = next(
        (spec for spec in dispatcher.registry.commands.values() if _has_suggestions(spec, form.name, field)), None
    )
    return said.t("discord.search.typed", command=command.name) if command else said.t("discord.search.alone")


def _has_suggestions(spec: Spec, form: str, field: str) -> bool:
    """Say whether a command's autocomplete covers what a form's field asks for."""
    own = any(option.name == field and option.suggest for option in spec.options)
    return own and form in (spec.form, spec.name)


async def find_nearest(
    dispatcher: Dispatcher, asked: Envelope, spec: Spec, field: str, typed: str
) -> tuple[Choice, ...]:
    """Find names most like ``typed``, which was refused. A typo is seldom at both ends of a name."""
    try:
        async with asyncio.timeout(_PATIENCE):
            for part in list_searches(typed):
                found = await dispatcher.list_suggestions(asked, spec, field, part)
                if others := tuple(choice for choice in found if typed not in (choice.value, choice.label)):
                    return others[:OFFERED]
    except TimeoutError:
        pass
    return ()


def list_searches(typed: str) -> tuple[str, ...]:
    """The searches to try in order: the whole text, then less and less of it from either end."""
    whole = typed.strip()
    lengths = dict.fromkeys((len(whole), len(whole) - 1, len(whole) * 2 // 3, len(whole) // 2))
    parts = (part.strip() for length in lengths for part in (whole[:length], whole[-length:] if length > 0 else ""))
    return tuple(dict.fromkeys(part for part in parts if len(part) >= _SHORTEST))
