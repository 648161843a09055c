"""Says on a volunteer's card, in one line, that a name may be wrong."""

from collections.abc import Collection

from bot.core.directory.data_warnings import Doubt
from bot.core.directory.members import Directory
from bot.core.guidance.name_doubts import NameDoubt, find_list_doubt, find_name_doubt, find_state_name_doubt
from bot.core.guidance.targets import Target, Targets
from bot.core.statehouse.state_doubts import StateDoubt
from bot.kit.cards.markup import Markup
from bot.kit.i18n import Words


def write_name_doubt(words: Words, target: Target | None, targets: Targets, at: int) -> Markup:
    """The line about a target's name at ``at`` (UTC microseconds), empty if the name is sure."""
    return _write(words, _find_doubt(target, targets, at))


def write_postcard_doubt(words: Words, slots: Collection[str], targets: Targets, at: int) -> Markup:
    """The line about the names of those who get a postcard, empty if they are sure. The first doubt is said for all."""
    found = (_find_doubt(targets.find(slot), targets, at) for slot in slots)
    doubt = next((one for one in found if one), None)
    if doubt is None:
        return Markup()
    key = "postcard.unsure_map" if doubt.doubt is Doubt.ZIPS else "postcard.unsure"
    return words.m(key, day=words.format_day(doubt.day))


def _find_doubt(target: Target | None, targets: Targets, at: int) -> NameDoubt | None:
    of_congress = find_name_doubt(target, targets.directory, at)
    return of_congress or find_state_name_doubt(target, targets.home.directory, at)


def write_list_doubt(words: Words, directory: Directory, at: int) -> Markup:
    """The line about members of Congress to choose from, empty if their names are sure."""
    return _write(words, find_list_doubt(directory, at))


def _write(words: Words, doubt: NameDoubt | None) -> Markup:
    if doubt is None:
        return Markup()
    key = "states.unsure" if isinstance(doubt.doubt, StateDoubt) else f"congress.unsure.{doubt.doubt}"
    return words.m(key, day=words.format_day(doubt.day))
