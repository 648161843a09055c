"""Splits a keyed value that nobody takes as a whole: its last words may belong to other options.

A typed value runs to the next key, so `/profile chapter:Uptown 94110` gives the chapter "Uptown 94110". Only core knows
that there is no such chapter, so this runs after a refusal.
"""

from collections.abc import Collection, Mapping, Sequence

from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import LONGEST, Option
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.kit.words.free import can_take_run, find_closest, list_runs
from bot.kit.words.parse import fill_closed_sets, is_word, make_near
from bot.kit.words.resolve import list_accepted
from bot.text import clean

_Accepted = Mapping[str, Collection[str]]


async def split_value(
    registry: Registry, spec: Spec, inv: Invocation, args: Mapping[str, str], field: str, *, parts: bool
) -> Mapping[str, str] | None:
    """``args`` with the last words of the value of ``field`` in the options that take them.

    None if the first words don't fit ``field``, or the others no free option. Free text takes none of them. ``parts``
    lets names be typed in part, which may be a mistake: then the first refusal says more than a second one.
    """
    option = next((one for one in spec.options if one.name == field), None)
    units = clean(args.get(field, "")).split()
    if option is None or not 1 < len(units) <= 2 * LONGEST:
        return None
    free = [one for one in spec.options if not args.get(one.name, "").strip() and not one.keyed]
    accepted = await list_accepted(registry, inv, [option, *free], list_runs(units), parts=parts)
    for length in range(len(units) - 1, 0, -1):
        head, tail = " ".join(units[:length]), units[length:]
        if _fits(option, head, accepted, inv.words):
            placed = _place_all(tail, free, accepted, inv.words)
            if placed is not None:
                return {**args, field: head, **placed}
    return None


def split_closed(
    spec: Spec, args: Mapping[str, str], free: Sequence[str], own: Words
) -> tuple[dict[str, str], tuple[str, ...]]:
    """``args`` and ``free`` with the words behind a name out of its value, before core is asked.

    They begin with a word of a closed set that the command needs. Without this, a form would open for what was typed:
    `/log office:padilla left a voicemail`. A word that is nearly in the set becomes free, so that it is asked about.
    """
    found, left = dict(args), tuple(free)
    selective = [one for one in spec.options if (one.accepts or one.fits) and len(found.get(one.name, "").split()) > 1]
    for wanted in (one for one in spec.options if one.words and (one.required or one.name in spec.unless)):
        for option in selective:
            units = clean(found[option.name]).split()
            place = 0 if found.get(wanted.name) else _find_closed(units, wanted, own)
            if place:
                found[option.name] = " ".join(units[:place])
                left = (*left, *fill_closed_sets(units[place:], spec.options, found, own.label))
    return found, left


def _find_closed(units: Sequence[str], wanted: Option, own: Words) -> int:
    """The place behind the first word where words of a closed set begin, or nearly do; 0 if there is none.

    What ends the value comes first, since a name may have such a word in it.
    """
    places = range(1, len(units))
    last = (at for at in places if is_word(wanted, " ".join(units[at:]), own))
    inner = (at for at in places for end in range(len(units), at, -1) if is_word(wanted, " ".join(units[at:end]), own))
    near = find_closest(units[1:], [wanted], make_near(own.label)).split()
    almost = (at for at in places if near and list(units[at : at + len(near)]) == near)
    return next((at for found in (last, inner, almost) for at in found), 0)


def _place_all(
    units: Sequence[str], options: Sequence[Option], accepted: _Accepted, own: Words
) -> dict[str, str] | None:
    """Every word in an option that takes it, the longest run first; None if one has no place."""
    if not units:
        return {}
    for length in range(len(units), 0, -1):
        run = " ".join(units[:length])
        for option in options:
            if _fits(option, run, accepted, own):
                others = [one for one in options if one is not option]
                rest = _place_all(units[length:], others, accepted, own)
                if rest is not None:
                    return {option.name: run, **rest}
    return None


def _fits(option: Option, run: str, accepted: _Accepted, own: Words) -> bool:
    return is_word(option, run, own) if option.words else can_take_run(option, run, accepted)
