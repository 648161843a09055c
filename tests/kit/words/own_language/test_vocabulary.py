"""Which words a misspelled word is most like, compared with every word one by one."""

import random
from collections.abc import Iterator
from difflib import get_close_matches
from unicodedata import normalize

from babel import Locale

from bot.kit.words.own_language.vocabulary import Vocabulary
from bot.text import fold

KNOWN = Vocabulary(("every Monday, Mondays", "mañana", "월요일, 모레", "này, nay", "noon", "星期一", "at an"))


def test_the_likest_word_is_found_as_it_is_spelled() -> None:
    near = {
        "monady": ("Monday",),
        "mondyas": ("Mondays",),
        "evry": ("every",),
        "manna": ("mañana",),
        "월욜": ("월요일",),
        "nya": ("này", "nay"),
        "soon": (),  # isn't "noon"
        "星期衣": ("星期一",),
        "日期衣": (),
        "ta": (),
        "xqz": (),
    }
    assert {typed: KNOWN.find_near(typed) for typed in near} == near
    assert "MAÑANA" in KNOWN
    assert "manyana" not in KNOWN


def test_no_word_is_lost_to_what_is_compared_first() -> None:
    """The letters that two words have leave out only words that are too unlike in any case."""
    words = [name for tag in ("en", "es", "ko", "vi", "fil") for name in _list_names(tag)]
    known, spread = Vocabulary(words), [normalize("NFD", fold(word)) for word in words if len(word) > 3]
    chance = random.Random(20261128)
    for typed in (_misspell(chance.choice(spread), chance) for _ in range(200)):
        if get_close_matches(typed, spread, n=1, cutoff=0.751) and len(typed) > 3:
            assert known.find_near(typed), typed


def _list_names(tag: str) -> Iterator[str]:
    locale = Locale.parse(tag)
    yield from (word for name in locale.months["format"]["wide"].values() for word in name.split())
    yield from (word for name in locale.days["format"]["wide"].values() for word in name.split())


def _misspell(word: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(len(word))
        put = chance.choice(("", word[place] * 2, chance.choice("aeiourstn"), word[place : place + 2][::-1]))
        word = f"{word[:place]}{put}{word[place + 1 :]}" or word
    return word
