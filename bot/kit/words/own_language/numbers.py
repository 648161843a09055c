"""Numbers, half hours and weekdays within times typed in another language, as digits and English.

A catalog lists its words for 1 to 12 under ``typed_time.numbers``, with "/" between words for one number. Rules that no
list can hold are here by language: Chinese writes numbers and weekdays with the same signs, Vietnamese counts its days.
"""

from collections.abc import Callable, Iterator

from bot.patterns import compile_later

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_NUMBER = compile_later(
    "(?<![期周週拜])[零〇一二三四五六七八九十两兩]+(?=[个個点點时時分刻月日号號天周週星礼禮小钟鐘])"
)
_QUARTER = compile_later("([13])刻")
_AND_A_HALF = compile_later(r"(\d+)[个個]半(?=小|钟|鐘)")
_WEEKDAY_SIGNS = ("一", "二", "三", "四", "五", "六", "日天")
_WEEK = ("星期", "礼拜", "禮拜", "周", "週")
_THIS, _NEXT = ("", "这", "這", "这个", "這個", "本"), ("下", "下个", "下個")
_COUNTED_DAY = compile_later(r"\b(?:thu\s*|t)([2-7])\b|\bcn\b")  # folded "thứ 2" is Monday, "CN" is Sunday


def list_numbers(written: tuple[str, ...]) -> dict[str, str]:
    """Each number word of a catalog's list with its digits."""
    return {word.strip(): str(value) for value, words in enumerate(written, 1) for word in words.split("/")}


def list_own_weekdays(tag: str) -> Iterator[tuple[str, str]]:
    """The weekdays that a language names in more ways than the CLDR has, with the English ones."""
    if not tag.startswith("zh"):
        return
    for signs, day in zip(_WEEKDAY_SIGNS, _DAYS, strict=True):
        for name in (f"{week}{sign}" for week in _WEEK for sign in signs):
            yield from ((f"{before}{name}", day) for before in _THIS)
            yield from ((f"{before}{name}", f"next week {day}") for before in _NEXT)


def choose_rewording(tag: str) -> Callable[[str], str]:
    """The function that writes a language's numbers and numbered days in folded text as digits and English."""
    if tag.startswith("zh"):
        return _reword_chinese
    return _reword_vietnamese if tag == "vi" else str


def _reword_chinese(text: str) -> str:
    text = _NUMBER.sub(lambda found: str(_read_number(found[0])), text)
    text = _QUARTER.sub(lambda found: f"{int(found[1]) * 15}分", text)
    return _AND_A_HALF.sub(r"\1.5", text)


def _read_number(signs: str) -> int:
    """The value of 九, 十二 or 二十五; below a hundred, as times and dates need it."""
    tens, ten, ones = signs.rpartition("十")
    unit = int("".join(str(_DIGITS[sign]) for sign in ones.replace("十", "")) or 0)
    return (_DIGITS[tens[-1]] if tens and tens[-1] in _DIGITS else 1) * 10 + unit if ten else unit


def _reword_vietnamese(text: str) -> str:
    return _COUNTED_DAY.sub(lambda found: _DAYS[int(found[1]) - 2] if found[1] else "sunday", text)
