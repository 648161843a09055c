"""Forms as Discord modals, and drafts of forms that need correction.

A modal can't answer a modal. So a form's errors arrive as a private card whose Edit button opens the form again.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import discord
from cachetools import TTLCache
from discord import ui

from bot.adapters.discord.drawing.text import escape
from bot.identity import Caller
from bot.kit.cards.reply import CHOICES, FIELDS, Button, Field, Form, shorten
from bot.kit.options import CHANNEL, CHANNELS, FILE, MOST_CHANNELS, PERSON, ROLE

_DESCRIPTION, _TEXT = 100, 4000  # Discord's limits on a label's description and on a text input
_ONE_LINE = 100  # longer answers get a box of several lines
_DRAFTS, _DRAFT_LIFE = 500, 900.0  # kept, and for how many seconds: as long as Discord lets the answer be edited
_ID = re.compile(r"[0-9]{17,20}")
_PICKERS: Mapping[str, tuple[Any, discord.SelectDefaultValueType]] = {
    PERSON: (ui.UserSelect, discord.SelectDefaultValueType.user),
    ROLE: (ui.RoleSelect, discord.SelectDefaultValueType.role),
    CHANNEL: (ui.ChannelSelect, discord.SelectDefaultValueType.channel),
    CHANNELS: (ui.ChannelSelect, discord.SelectDefaultValueType.channel),
}
_POSTABLE = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.news_thread,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
]
_EDIT = "edit~"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as somebody filled it in, and its errors by field.

    ``answers`` is set where a near match was offered: their answers with the match in place.
    """

    form: Form
    errors: Mapping[str, str]
    caller: Caller
    answers: Mapping[str, str] | None = None


class Drafts:
    """The latest drafts, in memory only and for a quarter of an hour: what people type is not stored."""

    def __init__(self, size: int = _DRAFTS) -> None:
        self._drafts: TTLCache[str, Draft] = TTLCache(size, _DRAFT_LIFE)

    def keep(self, draft: Draft, label: str) -> Button:
        """Keep a draft and return the button, labeled ``label``, that opens it again."""
        button = Button(label, "", id=_EDIT + secrets.token_urlsafe(9))
        self._drafts[button.id] = draft
        return button

    def find(self, button_id: str, caller: Caller) -> Draft | None:
        """The caller's draft, None where it was evicted or belongs to somebody else."""
        draft = self._drafts.get(button_id)
        return draft if draft and draft.caller == caller else None


def is_edit(button_id: str) -> bool:
    """Say whether `Drafts.keep` made this button, in this process or an earlier one."""
    return button_id.startswith(_EDIT)


def build_modal(
    form: Form, errors: Mapping[str, str] | None = None, hints: Mapping[str, str] | None = None
) -> ui.Modal:
    """Build the modal for ``form``, with each of ``errors`` under its field's label.

    A field that has a list but is typed shows its hint from ``hints`` there instead. The form's note comes above
    its fields, or under the first label where the modal has no room for one more part.
    """
    window = ui.Modal(title=form.title, custom_id=form.id)
    has_room = len(form.fields) < FIELDS
    if form.note and has_room:
        window.add_item(ui.TextDisplay(escape(form.note)))
    notes = {form.fields[0].name: form.note} if form.note and not has_room else {}
    for field in form.fields:
        component = _build_input(field)
        hint = (hints or {}).get(field.name) if isinstance(component, ui.TextInput) else None
        sentence = (errors or {}).get(field.name) or notes.get(field.name) or hint
        description = shorten(sentence, _DESCRIPTION) if sentence else None
        window.add_item(ui.Label(text=field.label, description=description, component=component))
    window.stop()  # the id says everything, even after a restart: discord.py need not track it
    return window


def _build_input(field: Field) -> ui.Item[ui.Modal]:
    if field.kind == FILE:
        least = 1 if field.required else 0
        return ui.FileUpload(custom_id=field.name, required=field.required, min_values=least, max_values=1)
    if field.kind in _PICKERS and not field.choices:
        return _build_picker(field)
    return _build_menu(field) if _is_menu(field) else _build_text_input(field)


def _build_picker(field: Field) -> ui.Item[ui.Modal]:
    """Build Discord's own list. Values that are ids are selected in it."""
    make, kind = _PICKERS[field.kind]
    most = MOST_CHANNELS if field.kind == CHANNELS else 1
    chosen = [word.removeprefix(f"{field.kind}:") for word in field.value.split()[:most]]
    # Discord describes ids as strings; discord.py sends this one as it is.
    picked = [discord.SelectDefaultValue(id=cast(int, id), type=kind) for id in chosen if _ID.fullmatch(id)]
    least = 1 if field.required else 0
    kinds = {"channel_types": _POSTABLE} if field.kind in (CHANNEL, CHANNELS) else {}
    picker: ui.Item[ui.Modal] = make(
        custom_id=field.name,
        required=field.required,
        min_values=least,
        max_values=most,
        default_values=picked,
        **kinds,
    )
    return picker


def _is_menu(field: Field) -> bool:
    """Say whether a menu can hold every answer.

    There may be more suggestions than a menu takes, and the current value may not be among them.
    """
    values = {choice.value for choice in field.choices}
    if not field.suggest:
        return bool(values)
    return 0 < len(field.choices) < CHOICES and (not field.value or field.value in values)


def _build_menu(field: Field) -> ui.Select[ui.Modal]:
    options = [
        discord.SelectOption(label=choice.label, value=choice.value, default=choice.value == field.value)
        for choice in field.choices
    ]
    least = 1 if field.required else 0
    return ui.Select(custom_id=field.name, options=options, required=field.required, min_values=least)


def _build_text_input(field: Field) -> ui.TextInput[ui.Modal]:
    length = min(field.max_length, _TEXT)
    style = discord.TextStyle.short if length <= _ONE_LINE else discord.TextStyle.paragraph
    return ui.TextInput(
        custom_id=field.name,
        style=style,
        required=field.required,
        max_length=length,
        default=field.value[:length] or None,  # Discord refuses the whole modal for a longer one
    )
