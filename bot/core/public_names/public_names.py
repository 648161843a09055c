"""Public names: plain words that are no one else's name or office. A coordinator can hide one at once.

Names are checked again each time a board shows them. That catches names older than the rules, and names that an org
or a chapter has taken since.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from bot.core.base.statuses import NameStatus
from bot.core.names.typed_names import tidy
from bot.core.public_names.rude_tongues import is_rude_abroad
from bot.core.public_names.rude_words import is_rude
from bot.errors import UserError
from bot.mentions import has_mention
from bot.patterns import compile_later
from bot.store.engine import Tx
from bot.store.sql import and_, bindparam, exists, or_, select, update
from bot.store.statement import Statement
from bot.store.tables import calls, chapters, members, orgs, people
from bot.text import fold

HIDDEN = "hidden"  # by a reviewer, until a reviewer allows it
ALLOWED = "allowed"  # by a reviewer; a new name needs a new review


_MARKS = frozenset(" -'’.")
# Letters of other scripts that look like Latin ones once case and accents are folded (Unicode's confusables).
_LOOKALIKES = str.maketrans("асеорхуіјѕԁһԛԝмтвнкґοαεικντυχρ", "aceopxyijsdhqwmtbhkroaeikvtuxp")
# Latin letters that no accent makes of A to Z, by their names in Unicode: ᴀ, ɑ, ɡ, ɛ, ı.
_LATIN = compile_later(
    r"LATIN (?:SMALL |CAPITAL )?LETTER (?:(?:SMALL CAPITAL|SCRIPT|OPEN|DOTLESS|LONG) )*"
    r"(?P<letter>[A-Z]|ALPHA)(?: WITH .*)?"
)
_ALPHABETS = frozenset(("LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "GEORGIAN", "LISU"))
_OFFICES = frozenset(
    (
        *("admin", "administrator", "callboard", "captain", "coordinator", "moderator", "staff", "support"),
        *("congress", "congressman", "congresswoman", "senator", "representative", "delegate", "commissioner"),
        *("everyone", "everybody", "here", "channel", "mod", "mods"),
        *("administrador", "administradora", "coordinador", "coordinadora", "moderador", "moderadora"),
        *("congresista", "diputado", "diputada", "representante", "senador", "senadora", "kinatawan"),
        *("管理员", "管理員", "协调员", "協調員", "议员", "議員", "众议员", "眾議員", "参议员", "參議員"),
        *("관리자", "의원", "하원의원", "상원의원", "quantrivien", "dieuphoivien", "nghisi", "thuongnghisi", "daibieu"),
    )
)
# Before a member's name or surname these are a title; alone they can be somebody's own name.
_TITLES = frozenset(("sen", "rep", "cong", "congr", "hon", "speaker"))
_SURNAME = " "  # before a member's surname among the taken names; no skeleton has a space

_REVIEWING = select(orgs.c.id).where(orgs.c.names_reviewed == 1).scalar_subquery()
# True for a name without a decision, if the person's chapter or calls belong to an org that reviews names.
WAITS = and_(
    people.c.name_hidden.is_(None),
    or_(
        people.c.chapter_id.in_(select(chapters.c.id).where(chapters.c.org_id.in_(_REVIEWING))),
        exists().where(calls.c.person_id == people.c.id, calls.c.org_id.in_(_REVIEWING)),
    ),
)

_STATE = Statement(select(people.c.name_hidden, WAITS.label("waits")).where(people.c.id == bindparam("person")))
_ORG_POLICY = Statement(select(orgs.c.names_reviewed).where(orgs.c.id == bindparam("org")))
_CLEAR_ALLOWED = Statement(
    update(people).where(people.c.id == bindparam("person"), people.c.name_hidden == ALLOWED).values(name_hidden=None)
)
_CLEAR_NOTIFIED = Statement(update(people).where(people.c.id == bindparam("person")).values(name_told_at=None))
_SET = Statement(update(people).where(people.c.id == bindparam("person")).values(name_hidden=bindparam("state")))
_ORGS = Statement(select(orgs.c.name).where(orgs.c.placeholder == 0))
_CHAPTERS = Statement(select(chapters.c.name).where(chapters.c.org_id == bindparam("org"), chapters.c.placeholder == 0))
_MEMBERS = Statement(select(members.c.name, members.c.given, members.c.last))


def is_plain(name: str) -> bool:
    """Whether a name has only letters of any script, spaces and simple marks, and is no insult or office."""
    letters = [one for one in name if one not in _MARKS]
    plain = all(unicodedata.category(one)[0] in "LM" for one in letters)
    words = {_make_skeleton(word) for word in name.replace("-", " ").split()}
    if any(map(_mixes_alphabets, name.replace("-", " ").split())):
        return False
    if not letters or not plain or words & _OFFICES or _make_skeleton(name) in _OFFICES:
        return False
    seen = _show(name)
    return not (is_rude(seen) or is_rude_abroad(name, seen) or is_rude_abroad(name, fold(name)))


@lru_cache(maxsize=8192)
def _make_skeleton(name: str) -> str:
    """What a name looks like at a glance: letters only, with lookalikes from other scripts turned into Latin ones."""
    return "".join(one for one in _show(name) if one.isalpha())


def _show(name: str) -> str:
    """A folded name with the Latin letters that its letters look like."""
    folded = fold(name).translate(_LOOKALIKES)
    return folded if folded.isascii() else "".join(map(_show_latin, folded))


def _show_latin(letter: str) -> str:
    found = None if letter.isascii() else _LATIN.fullmatch(unicodedata.name(letter, ""))
    return found["letter"][0].lower() if found else letter


def _mixes_alphabets(word: str) -> bool:
    """Whether a word has letters of several alphabets, which only imitations have. East Asian scripts do mix."""
    if word.isascii():
        return False
    return len(_ALPHABETS.intersection(unicodedata.name(one, "").partition(" ")[0] for one in word)) > 1


async def fetch_taken_names(tx: Tx, org_ids: Iterable[str], chapters_seen: Iterable[str] = ()) -> frozenset[str]:
    """The names that no public name may resemble: orgs, members of Congress, and the chapters of some orgs."""
    found = [row.name for row in await tx.all(_ORGS)]
    congress = await tx.all(_MEMBERS)
    for row in congress:
        found += [row.name, *(f"{given} {row.last}" for given in (row.given or "").splitlines() if row.last)]
    for org_id in org_ids:
        found += [row.name for row in await tx.all(_CHAPTERS, org=org_id)]
    surnames = (f"{_SURNAME}{_make_skeleton(row.last)}" for row in congress if row.last)
    return frozenset((*(_make_skeleton(name) for name in (*found, *chapters_seen)), *surnames))


def is_shown(name: str, taken: frozenset[str]) -> bool:
    """Whether boards can show a stored name."""
    return is_plain(name) and _make_skeleton(name) not in taken and not _is_titled(name, taken)


def _is_titled(name: str, taken: frozenset[str]) -> bool:
    """Whether a name is a member of Congress's behind a title: "Sen. Padilla"."""
    first, *rest = name.replace("-", " ").replace(".", ". ").split()
    bare = _make_skeleton(" ".join(rest))
    return _make_skeleton(first) in _TITLES and (bare in taken or f"{_SURNAME}{bare}" in taken)


def check_plain(written: str, most: int) -> str:
    """Tidy a public name. Raises UserError if it isn't plain."""
    name = "" if has_mention(written) else tidy(written, "public_name", 1, most)
    if not is_plain(name):
        raise UserError("name.public", field="public_name")
    return name


def check_free(name: str, taken: frozenset[str]) -> None:
    """Raise the same UserError as `check_plain` for a name that belongs to somebody else."""
    if not is_shown(name, taken):
        raise UserError("name.public", field="public_name")


def is_lookalike(name: str, other: str) -> bool:
    """Whether two names look the same at a glance."""
    return _make_skeleton(name) == _make_skeleton(other)


def make_mark(name: str) -> str:
    """Eight characters for a button's id that tell a person's names apart."""
    return sha256(name.encode()).hexdigest()[:8]


async def hide_name(tx: Tx, person_id: str) -> None:
    """Hide a person's public name, current and future, from every board and card at once."""
    await tx.run(_SET, person=person_id, state=HIDDEN)


async def allow_name(tx: Tx, person_id: str) -> None:
    """Allow a person's current public name."""
    await tx.run(_SET, person=person_id, state=ALLOWED)


async def renew_name(tx: Tx, person_id: str) -> None:
    """Put a changed name up for review again if its org reviews names."""
    await tx.run(_CLEAR_ALLOWED, person=person_id)
    await tx.run(_CLEAR_NOTIFIED, person=person_id)


async def find_name_status(tx: Tx, person_id: str, org_id: str) -> NameStatus:
    """Whether boards show the public name of a person who calls for ``org_id``."""
    row, org = await tx.one(_STATE, person=person_id), await tx.one(_ORG_POLICY, org=org_id)
    if row is None or row.name_hidden == ALLOWED:
        return NameStatus.SHOWN
    if row.name_hidden == HIDDEN:
        return NameStatus.HIDDEN
    return NameStatus.WAITING if row.waits or (org and org.names_reviewed) else NameStatus.SHOWN
