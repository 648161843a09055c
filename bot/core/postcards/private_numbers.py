"""Finds what a postcard must not give away: numbers, addresses and links. Plain functions on folded text."""

from collections.abc import Iterator
from enum import StrEnum

from bot.patterns import compile_later
from bot.text import fold, outline, strip_invisible


class Private(StrEnum):
    """What words must not contain."""

    EMAIL = "email"
    LINK = "link"
    A_NUMBER = "a_number"
    SSN = "ssn"
    PHONE = "phone"
    NUMBER = "number"
    ADDRESS = "address"


_TOPS = (
    "com|org|net|gov|edu|mil|info|io|co|us|me|app|link|ly|gg|be|tv|xyz|site|online|top|biz|dev|ru|cn|hk|tw|kr|vn|ph|mx"
)
_EMAIL = compile_later(
    rf"[\w.+-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+"
    rf"|[\w.+-]+\s?(?:@|[(\[{{]\s?at\s?[)\]}}]|\sat\s)\s?[\w-]+\s?(?:\.|[(\[{{]\s?dot\s?[)\]}}]|\sdot\s)\s?(?:{_TOPS})\b"
)
_LINK = compile_later(
    rf"\b[a-z][a-z0-9+.-]{{1,20}}://|\b(?:mailto|tel|sms):\S|\bwww\s?\.|\b(?:[\w-]+\.)+(?:{_TOPS})(?![\w.-]*\w)|\]\s?\("
)
_DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "zero oh cero khong",
            "one uno mot isa",
            "two dos hai dalawa",
            "three tres ba tatlo",
            "four cuatro bon apat",
            "five cinco nam lima",
            "six seis sau anim",
            "seven siete bay pito",
            "eight ocho tam walo",
            "nine nueve chin siyam",
        )
    )
    for word in words.split()
}
_SPELLED = compile_later(rf"\b(?:{'|'.join(_DIGIT_WORDS)})\b")
_HAN = str.maketrans("零〇一二三四五六七八九", "00123456789")
# Digits with at most three signs between two of them, as people set numbers apart. A comma groups thousands.
_RUN = compile_later(r"\d(?:[ .\-/()+*_#~:|]{0,3}\d){6,}")
_FEWEST = 7  # digits of a number that may lead to somebody
_YEARS = compile_later(r"(?:19|20)\d\d ?[-/~ ] ?(?:19|20)\d\d")
_DATE = compile_later(r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-]\d{1,2}[ ./-]\d{1,2}")
_SSN = compile_later(r"\d{3}\D{0,3}\d{2}\D{0,3}\d{4}")
_ALIEN = compile_later(r"(?:\ba|\balien|\buscis|\bregistration)[ #:.a-z-]{0,14}$")
_SHORT_A = compile_later(r"\ba[ #-]{0,3}\d(?:[ -]?\d){6,8}\b")

_STREETS = (
    "street|avenue|avenida|ave|road|rd|blvd|boulevard|lane|drive|terrace|highway|hwy|parkway|pkwy|calle|duong|pho|kalye"
)
_WEAK = "Way|Place|Court|Circle|Square|St|Dr|Ct|Pl|Cir|Ln|Ter|Apt|Unit|Suite"
_STREET = compile_later(rf"\b\d{{1,6}}[a-z]?,? ((?:[\w'.-]+ ){{0,3}})(?:{_STREETS})\b")
_NAMED = compile_later(
    rf"\b\d{{1,6}}[a-zA-Z]? (?:[NSEW]\.? )?(?:(?:[A-Z][\w'.-]*|\d+(?:st|nd|rd|th)) ){{1,3}}(?:{_WEAK})\b"
)
_BOX = compile_later(r"\bp\.? ?o\.? ?box ?#?\d+|\bapartado postal ?#?\d+|\b(?:apt|apartment|apto|unit|suite)\.? ?#?\d+")
_AFTER = compile_later(r"\b(?:calle|avenida|carrera|paseo|camino|kalye|so nha) (?:[\w'.-]+ ){0,4}#?\d{1,6}\b")
_EAST = compile_later(
    r"(?:街|路|道|巷|弄|里)[^\n。,，]{0,4}?\d{1,5} ?(?:号|號)"
    r"|(?:로|길) ?\d{1,5}(?:-\d{1,4})?(?:번길|번지)"
)
_NOT_IN_STREETS = (
    "year years day days hour hours minute minutes mile miles people percent times of by on in the my a per and"
    " families anos dias horas millas personas de por en la el mi"
)
_NO_STREET = frozenset(_NOT_IN_STREETS.split())


def find_private(text: str) -> tuple[Private, ...]:
    """Everything in a text that must not be there, each kind once."""
    return tuple(dict.fromkeys(_find(text)))


def _find(text: str) -> Iterator[Private]:
    folded = fold(text)
    if _EMAIL.search(folded):
        yield Private.EMAIL
    elif _LINK.search(folded):
        yield Private.LINK
    digits = _SPELLED.sub(lambda match: _DIGIT_WORDS[match[0]], folded).translate(_HAN)
    for one in (folded, digits):
        yield from _find_numbers(one)
    if _has_address(" ".join(outline(strip_invisible(text)).split()), folded):
        yield Private.ADDRESS


def _find_numbers(text: str) -> Iterator[Private]:
    if _SHORT_A.search(text):
        yield Private.A_NUMBER
        return
    for run in _RUN.finditer(text):
        rest = _DATE.sub(" , ", _YEARS.sub(" , ", run[0]))
        if not any(sum(map(str.isdigit, part)) >= _FEWEST for part in rest.split(",")):
            continue
        yield _name_number(text[: run.start()], run[0])


def _name_number(before: str, run: str) -> Private:
    count = sum(map(str.isdigit, run))
    if _ALIEN.search(before) and count in (7, 8, 9):
        return Private.A_NUMBER
    if count == 9 and _SSN.fullmatch(run):
        return Private.SSN
    return (
        Private.PHONE
        if count in (7, 10, 11, 12) and not (before[-1:].isascii() and before[-1:].isalpha())
        else Private.NUMBER
    )


def _has_address(plain: str, folded: str) -> bool:
    if any(found.search(folded) for found in (_BOX, _AFTER, _EAST)) or _NAMED.search(plain):
        return True
    return any(not _NO_STREET & set(match[1].split()) for match in _STREET.finditer(folded))
