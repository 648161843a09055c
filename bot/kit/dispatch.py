"""The one door: every command, button and form, from every platform, passes here in the same way.

What a request means is decided from its arguments alone, without waiting: whether a form opens, and whether
the answer will be private, so that an adapter can acknowledge in time while the database is slow. `Step.run`
does the work. A form that takes a role is the one exception: behind its `Gate` the role is looked up first.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.errors import Unavailable, UserError
from bot.identity import Caller, Identity
from bot.kit.cards.markup import join
from bot.kit.cards.reply import Card, Choice, Field, Form, Reply
from bot.kit.invocation import Envelope, Identify, Invocation
from bot.kit.refusals import log_unforeseen, refusal, refused, rescued
from bot.kit.registry import Registry, form_for, nearest
from bot.kit.routes import BadRoute, Route, Sealer
from bot.kit.sealing import sealed, shared
from bot.kit.spec import Spec
from bot.kit.wording import platform_words, private_language, private_words, space_language
from bot.kit.words.convert import converted
from bot.kit.words.parse import read, understood
from bot.kit.words.resolve import guessed, is_missing, picked, resolved
from bot.roles import Role
from bot.text import fold

START = "home"  # the action whose card somebody gets in place of one that has expired
EXPIRED = "error.button"
DEADLINE = 20.0  # seconds until a person is told that it took too long
_ROLE_TIME = 0.6  # seconds to look up whether somebody may open a form, of the 3 s in which a platform lets it open
_FILL_TIME = 0.8  # seconds its prefill may take, of the same


@dataclass(frozen=True, slots=True)
class Step:
    """A request that is understood and allowed to wait: ``private`` is known before it runs.

    ``free`` are words typed without a key, which core must say where they belong.
    """

    dispatcher: "Dispatcher"
    envelope: Envelope
    spec: Spec | None
    args: Mapping[str, str]
    private: bool
    error: UserError | None = None
    free: tuple[str, ...] = ()

    async def run(self) -> Reply:
        """Do the work and return the answer; never raises but for cancellation."""
        return await self.dispatcher.run(self)


@dataclass(frozen=True, slots=True)
class Gate:
    """A form that takes a role; ``step`` is what refuses whoever lacks it."""

    form: Form
    step: Step

    async def passed(self) -> Form | Step:
        """Return the form for somebody who surely may, within `_ROLE_TIME`; in every other case the step."""
        return self.form if await self.step.dispatcher.may(self.step) else self.step


Meaning = Step | Form | Gate


class Dispatcher:
    """Finds what a request means, checks who may, converts, calls the cog, and words the errors."""

    def __init__(self, registry: Registry, who: Identify, sealer: Sealer, deadline: float = DEADLINE) -> None:
        self.registry = registry
        self._who = who
        self._sealer = sealer
        self._deadline = deadline

    # What a request means, from its arguments alone.

    def typed(self, envelope: Envelope, name: str, text: str) -> Meaning:
        """Return what a command typed as text leads to."""
        label, (spec, rest) = platform_words(envelope).choice, self.registry.named(fold(name), text)
        if spec is None:
            return self._failed(envelope, UserError("error.no_command", name=name))
        try:
            typed = read(rest, spec.options, label)
            return self.command(envelope, spec.name, typed.args, typed.free)
        except UserError as error:
            if error.key == "error.word" and is_missing(spec, known := understood(rest, spec.options, label)):
                return self.command(envelope, spec.name, known)
            return Step(self, envelope, spec, {}, private=True, error=error)

    def command(self, envelope: Envelope, name: str, args: Mapping[str, str], free: tuple[str, ...] = ()) -> Meaning:
        """Return what a command with arguments by name leads to: its form when they call for one."""
        spec = self.registry.commands.get(name)
        if spec is None:
            return self._failed(envelope, UserError("error.no_command", name=name))
        if spec.form and is_missing(spec, args, free):
            known = guessed(spec, args, free, platform_words(envelope).choice)
            return self._entry(envelope, spec, self.form(envelope, spec.form, known))
        return Step(self, envelope, spec, args, spec.private, free=free)

    def tapped(self, envelope: Envelope, button_id: str) -> Meaning:
        """Return what a pressed button leads to; an id not sealed for this caller is a clear sentence."""
        try:
            spec, args = self._opened(envelope, button_id)
        except UserError as error:
            return self._failed(envelope, error)
        if spec.kind == "form":
            return self._entry(envelope, spec, self.form(envelope, spec.name, args))
        return self._step(envelope, spec, args)

    def submitted(self, envelope: Envelope, form_id: str, answers: Mapping[str, str]) -> Step:
        """Return the work of a filled form."""
        try:
            spec, hidden = self._opened(envelope, form_id)
        except UserError as error:
            return self._failed(envelope, error)
        return self._step(envelope, spec, {**answers, **hidden})

    def form(self, envelope: Envelope, name: str, prefill: Mapping[str, str]) -> Form:
        """Return the form ``name`` with ``prefill`` in its fields, in the platform's language."""
        spec = self.registry.forms[name]
        hidden = {one.name: prefill.get(one.name) or secrets.token_hex(8) for one in spec.options if one.hidden}
        carried = tuple(hidden.get(one.name, "") for one in spec.options)
        form_id = self._sealer.encode(Route(name, carried), envelope.caller)
        return form_for(spec, prefill, platform_words(envelope), form_id, hidden)

    def _entry(self, envelope: Envelope, spec: Spec, form: Form) -> Form | Gate:
        """Return a form, behind a gate where what it was asked for with takes a role."""
        if spec.role is Role.VOLUNTEER:
            return form
        late = UserError("error.form_late")  # for somebody who may, but whose role was known too late
        return Gate(form, Step(self, envelope, spec, {}, private=True, error=late))

    def sealed(self, card: Card, caller: Caller) -> Card:
        """Return ``card`` with its buttons sealed for ``caller``, who gets it without having asked just now."""
        return sealed(card, self.registry, self._sealer, caller)

    def posted(self, card: Card, platform: str, space: str) -> Card:
        """Return ``card`` for a channel of a space, where anybody may press its buttons for as long as it stands."""
        return self.sealed(shared(card), Caller(platform, "", space))

    # The work, which may wait.

    async def may(self, step: Step) -> bool:
        """Say whether the caller's role is known in time and high enough."""
        try:
            async with asyncio.timeout(_ROLE_TIME):
                who = await self._who(step.envelope)
        except Exception:  # the step meets it again, says so and logs it
            return False
        return step.spec is not None and who.role >= step.spec.role

    async def run(self, step: Step) -> Reply:
        """Answer a step. Every error becomes a card with one sentence."""
        said = platform_words(step.envelope)
        try:
            async with asyncio.timeout(self._deadline):
                return await self._answered(step)
        except TimeoutError:
            return refusal(said, "error.slow")
        except Exception as error:  # the one door: what nobody foresaw is logged here and nowhere else
            reference = log_unforeseen(error, step.spec.name if step.spec else "")
            return refusal(said, "error.unforeseen", reference=reference)

    async def filled(self, form: Form, envelope: Envelope) -> Form:
        """Return ``form`` with what its cog offers for empty fields, or as it is when that takes too long."""
        prefill, needed = self.registry.prefills.get(form.name), self.registry.forms[form.name].role
        try:
            async with asyncio.timeout(_FILL_TIME):
                inv = self._invocation(envelope, await self._known(envelope), private=True)
                if inv.role < needed:
                    return form
                offered = await prefill(inv, **form.hidden) if prefill else {}
                fields = [await self._offered(field, offered, inv) for field in form.fields]
        except (TimeoutError, Unavailable, UserError):
            return form
        except Exception as error:  # a form serves without its offers; what nobody foresaw is logged
            log_unforeseen(error, form.name)
            return form
        return replace(form, fields=tuple(fields))

    async def suggestions(self, envelope: Envelope, spec: Spec, option: str, typed: str) -> tuple[Choice, ...]:
        """Return at most 25 choices for what is being typed into an option; none when anything is amiss."""
        source = next((own.suggest for own in spec.options if own.name == option), None)
        if source is None:
            return ()
        try:
            async with asyncio.timeout(self._deadline):
                inv = self._invocation(envelope, await self._known(envelope), private=True)
                if inv.role < spec.role:
                    return ()
                return (await self.registry.suggestions[source](inv, typed))[:25]
        except (TimeoutError, Unavailable, UserError):
            return ()
        except Exception as error:  # so does an option without suggestions
            log_unforeseen(error, source)
            return ()

    async def _answered(self, step: Step) -> Reply:
        who = Identity()
        try:
            who = await self._identified(step)
            inv = self._invocation(step.envelope, who, step.private)
            spec = _allowed(step, who.role)
            args = await resolved(self.registry, spec, inv, step.args, step.free)
            card = await self._called(spec, inv, args)
        except UserError as error:
            refused = await self._refused(error, step, who)
            return await self._renewed(refused, step, who) if error.key == EXPIRED else refused
        except Unavailable as error:
            key = "error.unavailable" if error.certain else "error.unsure"
            return refusal(private_words(step.envelope, who), key)
        return Reply(self.sealed(card, step.envelope.caller), step.private)

    async def _renewed(self, reply: Reply, step: Step, who: Identity) -> Reply:
        """Return the sentence that a card has expired above a fresh card, or alone where none can be had."""
        start = self.registry.actions.get(START)
        if start is None:
            return reply
        try:
            fresh = await self._called(start, self._invocation(step.envelope, who, private=True), {})
        except (UserError, Unavailable):
            return reply
        card = replace(fresh, body=join(reply.card.body, fresh.body))
        return replace(reply, card=self.sealed(card, step.envelope.caller))

    async def _called(self, spec: Spec, inv: Invocation, args: Mapping[str, str]) -> Card:
        return await spec.handler(inv, **converted(spec, await picked(spec, inv, args), inv.words))

    async def _refused(self, error: UserError, step: Step, who: Identity) -> Reply:
        said = private_words(step.envelope, who)
        reply = refused(nearest(self.registry, error, who.role), step.spec, said)
        kept = await self._rescued(error, step, who)
        return rescued(reply, self.sealed(kept, step.envelope.caller), said) if kept else reply

    async def _rescued(self, error: UserError, step: Step, who: Identity) -> Card | None:
        """Let the cog keep what somebody typed; return what it says of that, None where there is nothing to keep."""
        spec = step.spec
        rescue = self.registry.rescues.get(spec.name) if spec else None
        if spec is None or rescue is None or step.error or who.role < spec.role:
            return None
        args = guessed(spec, step.args, step.free, platform_words(step.envelope).choice)
        try:
            return await rescue(self._invocation(step.envelope, who, private=True), args, error)
        except (UserError, Unavailable):
            return None

    async def _identified(self, step: Step) -> Identity:
        """Return who asks; what needs a role raises Unavailable rather than take an admin for a volunteer."""
        if step.spec is not None and step.spec.role > Role.VOLUNTEER:
            return await self._who(step.envelope)
        return await self._known(step.envelope)

    async def _known(self, envelope: Envelope) -> Identity:
        try:
            return await self._who(envelope)
        except Unavailable:
            return Identity()

    async def _offered(self, field: Field, offered: Mapping[str, str], inv: Invocation) -> Field:
        choices = field.choices
        if field.suggest:
            choices = await self.registry.suggestions[field.suggest](inv, "")
        return replace(field, value=field.value or offered.get(field.name, ""), choices=choices[:25])

    def _invocation(self, envelope: Envelope, who: Identity, private: bool) -> Invocation:
        language = private_language(envelope, who) if private else space_language(envelope, who)
        return Invocation(envelope, who.reach, envelope.words(language), self.registry, language)

    def _opened(self, envelope: Envelope, button_id: str) -> tuple[Spec, dict[str, str]]:
        try:
            route = self._sealer.decode(button_id, envelope.caller)
        except BadRoute:
            raise UserError(EXPIRED) from None
        spec = self.registry.route(route.name)
        if spec is None or len(route.args) > len(spec.options):  # from before an upgrade
            raise UserError(EXPIRED)
        return spec, {option.name: arg for option, arg in zip(spec.options, route.args, strict=False) if arg}

    def _step(self, envelope: Envelope, spec: Spec, args: Mapping[str, str]) -> Step:
        return Step(self, envelope, spec, args, spec.private)

    def _failed(self, envelope: Envelope, error: UserError) -> Step:
        return Step(self, envelope, None, {}, True, error)


def _allowed(step: Step, role: Role) -> Spec:
    """Return what a step calls; somebody who may not is told so of a command, and that a button is too old."""
    if step.spec is not None and role < step.spec.role:
        known = step.spec.kind == "command"
        raise UserError("error.no_command", name=step.spec.name) if known else UserError(EXPIRED)
    if step.error or step.spec is None:
        raise step.error or UserError(EXPIRED)
    return step.spec
