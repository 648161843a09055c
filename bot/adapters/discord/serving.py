"""From one interaction to one answer, through dispatch: the only place that knows both."""

import asyncio
from collections import OrderedDict
from dataclasses import replace

from discord import InteractionType, app_commands

from bot.adapters.discord.answers import Answer, sent
from bot.adapters.discord.forms import Draft, Drafts, is_edit, modal
from bot.adapters.discord.requests import (
    Interaction,
    answers,
    arguments,
    command_name,
    data_of,
    envelope,
    focused,
)
from bot.kit.dispatch import Dispatcher, Gate, Meaning, Step
from bot.kit.i18n import words
from bot.kit.invocation import Envelope
from bot.kit.reply import Card, Choice, Form, Reply

PATIENCE = 1.5  # seconds until an answer is deferred; Discord gives 3
_SUGGESTING = 2.5  # seconds for suggestions, of the same 3
_REMEMBERED = 1000  # interactions, to tell a redelivered one


class Server:
    """Serves interactions. ``patience`` is in seconds."""

    def __init__(self, dispatcher: Dispatcher, patience: float = PATIENCE) -> None:
        self._dispatcher = dispatcher
        self._patience = patience
        self._drafts = Drafts()
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def serve(self, interaction: Interaction) -> None:
        """Answer an interaction; a redelivered one is dispatched again and answered the same by the core."""
        again = self._remember(interaction.id)
        asked, data = envelope(interaction), data_of(interaction)
        match interaction.type:
            case InteractionType.application_command:
                found = self._dispatcher.command(asked, command_name(data), arguments(data))
                await self._lead(interaction, asked, found, again)
            case InteractionType.autocomplete:
                await self._suggest(interaction, asked)
            case InteractionType.component if is_edit(data["custom_id"]):
                await self._reopen(interaction, asked, again)
            case InteractionType.component:
                found = self._dispatcher.tapped(asked, data["custom_id"])
                await self._lead(interaction, asked, found, again)
            case InteractionType.modal_submit:
                typed = answers(data)
                step = self._dispatcher.submitted(asked, data["custom_id"], typed)
                await self._answer(interaction, step, again, typed)

    def _remember(self, interaction_id: int) -> bool:
        """Note an interaction and return whether it was known."""
        known = interaction_id in self._seen
        self._seen[interaction_id] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return known

    async def _lead(self, interaction: Interaction, asked: Envelope, found: Meaning, again: bool) -> None:
        match found:
            case Gate():
                await self._lead(interaction, asked, await found.passed(), again)
            case Form():
                form = await self._dispatcher.filled(found, asked)
                await sent(interaction.response.send_modal(modal(form)), again)
            case Step():
                await self._answer(interaction, found, again, {})

    async def _answer(self, interaction: Interaction, step: Step, again: bool, typed: dict[str, str]) -> None:
        answer = Answer(interaction, step.private, again)
        work = asyncio.create_task(step.run())
        try:
            done, _ = await asyncio.wait({work}, timeout=self._patience)
            if done:
                return await answer.now(self._editable(work.result(), step, typed))
            open_for_it = await answer.defer()
            reply = await work  # also where nobody can be told: what was asked for is done
            if open_for_it:
                await answer.fill(self._editable(reply, step, typed))
        finally:
            work.cancel()  # only where this task was cancelled itself; a finished one is left as it is

    def _editable(self, reply: Reply, step: Step, typed: dict[str, str]) -> Reply:
        """Add the Edit button where a form was refused for what stands in its fields."""
        if not reply.errors or step.spec is None or step.spec.kind != "form":
            return reply
        form = self._dispatcher.form(step.envelope, step.spec.name, typed)
        draft = Draft(form, reply.errors, step.envelope.caller)
        button = self._drafts.keep(draft, words(step.envelope.locale).t("discord.edit"))
        return replace(reply, card=replace(reply.card, buttons=(*reply.card.buttons, button)))

    async def _reopen(self, interaction: Interaction, asked: Envelope, again: bool) -> None:
        draft = self._drafts.find(data_of(interaction)["custom_id"], asked.caller)
        if draft is None:
            gone = Reply(Card(body=words(asked.locale).m("discord.draft_gone")))
            return await Answer(interaction, True, again).now(gone)
        form = await self._dispatcher.filled(draft.form, asked)
        await sent(interaction.response.send_modal(modal(form, draft.errors)), again)

    async def _suggest(self, interaction: Interaction, asked: Envelope) -> None:
        choices = await self._offer(interaction, asked)
        offered = [app_commands.Choice(name=choice.label, value=choice.value) for choice in choices]
        await sent(interaction.response.autocomplete(offered))

    async def _offer(self, interaction: Interaction, asked: Envelope) -> tuple[Choice, ...]:
        data = data_of(interaction)
        spec = self._dispatcher.registry.commands.get(command_name(data))
        if spec is None:
            return ()
        try:
            async with asyncio.timeout(_SUGGESTING):
                return await self._dispatcher.suggestions(asked, spec, *focused(data))
        except TimeoutError:
            return ()
