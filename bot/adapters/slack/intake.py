"""What Slack sends, turned into kit's requests: acknowledged first, answered after.

Slack waits 3 s for an acknowledgement. Nothing here waits for the database before it, but for a submitted
form, whose errors can only be told inside the acknowledgement: it decides within ``decide`` seconds, else the
window says "Saving…" and is changed when the answer is there.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest

from bot.adapters.slack.commands import command_name, command_text
from bot.adapters.slack.forms import answers, card_view, field_errors, form_view, offered
from bot.adapters.slack.outbox import NotOpened, Outbox
from bot.adapters.slack.people import People
from bot.adapters.slack.place import Place, form_id, from_command, from_tap, from_view
from bot.adapters.slack.render import button_id
from bot.adapters.slack.requests import envelope, moment, team_of, user_of
from bot.adapters.slack.text import Json
from bot.adapters.slack.work import Work
from bot.kit.dispatch import Dispatcher, Gate, Meaning
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
        self,
        dispatcher: Dispatcher,
        session: aiohttp.ClientSession,
        work: Work,
        prefix: str,
        timing: Timing,
    ) -> None:
        self._dispatcher, self._session, self._work = dispatcher, session, work
        self._prefix, self._timing = prefix, timing
        self._people = People(work, timing.clock)
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
        self._work.spawn(self._command(request, self._at(request)))

    async def tap(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Take a pressed button."""
        await ack()
        self._work.spawn(self._tap(request, self._at(request)))

    async def submission(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Take a submitted form, and say in the acknowledgement what becomes of its window."""
        deadline = asyncio.get_running_loop().time() + self._timing.decide
        view, place = request.body["view"], from_view(request.body)
        asked = await self._envelope(request, self._at(request))
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
            outbox = self._outbox(request)
            self._work.spawn(answer(running, asked, place if late else place.outside(), outbox))

    async def suggestion(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Offer choices for what somebody types into a menu; too slow is none."""
        found: tuple[Choice, ...] = ()
        try:
            async with asyncio.timeout(self._timing.decide):
                found = await self._choices(request, self._at(request))
        except TimeoutError:
            pass
        await ack(options=offered(found))

    async def _command(self, request: AsyncBoltRequest, at: int) -> None:
        body, asked = request.body, await self._envelope(request, at)
        name = command_name(body["command"], self._prefix)
        text = command_text(body.get("text"), team_of(body))
        meant = self._dispatcher.typed(asked, name, text)
        await self._follow(meant, asked, from_command(body), self._outbox(request))

    async def _tap(self, request: AsyncBoltRequest, at: int) -> None:
        body, asked = request.body, await self._envelope(request, at)
        tapped = button_id(body["actions"][0]["action_id"])
        meant = self._dispatcher.tapped(asked, tapped)
        await self._follow(meant, asked, from_tap(body), self._outbox(request))

    async def _follow(self, meant: Meaning, asked: Envelope, place: Place, outbox: Outbox) -> None:
        if isinstance(meant, Gate):
            meant = await meant.passed()
        if isinstance(meant, Form):
            await self._open(meant, asked, place, outbox)
            return
        running, first = self._work.once(asked.id, meant.run)
        if first:  # else the answer that is under way serves this delivery too
            await self._answer(running, asked, place, outbox)

    async def _open(self, form: Form, asked: Envelope, place: Place, outbox: Outbox) -> None:
        """Open the bare form, before anything is read, and then put in what the database offers."""
        said = words(asked.locale, asked.slash)
        bare = form_view(form, place, said.t("slack.cancel"))
        try:
            opened = await _shown(bare, asked, place, outbox)
        except NotOpened:
            await outbox.answer(place, Reply(Card(body=said.m("slack.no_form"))), said)
            return
        if opened is None:
            return
        full = form_view(await self._dispatcher.filled(form, asked), place, said.t("slack.cancel"), form)
        if full != bare:
            await outbox.change(opened["id"], full, opened["hash"])

    async def _answer(self, running: asyncio.Task[Reply], asked: Envelope, place: Place, outbox: Outbox) -> None:
        reply = self._public_once(asked.id, await running)
        await outbox.answer(place, reply, words(asked.locale, asked.slash))

    async def _answer_later(self, running: asyncio.Task[Reply], asked: Envelope, place: Place, outbox: Outbox) -> None:
        await asyncio.gather(running, asyncio.sleep(self._timing.settle))
        await self._answer(running, asked, place, outbox)

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

    async def _choices(self, request: AsyncBoltRequest, at: int) -> tuple[Choice, ...]:
        body = request.body
        spec = self._dispatcher.registry.forms.get(body["view"]["callback_id"])
        if spec is None:
            return ()
        asked = await self._envelope(request, at)
        return await self._dispatcher.suggestions(asked, spec, body["action_id"], body.get("value") or "")

    async def _envelope(self, request: AsyncBoltRequest, at: int) -> Envelope:
        """Return who asks for what; a menu's request has no trigger_id and, changing nothing, needs no id."""
        body, context = {"trigger_id": "", **request.body}, request.context
        user = await self._people.user(context.client, context.team_id or "", user_of(body))
        return envelope(body, at, user, self._prefix)

    def _outbox(self, request: AsyncBoltRequest) -> Outbox:
        """Return the way to the workspace that asks: Bolt's client for the request holds its token."""
        return Outbox(request.context.client, self._session)

    def _at(self, request: AsyncBoltRequest) -> int:
        return moment(request.body, request.headers, self._timing.clock())


async def _shown(view: Json, asked: Envelope, place: Place, outbox: Outbox) -> Json | None:
    """Open a window or, where the tap came from one, go on in that."""
    if place.view:
        return await outbox.change(place.view, view)
    return await outbox.open(asked.id, view)
