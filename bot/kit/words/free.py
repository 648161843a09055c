"""Places words typed without a key: each goes to an option, or several go together to one.

An option says which words it takes: with `Opt.accepts` (the cog's method asks core), with `Opt.fits` (a function of
the words alone), or with its type. An option with none of these takes any text.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType

from bot.errors import UserError
from bot.kit.options import CHANNELS, LONGEST, PERSON, Option
from bot.kit.words.own_language.times import names_day
from bot.text import fold

MOST = 24  # words that are read one by one; what follows more of them is text, so that a long text costs little

_BEGINNING = 6  # words among which several together may be nearly one choice

NearWord = tuple[str, str]  # how a word of a closed set is typed, and what people see for it
Near = Callable[[Option, str], NearWord | None]  # finds the word of a closed set that was probably meant
Accepted = Mapping[str, Collection[str]]  # by option name, the runs of words that core accepts for it
NOTHING: Accepted = MappingProxyType({})  # what core accepts while it wasn't asked


def list_runs(units: Sequence[str]) -> tuple[str, ...]:
    """Every run of at most `LONGEST` words, each once, among the first `MOST` words."""
    units = units[:MOST]
    runs = (units[start : start + length] for start in range(len(units)) for length in range(1, LONGEST + 1))
    return tuple(dict.fromkeys(" ".join(run) for run in runs if run))


def place_words(
    units: Sequence[str], options: Sequence[Option], accepted: Accepted, near: Near, strict: bool = False
) -> dict[str, str]:
    """What ``units`` fill of ``options``, by name. Nothing may fill these options yet.

    A run of words goes to the first option that accepts it, the longest run first. Words that no option accepts go
    to free text, else to the first option, whose own refusal then says what it takes; a list of channels takes them
    all, because their names may stand without #. Raises UserError for a word
    without a place or nearly in a closed set; with ``strict`` also for a word with several possible places.
    """
    values: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}  # of the words of each option, from the first to the one after the last
    place, loose = 0, ""
    while place < len(units):
        if loose and place >= MOST:
            values[loose] += f" {' '.join(units[place:])}"
            break
        unfilled = [one for one in options if one.name not in values]
        home, length = _find_home(units[place:], _keep_open(unfilled), accepted)
        if home is None:
            stray = _take_stray(units[place:], unfilled, accepted)
            home = _choose_fallback(stray, unfilled, near, goes_on=bool(loose), strict=strict)
            if home is None and not loose:
                raise UserError("error.word", word=units[place])
            if home:  # it may be the first of several words, unless another option still needs one
                closed = _is_selective(home) and home.required and len(_keep_open(unfilled)) > 1
                loose = "" if closed and home.kind != CHANNELS else home.name
        run = " ".join(units[place : place + length])
        if home:
            values[home.name] = run
        else:
            values[loose] += f" {run}"
        filled = home.name if home else loose
        places[filled] = (places.get(filled, (place,))[0], place + length)
        place += length
    return _fill_required(_keep_text_whole(values, places, units, options), options)


def _keep_text_whole(
    values: dict[str, str], places: Mapping[str, tuple[int, int]], units: Sequence[str], options: Sequence[Option]
) -> dict[str, str]:
    """Give a text the words between its words that name something: a chapter "Bay Harbor Club" isn't one of Harbor."""
    known = {one.name: one for one in options}
    for text in (name for name in values if name in places and not (_is_selective(known[name]) or known[name].kind)):
        start, end = places[text]
        inner = [name for name, (first, last) in places.items() if start < first and last < end]
        if inner and all(known[name].accepts and not known[name].fits for name in inner):
            left = {name: value for name, value in values.items() if name not in inner}
            return {**left, text: " ".join(units[start:end])}
    return values


def _fill_required(values: dict[str, str], options: Sequence[Option]) -> dict[str, str]:
    """Give the words of an optional option to required text that got none: a chapter may be called as its org is."""
    lacking = [one for one in options if one.required and one.name not in values]
    filled = [one for one in options if one.name in values]
    if len(lacking) != 1 or len(filled) != 1:
        return values
    [target], [source] = lacking, filled
    if not source.required and not _is_selective(target) and _keep_open(lacking):
        return {target.name: values[source.name]}
    return values


def place_known(
    units: Sequence[str], options: Sequence[Option], accepted: Accepted = NOTHING
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What ``units`` fill of ``options`` for a form, and the words without a place.

    Free text takes what no option accepts. An option that asks core takes only what is ``accepted``.
    """
    values, strays = dict[str, str](), list[str]()
    place, text = 0, ""
    while place < min(len(units), MOST):
        unfilled = _keep_open([one for one in options if one.name not in values])
        home, length = _find_home(units[place:], unfilled, accepted)
        if home is None and not text:
            home = _find_text(unfilled)
            text = home.name if home else ""
        run = " ".join(units[place : place + length])
        if home:
            values[home.name] = run
        elif text:
            values[text] += f" {run}"
        else:
            strays.append(run)
        place += length
    rest = units[place:]
    if text and rest:
        values[text] += f" {' '.join(rest)}"
        rest = ()
    return values, (*strays, *rest)


def _take_stray(units: Sequence[str], unfilled: Sequence[Option], accepted: Accepted) -> str:
    """The words up to the next that some option accepts, at most two names long: they may belong together."""
    units = units[: 2 * LONGEST]
    ends = (place for place in range(1, len(units)) if _find_home(units[place:], _keep_open(unfilled), accepted)[0])
    return " ".join(units[: next(ends, len(units))])


def _keep_open(options: Sequence[Option]) -> list[Option]:
    """The options that take words nobody has placed; who may be left out was found before, or isn't there."""
    taken = (one for one in options if not one.words and not one.keyed)
    return [one for one in taken if one.kind != PERSON or one.required]


def takes_text(options: Sequence[Option]) -> bool:
    """Whether one of ``options`` takes any words, so that each of them may be meant."""
    return not all(one.words or one.keyed or one.kind or _is_selective(one) for one in options)


def is_accepted(option: Option, run: str, accepted: Accepted) -> bool:
    """Whether a selective option takes these words."""
    return run in accepted.get(option.name, ()) or bool(option.fits and option.fits(run))


def _is_selective(option: Option) -> bool:
    """Whether an option tells its own words from others."""
    return bool(option.accepts or option.fits)


def _find_text(options: Sequence[Option]) -> Option | None:
    """The first option that takes any words."""
    return next((one for one in options if one.kind != "number" and not _is_selective(one)), None)


def _find_home(units: Sequence[str], options: Sequence[Option], accepted: Accepted) -> tuple[Option | None, int]:
    """The option that accepts the longest run at the start of ``units``, and the run's length in words."""
    is_list = any(one.kind == CHANNELS for one in options)
    longest = max((one.longest for one in options), default=LONGEST)
    lengths = range(min(MOST if is_list else longest, len(units)), 0, -1)
    for length in (len(units), *lengths) if is_list else lengths:
        run = " ".join(units[:length])
        for place, one in enumerate(options):
            if (
                (length <= one.longest or is_list)
                and can_take_run(one, run, accepted)
                and (_is_selective(one) or all(map(_is_selective, options[:place])))
            ):
                return one, length
    return None, 1


def can_take_run(option: Option, run: str, accepted: Accepted) -> bool:
    """Whether an option without a closed set says that a run of words is its own."""
    if option.kind == "number":
        return fold(run).lstrip("-").isdecimal()
    return is_accepted(option, run, accepted)


def check_near(word: str, closed: Sequence[Option], near: Near) -> None:
    """Raise UserError for a word that is nearly in a closed set, with the word that was probably meant."""
    for option in closed:
        found = near(option, word)
        if found and not names_day(word):
            typed, shown = found
            error = UserError("error.word_near", field=option.name, word=word, near=shown)
            raise error.add_choices([(typed, shown)])


def find_closest(units: Sequence[str], closed: Sequence[Option], near: Near) -> str:
    """The words most like one of a closed set, empty if none are: one of ``units``, or several at their beginning."""
    begun = units[:_BEGINNING]
    runs = (" ".join(begun[start:end]) for end in range(2, len(begun) + 1) for start in range(end - 1))
    tried = [(run, near(one, run)) for run in (*units[:MOST], *runs) for one in closed]
    found = [(run, hit[0]) for run, hit in tried if hit and not names_day(run)]
    likeness = {run: SequenceMatcher(None, fold(run), fold(typed)).ratio() for run, typed in found}
    return max(likeness, key=likeness.__getitem__, default="")


def replace_run(units: Sequence[str], run: str, by: str) -> tuple[str, ...]:
    """``units`` with the words of ``run`` replaced; an empty ``by`` leaves them out."""
    sought, known = run.split(" "), list(units)
    places = (place for place in range(len(known)) if known[place : place + len(sought)] == sought)
    if (place := next(places, None)) is not None:
        known[place : place + len(sought)] = by.split()
    return tuple(known)


def _choose_fallback(
    word: str, unfilled: Sequence[Option], near: Near, *, goes_on: bool, strict: bool
) -> Option | None:
    """Where a word goes that no option accepts. None: it continues the free text before it."""
    closed = [one for one in unfilled if one.words]
    check_near(find_closest(word.split(" "), closed, near) or word, closed, near)
    options = [one for one in _keep_open(unfilled) if one.kind != "number"]
    text = _find_text(options)
    if not options or (goes_on and text is None):
        return None
    if options[0].required or text is None:
        several = not options[0].required and len(options) > 1
        if (several and (strict or any(one.fits for one in options))) or (strict and options[0].may_fit):
            raise UserError("error.word", word=word)
        return options[0]
    return text
