"""Messages of the stand-in: their states over time, their attachments, and what a person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from tests.platforms.discord.checks.message_limits import BUTTON, COMPONENTS_V2, EPHEMERAL, LOADING, SELECT, walk
from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.model.waiting import Signal
from tests.platforms.discord.text import message_text

_EDITABLE = ("content", "embeds", "components")


@dataclass(frozen=True, slots=True)
class Upload:
    """One `files[n]` part of a multipart request."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message; `description` is its alt text."""

    id: str
    filename: str
    description: str | None
    content: bytes

    def payload(self) -> Json:
        url = f"https://cdn.discordapp.com/attachments/{self.id}/{self.filename}"
        described = {
            "id": self.id,
            "filename": self.filename,
            "size": len(self.content),
            "url": url,
            "proxy_url": url,
        }
        return described | ({"description": self.description} if self.description else {})


def stamp(seconds: float) -> str:
    """Discord's timestamps: ISO 8601 with an offset."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


class Message:
    """A message and all its states. `payload` is the current one, as the API returns it."""

    def __init__(self, base: Json, new_id: Callable[[], str]) -> None:
        """`base` has id, channel_id, author, flags, timestamp and whatever an interaction adds."""
        empty: Json = {"type": 0, "content": "", "embeds": [], "components": [], "attachments": []}
        fixed: Json = {
            "tts": False,
            "pinned": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
        }
        self.payload: Json = empty | fixed | {"edited_timestamp": None} | base
        self.attachments: tuple[Attachment, ...] = ()
        self.history: tuple[Json, ...] = ()
        """Payloads as they were shown, oldest first; a deferred answer's empty state is not among them."""
        self.audience: str | None = None
        """The id of the only account that sees it; None when all do."""
        self.deleted = False
        self.changed = Signal()
        self._new_id = new_id

    @property
    def id(self) -> str:
        return str(self.payload["id"])

    @property
    def private(self) -> bool:
        return bool(self.payload["flags"] & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return not self.deleted and bool(self.payload["flags"] & LOADING)

    @property
    def text(self) -> str:
        return message_text(self.payload)

    @property
    def buttons(self) -> tuple[str, ...]:
        """Labels, in the order shown; link buttons too."""
        return tuple(button.get("label") or "" for button in self.components_of(BUTTON))

    @property
    def choices(self) -> dict[str, Json]:
        """The menu of each option, by the option's label."""
        return {option["label"]: menu for menu in self.components_of(SELECT) for option in menu["options"]}

    @property
    def controls(self) -> tuple[str, ...]:
        """The labels of buttons and of options, in the order shown."""
        parts = [part for _, part in walk(self.payload["components"]) if part.get("type") in (BUTTON, SELECT)]
        shown = ([part] if part["type"] == BUTTON else part["options"] for part in parts)
        return tuple(one.get("label") or "" for some in shown for one in some)

    @property
    def empty(self) -> bool:
        return not (any(self.payload[key] for key in _EDITABLE) or self.attachments)

    def components_of(self, kind: int) -> Iterator[Json]:
        return (part for _, part in walk(self.payload["components"]) if part.get("type") == kind)

    def find_button(self, label: str) -> Json:
        """The one button called `label`. Raises AssertionError if there is none, or if it can't be pressed."""
        found = [button for button in self.components_of(BUTTON) if label in (button.get("label"), _id(button))]
        assert found, f"No button {label!r}; there are {self.buttons} under {self.text!r}"
        assert not found[0].get("disabled"), f"The button {label!r} is switched off"
        assert _id(found[0]), f"The button {label!r} is a link"
        return found[0]

    def find_select(self, label: str) -> Json:
        """The menu whose placeholder or custom id is `label`."""
        menus = list(self.components_of(SELECT))
        found = [menu for menu in menus if label in (menu.get("placeholder"), _id(menu))]
        assert found, f"No menu {label!r}; there are {[menu.get('placeholder') or _id(menu) for menu in menus]}"
        assert not found[0].get("disabled"), f"The menu {label!r} is switched off"
        return found[0]

    def show(self, body: Json, uploads: dict[int, Upload], edited: float | None = None) -> None:
        """Apply what `body` sets and keep the rest. `edited`: seconds since 1970; None: first state."""
        changes = {key: body[key] for key in _EDITABLE if key in body}
        # Discord strips outer white space, and every key stays a string or a list.
        changes["content"] = (changes.get("content", self.payload["content"]) or "").strip()
        shown = self.payload | {key: value or type(self.payload[key])() for key, value in changes.items()}
        shown["flags"] = shown["flags"] & ~LOADING | (body.get("flags") or 0) & COMPONENTS_V2
        shown["components"] = numbered(shown["components"])
        if edited is not None:
            shown["edited_timestamp"] = stamp(edited)
        self.attachments = tuple(self._attached(body, uploads))
        self.payload = _with_urls(shown, self.attachments)
        self.history += (self.payload,)
        self.changed.fire()

    def delete(self) -> None:
        self.deleted = True
        self.changed.fire()

    def _attached(self, body: Json, uploads: dict[int, Upload]) -> Iterator[Attachment]:
        """The kept and the added attachments. A body without `attachments` keeps all."""
        listed = {str(entry["id"]): entry for entry in body.get("attachments") or []}
        keeps_all = body.get("attachments") is None
        yield from (old for old in self.attachments if keeps_all or old.id in listed)
        for index, upload in uploads.items():
            description = listed.get(str(index), {}).get("description")
            yield Attachment(self._new_id(), upload.filename, description, upload.content)


def _id(component: Json) -> str | None:
    value = component.get("custom_id")
    return None if value is None else str(value)


def numbered(components: list[Json]) -> list[Json]:
    """Components, each without an `id` numbered by Discord in document order."""
    numbers = count(1)

    def one(component: Json) -> Json:
        copy = {"id": next(numbers), **component}
        for key in ("component", "accessory"):
            if copy.get(key):
                copy[key] = one(copy[key])
        if copy.get("components"):
            copy["components"] = [one(child) for child in copy["components"]]
        return copy

    return [one(component) for component in components]


def _with_urls(payload: Json, attachments: tuple[Attachment, ...]) -> Json:
    """Resolve `attachment://x` in embeds, and remove x from the separate attachments."""
    urls = {f"attachment://{item.filename}": item.payload()["url"] for item in attachments}
    used = set()
    embeds = []
    for embed in payload["embeds"]:
        copy = {"type": "rich", **embed}
        for part in ("image", "thumbnail"):
            address = (copy.get(part) or {}).get("url")
            if address in urls:
                used.add(urls[address])
                copy[part] = {**copy[part], "url": urls[address]}
        embeds.append(copy)
    loose = [item.payload() for item in attachments if item.payload()["url"] not in used]
    return payload | {"embeds": embeds, "attachments": loose}
