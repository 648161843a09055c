"""How people call members of Congress: by surname, with a first name or a nickname, with a title, without accents.

Forms are compared by `spelled`. Those that name somebody in full come first; a part of a compound surname, or one
written in one word, counts only where no full form fits.
"""

import re
from collections.abc import Iterator

from bot.core.directory.members import Member, Office, Title
from bot.text import fold

_HOUSE = (
    "representative",
    "rep",
    "congressman",
    "congresswoman",
    "congressperson",
    "congressmember",
)
_TITLES = {
    Title.SENATOR: ("senator", "sen"),
    Title.REPRESENTATIVE: _HOUSE,
    Title.DELEGATE: ("delegate", "del", *_HOUSE),
    Title.COMMISSIONER: ("commissioner", "resident commissioner", *_HOUSE),
}
_SUFFIX = re.compile(r" (?:jr|sr|ii|iii|iv|v)$")
_NICKNAME = re.compile('"([^"]+)"')
_BEFORE = re.compile(r"^(?:(?:the )?office of |the |my |your )+")
_PARTICLES = frozenset({"van", "von", "de", "la", "del", "der", "di", "da", "du", "le", "los", "las", "st", "san"})
_SHORTEST = 3  # letters of a part of a surname


def spelled(text: str) -> str:
    """Return how a name is compared: folded, without apostrophes and periods, hyphens and commas as spaces."""
    bare = re.sub(r"[.'\"]", "", fold(text))
    return " ".join(re.sub(r"[-,/()]", " ", bare).split())


def names_member(typed: str, member: Member) -> bool:
    """Say whether ``typed`` names a member in full: the surname at least, with whatever else is theirs."""
    return not _forms(member).isdisjoint(_untitled(typed, member.title))


def hints_at(typed: str, member: Member) -> bool:
    """Say whether ``typed`` is part of a compound surname, or it all in one word."""
    parts = {part for last in _surnames(member) for part in last.split() if len(part) >= _SHORTEST}
    joined = {form.replace(" ", "") for form in _forms(member)}
    names = _untitled(typed, member.title)
    return any(name in parts - _PARTICLES or name.replace(" ", "") in joined for name in names)


def office_named(typed: str, member: Member) -> Office | None:
    """Return the office of a member that is named by the member and its place, ``Senator Collins, Portland``."""
    text = spelled(typed)
    for office in member.offices:
        place = spelled(office.place)
        if place and text.endswith(f" {place}") and names_member(text.removesuffix(f" {place}"), member):
            return office
    return None


def surname_in(name: str) -> str:
    """Return the last word of a name as it is shown, its suffix left off: all that older data know."""
    return _SUFFIX.sub("", spelled(name)).rpartition(" ")[2]


def _untitled(typed: str, title: Title) -> set[str]:
    """Return ``typed`` with and without the title it begins with, where that is one the member has."""
    text = spelled(typed)
    bare = _BEFORE.sub("", text)
    return {text, bare, *(bare.removeprefix(f"{one} ") for one in _TITLES[title])}


def _surnames(member: Member) -> set[str]:
    """Return the whole surname, and the one that the member's own way of writing the name ends with."""
    whole = spelled(member.last) or surname_in(member.name)
    shown = _SUFFIX.sub("", spelled(member.name))
    return {whole} if shown.endswith(whole) else {whole, surname_in(member.name)}


def _forms(member: Member) -> frozenset[str]:
    shown = spelled(member.name)
    plain = _SUFFIX.sub("", shown)
    suffix = shown.removeprefix(plain)
    unquoted = _SUFFIX.sub("", spelled(_NICKNAME.sub(" ", fold(member.name))))
    forms = {plain, unquoted, *_surnames(member)}
    for last in _surnames(member):
        for first in _given(member, plain, last):
            forms |= {f"{first} {last}", f"{last} {first}"}
    return frozenset({*forms, *(form + suffix for form in forms)})


def _given(member: Member, plain: str, last: str) -> Iterator[str]:
    """Yield first names, nicknames and what stands before the surname, each as `spelled`."""
    yield from (spelled(name) for name in member.given if name)
    yield from (spelled(name) for name in _NICKNAME.findall(fold(member.name)))
    before = plain.removesuffix(last).split() if plain.endswith(last) else plain.split()[:-1]
    if before:
        yield before[0]
        yield " ".join(word for word in before if len(word) > 1) or before[0]  # without initials
