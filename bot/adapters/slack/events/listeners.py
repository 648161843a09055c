"""Bolt's listeners: each acknowledges a request first and answers it afterward.

Slack waits 3 s for an acknowledgement, so nothing here waits for the database or Slack before it. A submitted form is
the exception, because its errors can only go into the acknowledgement: it gets ``decide`` seconds, then the modal says
"Saving…" and is updated when the answer is there.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

import aiohttp
from cachetools import FIFOCache
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.drawing.forms import build_card_view, build_options, place_errors, read_answers
from bot.adapters.slack.drawing.place import Place, find_command_place, find_tap_place, find_view_place, read_form_id
from bot.adapters.slack.drawing.render import draw_message, is_link, read_button_id
from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.events.accounts import Accounts
from bot.adapters.slack.events.commands import find_mentions, read_command_name, read_command_text
from bot.adapters.slack.events.home import ACTION, HomeTabs
from bot.adapters.slack.events.requests import find_moment
from bot.adapters.slack.manifest import HOME_OPENED, SHORTCUTS
from bot.adapters.slack.sending.background_tasks import BackgroundTasks
from bot.adapters.slack.sending.form_opener import FormOpener
from bot.adapters.slack.sending.outbox import Outbox
from bot.adapters.slack.sending.progress import ProgressMessage
from bot.adapters.slack.sending.uploads import StoredFiles, TemporaryFiles
from bot.adapters.slack.sending.views import open_view
from bot.adapters.slack.sending.web_api import Failure
from bot.kit.cards.reply import Card, Choice, Form, Reply
from bot.kit.dispatch import deadlines
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Gate, Meaning, Step
from bot.kit.dispatch.waiting import show_progress
from bot.kit.invocation import Envelope

_ANY = re.compile("", re.DOTALL)
_REMEMBERED = 1000  # public answers

# Finds the client for a request's workspace. None means that the person has already been answered.
FindClient = Callable[[AsyncBoltRequest], Awaitable[AsyncWebClient | None]]


@dataclass(frozen=True, slots=True)
class Timing:
    """``clock`` gives UTC microseconds.

    ``decide``: seconds that a submitted form has before "Saving…". ``working``: seconds until slow work is reported.
    ``settle``: seconds after which Slack certainly shows an acknowledgement; an update that overtakes it would be
    overwritten. ``finish``: seconds to stop, including the answers in progress; `callboard run` gives a platform seven.
    """

    clock: Callable[[], int]
    decide: float = 2.0
    working: float = deadlines.WORKING
    settle: float = 0.5
    finish: float = 6.5


async def find_own_client(request: AsyncBoltRequest) -> AsyncWebClient | None:
    """The client that Bolt made for a request, with the one workspace's token."""
    return request.context.client


class Listeners:
    """Bolt's listeners: one each for all commands, buttons, forms and menus."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        session: aiohttp.ClientSession,
        tasks: BackgroundTasks,
        prefix: str,
        timing: Timing,
        accounts: Accounts,
        find_client: FindClient = find_own_client,
        files: StoredFiles | None = None,
    ) -> None:
        self._dispatcher, self._session, self._tasks = dispatcher, session, tasks
        self._prefix, self._timing = prefix, timing
        self._accounts, self._find_client, self._files = accounts, find_client, files
        self._forms = FormOpener(dispatcher)
        self._homes = HomeTabs(dispatcher, tasks)
        self._public: FIFOCache[str, None] = FIFOCache(_REMEMBERED)

    def register(self, app: AsyncApp) -> None:
        """Register with Bolt, which passes each listener what its parameters name."""
        app.command(_ANY)(self.handle_command)
        app.action(_ANY)(self.handle_tap)
        app.view(_ANY)(self.handle_submission)
        app.options(_ANY)(self.handle_suggestion)
        app.shortcut(_ANY)(self.handle_shortcut)
        app.event(HOME_OPENED)(self.handle_home)

    async def handle_command(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Acknowledge and run a slash command."""
        await ack()
        self._tasks.spawn(self._run_command(request, self._find_moment(request)))

    async def handle_tap(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Acknowledge and run a tapped button."""
        await ack()
        self._tasks.spawn(self._run_tap(request, self._find_moment(request)))

    async def handle_shortcut(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Acknowledge and run a global shortcut."""
        await ack()
        self._tasks.spawn(self._run_shortcut(request, self._find_moment(request)))

    async def handle_home(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Acknowledge that somebody opened the app, and draw its Home tab."""
        await ack()
        if request.body["event"].get("tab") == "home":
            self._tasks.spawn(self._open_home(request, self._find_moment(request)))

    async def handle_submission(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Run a submitted form, and say in the acknowledgement what happens to its modal."""
        deadline = asyncio.get_running_loop().time() + self._timing.decide
        view, place, web = request.body["view"], find_view_place(request.body), request.context.client
        asked = await self._accounts.make_envelope(request.body, self._find_moment(request), web)
        step = self._dispatcher.read_submission(asked, read_form_id(view), read_answers(view))
        running, first = self._tasks.run_once(asked.id, partial(self._dispatcher.run, step))
        await asyncio.wait({running}, timeout=deadline - asyncio.get_running_loop().time())
        late = not running.done()
        if late:
            await ack(response_action="update", view=self._build_saving_view(place, asked))
        elif errors := place_errors(view, running.result().errors):
            await ack(response_action="errors", errors=errors)
            return
        else:
            await ack()
        if first:
            answer = self._answer_later if late else self._answer
            outbox, where = self._make_outbox(web, asked), place if late else place.leave_view()
            self._tasks.spawn(answer(running, asked, request.body, where, outbox))

    async def handle_suggestion(self, ack: AsyncAck, request: AsyncBoltRequest) -> None:
        """Suggest choices while somebody types into a menu; none if that takes too long."""
        found: tuple[Choice, ...] = ()
        try:
            async with asyncio.timeout(self._timing.decide):
                found = await self._find_choices(request, self._find_moment(request))
        except TimeoutError:
            pass
        await ack(options=build_options(found))

    async def _run_command(self, request: AsyncBoltRequest, at: int) -> None:
        body, web = request.body, await self._find_client(request)
        if web is None:
            return
        asked = await self._accounts.make_envelope(body, at, web)
        name = read_command_name(body["command"], self._prefix)
        space, typed = asked.caller.space or "", body.get("text")
        text = read_command_text(typed, space, await self._accounts.find_accounts(web, space, find_mentions(typed)))
        await self._follow(self._dispatcher.read_text(asked, name, text), asked, body, find_command_place(body), web)

    async def _run_tap(self, request: AsyncBoltRequest, at: int) -> None:
        body, web = request.body, await self._find_client(request)
        if web is None:
            return
        asked = await self._accounts.make_envelope(body, at, web)
        action_id = body["actions"][0]["action_id"]
        tapped = read_button_id(action_id)
        if is_link(action_id):
            await self._follow_link(asked, tapped)
            return
        await self._follow(self._dispatcher.read_tap(asked, tapped), asked, body, find_tap_place(body), web)

    async def _run_shortcut(self, request: AsyncBoltRequest, at: int) -> None:
        """Run a shortcut's command. Nothing else says where it was chosen, so the answer comes in a modal."""
        body, web = request.body, await self._find_client(request)
        if web is None or body["callback_id"] not in SHORTCUTS:
            return
        asked = await self._accounts.make_envelope(body, at, web)
        meant = self._dispatcher.read_text(asked, body["callback_id"], "")
        place = Place(body["user"]["id"])
        if not isinstance(meant, Form):
            said = self._dispatcher.guess_words(asked)
            place = replace(place, title=said.t(f"slack.shortcut.{body['callback_id']}"))
            waiting = build_card_view(Card(body=said.m("slack.loading")), place, said.t("slack.close"))
            try:
                opened = await open_view(web, asked.id, waiting)
            except Failure:  # the answer comes as a direct message
                opened = {}
            if opened is None:  # another delivery of this request opened it
                return
            place = replace(place, view=str(opened.get("id") or ""))
        await self._follow(meant, asked, body, place, web)

    async def _open_home(self, request: AsyncBoltRequest, at: int) -> None:
        event = request.body["event"]
        body = {**request.body, "user_id": event["user"], "trigger_id": request.body.get("event_id")}
        web = await self._find_client(request)
        if web is not None:
            await self._homes.open(await self._accounts.make_envelope(body, at, web), event["user"], web)

    async def _follow_link(self, asked: Envelope, tapped: str) -> None:
        """Run what a link button counts. The person is on their way to the address, so nothing is shown."""
        meant = self._dispatcher.read_tap(asked, tapped) if "~" in tapped else None
        if isinstance(meant, Step):
            await self._tasks.run_once(asked.id, partial(self._dispatcher.run, meant))[0]

    async def _follow(self, meant: Meaning, asked: Envelope, body: Json, place: Place, web: AsyncWebClient) -> None:
        outbox = self._make_outbox(web, asked)
        if isinstance(meant, Gate):
            meant = await self._dispatcher.open_gate(meant)
        if isinstance(meant, Form):
            await self._forms.open(meant, asked, place, outbox)
            return
        running, first = self._tasks.run_once(asked.id, partial(self._dispatcher.run, meant))
        if not first:  # the answer in progress serves this delivery too
            return
        if meant.is_slow:
            await self._answer_slowly(running, asked, body, replace(place, own=False), outbox)
        else:
            is_home = bool(meant.spec and meant.spec.name == ACTION)
            await self._answer(running, asked, body, place, outbox, is_home=is_home)

    async def _answer_slowly(
        self, running: asyncio.Task[Reply], asked: Envelope, body: Json, place: Place, outbox: Outbox
    ) -> None:
        """Say that slow work goes on, and how far it is. The tapped card stays, so a refusal leaves its buttons."""
        said = self._dispatcher.guess_words(asked)
        done, _ = await asyncio.wait({running}, timeout=self._timing.working)
        if not done and place.response_url and not place.view:
            await outbox.respond(place, draw_message(Card(body=said.m("slack.working"))), private=True)
        progress = ProgressMessage(outbox, place, said)
        try:
            await show_progress(running, asked.progress, progress.show, self._timing.working)
            await self._answer(running, asked, body, place, outbox)
        finally:  # also when Callboard stops before the work is done
            await progress.end()

    async def _answer(
        self,
        running: asyncio.Task[Reply],
        asked: Envelope,
        body: Json,
        place: Place,
        outbox: Outbox,
        *,
        is_home: bool = False,
    ) -> None:
        reply = self._publish_once(asked.id, await running)
        self._tasks.spawn(self._accounts.save(body, asked.caller.account))
        if reply.card.removes:
            self._tasks.spawn(outbox.temporary.end(reply.card.removes))
        said = self._dispatcher.guess_words(asked)  # dispatch has read the caller
        if place.home and not place.view:
            if await self._homes.show(asked, place.user, reply.card, said, outbox.web, is_home=is_home):
                await outbox.send_file(place, reply, said)
                return
        elif not reply.refused:
            self._tasks.spawn(self._homes.refresh(asked, place.user, outbox.web))
        await outbox.answer(place, reply, said)

    async def _answer_later(
        self, running: asyncio.Task[Reply], asked: Envelope, body: Json, place: Place, outbox: Outbox
    ) -> None:
        await asyncio.gather(running, asyncio.sleep(self._timing.settle))
        await self._answer(running, asked, body, place, outbox)

    def _publish_once(self, request_id: str, reply: Reply) -> Reply:
        """Show a channel an answer once. A redelivered request is answered to the caller alone."""
        if reply.private:
            return reply
        if request_id in self._public:
            return replace(reply, private=True)
        self._public[request_id] = None
        return reply

    def _build_saving_view(self, place: Place, asked: Envelope) -> Json:
        said = self._dispatcher.guess_words(asked)
        return build_card_view(Card(body=said.m("slack.saving")), place, said.t("slack.close"))

    async def _find_choices(self, request: AsyncBoltRequest, at: int) -> tuple[Choice, ...]:
        body = request.body
        spec = self._dispatcher.registry.forms.get(body["view"]["callback_id"])
        if spec is None:
            return ()
        asked = await self._accounts.make_envelope(body, at, request.context.client)
        return await self._dispatcher.list_suggestions(asked, spec, body["action_id"], body.get("value") or "")

    def _make_outbox(self, web: AsyncWebClient, asked: Envelope) -> Outbox:
        return Outbox(web, self._session, TemporaryFiles(self._files, asked.caller.space or ""))

    def _find_moment(self, request: AsyncBoltRequest) -> int:
        return find_moment(request.body, request.headers, self._timing.clock())
