"""Repeats a refused request with what was probably meant: every misspelled word at once."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from bot.errors import Blank, UserError
from bot.kit.invocation import Invocation
from bot.kit.registry import Registry
from bot.kit.spec import Spec
from bot.kit.words.convert import convert
from bot.kit.words.free import is_accepted, replace_run
from bot.kit.words.near_choices import place_near_choices
from bot.kit.words.parse import fill_closed_sets
from bot.kit.words.resolve import list_accepted, place_free_words

_MOST = 4  # words that are mended: a command has few options


class Repaired(Struct, frozen=True):
    """The arguments of a request once its misspelled words are mended.

    ``words`` has those words, each with what people see in its place. The first is the one that was refused.
    """

    args: Mapping[str, str]
    words: tuple[tuple[str, Blank], ...]


async def repair(
    registry: Registry,
    spec: Spec,
    inv: Invocation,
    typed: tuple[Mapping[str, str], tuple[str, ...]],
    error: UserError,
    choice: tuple[str, Blank],
) -> Repaired:
    """What a refused request becomes with ``choice`` in place of the refused word, and others mended likewise.

    ``typed`` are its arguments and its words without a key. Raises UserError if other words are still in the way.
    """
    args, free = typed
    mended, asked = list[tuple[str, Blank]](), set[str]()
    while True:
        chosen, label = choice
        asked.add(error.field)
        mended.append((str(error.params.get("word", "")), label))
        args, free = _replace_word(spec, inv, (args, free), error, chosen)
        try:
            args = await place_free_words(registry, spec, inv, args, free)
            convert(spec, args, inv.words)
        except UserError as next_error:
            if len(next_error.choices) != 1 or len(mended) == _MOST:
                raise
            error, choice = next_error, next_error.choices[0]
            free = () if error.field in args else free
        else:
            return await _mend_names(registry, spec, inv, args, tuple(mended), asked)


def _replace_word(
    spec: Spec, inv: Invocation, typed: tuple[Mapping[str, str], tuple[str, ...]], error: UserError, chosen: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    args, free = typed
    found, word = dict(args), str(error.params.get("word", ""))
    if error.settled is not None:
        return {**found, **error.settled, error.field: chosen}, ()
    if not free:
        return {**found, error.field: chosen}, ()
    if error.key == "error.word_near":  # it may be one of several words that are one choice
        return found, tuple(fill_closed_sets(replace_run(free, word, chosen), spec.options, found, inv.words.label))
    found[error.field] = chosen
    return found, replace_run(free, word, "")


async def _mend_names(
    registry: Registry,
    spec: Spec,
    inv: Invocation,
    args: Mapping[str, str],
    mended: tuple[tuple[str, Blank], ...],
    but: Collection[str],
) -> Repaired:
    """Mend the names that core doesn't know but nearly knows, except those of the options ``but``.

    A word without a key may have gone to an option that it isn't for, so the empty ones are tried too.
    """
    found = dict(args)
    named = [one for one in spec.options if one.accepts and one.name not in but]
    for option in named:
        typed = args.get(option.name, "")
        if not typed or is_accepted(option, typed, await list_accepted(registry, inv, [option], (typed,), parts=True)):
            continue
        homes = (option, *(one for one in named if not found.get(one.name)))
        near, left = await place_near_choices(registry, inv, homes, typed.split())
        if near and not left:
            del found[option.name]
            found |= {one.option: one.choice.value for one in near}
            mended = (*mended, *((one.typed, one.choice.label) for one in near))
    return Repaired(found, mended)
