"""How people name members of Congress: a surname, with a first name, nickname or title, with or without accents.

Names are compared as `normalize_name` returns them. Full names come first. A part of a compound surname, or one
written as one word, counts only if no full name matches.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from bot.core.directory.members import Office
from bot.core.directory.typed_names.nicknames import add_nicknames
from bot.core.directory.typed_names.typed_members import Placed, list_readings
from bot.core.directory.typed_names.typed_members import normalize_name as normalize_name
from bot.patterns import compile_later
from bot.text import fold

_HOUSE = (
    "representative",
    "rep",
    "congressman",
    "congresswoman",
    "congressperson",
    "congressmember",
    "congress member",
    "house member",
    "cong",
    *("representante", "congresista", "diputado", "diputada", "kinatawan", "kongresista", "dan bieu", "ha nghi si"),
)
_COURTESIES = ("sr", "sra", "srta", "ong", "ba")  # beside those that every name may have
# What people write before the name of somebody with a title; the values are those of `Title` and `StateTitle`.
_TITLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "senator": ("senator", "sen", "state senator", "state sen", "senador", "senadora", "thuong nghi si", "nghi si"),
        "representative": (*_HOUSE, "state representative", "state rep"),
        "delegate": ("delegate", "del", *_HOUSE),
        "commissioner": ("commissioner", "resident commissioner", *_HOUSE),
        "assembly_member": (
            "assembly member",
            "assemblymember",
            "assemblyman",
            "assemblywoman",
            "assemblyperson",
            "asm",
        ),
        "councilmember": ("councilmember", "council member", "councilman", "councilwoman"),
    }
)
_SUFFIX = compile_later(r" (?:jr|sr|ii|iii|iv|v)$")
_NICKNAME = compile_later('"([^"]+)"')
_BEFORE = compile_later(r"^(?:(?:the )?office of |of |the |my |your )+")
_ARTICLE = compile_later(r"^(?:la|el) (?=sen|rep|con|dip)")  # before a Spanish title
_BEFORE_PLACE = compile_later(r" (?:in|at|of|from|for)$")
# Around a place, in the six languages. Each is left off only if the rest is a place: "La Mirada" is one.
_BEFORE_OFFICE = frozenset(
    {
        "the",
        "in",
        "at",
        "of",
        "from",
        "for",
        "his",
        "her",
        "their",
        "my",
        "our",
        "local",
        "district",
        "office",
        "offices",
    }
    | {"en", "la", "el", "de", "del", "su", "oficina", "o", "tai", "van", "phong", "sa", "ng", "opisina", "tanggapan"}
)
_BEHIND_OFFICE = frozenset({"office", "offices", "branch", "opisina", "nila"})
_UNSPACED_OFFICE = compile_later(
    "^[在于於]|(?:的?(?:办公室|辦公室|办事处|辦事處))$|의? ?(?:지역 ?)?사무실(?:에서|의|에)?$|에서$"
)
_SHORT_WORDS = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
_LONG_WORDS = compile_later(rf"\b(?:{'|'.join(_SHORT_WORDS)})\b")
_PARTICLES = frozenset({"van", "von", "de", "la", "del", "der", "di", "da", "du", "le", "los", "las", "st", "san"})
_SHORTEST = 3  # letters a part of a surname must have


class NamedOfficial(Placed, Protocol):
    """Somebody whom callers name: a member of Congress, or a state legislator."""

    @property
    def name(self) -> str: ...
    @property
    def last(self) -> str: ...
    @property
    def first_names(self) -> tuple[str, ...]: ...
    @property
    def title(self) -> str: ...
    @property
    def offices(self) -> tuple[Office, ...]: ...
    def __hash__(self) -> int: ...


def is_member_named(typed: str, member: NamedOfficial) -> bool:
    """Whether ``typed`` names the member in full: at least the surname, and nothing that isn't theirs."""
    return not _list_forms(member).isdisjoint(_list_names(typed, member))


def is_member_hinted(typed: str, member: NamedOfficial) -> bool:
    """Whether ``typed`` is part of a compound surname, or the full name in one word."""
    parts = {part for last in _list_surnames(member) for part in last.split() if len(part) >= _SHORTEST}
    joined = {form.replace(" ", "") for form in _list_forms(member)}
    names = _list_names(typed, member)
    return any(name in parts - _PARTICLES or name.replace(" ", "") in joined for name in names)


def has_first_name(typed: str, member: NamedOfficial) -> bool:
    """Whether ``typed`` is a first name or nickname of the member, with or without a title."""
    shown = _SUFFIX.sub("", normalize_name(member.name))
    firsts = {first for last in _list_surnames(member) for first in _iterate_first_names(member, shown, last)}
    return not firsts.isdisjoint(_list_names(typed, member))


def find_named_office(typed: str, member: NamedOfficial) -> Office | None:
    """The office that a member and a place name together: ``Senator Collins, Portland``."""
    texts = [_normalize_place(one.name) for one in list_readings(typed) if one.fits(member)]
    for office in member.offices:
        place = _normalize_place(office.place)
        before = (text.removesuffix(f" {place}") for text in texts if place and text.endswith(f" {place}"))
        runs = (one for text in texts for one in _list_places(text) if place and one.startswith(f"{place} "))
        behind = (one.removeprefix(f"{place} ").removeprefix("office ") for one in runs)
        if any(is_member_named(_BEFORE_PLACE.sub("", text), member) for text in (*before, *behind)):
            return office
    return None


def find_office_at(typed: str, member: NamedOfficial) -> Office | None:
    """The district office that a place alone names: ``in Fresno``, ``the Fresno office``, ``Fresno 사무실``."""
    names = set(_list_places(_normalize_place(typed)))
    return next((one for one in member.offices[1:] if _normalize_place(one.place) in names), None)


def _normalize_place(typed: str) -> str:
    return _LONG_WORDS.sub(lambda found: _SHORT_WORDS[found[0]], normalize_name(typed))


def _list_places(typed: str) -> Iterator[str]:
    """``typed`` as it is, and without the words for "the office in" around it."""
    words = _UNSPACED_OFFICE.sub(" ", typed).split()
    while words:
        yield " ".join(words)
        behind = list(words)
        while len(behind) > 1 and behind[-1] in _BEHIND_OFFICE:
            behind.pop()
            yield " ".join(behind)
        if words[0] not in _BEFORE_OFFICE:
            return
        words.pop(0)


def parse_surname(name: str) -> str:
    """The last word of a displayed name, without its suffix. Data from older versions has no other surname."""
    return _SUFFIX.sub("", normalize_name(name)).rpartition(" ")[2]


def _list_names(typed: str, member: NamedOfficial) -> set[str]:
    """The names that ``typed`` may be if it means the member."""
    readings = (one.name for one in list_readings(typed) if one.name and one.fits(member))
    return {name for reading in readings for name in _strip_title(reading, member.title, is_listed="," in typed)}


def _strip_title(typed: str, title: str, *, is_listed: bool) -> set[str]:
    """``typed`` as it is, and without the title before it, if the member has that title.

    In a list's "Collins, Sen." (``is_listed``) it is behind. An account's name, as in "@SenCollins", has no space.
    """
    text = normalize_name(typed)
    bare, titles = _BEFORE.sub("", text), (*_TITLES[title], *_COURTESIES)
    behind = (bare.removesuffix(f" {one}") for one in titles if is_listed)
    joined = (text.lstrip("@").removeprefix(one) for one in titles if " " not in text)
    before = (_ARTICLE.sub("", bare).removeprefix(f"{one} ") for one in titles)
    return {text, bare, *before, *behind, *joined}


def strip_any_title(typed: str) -> str:
    """A typed name without anybody's title before or behind it, as `normalize_name` writes it."""
    bare = _BEFORE.sub("", normalize_name(typed))
    titles = {*_COURTESIES, *(one for known in _TITLES.values() for one in known)}
    found = (bare.removeprefix(f"{one} ").removesuffix(f" {one}") for one in titles)
    return min((bare, *found), key=len)


def _list_surnames(member: NamedOfficial) -> set[str]:
    """The whole surname, and the one that ends the displayed name."""
    whole = normalize_name(member.last) or parse_surname(member.name)
    shown = _SUFFIX.sub("", normalize_name(member.name))
    return {whole} if shown.endswith(whole) else {whole, parse_surname(member.name)}


@lru_cache(maxsize=1024)
def _list_forms(member: NamedOfficial) -> frozenset[str]:
    shown = normalize_name(member.name)
    plain = _SUFFIX.sub("", shown)
    suffix = shown.removeprefix(plain)
    unquoted = _SUFFIX.sub("", normalize_name(_NICKNAME.sub(" ", fold(member.name))))
    forms = {plain, unquoted, *_list_surnames(member)}
    for last in _list_surnames(member):
        for first in add_nicknames(_iterate_first_names(member, plain, last)):
            forms |= {f"{first} {last}", f"{last} {first}"}
    return frozenset({*forms, *(form + suffix for form in forms)})


def _iterate_first_names(member: NamedOfficial, plain: str, last: str) -> Iterator[str]:
    """The first names, nicknames, and words before the surname, normalized."""
    yield from (normalize_name(name) for name in member.first_names if name)
    yield from (normalize_name(name) for name in _NICKNAME.findall(fold(member.name)))
    before = plain.removesuffix(last).split() if plain.endswith(last) else plain.split()[:-1]
    if before:
        yield before[0]
        yield " ".join(word for word in before if len(word) > 1) or before[0]  # without initials
