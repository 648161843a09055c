"""Finds keys typed without their colon: `/profile name Ana`, `/leaderboard by orgs`."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from bot.kit.options import Option
from bot.kit.words.free import MOST, Accepted, can_take_run, takes_text
from bot.kit.words.keys import find_bare_key

_NUMBER = 2  # words in which a number is looked for: `zip 94110`


def split_bare_keys(
    units: Sequence[str], options: Sequence[Option], args: Collection[str], accepted: Accepted
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The values of keys among ``units``, by option, and the words that remain.

    A value ends at the next key, or before a number that another option takes: the ZIP of `name Ana 94110`. The key
    of an option that ``args`` have already led to that value, so it says nothing more. A word is no key within a name
    that core has ``accepted``, nor beside an option for free text.
    """
    if takes_text(options):
        return {}, tuple(units)
    named = {word for runs in accepted.values() for run in runs for word in run.split()}
    found, left, place = dict[str, str](), list[str](), 0
    while place < len(units):
        option, size = _find_key(units[place:], options, named) if place < MOST else (None, 1)
        value = list(_take_value(units[place + size :], option, options, named)) if option else []
        if option and option.name in {*args, *found}:
            place += size
        elif option and value:
            found[option.name] = " ".join(value)
            place += size + len(value)
        else:
            left.append(units[place])
            place += 1
    return found, tuple(left)


def _find_key(units: Sequence[str], options: Sequence[Option], named: Collection[str]) -> tuple[Option | None, int]:
    """The option whose key the first words are, and how many they are."""
    option, size = find_bare_key(units, options)
    return (None, 1) if any(word in named for word in units[:size]) else (option, size)


def _take_value(
    units: Sequence[str], option: Option, options: Sequence[Option], named: Collection[str]
) -> Iterator[str]:
    """The words from the first on that are the value of ``option``."""
    others = [one for one in options if one.name != option.name]

    def goes_on(place: int) -> bool:
        if _find_key(units[place:], options, named)[0]:
            return False
        runs = [" ".join(units[place : place + size]) for size in range(1, _NUMBER + 1)]
        numbers = [run for run in runs if any(map(str.isdigit, run))]
        return place == 0 or not any(can_take_run(one, run, {}) for one in others for run in numbers)

    return (units[place] for place in takewhile(goes_on, range(len(units))))
