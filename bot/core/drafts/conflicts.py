"""Words of a draft that two people wrote at once."""

from collections.abc import Collection

from msgspec import Struct

from bot.core.draft_parts.draft_parts import mark_fields
from bot.core.draft_parts.entry_text import Fields, keep_filled
from bot.core.drafts.draft_check import DraftView

# Who saved a draft last saw these on its card, so new ones replace them even if the form had not shown them yet.
SHORT = frozenset({"title", "opens", "closes", "timezone", "goal", "phone", "audience"})


class Conflict(Struct, frozen=True):
    """What somebody wrote over other words: nothing is saved until they choose. ``mine`` is what they wrote.

    ``unseen``: their form showed nothing, because it was submitted before its content arrived.
    """

    id: str
    view: DraftView
    part: str
    mine: Fields
    theirs: Fields
    unseen: bool = False


def is_conflict(before: Fields, after: Fields, mark: str, known: Collection[str] = ()) -> bool:
    """Whether a form would change words that it didn't show. ``mark`` is the mark of what it showed, if anything.

    ``known`` are fields whose words the author of the form knows all the same.
    """
    if not mark:
        return any(after.get(name) != text for name, text in before.items() if name not in known)
    return bool(before) and mark != mark_fields(before) and after != before


def add_unseen(part: str, typed: Fields, before: Fields) -> Fields:
    """What a form that showed nothing means: what was filled in, and the rest as it is.

    The fields of targets replace each other, so nothing is added to those.
    """
    return typed if part == "targets" else {**before, **keep_filled(typed)}
