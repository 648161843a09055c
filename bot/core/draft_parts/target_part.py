"""Whom a draft's callers call: their own members, a committee, members by name, or offices of the campaign's own."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.target_shape import GROUPS, WORDS
from bot.core.draft_parts.entry_text import (
    Fields,
    drop_empty,
    join_pair,
    keep_filled,
    make_key,
    match_lines,
    read_text,
    set_entry,
    split_lines,
    split_pair,
    write_text,
)
from bot.core.draft_parts.state_lines import read_state_lines, write_state_lines


class Targets(StrEnum):
    """Whom people call."""

    MINE = "my_members"
    REPRESENTATIVE = "my_representative"
    SENATORS = "my_senators"
    COMMITTEE = "committee"
    COMMITTEE_MINE_FIRST = "committee_mine_first"
    MEMBERS = "members"
    OFFICES = "offices"


_FIELDS = {"committee": Targets.COMMITTEE, "members": Targets.MEMBERS, "offices": Targets.OFFICES}


def read_targets(entries: Entries) -> Fields:
    """Whom people call. Members stand by their ids, an office as ``name | phone``, and states as in `state_lines`."""
    value = entries.get("targets")
    if isinstance(value, dict) and ("state" in value or "governor" in value):
        value = [value]
    if isinstance(value, dict) and value.get("committee"):
        who = Targets.COMMITTEE_MINE_FIRST if value.get("mine_first") else Targets.COMMITTEE
        return {"who": who, "committee": str(value["committee"])}
    if isinstance(value, dict):
        lines = [_format_office(one) for one in value.get("list", ())]
        return keep_filled({"who": Targets.OFFICES, "offices": "\n".join(lines)})
    if isinstance(value, str) and value in GROUPS:
        return {"who": value}
    listed = [line for one in ([value] if isinstance(value, str) else value or ()) for line in _list_lines(one)]
    return {"who": Targets.MEMBERS, "members": "\n".join(listed)} if listed else {}


def write_targets(entries: Entries, fields: Fields) -> Entries:
    """Write whom people call: what ``who`` says, else what was filled in."""
    return set_entry(entries, "targets", _make_targets(entries.get("targets"), fields))


def choose_kind(fields: Fields) -> str:
    """What ``who`` says, else the field that is filled in."""
    return fields.get("who") or next((kind for name, kind in _FIELDS.items() if fields.get(name)), "")


def list_kinds(fields: Fields, before: Fields) -> frozenset[str]:
    """The kinds that a form asks for: what ``who`` says, and each field that doesn't say what it did ``before``.

    A field that ``who`` turns away from may keep what it said, but new words in it would be lost without notice. A
    ``who`` that says what it did before, and whose own field is empty now, gives way to new words.
    """
    new = {kind for name, kind in _FIELDS.items() if _split(fields, name) not in ([], _split(before, name))}
    who = fields.get("who")
    if who == Targets.COMMITTEE_MINE_FIRST:
        new = {Targets.COMMITTEE_MINE_FIRST if kind is Targets.COMMITTEE else kind for kind in new}
    gives_way = new and who == before.get("who") and not any(fields.get(name) for name in _list_fields(who))
    return frozenset({*new, *([who] if who and not gives_way else [])})


def _list_fields(who: str | None) -> list[str]:
    """The fields that say more about a kind."""
    kind = Targets.COMMITTEE if who == Targets.COMMITTEE_MINE_FIRST else who
    return [name for name, one in _FIELDS.items() if one == kind]


def _split(fields: Fields, name: str) -> list[str]:
    return fields.get(name, "").split()


def _make_targets(old: Any, fields: Fields) -> Any:
    match choose_kind(fields):
        case Targets.COMMITTEE:
            return {"committee": fields.get("committee", "")}
        case Targets.COMMITTEE_MINE_FIRST:
            return {"committee": fields.get("committee", ""), "mine_first": True}
        case Targets.MEMBERS:
            return read_state_lines(split_lines(fields.get("members", "")), old) or [""]
        case Targets.OFFICES:
            known = old.get("list", ()) if isinstance(old, dict) else ()
            return {"list": _make_offices(known, split_lines(fields.get("offices", "")))}
        case group:
            return group or None


def _list_lines(entry: Any) -> Iterable[str]:
    return write_state_lines(entry) if isinstance(entry, dict) else (str(entry),)


def _make_offices(known: Any, lines: list[str]) -> list[Entries]:
    pairs = [split_pair(line) for line in lines]
    old = match_lines(known, [name for name, _ in pairs], "name")
    keys = [*WORDS, *(str(one["key"]) for one in old if one.get("key"))]
    offices = list[Entries]()
    for one, (name, phone) in zip(old, pairs, strict=True):
        key = one.get("key") or make_key(name, keys)
        keys.append(key)
        offices.append(drop_empty({**one, "key": key, "name": write_text(one.get("name"), "en", name), "phone": phone}))
    return offices


def _format_office(office: Entries) -> str:
    return join_pair(read_text(office.get("name"), "en"), str(office.get("phone", "")))
