"""Reads text in which somebody may have typed two names in a row: a known one, perhaps misspelled, and a new one."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from bot.core.names.name_search import NameSearch, Offer, make_near_error, make_several_error
from bot.errors import UserError

T = TypeVar("T")
MakeOffers = Callable[[tuple[T, ...]], tuple[Offer, ...]]


class _Beginning(NamedTuple):
    words: str
    is_part: bool  # of a name; otherwise the words are a misspelled one


def refuse_beginning(kind: str, search: NameSearch[T], text: str, make_offers: MakeOffers[T]) -> None:
    """Raise UserError, which offers the names, if words at the beginning of ``text``, but not all, are like some.

    ``kind`` is "org" or "chapter".
    """
    if begun := _find_beginning(search, text):
        offers = make_offers(_find(search, begun))
        make = make_several_error if len(offers) > 1 and begun.is_part else make_near_error
        raise make(kind, begun.words, offers)


def ask_new_name(search: NameSearch[T], text: str, make_offers: MakeOffers[T], *, parts: bool) -> None:
    """Raise UserError, which asks where the new name begins, if ``text`` seems to begin with the only known name.

    With ``parts``, a part of that name is enough; otherwise it must be misspelled.
    """
    begun = _find_beginning(search, text)
    if begun and (parts or not begun.is_part):
        [(_, near)] = make_offers(_find(search, begun))
        rest = text.removeprefix(begun.words).strip()
        error = UserError("name.two", field="name", word=begun.words, near=near, rest=rest, whole=text)
        raise error.add_choices([(rest, rest), (text, text)])


def ask_rename(kind: str, only: Offer, name: str) -> UserError:
    """The question whether ``only``, which nobody named, gets the name that was typed alone: it may be misspelled.

    ``kind`` is "org" or "chapter".
    """
    id, old_name = only
    return UserError("name.rename", field="name", old_name=old_name, name=name).add_choices([(name, name)], {kind: id})


def _find_beginning(search: NameSearch[T], text: str) -> _Beginning | None:
    """The words at the beginning of ``text`` that are most like a name; None if no words are, or all of them."""
    units = text.split(" ")
    words = (" ".join(units[:length]) for length in range(len(units), 0, -1))
    begun = (_Beginning(one, search.accepts(one, parts=True)) for one in words)
    found = (one for one in begun if _find(search, one))
    best = max(found, key=lambda one: search.measure_likeness(one.words), default=None)
    return best if best and best.words != text else None


def _find(search: NameSearch[T], begun: _Beginning) -> tuple[T, ...]:
    return search.find_parts(begun.words) if begun.is_part else search.find_near(begun.words)
