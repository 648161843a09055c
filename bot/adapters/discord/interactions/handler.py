"""Takes each interaction through dispatch to its one answer. Start at `InteractionHandler.serve`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from cachetools import FIFOCache
from discord import InteractionType

from bot.adapters.discord.drawing.forms import Draft, Drafts, build_modal, is_edit
from bot.adapters.discord.drawing.mentions import CommandIds, RegisteredCommands
from bot.adapters.discord.interactions.answers import Answer, make_choices_response, make_form_response
from bot.adapters.discord.interactions.locales import Locales, Memory
from bot.adapters.discord.interactions.near_matches import find_nearest, make_hints
from bot.adapters.discord.interactions.requests import (
    Interaction,
    find_focused,
    is_outside,
    make_envelope,
    read_answers,
    read_arguments,
    read_command_name,
    read_data,
    read_tapped_id,
)
from bot.adapters.discord.interactions.sender import InteractionSender
from bot.kit.cards.reply import Card, Choice, Form, Reply
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Gate, Meaning, Step
from bot.kit.dispatch.waiting import show_progress
from bot.kit.i18n import Words
from bot.kit.invocation import Envelope

PATIENCE = 1.5  # seconds until an answer is deferred; Discord allows 3
_SUGGESTING = 2.5  # seconds for suggestions, of the same 3
_TAPPING = 10.0  # seconds in which a repeated tap on the same card counts as one
_REMEMBERED = 1000  # interactions, to recognize one that is delivered again


@dataclass(frozen=True, slots=True)
class Exchange:
    """One interaction, its sender, kit's envelope for it, and whether it was delivered before.

    ``ids`` are of the commands that its answer may mention. ``said`` gives the words in the person's language, which
    is known better once they were read.
    """

    interaction: Interaction
    sender: InteractionSender
    asked: Envelope
    again: bool
    ids: CommandIds
    said: Callable[[], Words]

    @property
    def tap(self) -> tuple[object, ...] | None:
        """A key shared by taps on the same button of the same state of a private card; None for anything else."""
        message, who = self.interaction.message, self.interaction.user.id
        if self.interaction.type is not InteractionType.component or message is None or not message.flags.ephemeral:
            return None
        return who, message.id, message.edited_at, read_tapped_id(read_data(self.interaction))

    def answer(self, private: bool, *, is_slow: bool = False) -> Answer:
        """Make its answer."""
        alone = private or is_outside(self.interaction)
        return Answer(self.sender, self.interaction, self.said, alone, self.again, self.ids, is_slow=is_slow)


class InteractionHandler:
    """Serves interactions. Answers slower than ``patience`` seconds are deferred."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        patience: float = PATIENCE,
        commands: RegisteredCommands | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._dispatcher, self._locales = dispatcher, Locales(memory)
        self._commands = commands or RegisteredCommands(None)
        self._patience = patience
        self._drafts = Drafts()
        self._seen: FIFOCache[int, None] = FIFOCache(_REMEMBERED)
        self._taps: FIFOCache[tuple[object, ...], tuple[float, asyncio.Task[Reply]]] = FIFOCache(_REMEMBERED)
        self._running: set[asyncio.Task[Reply]] = set()

    async def serve(self, interaction: Interaction, sender: InteractionSender) -> None:
        """Answer an interaction. One that is delivered again is dispatched again, and core gives the same answer."""
        asked, data = make_envelope(interaction), read_data(interaction)
        ids = self._commands.find_ids(interaction.guild_id)
        said = partial(self._dispatcher.guess_words, asked)
        exchange = Exchange(interaction, sender, asked, self._remember(interaction.id), ids, said)
        match interaction.type:
            case InteractionType.application_command:
                found = self._dispatcher.read_command(asked, read_command_name(data), read_arguments(data))
                await self._follow(exchange, found)
            case InteractionType.autocomplete:
                await self._suggest(exchange)
            case InteractionType.component if is_edit(read_tapped_id(data)):
                await self._reopen(exchange)
            case InteractionType.component:
                found = self._dispatcher.read_tap(asked, read_tapped_id(data))
                await self._follow(exchange, found)
            case InteractionType.modal_submit:
                step = self._dispatcher.read_submission(asked, data["custom_id"], read_answers(data))
                await self._answer(exchange, step)

    def _remember(self, interaction_id: int) -> bool:
        """Remember an interaction; return whether it was known."""
        known = interaction_id in self._seen
        self._seen[interaction_id] = None
        return known

    async def _follow(self, exchange: Exchange, found: Meaning) -> None:
        match found:
            case Gate():
                await self._follow(exchange, await self._dispatcher.open_gate(found))
            case Form():
                form = await self._dispatcher.fill_form(found, exchange.asked)
                found_in = make_hints(self._dispatcher, form, exchange.said())
                await exchange.sender.respond(lambda: make_form_response(build_modal(form, hints=found_in)))
            case Step():
                await self._answer(exchange, found)

    async def _answer(self, exchange: Exchange, step: Step) -> None:
        answer = exchange.answer(step.private, is_slow=step.is_slow)
        work = self._start_work(exchange, step)
        done, _ = await asyncio.wait({work}, timeout=self._patience)
        if done:
            await answer.respond(await self._finish(exchange, work.result(), step))
        else:
            open_for_it = await answer.defer()
            if open_for_it and step.is_slow:
                await show_progress(work, step.envelope.progress, answer.show_progress)
            reply = await asyncio.shield(work)  # finish the work even where the answer can't be shown
            if open_for_it:
                await answer.fill_in(await self._finish(exchange, reply, step))
        await self._locales.save(exchange.asked)

    async def _finish(self, exchange: Exchange, reply: Reply, step: Step) -> Reply:
        shown = await self._add_edit_button(reply, step)
        return replace(shown, private=True) if is_outside(exchange.interaction) else shown

    def _start_work(self, exchange: Exchange, step: Step) -> asyncio.Task[Reply]:
        """Start the step. Repeated taps on a private card share the work that the first one started."""
        key, now = exchange.tap, asyncio.get_running_loop().time()
        since, begun = self._taps.get(key, (0.0, None)) if key and not exchange.again else (0.0, None)
        if begun and now - since < _TAPPING:
            return begun
        work = asyncio.create_task(self._dispatcher.run(step))
        self._running.add(work)
        work.add_done_callback(self._running.discard)
        if key:
            self._taps[key] = (now, work)
        return work

    async def close(self) -> None:
        """Cancel the work in progress."""
        for work in self._running:
            work.cancel()
        if self._running:
            await asyncio.wait(set(self._running))

    async def _add_edit_button(self, reply: Reply, step: Step) -> Reply:
        """Add an Edit button, after near matches, where a form or command was refused for what was typed.

        A card that already has buttons is left as it is.
        """
        spec = step.spec
        if spec is None or not reply.errors or reply.card.buttons:
            return reply
        name = spec.name if spec.kind == "form" else spec.form
        if name is None:
            return reply
        form = self._dispatcher.make_form(step.envelope, name, step.args)
        draft = Draft(form, reply.errors, step.envelope.caller)
        offered = [
            self._drafts.keep(replace(draft, answers={**step.args, field: choice.value}), choice.label)
            for field in (reply.errors if reply.is_unknown else ())
            for choice in await find_nearest(self._dispatcher, step.envelope, spec, field, step.args.get(field, ""))
        ]
        button = self._drafts.keep(draft, self._dispatcher.guess_words(step.envelope).t("discord.edit"))
        return replace(reply, card=replace(reply.card, buttons=(*offered, button)))

    async def _reopen(self, exchange: Exchange) -> None:
        """Open a draft again, or submit it with the near match that was picked."""
        draft = self._drafts.find(read_tapped_id(read_data(exchange.interaction)), exchange.asked.caller)
        if draft is None:
            gone = Reply(Card(body=exchange.said().m("discord.draft_gone")))
            return await exchange.answer(True).respond(gone)
        if draft.answers is not None:
            step = self._dispatcher.read_submission(exchange.asked, draft.form.id, draft.answers)
            return await self._answer(exchange, step)
        form = await self._dispatcher.fill_form(draft.form, exchange.asked)
        found_in = make_hints(self._dispatcher, form, exchange.said())
        await exchange.sender.respond(lambda: make_form_response(build_modal(form, draft.errors, found_in)))

    async def _suggest(self, exchange: Exchange) -> None:
        choices = await self._find_suggestions(exchange.interaction, exchange.asked)
        offered = [{"name": choice.label, "value": choice.value} for choice in choices]
        await exchange.sender.respond(lambda: make_choices_response(offered))

    async def _find_suggestions(self, interaction: Interaction, asked: Envelope) -> tuple[Choice, ...]:
        data = read_data(interaction)
        spec = self._dispatcher.registry.commands.get(read_command_name(data))
        if spec is None:
            return ()
        try:
            async with asyncio.timeout(_SUGGESTING):
                return await self._dispatcher.list_suggestions(asked, spec, *find_focused(data))
        except TimeoutError:
            return ()
