"""Words of closed sets, in every command: a misspelled one is answered by what people see in the menu."""

from pathlib import Path

from bot.kit.i18n import LANGUAGE, load_words
from bot.kit.options import Option
from bot.kit.words.parse import find_nearest, match_word
from tests.docs.pages import open_app

LABEL = load_words("en").label


async def list_closed(folder: Path) -> list[Option]:
    registry = (await open_app(folder)).registry
    return [option for spec in registry.commands.values() for option in spec.options if option.words]


async def test_a_misspelled_word_is_answered_by_its_label_and_never_by_its_key(tmp_path: Path) -> None:
    asked = 0
    for option in await list_closed(tmp_path):
        shown = {LABEL(option.kind, word) for word in option.words}
        for typed in {f"{spelling}q" for own in option.words for spelling in (own, LABEL(option.kind, own))}:
            found = find_nearest(option, typed, LABEL)
            near = found[1] if found else None
            if near is not None:
                assert near in shown or (option.kind == LANGUAGE and near.partition(" (")[0] in shown)
                assert match_word(option, near, LABEL) is not None
                asked += 1
    assert asked > 100
