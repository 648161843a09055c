"""Finds the target that a caller names by key, office, title or name."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from bot.core.campaign_files.campaign_file import Listed
from bot.core.directory.generic_offices import parse_generic
from bot.core.directory.member_names import (
    find_named_office,
    has_first_name,
    is_member_hinted,
    is_member_named,
    normalize_name,
)
from bot.core.guidance.target import Target, TargetChoice
from bot.phrases import Phrase, Translations
from bot.text import find_nearest, fold


def find_named_targets(text: str, row: Sequence[Target]) -> frozenset[TargetChoice]:
    """The targets that ``text`` may name: several if it is ambiguous."""
    text = text.rstrip(" ,;!")  # from the middle of a sentence
    if found := _find_exact(text, row):
        return frozenset({found})
    members = [(target, target.member) for target in row if target.member]
    full = {TargetChoice(target.slot) for target, member in members if is_member_named(text, member)}
    listed = {TargetChoice(target.slot) for target in row if target.listed and _is_listed(text, target.listed)}
    if full or listed:
        return frozenset(full | listed)
    offices = ((target, find_named_office(text, member)) for target, member in members)
    if at_home := {TargetChoice(target.slot, office.id) for target, office in offices if office}:
        return frozenset(at_home)
    return frozenset(TargetChoice(target.slot) for target, member in members if is_member_hinted(text, member))


def find_first_named(text: str, row: Iterable[Target]) -> dict[str, Target]:
    """The targets by key whose first name is ``text``. Staff have such names too, so it names nobody by itself."""
    return {one.slot: one for one in row if one.member and has_first_name(text.rstrip(" ,;!"), one.member)}


def _find_exact(text: str, row: Sequence[Target]) -> TargetChoice | None:
    """The target whose key, generic word or office id is ``text``."""
    typed, generic = fold(text), parse_generic(text)
    for target in row:
        if typed == fold(target.slot) or (target.generic and generic == target.generic):
            return TargetChoice(target.slot)
        for office in target.member.offices if target.member else ():
            if text == office.id:
                return TargetChoice(target.slot, office.id)
    return None


def _is_listed(text: str, office: Listed) -> bool:
    return normalize_name(text) in {normalize_name(name) for name in (office.key, *office.name.values())}


def find_nearest_target(text: str, row: Sequence[Target]) -> Target | None:
    """The target to whose name ``text`` is close, by whole name, last word or first name. None if there is none."""
    if len(first := find_first_named(text, row)) == 1:
        return next(iter(first.values()))
    whole = dict[str, Target]()
    for target in row:
        label = target.label
        match label:
            case str():
                whole[label] = target
            case Translations(texts):
                whole |= dict.fromkeys((name for _, name in texts), target)
            case Phrase():
                pass  # nobody types the words of a sentence
            case _:
                assert_never(label)
    last = {name.split()[-1]: target for name, target in whole.items()}
    found = whole.get(find_nearest(text, whole, part=False) or "")
    return found or last.get(find_nearest(text.split()[-1], last, part=False) or "")
