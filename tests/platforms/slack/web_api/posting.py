"""Posts messages: checks them, stores them in their channel, and shows them to waiting people."""

from __future__ import annotations

import itertools
from typing import Any

from tests.platforms.slack.checks import rules
from tests.platforms.slack.fields import with_ids
from tests.platforms.slack.hub import ApiError, Hub
from tests.platforms.slack.model import Channel, Message
from tests.platforms.slack.people import User

Json = dict[str, Any]
POST_CHARACTERS = 40_000
UPDATE_CHARACTERS = 4_000


class Posting:
    """Every way to post, change and delete a message."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._block_ids = (f"b{n}" for n in itertools.count(1))

    def post(self, where: str, channel: Channel, args: Json, to: User | None = None, asked_by: str = "") -> Message:
        """Post a message, ephemeral if it is `to` one person. Raises ApiError if Slack would refuse it."""
        public = to is None and channel.direct_with is None
        self._check(where, args, POST_CHARACTERS, public)
        text = args.get("text") or ""
        message = Message(channel, self._hub.new_ts(), text, self._blocks(args), private_to=to)
        self.put(message, asked_by)
        return message

    def put(self, message: Message, asked_by: str = "") -> None:
        """Store a message, and show it to its readers."""
        if message.private_to is None:
            message.channel.messages.append(message)
        reader = message.private_to or message.channel.direct_with
        if reader is not None:
            self._hub.told(reader, message, asked_by)
        else:
            self._hub.published(message, asked_by)

    def update(self, where: str, message: Message, args: Json, most: int = POST_CHARACTERS) -> None:
        """Change a message. Text alone drops the blocks. Raises ApiError."""
        self._check(where, args, most, public=False)
        message.fallback = args.get("text") or ""
        message.blocks = self._blocks(args)
        message.edited = True
        self._hub.changed(message)

    def delete(self, message: Message) -> None:
        """Delete a message."""
        message.deleted = True
        self._hub.changed(message)

    def respond(self, key: str, args: Json, url: str) -> None:
        """Handle a POST to a response_url. A slash command has no original to replace. Raises ApiError."""
        hook = self._hub.spend_hook(key)
        source = hook.source
        if args.get("delete_original") and source is not None:
            self.delete(source)
        elif args.get("replace_original") and source is not None:
            self.update("response_url", source, args)
        else:
            open_to_all = args.get("response_type") == "in_channel"
            self.post("response_url", hook.channel, args, None if open_to_all else hook.user, url)

    def _check(self, where: str, args: Json, most: int, public: bool) -> None:
        text, blocks = args.get("text") or "", args.get("blocks") or []
        for sentence in (*rules.ping_faults(args, public=public), *rules.posting_faults(args, public)):
            self._hub.problem(where, sentence)
        faults = rules.message_faults(blocks)
        if faults:
            self.refuse(where, "invalid_blocks", faults)
        if not text and not blocks and not args.get("attachments"):
            self.refuse(where, "no_text")
        if len(text) > most:
            self.refuse(where, "msg_too_long", (f"text has {len(text)} characters, {most} are allowed",))

    def refuse(self, where: str, code: str, faults: tuple[str, ...] = ()) -> None:
        """Record the problem and raise the ApiError."""
        for sentence in faults or ("",):
            self._hub.problem(where, f"{code}: {sentence}" if sentence else code)
        raise ApiError(code, faults)

    def _blocks(self, args: Json) -> list[Json]:
        return with_ids(args.get("blocks") or [], self._block_ids)
