"""Forms as Discord's modals, and what somebody typed when it has to be corrected.

A modal can't answer a modal, so a form's errors come as a private card whose Edit button opens it again.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import discord
from discord import ui

from bot.identity import Caller
from bot.kit.cards.reply import CHOICES, Button, Field, Form, shorten
from bot.kit.options import CHANNEL, PERSON, ROLE

_DESCRIPTION, _TEXT = 100, 4000  # Discord's limits on a label's description and on a text input
_ONE_LINE = 100  # longer answers get a box of several lines
_DRAFTS = 500
_ID = re.compile(r"[0-9]{17,20}")
_PICKERS: Mapping[str, tuple[Any, discord.SelectDefaultValueType]] = {
    PERSON: (ui.UserSelect, discord.SelectDefaultValueType.user),
    ROLE: (ui.RoleSelect, discord.SelectDefaultValueType.role),
    CHANNEL: (ui.ChannelSelect, discord.SelectDefaultValueType.channel),
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
    """A form as somebody filled it in, and what was wrong with it, by field.

    Where something like what they typed was offered, ``answers`` are theirs with that in its place.
    """

    form: Form
    errors: Mapping[str, str]
    caller: Caller
    answers: Mapping[str, str] | None = None


class Drafts:
    """The latest forms to correct, in memory only: what people type is not stored."""

    def __init__(self, size: int = _DRAFTS) -> None:
        self._size = size
        self._drafts: OrderedDict[str, Draft] = OrderedDict()

    def keep(self, draft: Draft, label: str) -> Button:
        """Remember a draft and return the button, labelled ``label``, that brings it back."""
        button = Button(label, "", id=_EDIT + secrets.token_urlsafe(9))
        self._drafts[button.id] = draft
        if len(self._drafts) > self._size:
            self._drafts.popitem(last=False)
        return button

    def find(self, button_id: str, caller: Caller) -> Draft | None:
        """Return the caller's draft, None where it is forgotten or somebody else's."""
        draft = self._drafts.get(button_id)
        return draft if draft and draft.caller == caller else None


def is_edit(button_id: str) -> bool:
    """Say whether a button is one that `Drafts.keep` made, in this process or an earlier one."""
    return button_id.startswith(_EDIT)


def build_modal(
    form: Form, errors: Mapping[str, str] | None = None, hints: Mapping[str, str] | None = None
) -> ui.Modal:
    """Return the window for ``form``, with what was wrong under the label of each field in ``errors``.

    Under the label of a field that is typed, though it has a list, are its ``hints``.
    """
    window = ui.Modal(title=form.title, custom_id=form.id)
    for field in form.fields:
        component = _build_input(field)
        hint = (hints or {}).get(field.name) if isinstance(component, ui.TextInput) else None
        told = (errors or {}).get(field.name) or hint
        description = shorten(told, _DESCRIPTION) if told else None
        window.add_item(ui.Label(text=field.label, description=description, component=component))
    window.stop()  # the id says everything, also after a restart: discord.py need not remember
    return window


def _build_input(field: Field) -> ui.Item[ui.Modal]:
    if field.kind in _PICKERS and not field.choices:
        return _build_picker(field)
    return _build_menu(field) if _is_menu(field) else _build_text_input(field)


def _build_picker(field: Field) -> ui.Item[ui.Modal]:
    """Return Discord's own list; what was typed stands in it where it is an id."""
    make, kind = _PICKERS[field.kind]
    chosen = field.value.removeprefix(f"{field.kind}:")
    # Discord describes ids as strings; discord.py sends this one as it is.
    default = discord.SelectDefaultValue(id=cast(int, chosen), type=kind)
    picked = [default] if _ID.fullmatch(chosen) else []
    least = 1 if field.required else 0
    kinds = {"channel_types": _POSTABLE} if field.kind == CHANNEL else {}
    picker: ui.Item[ui.Modal] = make(
        custom_id=field.name, required=field.required, min_values=least, default_values=picked, **kinds
    )
    return picker


def _is_menu(field: Field) -> bool:
    """Say whether a menu can hold every answer.

    Suggestions can be more than a menu takes, and the answer that stands there may be none of them.
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
        default=field.value[:length] or None,  # a longer one makes Discord refuse the whole modal
    )
