"""Whom an alert reaches as people name it, in every language that ships: the whole coalition, and states.

The words are the catalogs' under ``choice.audience`` and ``state_name``. So a language is a file.
"""

from collections.abc import Mapping
from functools import cache

from bot.kit.i18n import list_catalogs, load_catalog, load_words
from bot.kit.options import Option
from bot.kit.words.parse import match_word
from bot.text import fold

_COALITION = Option("audience", "", required=False, convert=str, kind="audience", words=("coalition",))
_STATES = ("state_name.", "state_name_inline.")


def is_whole_coalition(typed: str) -> bool:
    """Whether the words mean everyone in the coalition."""
    return match_word(_COALITION, typed, load_words("en").label) is not None


def find_own_state(typed: str) -> str | None:
    """The two letters of a state by its name in a catalog. None if no catalog has that name.

    `core.directory.states.find_state` knows more spellings, but only in the languages that ship. This one also
    knows the names in a language that somebody adds as a file.
    """
    return _index_states().get(fold(typed))


@cache
def _index_states() -> Mapping[str, str]:
    """States by folded name. A name that two states share in different languages means neither."""
    named = dict[str, set[str]]()
    for tag in list_catalogs():
        for key, name in load_catalog(tag).items():
            if key.startswith(_STATES):
                named.setdefault(fold(str(name)), set()).add(key.rpartition(".")[2])
    return {name: codes.pop() for name, codes in named.items() if len(codes) == 1}
