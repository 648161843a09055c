"""The one door: every command, button and form, from every platform, comes in here.

The ``read_`` methods decide what a request means from its arguments alone, without waiting: whether a form opens,
and whether the answer will be private. So an adapter can always acknowledge in time, however slow the database is.
`bot.kit.dispatch.runner` then does the work. The one exception is a form that takes a role: it waits at its `Gate`.
"""

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from msgspec import structs

from bot.errors import UserError
from bot.identity import Caller
from bot.kit.answers.forms import make_form
from bot.kit.answers.routes import BadRoute, Route, Sealer
from bot.kit.answers.sealing import CardSealer
from bot.kit.cards.reply import NO_WORDS, Card, Choice, Form, FreeWords, Reply
from bot.kit.dispatch import deadlines
from bot.kit.dispatch.identities import Identities
from bot.kit.dispatch.offers import Offers
from bot.kit.dispatch.runner import EXPIRED, StepRunner
from bot.kit.dispatch.steps import Gate, Meaning, Step, make_refusal, make_step
from bot.kit.dispatch.words_behind import explain, is_help, read_words_behind
from bot.kit.i18n import Words
from bot.kit.invocation import Envelope, Identify
from bot.kit.registry import Registry, RegistryRef
from bot.kit.spec import Spec
from bot.kit.words.keys import ask_about_keys, ask_about_rest, mend_values
from bot.kit.words.parse import parse_known, parse_text, sort_words
from bot.kit.words.resolve import guess_arguments, is_missing
from bot.kit.words.split import split_closed
from bot.roles import Role
from bot.runtime.log import get_logger, warn_once
from bot.runtime.meter import UNMEASURED, Meter
from bot.text import fold

_FOREIGN = "if buttons fail: does a Callboard with another key use the same app, or was the key changed?"

_log = get_logger("callboard.dispatch")


class Dispatcher:
    """Reads requests, and hands the work to the parts of the kit that do it."""

    def __init__(
        self,
        registry: Registry,
        identify: Identify,
        sealer: Sealer,
        deadline: float = deadlines.ANSWER,
        meter: Meter = UNMEASURED,
    ) -> None:
        self._ref, self._identities = RegistryRef(registry), Identities(identify)
        self._sealer = sealer
        self._cards = CardSealer(self._ref, sealer)
        self._runner = StepRunner(self._ref, self._identities, self._cards, deadline, meter)
        self._offers = Offers(self._ref, self._identities, deadline)

    @property
    def registry(self) -> Registry:
        """Everything that can be typed, tapped and filled in."""
        return self._ref.current

    @registry.setter
    def registry(self, registry: Registry) -> None:
        self._ref.current = registry

    def guess_words(self, envelope: Envelope) -> Words:
        """The words for what is said before the caller is read, or when nobody could be asked. It never waits."""
        return self._identities.guess_words(envelope)

    def stop_slow_work(self, platform: str) -> None:
        """Have slow work of ``platform`` say that it was stopped, unless it is saving already. Its adapter calls it."""
        for progress, asked_on in self._runner.slow.items():
            if asked_on == platform:
                progress.request_stop()

    def read_text(self, envelope: Envelope, name: str, text: str) -> Meaning:
        """What a command typed as text means."""
        label, (spec, rest) = self.guess_words(envelope).label, self.registry.find_command(fold(name), text)
        if spec is None:
            part, rest = self.registry.split_part(fold(name), text)
            if part and is_help(part) and (about := explain(self.registry, envelope, fold(name))):
                return about
            error = UserError("error.no_command", name=name, part=part)
            return structs.replace(make_refusal(envelope, error), free=(rest,))
        if behind := read_words_behind(self.registry, envelope, spec, rest):
            return behind
        if asked := ask_about_keys(rest, spec.options):
            return self._ask_back(envelope, spec, asked, *sort_words(rest, spec.options, label))
        try:
            parsed = parse_text(rest, spec.options, label)
            return self._read_arguments(envelope, spec, parsed.args, parsed.free)
        except UserError as error:
            known, strays = parse_known(rest, spec.options, label)
            if error.key == "error.word" and spec.form and is_missing(spec, known):
                return self._open_form(envelope, spec, spec.form, known, FreeWords(strays=strays))
            args, units = sort_words(rest, spec.options, label)
            return structs.replace(make_refusal(envelope, error, spec), args=args, free=tuple(units))

    def read_command(self, envelope: Envelope, name: str, args: Mapping[str, str]) -> Meaning:
        """What a command with arguments by name means: its form, if too much is missing."""
        spec = self.registry.commands.get(name)
        if spec is None:
            return make_refusal(envelope, UserError("error.no_command", name=name))
        mended = mend_values(args, spec.options)
        if mended.error:
            return self._ask_back(envelope, spec, mended.error, mended.args, ())
        return self._read_arguments(envelope, spec, args)

    def _read_arguments(
        self, envelope: Envelope, spec: Spec, args: Mapping[str, str], free: tuple[str, ...] = ()
    ) -> Meaning:
        if spec.outside and envelope.caller.space is None:
            return make_refusal(envelope, UserError(spec.outside), spec)
        if spec.form and is_missing(spec, args, free):
            args, free = split_closed(spec, args, free, self.guess_words(envelope))
        if spec.form and is_missing(spec, args, free):
            try:
                known, words = guess_arguments(spec, args, free, self.guess_words(envelope).label)
            except UserError as error:
                return structs.replace(make_refusal(envelope, error, spec), args=args, free=free)
            return self._open_form(envelope, spec, spec.form, known, words)
        return Step(envelope, spec, args, spec.private, free=free)

    def read_tap(self, envelope: Envelope, button_id: str) -> Meaning:
        """What a pressed button means. An id that was not sealed for this caller becomes a clear sentence."""
        try:
            spec, args = self._open_route(envelope, button_id)
        except UserError as error:
            return make_refusal(envelope, error)
        if spec.outside and envelope.caller.space is None:
            return make_refusal(envelope, UserError(spec.outside), spec)
        if spec.kind == "form":
            return self._open_form(envelope, spec, spec.name, args)
        return make_step(envelope, spec, args)

    def read_submission(self, envelope: Envelope, form_id: str, answers: Mapping[str, str]) -> Step:
        """The work that a filled-in form asks for."""
        try:
            spec, hidden = self._open_route(envelope, form_id)
        except UserError as error:
            return make_refusal(envelope, error)
        return make_step(envelope, spec, {**answers, **hidden})

    def make_form(self, envelope: Envelope, name: str, values: Mapping[str, str], free: FreeWords = NO_WORDS) -> Form:
        """The form ``name`` with ``values`` in its fields, in the language that the caller probably reads."""
        spec = self.registry.suit(self.registry.forms[name])
        hidden = {one.name: values.get(one.name, "") for one in spec.options if one.hidden}
        hidden |= {one.name: secrets.token_hex(8) for one in spec.options if one.fresh and not hidden[one.name]}
        return make_form(
            spec, values, self.guess_words(envelope), self._seal_form(spec, hidden, envelope), hidden, free
        )

    async def fill_form(self, form: Form, envelope: Envelope) -> Form:
        """See `Offers.fill_form`. Its id holds what the cog put into hidden options, such as what the form shows."""
        filled = await self._offers.fill_form(form, envelope)
        if filled.hidden == form.hidden:
            return filled
        return replace(filled, id=self._seal_form(self.registry.forms[form.name], filled.hidden, envelope))

    async def list_suggestions(self, envelope: Envelope, spec: Spec, option: str, text: str) -> tuple[Choice, ...]:
        """See `Offers.list_suggestions`."""
        return await self._offers.list_suggestions(envelope, spec, option, text)

    async def open_gate(self, gate: Gate) -> Form | Step:
        """See `StepRunner.open_gate`. A form in which the caller has nothing to choose becomes a sentence."""
        opened = await self._runner.open_gate(gate)
        reason = await self._offers.explain_no_choices(opened, gate.step.envelope) if isinstance(opened, Form) else ""
        return make_refusal(gate.step.envelope, UserError(reason), gate.step.spec) if reason else opened

    async def run(self, step: Step) -> Reply:
        """See `StepRunner.run`."""
        return await self._runner.run(step)

    def seal(self, card: Card, caller: Caller, language: str) -> Card:
        """See `CardSealer.seal`. For a caller who gets the card without asking just now."""
        return self._cards.seal(card, caller, language)

    def seal_post(self, card: Card, platform: str, space: str, language: str) -> Card:
        """See `CardSealer.seal_post`."""
        return self._cards.seal_post(card, platform, space, language)

    def _ask_back(
        self, envelope: Envelope, spec: Spec, error: UserError, args: Mapping[str, str], free: Sequence[str]
    ) -> Meaning:
        """Ask about misspelled keys, whose values are in ``args``: in the form, if one asks for more anyway."""
        if spec.form and is_missing(spec, args, free):
            whole = args
            args, free = split_closed(spec, args, free, self.guess_words(envelope))
            error = ask_about_rest(error, whole, args)
        near = (str(error.params["word"]), str(error.params["near"]))
        with suppress(UserError):  # another word is misspelled, too: then nobody wanted a form
            if spec.form and is_missing(spec, args, free):
                known, words = guess_arguments(spec, args, free, self.guess_words(envelope).label)
                return self._open_form(envelope, spec, spec.form, known, structs.replace(words, near=(near,)))
        return structs.replace(make_refusal(envelope, error, spec), args=args, free=tuple(free))

    def _open_form(
        self, envelope: Envelope, spec: Spec, name: str, values: Mapping[str, str], free: FreeWords = NO_WORDS
    ) -> Form | Gate:
        """The form ``name``, behind a gate if ``spec``, which asked for it, takes a role."""
        form = self.make_form(envelope, name, values, free)
        if spec.role is Role.VOLUNTEER:
            return form
        late = UserError("error.form_late")  # for callers who have the role, but whose lookup took too long
        return Gate(form, make_refusal(envelope, late, spec))

    def _seal_form(self, spec: Spec, hidden: Mapping[str, str], envelope: Envelope) -> str:
        carried = tuple(hidden.get(one.name, "") for one in spec.options)
        return self._sealer.encode(Route(spec.name, carried), envelope.caller)

    def _open_route(self, envelope: Envelope, sealed_id: str) -> tuple[Spec, dict[str, str]]:
        try:
            route = self._sealer.decode(sealed_id, envelope.caller)
        except BadRoute:
            warn_once(_log, "a button that this Callboard didn't seal was tapped", _FOREIGN)
            raise UserError(EXPIRED) from None
        spec = self.registry.find_route(route.name)
        if spec is None or len(route.args) > len(spec.options):  # made before an upgrade
            raise UserError(EXPIRED)
        return spec, {option.name: arg for option, arg in zip(spec.options, route.args, strict=False) if arg}
