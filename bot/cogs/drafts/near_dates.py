"""A draft's dates and time zone that can't be taken as they are, and what may be meant by them.

A draft keeps what can't be read, so these are offered beside what is wrong with it rather than in a refusal: misspelled
words mended, the times that may be meant, and no time in place of one that has passed.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from urllib.parse import quote

from bot.core.drafts.draft_check import DraftView
from bot.core.drafts.draft_rows import Draft
from bot.core.drafts.trouble import Trouble
from bot.core.times.typed_time import SOME_ZONE, parse_moment, parse_zone
from bot.kit.cards.reply import BUTTON_LABEL, Button, shorten
from bot.kit.i18n import Words
from bot.kit.words.own_language.near_times import Check, find_near_times
from bot.kit.words.own_language.times import reword_time

_DATES = (("opens",), ("closes",))
_PASSED = frozenset({"draft.wrong.past", "draft.wrong.opens_passed", "draft.wrong.closes_passed"})
_EMPTY = "-"  # what empties a field
_MOST = 2  # offers for each field: a card takes 25 buttons, and a draft's has up to 16
_TEXT = 36  # characters of a text in a button's id


class MendedField(StrEnum):
    """A field that holds a time or a zone as somebody typed it."""

    OPENS = "opens"
    CLOSES = "closes"
    TIMEZONE = "timezone"


_SOME_TIME = 0  # whether words can be read doesn't depend on the day
_parse_date = partial(parse_moment, zone=SOME_ZONE, at=_SOME_TIME, field="")
_CHECKS: MappingProxyType[str, Check] = MappingProxyType(
    {
        MendedField.OPENS: _parse_date,
        MendedField.CLOSES: _parse_date,
        MendedField.TIMEZONE: partial(parse_zone, field=""),
    }
)


def find_near_texts(words: Words, draft: Draft, trouble: Trouble) -> tuple[str, ...]:
    """What was probably meant by the text that a trouble is about; empty where no word is merely misspelled."""
    name = str(trouble.where[0]) if len(trouble.where) == 1 else ""
    if trouble.key or name not in _CHECKS:
        return ()
    return find_near_times(str(draft.entries.get(name, "")), words, _CHECKS[name])[:_MOST]


def list_mending_buttons(words: Words, view: DraftView) -> Iterator[Button]:
    """A button for each text that may be meant."""
    for trouble in view.troubles:
        for text, shown in _list_offers(words, view.draft, trouble):
            short = text if _fits_button(text) else reword_time(text, words)
            if _fits_button(short):
                field = str(trouble.where[0])
                label = words.t("draft.place", part=words.t(f"draft.field.{field}"), detail=shown)
                args = {"draft": view.draft.id, "field": field, "text": short}
                yield Button(shorten(label, BUTTON_LABEL), "draft.mend", args)


def _list_offers(words: Words, draft: Draft, trouble: Trouble) -> Iterator[tuple[str, str]]:
    """The texts that may be meant by a field, each as it is shown."""
    yield from ((text, text) for text in find_near_texts(words, draft, trouble))
    if trouble.where in _DATES:
        yield from ((text, words.render(label)) for text, label in trouble.choices)
        if trouble.key in _PASSED:
            yield _EMPTY, words.t(f"draft.emptied.{trouble.where[0]}")


def _fits_button(text: str) -> bool:
    return len(quote(text, safe=" ")) <= _TEXT
