"""Words typed without a key: which option each of them goes to, and several to the one that they name together.

An option says what it takes: by `Opt.accepts`, the cog's method that asks core, by `Opt.fits`, a function of the
words alone, or by its type. One that says neither takes any text.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from bot.errors import UserError
from bot.kit.spec import Option
from bot.text import fold

MOST = 8  # words of one name that core is asked about

Near = Callable[[Option, str], str | None]  # the word of a closed set that was probably meant


def spans(units: Sequence[str]) -> tuple[str, ...]:
    """Return every run of at most `MOST` words, each once."""
    runs = (units[start : start + length] for start in range(len(units)) for length in range(1, MOST + 1))
    return tuple(dict.fromkeys(" ".join(run) for run in runs if run))


def placed(
    units: Sequence[str],
    options: Sequence[Option],
    known: Mapping[str, Collection[str]],
    near: Near,
    strict: bool = False,
) -> dict[str, str]:
    """Return by option name what ``units`` fill of ``options``, which nothing fills yet.

    A run of words goes to the first option that accepts it, the longest run first; ``known`` are the runs that core
    accepts for an option. A word that nobody accepts goes to free text, else to the first option there is, whose
    refusal says what it takes. Raises UserError for a word that has no place, with ``strict`` also for one that may
    have several, and for one that is nearly a closed set's.
    """
    filled: dict[str, str] = {}
    place, loose = 0, ""
    while place < len(units):
        unfilled = [one for one in options if one.name not in filled]
        home, length = _home(units[place:], _open(unfilled), known)
        if home is None:
            home = _fallback(_stray(units[place:], unfilled, known), unfilled, near, bool(loose), strict)
            if home is None and not loose:
                raise UserError("error.word", word=units[place])
            if home:  # what it doesn't know may be the first of several words, but not where another must follow
                loose = home.name if not (_knows(home) and home.required and len(_open(unfilled)) > 1) else ""
        run = " ".join(units[place : place + length])
        if home:
            filled[home.name] = run
        else:
            filled[loose] += f" {run}"
        place += length
    return filled


def _stray(units: Sequence[str], unfilled: Sequence[Option], known: Mapping[str, Collection[str]]) -> str:
    """Return the words up to the next that some option accepts: they may belong together."""
    ends = (place for place in range(1, len(units)) if _home(units[place:], _open(unfilled), known)[0])
    return " ".join(units[: next(ends, len(units))])


def placed_of(units: Sequence[str], options: Sequence[Option]) -> dict[str, str]:
    """Return the same of those of ``units`` that have a place, whatever the others are."""
    left = list(units)
    while True:
        try:
            return placed(left, options, {}, lambda option, word: None)
        except UserError as error:
            stray = str(error.params["word"])
            left.remove(next(unit for unit in left if stray.startswith(unit)))


def _open(options: Sequence[Option]) -> list[Option]:
    return [one for one in options if not one.words and not one.keyed]


def _knows(option: Option) -> bool:
    """Say whether an option tells its own words from others."""
    return bool(option.accepts or option.fits)


def _home(
    units: Sequence[str], options: Sequence[Option], known: Mapping[str, Collection[str]]
) -> tuple[Option | None, int]:
    """Return the option that accepts the longest run at the beginning of ``units``, and how long that is."""
    for length in range(min(MOST, len(units)), 0, -1):
        run = " ".join(units[:length])
        for place, one in enumerate(options):
            if _accepts(one, run, known) and (_knows(one) or all(map(_knows, options[:place]))):
                return one, length
    return None, 1


def _accepts(option: Option, run: str, known: Mapping[str, Collection[str]]) -> bool:
    if option.kind == "number":
        return _is_number(run)
    return run in known.get(option.name, ()) or bool(option.fits and option.fits(run))


def _is_number(word: str) -> bool:
    return fold(word).lstrip("-").isdecimal()


def _fallback(word: str, unfilled: Sequence[Option], near: Near, goes_on: bool, strict: bool) -> Option | None:
    """Return where a word goes that no option accepts, None where it goes on with the free text before it."""
    if close := next((hit for one in unfilled if one.words and (hit := near(one, word))), None):
        raise UserError("error.word_near", word=word, near=close)
    options = [one for one in _open(unfilled) if one.kind != "number"]
    text = next((one for one in options if not _knows(one)), None)
    if not options or (goes_on and text is None):
        return None
    if options[0].required or text is None:
        several = not options[0].required and len(options) > 1
        if several and (strict or any(one.fits for one in options)):
            raise UserError("error.word", word=word)
        return options[0]
    return text
