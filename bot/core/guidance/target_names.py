"""Which of somebody's targets they name, by slot, by office, by title or by name."""

from collections.abc import Sequence

from bot.core.campaigns.campaign_file import Listed
from bot.core.directory.generic_offices import parse_generic
from bot.core.directory.member_names import find_named_office, is_member_hinted, is_member_named, normalize_name
from bot.core.guidance.target import Chosen, Target
from bot.text import fold, nearest


def named(text: str, row: Sequence[Target]) -> frozenset[Chosen]:
    """Return all that ``text`` may name among somebody's targets: more than one where it isn't clear."""
    if found := _exactly(text, row):
        return frozenset({found})
    members = [(target, target.member) for target in row if target.member]
    full = {Chosen(target.slot) for target, member in members if is_member_named(text, member)}
    listed = {Chosen(target.slot) for target in row if target.listed and _is_listed(text, target.listed)}
    if full or listed:
        return frozenset(full | listed)
    offices = ((target, find_named_office(text, member)) for target, member in members)
    if at_home := {Chosen(target.slot, office.id) for target, office in offices if office}:
        return frozenset(at_home)
    return frozenset(Chosen(target.slot) for target, member in members if is_member_hinted(text, member))


def _exactly(text: str, row: Sequence[Target]) -> Chosen | None:
    """Return the slot, the word for one's own, or the office whose id ``text`` is."""
    typed, generic = fold(text), parse_generic(text)
    for target in row:
        if typed == fold(target.slot) or (target.generic and generic == target.generic):
            return Chosen(target.slot)
        for office in target.member.offices if target.member else ():
            if text == office.id:
                return Chosen(target.slot, office.id)
    return None


def _is_listed(text: str, office: Listed) -> bool:
    return normalize_name(text) in {normalize_name(name) for name in (office.key, *office.name.values())}


def nearest_of(text: str, row: Sequence[Target]) -> str | None:
    """Return the name of the target that was probably meant, by the whole name or the last one; None for none."""
    labels = [label for target in row if isinstance(label := target.label, str)]
    last = {label.split()[-1]: label for label in labels}
    whole = nearest(text, labels, part=False)
    return whole or last.get(nearest(text.split()[-1], last, part=False) or "")
