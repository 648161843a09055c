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
from bot.kit.words.free import can_take_run, list_runs
from bot.kit.words.parse import is_word
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


def split_closed(spec: Spec, args: Mapping[str, str], own: Words) -> dict[str, str]:
    """``args`` with the last words of a value in a closed set that the command needs, before core is asked.

    Without this, a form would open for what was typed: `/log office:padilla left a voicemail`.
    """
    found = dict(args)
    choosy = [one for one in spec.options if (one.accepts or one.fits) and len(found.get(one.name, "").split()) > 1]
    for wanted in (one for one in spec.options if one.words and (one.required or one.name in spec.unless)):
        for option in choosy:
            units = clean(found[option.name]).split()
            ends = (place for place in range(1, len(units)) if is_word(wanted, " ".join(units[place:]), own))
            place = next(ends, None)
            if place is not None and not found.get(wanted.name):
                found |= {option.name: " ".join(units[:place]), wanted.name: " ".join(units[place:])}
    return found


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
