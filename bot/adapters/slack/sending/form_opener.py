"""Opens forms as modals, and explains when none opens."""

from math import ceil

from bot.adapters.slack.drawing.forms import build_form_view
from bot.adapters.slack.drawing.place import Place
from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.sending.outbox import Outbox
from bot.adapters.slack.sending.views import open_view, try_update_view, update_view
from bot.adapters.slack.sending.web_api import Failure
from bot.kit.answers.help import format_syntax
from bot.kit.cards.limits import LimitError
from bot.kit.cards.markup import Markup
from bot.kit.cards.reply import Button, Card, Form, Reply
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.i18n import Words
from bot.kit.invocation import Envelope
from bot.kit.options import FILE

_LATE = {"expired_trigger_id", "invalid_trigger_id"}


class FormOpener:
    """Opens forms."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    async def open(self, form: Form, asked: Envelope, place: Place, outbox: Outbox) -> None:
        """Open the bare form before reading anything, then fill in what the database has."""
        said = self._dispatcher.guess_words(asked)
        bare = build_form_view(form, place, said.t("slack.cancel"))
        try:
            opened = await _show(bare, asked, place, outbox)
        except Failure as failure:
            sorry = self._apologize(form, asked, failure, said)
            await outbox.answer(place.leave_view(), Reply(sorry, refused=True), said)
            return
        if opened is None:
            return
        filled = await self._dispatcher.fill_form(form, asked)
        full = build_form_view(filled, place, self._dispatcher.guess_words(asked).t("slack.cancel"), form)
        if full != bare:
            await try_update_view(outbox.web, str(opened.get("id")), full, opened.get("hash"))

    def _apologize(self, form: Form, asked: Envelope, failure: Failure, said: Words) -> Card:
        """The card shown instead of a form, with two ways on: a button that opens it, and what to type."""
        key, seconds = "slack.no_form", 0
        if failure.pause is not None:
            key, seconds = "slack.no_form_yet", max(1, ceil(failure.pause))
        elif not failure.certain:
            key = "slack.perhaps_no_form"
        elif failure.code not in _LATE and any(field.kind == FILE for field in form.fields):
            key = "slack.no_file_form"  # most likely the scope is missing, which Slack doesn't always say
        body = said.m(key, syntax=self._describe_syntax(form, asked), seconds=seconds)
        prefill = {**form.hidden, **{field.name: field.value for field in form.fields if field.value}}
        try:
            return self._add_button(body, form, prefill, asked, said)
        except LimitError:  # a button can't carry text this long
            return self._add_button(body, form, dict(form.hidden), asked, said)

    def _add_button(self, body: Markup, form: Form, prefill: dict[str, str], asked: Envelope, said: Words) -> Card:
        again = Button(said.t("slack.form_again"), form.name, prefill)
        return self._dispatcher.seal(Card(body=body, buttons=(again,)), asked.caller, said.language)

    def _describe_syntax(self, form: Form, asked: Envelope) -> str:
        """How to type the command that opens the form."""
        specs = self._dispatcher.registry.commands.values()
        spec = next((spec for spec in specs if spec.form == form.name), None)
        return format_syntax(spec, asked.slash) if spec else asked.slash + form.name


async def _show(view: Json, asked: Envelope, place: Place, outbox: Outbox) -> Json | None:
    """Open a modal, or update the one that was tapped. Raises Failure."""
    if place.view:
        return await update_view(outbox.web, place.view, view)
    return await open_view(outbox.web, asked.id, view)
