"""What Slack sends, turned into kit's requests: acknowledged first, answered after.

Slack waits 3 s for an acknowledgement. Nothing here waits for the database before it, but for a submitted
form, whose errors can only be told inside the acknowledgement: it decides within ``decide`` seconds, else the
window says "Saving…" and is changed when the answer is there.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest

from bot.adapters.slack.commands import command_name, command_text
from bot.adapters.slack.forms import answers, card_view, field_errors, form_view, offered
from bot.adapters.slack.outbox import NotOpened, Outbox
from bot.adapters.slack.people import People
from bot.adapters.slack.place import Place, form_id, from_command, from_tap, from_view
from bot.adapters.slack.render import button_id
from bot.adapters.slack.requests import envelope, moment, user_of
from bot.adapters.slack.text import Json
from bot.adapters.slack.work import Work
from bot.kit.dispatch import Dispatcher, Step
from bot.kit.i18n import words
from bot.kit.invocation import Envelope
from bot.kit.reply import Card, Choice, Form, Reply

_ANY = re.compile("", re.DOTALL)
_REMEMBERED = 1000  # public answers


@dataclass(frozen=True, slots=True)
class Timing:
    """``clock`` gives UTC microseconds.

    ``decide``: seconds a submitted form has before "Saving…". ``settle``: seconds after which Slack has
    surely shown that; an update that overtook the acknowledgement would be painted over by it. ``finish``:
    seconds to stop in, answers under way included; `callboard run` gives a platform seven.
    """

    clock: Callable[[], int]
    decide: float = 2.0
    settle: float = 0.5
    finish: float = 6.5


class Intake:
    """Bolt's listeners, one of each kind for all commands, buttons, forms and menus."""

    def __init__(
        self, dispatcher: Dispatcher, people: People, outbox: Outbox, work: Work, prefix: str, timing: Timing
    ) -> None:
        self._dispatcher, self._people, self._outbox, self._work = dispatcher, people, outbox, work
        self._prefix, self._timing = prefix, timing
        self._public: dict[str, None] = {}

    def listen(self, app: AsyncApp) -> None:
        """Register with Bolt, which hands each listener what its parameters name."""
        app.command(_ANY)(self.command)
        app.action(_ANY)(self.tap)
        app.view(_ANY)(self.submission)
        app.options(_ANY)(self.suggestion)

    async def command(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Take a slash command."""
        await ack()
        self._work.spawn(self._command(request.body, self._at(request)))

    async def tap(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Take a pressed button."""
        await ack()
        self._work.spawn(self._tap(request.body, self._at(request)))

    async def submission(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Take a submitted form, and say in the acknowledgement what becomes of its window."""
        deadline = asyncio.get_running_loop().time() + self._timing.decide
        body, view, place = request.body, request.body["view"], from_view(request.body)
        asked = await self._envelope(body, self._at(request))
        step = self._dispatcher.submitted(asked, form_id(view), answers(view))
        running, first = self._work.once(asked.id, step.run)
        await asyncio.wait({running}, timeout=deadline - asyncio.get_running_loop().time())
        late = not running.done()
        if late:
            await ack(response_action="update", view=self._saving(place, asked))
        elif errors := field_errors(view, running.result().errors):
            await ack(response_action="errors", errors=errors)
            return
        else:
            await ack()
        if first:
            answer = self._answer_later if late else self._answer
            self._work.spawn(answer(running, asked, place if late else place.outside()))

    async def suggestion(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Offer choices for what somebody types into a menu; too slow is none."""
        found: tuple[Choice, ...] = ()
        try:
            async with asyncio.timeout(self._timing.decide):
                found = await self._choices(request.body, self._at(request))
        except TimeoutError:
            pass
        await ack(options=offered(found))

    async def _command(self, body: Json, at: int) -> None:
        asked = await self._envelope(body, at)
        name, text = command_name(body["command"], self._prefix), command_text(body.get("text"))
        await self._follow(self._dispatcher.typed(asked, name, text), asked, from_command(body))

    async def _tap(self, body: Json, at: int) -> None:
        asked = await self._envelope(body, at)
        tapped = button_id(body["actions"][0]["action_id"])
        await self._follow(self._dispatcher.tapped(asked, tapped), asked, from_tap(body))

    async def _follow(self, meant: Step | Form, asked: Envelope, place: Place) -> None:
        if isinstance(meant, Form):
            await self._open(meant, asked, place)
            return
        running, first = self._work.once(asked.id, meant.run)
        if first:  # else the answer that is under way serves this delivery too
            await self._answer(running, asked, place)

    async def _open(self, form: Form, asked: Envelope, place: Place) -> None:
        """Open the bare form, before anything is read, and then put in what the database offers."""
        said = words(asked.locale, asked.slash)
        bare = form_view(form, place, said.t("slack.cancel"))
        try:
            opened = await self._shown(bare, asked, place)
        except NotOpened:
            await self._outbox.answer(place, Reply(Card(body=said.m("slack.no_form"))), said)
            return
        if opened is None:
            return
        full = form_view(await self._dispatcher.filled(form, asked), place, said.t("slack.cancel"), form)
        if full != bare:
            await self._outbox.change(opened["id"], full, opened["hash"])

    async def _shown(self, view: Json, asked: Envelope, place: Place) -> Json | None:
        """Open a window or, where the tap came from one, go on in that."""
        if place.view:
            return await self._outbox.change(place.view, view)
        return await self._outbox.open(asked.id, view)

    async def _answer(self, running: asyncio.Task[Reply], asked: Envelope, place: Place) -> None:
        reply = self._public_once(asked.id, await running)
        await self._outbox.answer(place, reply, words(asked.locale, asked.slash))

    async def _answer_later(self, running: asyncio.Task[Reply], asked: Envelope, place: Place) -> None:
        await asyncio.gather(running, asyncio.sleep(self._timing.settle))
        await self._answer(running, asked, place)

    def _public_once(self, request_id: str, reply: Reply) -> Reply:
        """Let a channel see an answer once; delivered again, the request is answered to the caller alone."""
        if reply.private:
            return reply
        if request_id in self._public:
            return replace(reply, private=True)
        self._public[request_id] = None
        if len(self._public) > _REMEMBERED:
            del self._public[next(iter(self._public))]
        return reply

    def _saving(self, place: Place, asked: Envelope) -> Json:
        said = words(asked.locale, asked.slash)
        return card_view(Card(body=said.m("slack.saving")), place, said.t("slack.close"))

    async def _choices(self, body: Json, at: int) -> tuple[Choice, ...]:
        spec = self._dispatcher.registry.forms.get(body["view"]["callback_id"])
        if spec is None:
            return ()
        # Slack gives a menu's request no trigger_id; it changes nothing, so no id is needed.
        asked = await self._envelope({**body, "trigger_id": ""}, at)
        return await self._dispatcher.suggestions(asked, spec, body["action_id"], body.get("value") or "")

    async def _envelope(self, body: Json, at: int) -> Envelope:
        return envelope(body, at, await self._people.user(user_of(body)), self._prefix)

    def _at(self, request: AsyncBoltRequest) -> int:
        return moment(request.body, request.headers, self._timing.clock())
