"""One request: delivers it to the bot, applies the acknowledgement, and waits for the answer."""

from __future__ import annotations

from typing import Any

from tests.platforms.slack.answers import Answer
from tests.platforms.slack.checks import rules
from tests.platforms.slack.hub import Hub
from tests.platforms.slack.people import User
from tests.platforms.slack.transports.delivery import NotAcknowledged, Retry, Road
from tests.platforms.slack.views import View
from tests.platforms.slack.web_api.posting import Posting

Json = dict[str, Any]


class Interaction:
    """Delivers over the current transport. `road` can be changed at any time."""

    def __init__(self, hub: Hub, posting: Posting, road: Road) -> None:
        self._hub, self._posting, self.road = hub, posting, road

    async def run(self, answer: Answer, wait: bool, retry: Retry | None = None) -> Answer:
        """Deliver, check the acknowledgement, and wait for something to be shown if `wait`."""
        self._hub.opened(answer)
        try:
            ack = await self.road.deliver(answer.kind, answer.payload, retry)
        except NotAcknowledged as error:
            self._hub.closed(answer)
            raise NotAcknowledged(f"{answer.said}: {error}", error.status) from None
        answer.seconds_to_ack = ack.seconds
        self._take(answer, ack.body)
        if answer.kind == "events_api":
            self._hub.closed(answer)
        return await answer.wait() if wait else answer

    async def again(self, answer: Answer, wait: bool, retry: Retry | None) -> Answer:
        """Deliver the same payload again. What it shows goes into a new answer."""
        said = f"{answer.said}, redelivered"
        fresh = Answer(answer.user, answer.kind, answer.payload, said, answer.channel, answer.source)
        return await self.run(fresh, wait and answer.kind != "events_api", retry)

    async def suggestions(self, user: User, payload: Json) -> list[Json]:
        """A block_suggestion's options, checked."""
        ack = await self.road.deliver("interactive", payload, None)
        groups = ack.body.get("option_groups") or []
        options = [*ack.body.get("options", []), *(o for g in groups for o in g["options"])]
        for fault in rules.option_faults(options):
            self._hub.problem("block_suggestion", fault)
        return options

    def _take(self, answer: Answer, body: Json) -> None:
        """Apply an acknowledgement's body: a slash command's is a message, a form's an action."""
        if answer.kind == "slash_commands" and body:
            open_to_all = body.get("response_type") == "in_channel"
            assert answer.channel is not None
            to = None if open_to_all else answer.user
            self._posting.post("ack", answer.channel, body, to, answer.payload["response_url"])
        elif isinstance(answer.source, View) and answer.payload["type"] == "view_submission":
            self._submitted(answer, answer.source, body)

    def _submitted(self, answer: Answer, view: View, body: Json) -> None:
        match body.get("response_action"):
            case None | "clear":
                view.open = False
                return
            case "errors":
                view.errors = view.by_label(body["errors"])
            case "update":
                if not self._fit(body["view"]):
                    return
                view.replace(body["view"])
            case other:
                self._hub.problem("view_submission", f"response_action {other!r} is not known")
        answer.show(view)

    def _fit(self, view: Json) -> bool:
        """Whether Slack would show a view from an acknowledgement."""
        for fault in rules.ping_faults(view):
            self._hub.problem("view_submission update", fault)
        faults = rules.view_faults(view)
        for fault in faults:
            self._hub.problem("view_submission update", fault)
        return not faults
