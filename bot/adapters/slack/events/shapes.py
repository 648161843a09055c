"""What a request must have before anything reads it: who acted, where, what, and the id by which it runs once.

Only Slack can sign a request, and it sends all of this. A request without it is refused as a whole, because half of
it can't be answered. Fields that nothing here needs may be missing or of any kind.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from msgspec import Meta, MsgspecError, Struct, convert, json

from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.manifest import HOME_OPENED

_Id = Annotated[str, Meta(min_length=1)]
_Stamp = Annotated[str, Meta(pattern=r"^[0-9]{1,11}(\.[0-9]*)?$")]  # seconds since 1970


class _Named(Struct):
    id: _Id


class _Text(Struct):
    text: str


class _Command(Struct):
    command: _Id
    user_id: _Id
    channel_id: _Id
    trigger_id: _Id
    text: str | None = None
    response_url: str | None = None
    channel_name: str | None = None


class _Action(Struct):
    action_id: _Id
    action_ts: _Stamp | None = None


class _Container(Struct):
    is_ephemeral: bool | None = None


class _Tap(Struct):
    user: _Named
    trigger_id: _Id
    actions: Annotated[tuple[_Action, ...], Meta(min_length=1)]
    response_url: str | None = None


class _MessageTap(_Tap, kw_only=True):
    channel: _Named
    container: _Container


class _View(Struct):
    type: str | None = None


class _Modal(_View, kw_only=True):
    id: _Id
    title: _Text
    private_metadata: str | None = None


class _Carried(Struct):
    """What `encode_metadata` puts into a modal."""

    form: str = ""
    channel: str = ""
    url: str = ""


class _Picked(Struct):
    value: str | None = None


class _Value(Struct):
    """What a form's element holds."""

    value: str | None = None
    selected_option: _Picked | None = None
    selected_conversations: tuple[str, ...] | None = None
    selected_conversation: str | None = None
    selected_user: str | None = None
    files: tuple[Mapping[str, Any], ...] | None = None


class _State(Struct):
    values: dict[str, Annotated[dict[str, _Value], Meta(min_length=1)]]


class _Form(_Modal, kw_only=True):
    state: _State


class _Submission(Struct):
    user: _Named
    trigger_id: _Id
    view: _Form


class _MenuView(Struct):
    callback_id: str


class _Suggestion(Struct):
    user: _Named
    action_id: _Id
    view: _MenuView
    value: str | None = None


class _Shortcut(Struct):
    user: _Named
    callback_id: str
    trigger_id: _Id


class _EventKind(Struct):
    type: str
    tokens: Mapping[str, Any] | None = None


class _Event(Struct):
    event: _EventKind
    event_time: Annotated[int, Meta(ge=0, lt=10**11)]


class _HomeOpening(Struct):
    user: _Id


class _HomeOpened(Struct):
    event: _HomeOpening
    event_id: _Id


_SHAPES: Mapping[str, type[Struct]] = MappingProxyType(
    {
        "view_submission": _Submission,
        "block_suggestion": _Suggestion,
        "shortcut": _Shortcut,
        "event_callback": _Event,
    }
)


def is_well_formed(body: Json) -> bool:
    """Whether a request has everything that its listener reads. Bolt itself answers kinds that no listener takes."""
    try:
        _check(body)
    except MsgspecError:
        return False
    return True


def _check(body: Json) -> None:
    """Raise MsgspecError for a request that lacks something."""
    kind = body.get("type")
    if kind is None and "command" in body:
        convert(body, _Command)
    elif kind == "block_actions":
        _check_tap(body)
    elif isinstance(kind, str) and kind in _SHAPES:
        convert(body, _SHAPES[kind])
    if kind == "view_submission":
        _check_carried(body["view"])
    if kind == "event_callback" and body["event"]["type"] == HOME_OPENED:
        convert(body, _HomeOpened)


def _check_tap(body: Json) -> None:
    """Check a tap: in a message, in a modal, or in the Home tab, which alone carries nothing."""
    view = body.get("view")
    if not view:
        convert(body, _MessageTap)
        return
    convert(body, _Tap)
    if convert(view, _View).type != "home":
        convert(view, _Modal)
        _check_carried(view)


def _check_carried(view: Json) -> None:
    json.decode(view.get("private_metadata") or "{}", type=_Carried)
