"""Finds the target that a caller names by key, office, title or name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import assert_never

from bot.core.directory.generic_offices import GENERIC, LOWER, UPPER, parse_generic
from bot.core.directory.member_names import (
    find_named_office,
    has_first_name,
    is_member_hinted,
    is_member_named,
    normalize_name,
)
from bot.core.directory.typed_members import find_seat
from bot.core.guidance.target import Target, TargetChoice, name_first_office
from bot.phrases import Phrase, Translations
from bot.text import find_nearest, fold

_IN_STATE = {"representative": LOWER, "senator-1": UPPER}


def find_named_targets(text: str, row: Sequence[Target]) -> frozenset[TargetChoice]:
    """The targets that ``text`` may name: several if it is ambiguous."""
    text = text.rstrip(" ,;:!?.")  # from the middle of a sentence
    if found := _find_exact(text, row):
        return frozenset({found})
    members = [(target, target.official) for target in row if target.official]
    full = {TargetChoice(target.slot) for target, member in members if is_member_named(text, member)}
    listed = {TargetChoice(target.slot) for target in row if _is_listed(text, target)}
    if full or listed:
        return frozenset(full | listed)
    if seated := _find_seated(text, row):
        return frozenset(TargetChoice(target.slot) for target in seated)
    offices = ((target, find_named_office(text, member)) for target, member in members)
    if at_home := {TargetChoice(target.slot, office.id) for target, office in offices if office}:
        return frozenset(at_home)
    return frozenset(TargetChoice(target.slot) for target, member in members if is_member_hinted(text, member))


def find_first_named(text: str, row: Iterable[Target]) -> dict[str, Target]:
    """The targets by key whose first name is ``text``. Staff have such names too, so it names nobody by itself."""
    return {one.slot: one for one in row if one.official and has_first_name(text.rstrip(" ,;!"), one.official)}


def _find_exact(text: str, row: Sequence[Target]) -> TargetChoice | None:
    """The target whose key, generic word or office id is ``text``."""
    typed, generic = fold(text), parse_generic(text)
    for target in row:
        if typed == fold(target.slot) or (target.generic and generic == target.generic):
            return TargetChoice(target.slot)
        if target.official and text == name_first_office(target.official.id):
            return TargetChoice(target.slot, target.official.id)
        for office in target.official.offices if target.official else ():
            if text == office.id:
                return TargetChoice(target.slot, office.id)
    if not any(target.generic in GENERIC for target in row):  # without Congress, "senator" is the state's
        meant = _IN_STATE.get(generic)
        return next((TargetChoice(target.slot) for target in row if target.generic == meant), None) if meant else None
    return None


def _find_seated(text: str, row: Sequence[Target]) -> Sequence[Target]:
    """The targets whose seat ``text`` names with its place. "Senator" alone is the senior one of the caller's own."""
    seat = find_seat(text)
    if seat is None:
        return ()
    members = ((target, target.member) for target in row)
    found = [
        target for target, member in members if (seat.is_held_by(member) if member else target.generic == seat.generic)
    ]
    return found[:1] if all(target.generic for target in found) else found


def _is_listed(text: str, target: Target) -> bool:
    """Whether ``text`` names an office or a governor whom the campaign's file lists."""
    if target.governor:
        last = target.governor.name.split()[-1]
        names = [name for one in (target.governor.name, last) for name in (one, f"governor {one}", f"gov {one}")]
    else:
        names = [target.listed.key, *target.listed.name.values()] if target.listed else []
    return normalize_name(text) in set(map(normalize_name, names))


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
    shared = Counter(name.split()[0] for name in whole)
    firsts = {name.split()[0]: target for name, target in whole.items() if shared[name.split()[0]] == 1}
    found = whole.get(find_nearest(text, whole, part=False) or "")
    found = found or last.get(find_nearest(text.split()[-1], last, part=False) or "")
    return found or firsts.get(find_nearest(text, firsts, part=False) or "")
