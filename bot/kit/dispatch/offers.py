"""What a form and an option offer before anybody has typed: first values and suggestions.

Both serve without their offers, so a slow or failing source costs nothing else.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from msgspec import structs

from bot.errors import Unavailable, UserError
from bot.kit.answers.forms import make_form
from bot.kit.answers.refusals import log_unforeseen
from bot.kit.cards.reply import CHOICES, Choice, Field, Form, FreeWords
from bot.kit.dispatch import deadlines
from bot.kit.dispatch.identities import Identities, make_invocation
from bot.kit.invocation import Envelope, Invocation
from bot.kit.options import Option
from bot.kit.registry import Filled, RegistryRef
from bot.kit.spec import Spec
from bot.kit.words.open_sets import list_choices
from bot.kit.words.resolve import settle_guess
from bot.text import join_sentences


@dataclass(frozen=True, slots=True)
class Offers:
    """Asks the cogs for offers. ``deadline`` for suggestions is in seconds."""

    registry: RegistryRef
    identities: Identities
    deadline: float

    async def fill_form(self, form: Form, envelope: Envelope) -> Form:
        """``form`` in the caller's language with the cog's offers; ``form`` as it is if that takes too long."""
        try:
            async with asyncio.timeout(deadlines.PREFILL):
                return await self._fill(form, envelope)
        except (TimeoutError, Unavailable, UserError):
            return form
        except Exception as error:
            log_unforeseen(error, form.name)
            return form

    async def explain_no_choices(self, form: Form, envelope: Envelope) -> str:
        """The key of the sentence for a caller who has nothing to choose in ``form``; empty if they have."""
        spec = self.registry.current.forms[form.name]
        closed = {one.name: one for one in spec.options if one.none}
        empty = [closed[field.name] for field in form.fields if field.name in closed and not field.value]
        if not empty:
            return ""
        try:
            async with asyncio.timeout(deadlines.ROLE):
                inv = make_invocation(envelope, await self.identities.find(envelope), private=True)
                for option in empty:
                    if not await self._suggest(option, inv, ""):
                        return option.none
        except (TimeoutError, Unavailable, UserError):  # the form says so itself
            return ""
        except Exception as error:
            log_unforeseen(error, form.name)
        return ""

    async def list_suggestions(self, envelope: Envelope, spec: Spec, option: str, text: str) -> tuple[Choice, ...]:
        """At most 25 choices for the text typed so far into an option; none if anything goes wrong."""
        source = next((own for own in spec.options if own.name == option and own.suggest), None)
        if source is None:
            return ()
        try:
            async with asyncio.timeout(self.deadline):
                inv = make_invocation(envelope, await self.identities.find(envelope), private=True, role=spec.role)
                return await self._suggest(source, inv, text) if inv.role >= spec.role else ()
        except (TimeoutError, Unavailable, UserError):
            return ()
        except Exception as error:
            log_unforeseen(error, str(source.suggest))
            return ()

    async def _fill(self, form: Form, envelope: Envelope) -> Form:
        registry = self.registry.current
        spec = registry.forms[form.name]
        inv = make_invocation(envelope, await self.identities.find(envelope), private=True, role=spec.role)
        if inv.role < spec.role:
            return form
        prefill = registry.prefills.get(form.name)
        found = await prefill(inv, **form.hidden) if prefill else {}
        values, note = (found.values, found.note) if isinstance(found, Filled) else (found, "")
        hidden = {name: value or values.get(name, "") for name, value in form.hidden.items()}
        shown, free = await self._settle_words(spec, form, inv)
        form = make_form(registry.suit(spec), shown, inv.words, form.id, hidden, free)
        options = {one.name: one for one in spec.options}
        filled = [await self._fill_field(field, options[field.name], values, inv) for field in form.fields]
        return replace(form, fields=tuple(filled), note=join_sentences((_find_warning(form, inv), note, form.note)))

    async def _settle_words(self, spec: Spec, form: Form, inv: Invocation) -> tuple[Mapping[str, str], FreeWords]:
        """The values of a form, and the words without a place, now that core can be asked what was guessed."""
        shown, free = {field.name: field.value for field in form.fields}, form.free
        if not free.guessed:
            return shown, free
        known = {name: value for name, value in shown.items() if value and name != free.home}
        placed, settled = await settle_guess(self.registry.current, spec, inv, free.guessed, known)
        return {**known, **placed}, structs.replace(settled, near=(*free.near, *settled.near))

    async def _fill_field(self, field: Field, option: Option, values: Mapping[str, str], inv: Invocation) -> Field:
        value = field.value or values.get(field.name, "")
        choices = await self._suggest(option, inv, "") if field.suggest else field.choices
        if field.suggest and value and all(one.value != value for one in choices):  # it is beyond the first ones
            named = [one for one in await self._suggest(option, inv, value) if one.value == value]
            choices = (*named, *choices)
        return replace(field, value=value, choices=choices[:CHOICES])

    async def _suggest(self, option: Option, inv: Invocation, text: str) -> tuple[Choice, ...]:
        return (await list_choices(self.registry.current, option, inv, text))[:CHOICES]


def _find_warning(form: Form, inv: Invocation) -> str:
    """What a reader has to know above a form: what it would refuse, or that what they entered once is lost."""
    states = {"paused": inv.suspended, "lost": inv.lost_profile}
    keys = (f"form_{state}.{form.name}" for state, holds in states.items() if holds)
    return join_sentences(inv.words.t(key) for key in keys if inv.words.has(key))
