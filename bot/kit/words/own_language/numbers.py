"""Numbers and half hours within times typed in another language, as digits.

A catalog lists its words for 1 and on under ``typed_time.numbers``, with "/" between words for one number. Chinese,
which writes any number with the same few signs, has rules here.
"""

from collections.abc import Callable

from bot.patterns import compile_later

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_NUMBER = compile_later(
    "(?<![期周週拜])[零〇一二三四五六七八九十两兩]+(?=[个個点點时時分刻月日号號天周週星礼禮小钟鐘])"
)
_QUARTER = compile_later("([13])刻")
_AND_A_HALF = compile_later(r"(\d+)[个個]半(?=小|钟|鐘)")


def list_numbers(written: tuple[str, ...]) -> dict[str, str]:
    """Each number word of a catalog's list with its digits."""
    return {word.strip(): str(value) for value, words in enumerate(written, 1) for word in words.split("/")}


def choose_rewording(tag: str) -> Callable[[str], str]:
    """The function that writes a language's numbers in folded text as digits."""
    return _reword_chinese if tag.startswith("zh") else str


def _reword_chinese(text: str) -> str:
    text = _NUMBER.sub(lambda found: str(_read_number(found[0])), text)
    text = _QUARTER.sub(lambda found: f"{int(found[1]) * 15}分", text)
    return _AND_A_HALF.sub(r"\1.5", text)


def _read_number(signs: str) -> int:
    """The value of 九, 十二 or 二十五; below a hundred, as times and dates need it."""
    tens, ten, ones = signs.rpartition("十")
    unit = int("".join(str(_DIGITS[sign]) for sign in ones.replace("十", "")) or 0)
    return (_DIGITS[tens[-1]] if tens and tens[-1] in _DIGITS else 1) * 10 + unit if ten else unit
