"""Runs a step: looks up the caller, checks the role, converts the arguments, calls the cog, words the errors.

This is the one place where an unexpected error becomes a sentence and a log entry.
"""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from msgspec import Struct, field, structs

from bot.errors import Blank, Unavailable, UserError
from bot.identity import Identity
from bot.kit.answers.refusals import (
    add_keys,
    add_rescue,
    draw_choices,
    log_unforeseen,
    refuse,
    refuse_error,
    refuse_words,
    suggest_command,
)
from bot.kit.answers.sealing import CardSealer
from bot.kit.cards.limits import LimitError
from bot.kit.cards.markup import join
from bot.kit.cards.reply import Card, Form, Reply
from bot.kit.dispatch import deadlines
from bot.kit.dispatch.calling import call_handler, convert_early
from bot.kit.dispatch.identities import Identities, choose_words, make_invocation
from bot.kit.dispatch.steps import Gate, Step
from bot.kit.dispatch.waiting import run_until_stop
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Answer
from bot.kit.registry import RegistryRef
from bot.kit.spec import Spec
from bot.kit.words.open_sets import add_words, lacks_words
from bot.kit.words.parse import parse_text
from bot.kit.words.repairs import Repaired, repair
from bot.kit.words.resolve import guess_arguments, place_free_words
from bot.kit.words.split import split_value
from bot.kit.words.two_names import find_two_names
from bot.kit.work_progress import WorkProgress
from bot.roles import Role
from bot.runtime.meter import OTHER, UNMEASURED, Meter

START = "home"  # the action whose card replaces one that has expired
EXPIRED = "error.button"
ENDED = "error.ended"


class StepRunner(Struct, frozen=True):
    """Runs steps within ``deadline`` seconds each, and measures them. ``slow`` is slow work, with its platform."""

    registry: RegistryRef
    identities: Identities
    cards: CardSealer
    deadline: float
    meter: Meter = UNMEASURED
    slow: dict[WorkProgress, str] = field(default_factory=dict)

    async def run(self, step: Step) -> Reply:
        """Answer a step. Every error becomes a card with one sentence; only cancellation is raised."""
        begun = time.perf_counter()
        reply = await self._answer_always(step)
        kind, name = (step.spec.kind, step.spec.name) if step.spec else (OTHER, OTHER)
        taken = time.perf_counter() - begun
        self.meter.record_request(step.envelope.caller.platform, kind, name, reply.reason, taken)
        return reply

    async def _answer_always(self, step: Step) -> Reply:
        words = self.identities.guess_words(step.envelope)
        try:
            async with asyncio.timeout(deadlines.SLOW if step.is_slow else self.deadline):
                return await self._answer_slowly(step, words) if step.is_slow else await self._answer(step)
        except TimeoutError:
            return refuse(words, "error.unreadable" if step.spec is not None and step.spec.reads else "error.slow")
        except Exception as error:
            reference = log_unforeseen(error, step.spec.name if step.spec else "")
            return refuse(words, "error.unforeseen", reference=reference)

    async def _answer_slowly(self, step: Step, words: Words) -> Reply:
        """Answer a step that takes long, or say that it was stopped."""
        progress = step.envelope.progress
        self.slow[progress] = step.envelope.caller.platform
        try:
            return await run_until_stop(self._answer(step), progress) or refuse(words, "error.stopped")
        finally:
            del self.slow[progress]

    async def open_gate(self, gate: Gate) -> Form | Step:
        """The form, if the caller surely has the role within `deadlines.ROLE`; else the step that refuses them."""
        try:
            async with asyncio.timeout(deadlines.ROLE):
                identity = await self.identities.identify(gate.step.envelope)
        except Exception:  # the step meets it again, answers it and logs it
            return gate.step
        spec = gate.step.spec
        return gate.form if spec is not None and identity.role >= spec.role else gate.step

    async def _answer(self, step: Step) -> Reply:
        if (early := convert_early(step, self.identities.guess_words(step.envelope))) is not None:
            return await self._answer_unread(step, *early)
        identity, typed = Identity(), step
        try:
            identity = await self._identify(step)
            spec = _check_role(step, identity)
            inv = make_invocation(step.envelope, identity, private=step.private, role=spec.role)
            if lacks_words(spec, step.args, step.free, inv.words):
                spec = await add_words(self.registry.current, spec, inv)
            args = await place_free_words(self.registry.current, spec, inv, step.args, step.free)
            inv = structs.replace(inv, unkeyed=_find_unkeyed(step, args))
            step = structs.replace(step, args=args, free=())
            answer = await call_handler(spec, inv, args)
        except UserError as error:
            if split := await self._answer_split(error, step, identity):
                return split
            two = find_two_names(step.spec, typed.free, step.args, error)
            is_elsewhere = bool(typed.free and error.field and error.field not in step.args)  # became another option's
            reply = await self._refuse(error, step, identity, typed if is_elsewhere else step)
            words = choose_words(step.envelope, identity, _find_role(step, identity))
            return add_keys(reply, two, words, keep_buttons=is_elsewhere)
        except Unavailable as error:
            return _refuse_unavailable(error, step, choose_words(step.envelope, identity))
        if isinstance(answer, Answer):  # the request changed what is known of its caller
            self.identities.remember(step.envelope, answer.identity)
            return self._finish(answer.card, step, answer.identity)
        return self._finish(answer, step, identity)

    async def _identify(self, step: Step) -> Identity:
        """Whom the step is for. What takes a role, or changes something, is never decided by an old admin right."""
        if step.spec is None:
            return await self.identities.find(step.envelope)
        role = step.spec.role
        return await self.identities.find(step.envelope, role, afresh=role > Role.VOLUNTEER or not step.spec.reads)

    async def _answer_unread(self, step: Step, spec: Spec, values: Mapping[str, Any]) -> Reply:
        """Call a method that reads the caller itself, in the transaction that does its work."""
        try:
            inv = structs.replace(make_invocation(step.envelope, Identity(), private=True), typed=step.args)
            answer = await spec.handler(inv, **values)
            assert isinstance(answer, Answer), "a method that identifies its caller says whom it found"
        except UserError as error:
            identity = error.identity or await self.identities.find(step.envelope)
            return await self._answer_split(error, step, identity) or await self._refuse(error, step, identity)
        except Unavailable as error:
            words = choose_words(step.envelope, await self.identities.find(step.envelope))
            return _refuse_unavailable(error, step, words)
        self.identities.remember(step.envelope, answer.identity)
        if answer.identity.lapsed:
            await self.identities.find(step.envelope)  # it ends the right
        return self._finish(answer.card, step, answer.identity)

    async def _answer_split(self, error: UserError, step: Step, identity: Identity) -> Reply | None:
        """Answer a refused command with its value split, None if that does no better. Nothing was saved yet."""
        spec = step.spec
        if spec is None or spec.kind != "command" or not error.field or step.error or step.free:
            return None
        inv = make_invocation(step.envelope, identity, private=True)
        try:
            spec = await add_words(self.registry.current, spec, inv)
        except Unavailable:
            return None
        for parts in (False, True):
            try:
                args = await split_value(self.registry.current, spec, inv, step.args, error.field, parts=parts)
            except Unavailable:
                return None
            if args is not None:
                reply = await self._answer(structs.replace(step, args=args))
                return None if reply.refused and parts else reply
        return None

    def _finish(self, card: Card, step: Step, identity: Identity) -> Reply:
        words = choose_words(step.envelope, identity)
        return Reply(self.cards.seal(card, step.envelope.caller, words.language), step.private, language=words.tag)

    async def _refuse(self, error: UserError, step: Step, identity: Identity, typed: Step | None = None) -> Reply:
        """The error's sentence with a way on. Buttons repeat ``typed``, the step before its words had a place."""
        words = choose_words(step.envelope, identity, _find_role(step, identity))
        explained = suggest_command(self.registry.current, error, identity.role)
        reply = refuse_error(explained, step.spec, words)
        if rescue := await self._rescue(error, step, identity):
            reply = add_rescue(reply, self.cards.seal(rescue, step.envelope.caller, words.language), words)
        else:
            reply = await self._offer_choices(reply, explained, typed or step, identity)
        is_over = error.key == EXPIRED or error.key.startswith(ENDED)
        return await self._add_fresh_card(reply, step, identity) if is_over else reply

    async def _offer_choices(self, reply: Reply, error: UserError, step: Step, identity: Identity) -> Reply:
        """Put a button for each of the error's choices under its sentence, which names them too."""
        registry = self.registry.current
        inv = make_invocation(step.envelope, identity, private=True, role=_find_role(step, identity))
        spec = step.spec or registry.commands.get(str(error.params.get("near", "")))
        if spec is None:
            return reply
        found = [one for choice in error.choices for one in await self._repeat(spec, inv, step, error, choice)]
        if len(found) == len(error.choices) == 1 and len(found[0][0].words) > 1:
            repaired, _ = found[0]
            reply, label = refuse_words(repaired.words, spec, inv.words)
            found = [(repaired, label)]
        repeated = [(repaired.args, label) for repaired, label in found]
        buttons = draw_choices(registry, spec, repeated, inv.words)
        try:
            card = self.cards.seal(replace(reply.card, buttons=buttons), step.envelope.caller, inv.words.language)
        except LimitError:  # what was typed is too long for a button's id
            return reply
        return replace(reply, card=card)

    async def _repeat(
        self, spec: Spec, inv: Invocation, step: Step, error: UserError, choice: tuple[str, Blank]
    ) -> list[tuple[Repaired, Blank]]:
        """What a refused request becomes with one of the error's choices, and its label; empty if that won't do."""
        registry, (_, label) = self.registry.current, choice
        with suppress(UserError, Unavailable):  # then the other words are in the way
            if step.spec is None:
                parsed = parse_text(" ".join(step.free), spec.options, inv.words.label)
                args = await place_free_words(registry, spec, inv, parsed.args, parsed.free)
                return [(Repaired(args, ()), f"{step.envelope.slash}{spec.name}")]
            return [(await repair(registry, spec, inv, (step.args, step.free), error, choice), label)]
        return []

    async def _rescue(self, error: UserError, step: Step, identity: Identity) -> Card | None:
        """Let the cog keep what somebody typed: the card that says so, or None if there was nothing to keep."""
        spec = step.spec
        rescue = self.registry.current.rescues.get(spec.name) if spec else None
        if spec is None or rescue is None or identity.role < spec.role or (step.error and not step.error.choices):
            return None
        args, _ = guess_arguments(spec, step.args, step.free, self.identities.guess_words(step.envelope).label)
        try:
            inv = make_invocation(step.envelope, identity, private=True, role=spec.role)
            return await rescue(inv, args, error)
        except (UserError, Unavailable):
            return None

    async def _add_fresh_card(self, reply: Reply, step: Step, identity: Identity) -> Reply:
        """Put a fresh home card under the sentence that a card has expired, if there is one."""
        start = self.registry.current.actions.get(START)
        if start is None:
            return reply
        inv = make_invocation(step.envelope, identity, private=True)
        try:
            fresh = await call_handler(start, inv, {})
            fresh = fresh.card if isinstance(fresh, Answer) else fresh
        except (UserError, Unavailable):
            return reply
        card = replace(fresh, body=join(reply.card.body, fresh.body))
        return replace(reply, card=self.cards.seal(card, step.envelope.caller, inv.words.language))


def _find_role(step: Step, identity: Identity) -> Role:
    """The role that the step takes, if its caller has it."""
    return step.spec.role if step.spec is not None and identity.role >= step.spec.role else Role.VOLUNTEER


def _find_unkeyed(step: Step, args: Mapping[str, str]) -> frozenset[str]:
    """The options whose words had neither a key nor quotes, so that a name may begin or end elsewhere."""
    quoted = {unit for unit in step.free if " " in unit}
    return frozenset(name for name, value in args.items() if name not in step.args and value not in quoted)


def _refuse_unavailable(error: Unavailable, step: Step, words: Words) -> Reply:
    """Say that the database is out of reach: nothing is lost of a request that only shows something."""
    if step.spec is not None and step.spec.reads:
        return refuse(words, "error.unreadable")
    return refuse(words, "error.unavailable" if error.certain else "error.unsure")


def _check_role(step: Step, identity: Identity) -> Spec:
    """The declaration that a step calls.

    Raises UserError for a caller without its role: a command says who it is for. A form and a private card's button
    were for the caller once, so they say that the role has ended.
    """
    if step.spec is not None and identity.role < step.spec.role:
        if identity.unsure:
            raise UserError("error.rights_unknown")
        if step.spec.kind == "command":
            raise UserError("error.no_command", name=step.spec.name)
        raise UserError(f"{ENDED}.{step.spec.role.name.lower()}")
    if step.error or step.spec is None:
        raise step.error or UserError(EXPIRED)
    return step.spec
