"""Finds the target that a caller names by key, office, title or name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from bot.core.directory.offices.generic_offices import (
    GENERIC,
    LOWER,
    SENATORS,
    UPPER,
    is_either_senator,
    parse_generic,
)
from bot.core.directory.typed_names.member_names import (
    find_named_office,
    find_office_at,
    has_first_name,
    is_member_hinted,
    is_member_named,
    normalize_name,
    strip_any_title,
)
from bot.core.directory.typed_names.typed_members import find_seat
from bot.core.guidance.target import Target, TargetChoice, name_first_office
from bot.likeness import find_like
from bot.phrases import Phrase, Translations
from bot.text import find_nearest, fold

# What Korean and Chinese add to a name: particles, titles and "the office of".
_ADDED = re.compile(
    "(?: ?(?:(?:상원|하원|주)?의원님?|(?:의원)?실|님|씨|에게|한테|께|와|과|랑|이랑|의|参议员|众议员|參議員|眾議員"
    "|议员|議員|州长|州長|先生|女士|小姐|的|办公室|辦公室))+$"
)
_IN_STATE = {"representative": LOWER, "senator-1": UPPER}


def find_named_targets(text: str, row: Sequence[Target]) -> frozenset[TargetChoice]:
    """The targets that ``text`` may name: several if it is ambiguous."""
    text = text.rstrip(" ,;:!?.")  # from the middle of a sentence
    if senators := _find_either_senator(text, row):
        return senators
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
    if there := {TargetChoice(target.slot, one.id) for target, it in members if (one := find_office_at(text, it))}:
        return frozenset(there)
    return frozenset(TargetChoice(target.slot) for target, member in members if is_member_hinted(text, member))


def find_first_named(text: str, row: Iterable[Target]) -> dict[str, Target]:
    """The targets by key whose first name is ``text``. Staff have such names too, so it names nobody by itself."""
    return {one.slot: one for one in row if one.official and has_first_name(text.rstrip(" ,;!"), one.official)}


def _find_either_senator(text: str, row: Iterable[Target]) -> frozenset[TargetChoice]:
    """The caller's own senators, if ``text`` doesn't say which one."""
    if not is_either_senator(text):
        return frozenset()
    return frozenset(TargetChoice(target.slot) for target in row if target.generic in SENATORS)


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
    """The targets whose seat ``text`` names with its place: both senators, unless it says which one."""
    seat = find_seat(text)
    if seat is None:
        return ()
    meant = SENATORS if seat.either else (seat.generic,)
    members = ((target, target.member) for target in row)
    return [target for target, member in members if (seat.is_held_by(member) if member else target.generic in meant)]


def _is_listed(text: str, target: Target) -> bool:
    """Whether ``text`` names an office or a governor whom the campaign's file lists."""
    if target.governor:
        last = target.governor.name.split()[-1]
        names = [name for one in (target.governor.name, last) for name in (one, f"governor {one}", f"gov {one}")]
    else:
        names = [target.listed.key, *target.listed.name.values()] if target.listed else []
    typed = normalize_name(text)
    return not {typed, _ADDED.sub("", typed)}.isdisjoint(map(normalize_name, names))


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
    found = found or firsts.get(find_nearest(text, firsts, part=False) or "") or _find_containing(text, whole)
    bare, named = strip_any_title(text), [(target, (name,)) for name, target in whole.items()]
    return found or next(iter((*find_like(text, named, 1), *find_like(bare, named, 1))), None)


def _find_containing(text: str, named: Mapping[str, Target]) -> Target | None:
    """The target whose name contains ``text``, in a script that writes names without spaces; None if several do."""
    sought = _ADDED.sub("", normalize_name(text))
    if not sought or sought.isascii():
        return None
    found = {target.slot: target for name, target in named.items() if sought in normalize_name(name)}
    return next(iter(found.values())) if len(found) == 1 else None
