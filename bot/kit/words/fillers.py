"""Words in a sentence that say nothing about a call, a campaign or a place: `/log I left a message for the senator`."""

from collections.abc import Sequence
from itertools import dropwhile, groupby

from bot.kit.options import LONGEST, Option
from bot.kit.words.free import MOST, Accepted
from bot.text import fold

_PEOPLE = {"i", "i'm", "i've", "we", "we're", "we've", "me", "my", "our", "us", "his", "her", "their"}
_VERBS = {"am", "is", "was", "been", "had", "has", "have", "call", "called", "calling"}
_LINKS = {"a", "an", "and", "at", "for", "from", "in", "it", "just", "of", "on", "please", "the", "then", "this", "to"}
_STAFF = {
    "aide",
    "assistant",
    "intern",
    "interns",
    "receptionist",
    "someone",
    "somebody",
    "staff",
    "staffer",
    "staffers",
}
_SPANISH = {
    *("a", "al", "con", "de", "del", "el", "en", "la", "las", "los", "mi", "para", "por", "su", "un", "una"),
    *("alguien", "asistente", "recepcionista"),
}
_VIETNAMESE = {"cho", "cua", "nhan", "o", "tai", "toi", "vien", "voi"}
_TAGALOG = {"ang", "kay", "ko", "mga", "na", "ng", "ni", "po", "sa", "si"}
_OTHERS = _SPANISH | _VIETNAMESE | _TAGALOG | {"직원", "직원과", "직원에게", "비서", "비서와", "인턴", "인턴과"}
_FILLERS = frozenset(_PEOPLE | _VERBS | _LINKS | _STAFF | _OTHERS | {"with"})


def is_filler(unit: str) -> bool:
    """Whether a word may say nothing."""
    return fold(unit).strip(".,;:!") in _FILLERS


def drop_lead(run: str) -> str:
    """``run`` without the words at its beginning that say nothing; whole if all of them do."""
    return " ".join(dropwhile(is_filler, run.split(" "))) or run


def drop_fillers(
    units: Sequence[str], accepted: Accepted, parts: Accepted, options: Sequence[Option] = ()
) -> tuple[str, ...]:
    """``units`` without the words that say nothing, at the beginning and between names.

    A name is a run of words in ``accepted``, or several words that are in ``parts`` or that an option fits, such as
    "IN 3". Words behind a name that say something stay whole, since they may belong to it, and so does an "of".
    """
    named = _find_named(units, accepted, parts, [one for one in options if one.fits])
    kept = list[str]()
    for is_name, group in groupby(enumerate(units), lambda it: it[0] in named):
        words = [unit for _, unit in group]
        if is_name or (kept and not all(is_filler(word) and fold(word) != "of" for word in words)):
            kept += words
        else:
            kept += dropwhile(is_filler, words)
    return tuple(kept)


def _find_named(units: Sequence[str], accepted: Accepted, parts: Accepted, options: Sequence[Option]) -> frozenset[int]:
    """The places of the words that belong to names."""
    named = set[int]()
    for start in range(min(len(units), MOST)):
        for end in range(start + 1, start + 1 + LONGEST):
            run = " ".join(units[start:end])
            is_long = end > start + 1
            if _is_in(run, accepted) or (is_long and (_is_in(run, parts) or _fits(run, options))):
                named.update(range(start, end))
    return frozenset(named)


def _fits(run: str, options: Sequence[Option]) -> bool:
    return any(one.fits(run) for one in options if one.fits)


def _is_in(run: str, accepted: Accepted) -> bool:
    return any(run in runs for runs in accepted.values())
