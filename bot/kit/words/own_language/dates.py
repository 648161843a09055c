"""Dates typed in another language that no list of months can hold: ``el día 3``, ``2026年12月3日``, ``사흘 뒤``.

What is made of them is still in that language, or in English that core reads: ``the 3th`` is the next 3rd of a month.
"""

import re
from collections.abc import Callable

from bot.patterns import compile_later

_WITH_YEAR = compile_later(r"(20\d\d)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]")
_ON_THE_NTH = r" the \1th "

_SPANISH_DAY = compile_later(r"(?<!\bcada\s)\b(?:el\s+)?d[ií]a\s+(\d{1,2})\b(?!\s+de\b|:)")
_SPANISH_DAY_OF_MONTH = compile_later(r"\bd[ií]a\s+(?=\w+(?:\s+y\s+\w+)?\s+de\b)")
_SPANISH_BETWEEN = compile_later(r"\bentre\s+(?:el\s+)?([a-záé]{3,})\s+y\s+(?:el\s+)?([a-záé]{3,})\b")

_KOREAN_COUNTS = {
    **{"하루": "1일", "이틀": "2일", "사흘": "3일", "나흘": "4일", "닷새": "5일", "엿새": "6일", "이레": "7일"},
    **{"여드레": "8일", "아흐레": "9일", "열흘": "10일", "보름": "15일", "일주일": "1주", "이주일": "2주"},
}
_KOREAN_COUNT = compile_later(rf"(?:{'|'.join(_KOREAN_COUNTS)})(?=\s*(?:뒤|후|있다|이따))")
_KOREAN_DAY = compile_later(
    r"(?<![\d월])(?<!월\s)(\d{1,2})일(?=\s|에|$)(?!\s*(?:뒤|후|전|간|동안|마다|내|안에|있다|이따))"
)

_CHINESE_DAY = compile_later(r"(?<![\d月])(?<!月\s)(\d{1,2})[号號]")

_TAGALOG_DAY = compile_later(
    r"\s+araw\s+(?=ng\s+(?:enero|pebrero|mar|abr|mayo|hunyo|hulyo|agosto|setyembre|okt|nob|dis))"
)

_VIETNAMESE_DAY = compile_later(
    r"(?<!mỗi\s)(?<!moi\s)(?<!h[aàằ]ng\s)\b(?:ngày|ngay|mùng|mung|mồng|mong)\s+(\d{1,2})"
    r"(?!\s*(?:tháng|thang|[/:-]|\d|h\b|h\d|giờ|gio|g\b))"
)
_VIETNAMESE_YEAR = compile_later(r"\b(?:năm|nam)\s+(?=20\d\d\b)")
_VIETNAMESE_NUMBERS = (
    *("một|mot|giêng|gieng", "hai", "ba", "tư|tu|bốn|bon", "năm|nam", "sáu|sau", "bảy|bay", "tám|tam", "chín|chin"),
    *("mười|muoi", "mười một|muoi mot", "mười hai|muoi hai|chạp|chap"),
)
_MONTH_NUMBERS = {name: n for n, names in enumerate(_VIETNAMESE_NUMBERS, 1) for name in names.split("|")}
_VIETNAMESE_MONTH = compile_later(rf"\b(?:tháng|thang)\s+({'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\b")


def choose_date_rules(tag: str) -> Callable[[str], str]:
    """The function that rewords a language's dates in text without capitals."""
    rules = {"es": _reword_spanish, "ko": _reword_korean, "tl": _reword_tagalog, "vi": _reword_vietnamese}
    own = _reword_chinese if tag.startswith("zh") else rules.get(tag, str)
    if tag == "ko" or tag.startswith("zh"):
        return lambda text: text if text.isascii() else own(_WITH_YEAR.sub(_write_date, text))
    return own


def _write_date(found: re.Match[str]) -> str:
    return f" {found[1]}-{found[2]:0>2}-{found[3]:0>2} "


def _reword_spanish(text: str) -> str:
    text = _SPANISH_DAY_OF_MONTH.sub("", _SPANISH_DAY.sub(_ON_THE_NTH, text))
    return _SPANISH_BETWEEN.sub(r"de \1 a \2", text)


def _reword_korean(text: str) -> str:
    text = _KOREAN_COUNT.sub(lambda found: _KOREAN_COUNTS[found[0]], text)
    return _KOREAN_DAY.sub(_ON_THE_NTH, text)


def _reword_chinese(text: str) -> str:
    return _CHINESE_DAY.sub(_ON_THE_NTH, text)


def _reword_tagalog(text: str) -> str:
    return _TAGALOG_DAY.sub(" ", text)


def _reword_vietnamese(text: str) -> str:
    text = _VIETNAMESE_MONTH.sub(lambda found: f"tháng {_MONTH_NUMBERS[found[1]]}", text)
    return _VIETNAMESE_DAY.sub(_ON_THE_NTH, _VIETNAMESE_YEAR.sub("", text))
