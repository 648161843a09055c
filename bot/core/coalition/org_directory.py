"""Orgs and their chapters within somebody's reach: listing them, and finding one by a typed name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec import Struct

from bot.core.names.name_search import MOST as MOST_OFFERED
from bot.core.names.name_search import Named, NameSearch, Offer, make_near_error, make_several_error, quote_labels
from bot.core.names.two_names import ask_new_name, refuse_beginning
from bot.core.people.grants import COALITION
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, select
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, orgs
from bot.text import fold, is_dash, make_sort_key

LEAST, MOST = 2, 60  # characters of a name
EVERYTHING = Reach(Role.ADMIN)

_LONGEST = 100  # characters of a choice in a menu, as Discord limits it


class Org(Struct, frozen=True):
    """A member organization. ``chapters`` counts those that aren't archived."""

    id: str
    name: str
    chapters: int


@dataclass(frozen=True, slots=True)
class Place:
    """A chapter with its org."""

    id: str
    name: str
    org_id: str
    org: str

    @property
    def full_name(self) -> str:
        """The name as ``Org: Chapter``."""
        return f"{self.org}: {self.name}"


_REAL = (orgs.c.placeholder == 0, orgs.c.archived_at.is_(None))
_ACTIVE = (chapters.c.placeholder == 0, chapters.c.archived_at.is_(None))
_COUNT = select(func.count()).select_from(chapters).where(chapters.c.org_id == orgs.c.id, *_ACTIVE).scalar_subquery()
_ORGS = Statement(select(orgs.c.id, orgs.c.name, _COUNT.label("chapters")).where(*_REAL))
_PLACES = Statement(
    select(chapters.c.id, chapters.c.name, orgs.c.id.label("org_id"), orgs.c.name.label("org")).where(
        chapters.c.org_id == orgs.c.id, *_ACTIVE, *_REAL
    )
)


async def fetch_orgs(tx: Tx, reach: Reach) -> tuple[Org, ...]:
    """The orgs within ``reach``, by name."""
    rows = sorted(await tx.all(_ORGS), key=lambda row: (make_sort_key(row.name), row.id))
    return tuple(Org(row.id, row.name, row.chapters) for row in rows if reach.covers_org(row.id))


async def find_org(tx: Tx, reach: Reach, name: str | None, before: str = "", *, parts: bool = False) -> Org:
    """The org that a name, a part of one or an id means; left out, the only one within ``reach``.

    Raises UserError, alike for an org outside ``reach`` and for one that isn't there. ``before`` is text, typed without
    a key, that may begin with an org's name. Where there is only one org, that takes a misspelled name or, with
    ``parts``, a part of it.
    """
    seen = await fetch_orgs(tx, reach)
    if name:
        return choose_org(seen, name)
    if len(seen) > 1:
        refuse_beginning("org", search_orgs(seen), before, _offer_orgs)
    else:
        ask_new_name(search_orgs(seen), before, _offer_orgs, parts=parts)
    return choose_only_org(seen)


def choose_only_org(seen: Sequence[Org], field: str = "org") -> Org:
    """The only org. Raises UserError if there are several, which it offers, or none."""
    if len(seen) == 1:
        return seen[0]
    if not seen:
        raise UserError("org.nowhere", field=field)
    offers = _offer_orgs(seen)
    raise UserError("org.which", field=field, known=quote_labels(offers)).add_choices(offers[:MOST_OFFERED])


def choose_org(seen: Sequence[Org], name: str) -> Org:
    """Find an org by its name, a part of it, or its id. Raises UserError, which offers the orgs it may mean."""
    search = search_orgs(seen)
    found = search.find(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise make_several_error("org", name, _offer_orgs(found))
    if near := search.find_near(name):
        raise make_near_error("org", name, _offer_orgs(near))
    raise UserError("org.unknown", field="org", word=name)


def search_orgs(seen: Iterable[Org]) -> NameSearch[Org]:
    """The names by which people mean orgs."""
    return NameSearch(Named(org, org.id, (org.name,)) for org in seen)


def find_org_among(seen: Iterable[Org], name: str) -> Org | None:
    """The org with that whole name or that id, None for none."""
    return next(iter(search_orgs(seen).find_whole(name)), None)


def _offer_orgs(orgs: Iterable[Org]) -> tuple[Offer, ...]:
    return tuple((org.id, org.name) for org in orgs)


async def fetch_visible_places(tx: Tx, reach: Reach, *, captains: bool = False) -> tuple[Place, ...]:
    """The chapters whose org is within ``reach``. With ``captains``, also the chapters that ``reach`` captains."""
    found = [Place(row.id, row.name, row.org_id, row.org) for row in await tx.all(_PLACES)]
    found.sort(key=lambda place: (make_sort_key(place.org), make_sort_key(place.name), place.id))
    if captains:
        return tuple(place for place in found if reach.covers_chapter(place.id, place.org_id))
    return tuple(place for place in found if reach.covers_org(place.org_id))


async def find_place(tx: Tx, reach: Reach, name: str | None, before: str = "", *, captains: bool = False) -> Place:
    """The chapter that ``name`` means; left out, the only one. Raises UserError, never of one out of reach.

    ``before`` is text, typed without a key, that may begin with a chapter's name, in part or misspelled.
    """
    seen = await fetch_visible_places(tx, reach, captains=captains)
    if name:
        return choose_place(seen, name)
    if len(seen) > 1:
        refuse_beginning("chapter", _search_bare_names(seen), before, _offer_places)
    else:
        ask_new_name(_search_bare_names(seen), before, _offer_places, parts=True)
    return choose_only_place(seen)


def choose_only_place(seen: Sequence[Place]) -> Place:
    """The only chapter. Raises UserError if there are several, which it offers, or none."""
    if len(seen) == 1:
        return seen[0]
    if not seen:
        raise UserError("chapter.nowhere", field="chapter")
    offers = _offer_places(seen)
    raise UserError("chapter.which", field="chapter", known=quote_labels(offers)).add_choices(offers[:MOST_OFFERED])


def choose_place(
    seen: Iterable[Place], name: str, own_org: str | None = None, offered: Iterable[Place] | None = None
) -> Place:
    """The chapter that a name, alone or as ``Org: Chapter``, a part of one or an id means.

    Of several, one of ``own_org`` is meant. Raises UserError, which offers those it may mean or, where there is none,
    the nearest of those that may be ``offered`` (all that are seen, if left out). A dash means no chapter.
    """
    if is_dash(name):
        raise UserError("chapter.needed", field="chapter")
    seen = tuple(seen)
    found = _search_bare_names(seen).find(name) or search_places(seen).find(name)
    found = tuple(place for place in found if place.org_id == own_org) or found
    if len(found) == 1:
        return found[0]
    if found:
        raise make_several_error("chapter", name, _offer_places(found))
    if near := search_places(seen if offered is None else offered).find_near(name):
        raise make_near_error("chapter", name, _offer_places(near))
    raise UserError("chapter.unknown", field="chapter", word=name)


def search_places(seen: Iterable[Place]) -> NameSearch[Place]:
    """The names by which people mean chapters, alone and behind their org's."""
    return NameSearch(Named(place, place.id, (place.name, place.full_name)) for place in seen)


def _search_bare_names(seen: Iterable[Place]) -> NameSearch[Place]:
    """The names of chapters without their org's, which is no part of them."""
    return NameSearch(Named(place, place.id, (place.name,)) for place in seen)


def _offer_places(offered: Sequence[Place]) -> tuple[Offer, ...]:
    """The names of chapters. Those that share a name come with their org."""
    same = Counter(fold(place.name) for place in offered)
    return tuple((place.id, place.name if same[fold(place.name)] == 1 else place.full_name) for place in offered)


def find_words(seen: Iterable[Place], own_org: str | None = None) -> dict[str, str]:
    """The shortest word by which `choose_place` finds each chapter among ``seen``, by chapter id."""
    known = tuple(seen)
    all_names = Counter(fold(name) for place in known for name in (place.name, place.full_name))
    own_names = Counter(fold(place.name) for place in known if place.org_id == own_org)
    words = {}
    for place in known:
        short_names = own_names if place.org_id == own_org else all_names
        fits = [
            name
            for name, among in ((place.name, short_names), (place.full_name, all_names))
            if among[fold(name)] == 1 and len(name) <= _LONGEST
        ]
        words[place.id] = fits[0] if fits else place.id
    return words


def check_new_name(kind: str, seen: Sequence[Org] | Sequence[Place], name: str) -> None:
    """Raise UserError if ``name``, typed alone, is one of those seen: the one to rename, and not its new name.

    The only one may get its own name in another spelling. ``kind`` is "org" or "chapter".
    """
    own = next((one for one in seen if fold(one.name) == fold(name)), None)
    if own and (own.name == name or len(seen) > 1):
        raise UserError(f"{kind}.new_name", field="name", name=own.name)


# Lock these rows before using a new name, so that two processes can't both use it. The lock doesn't block calls, which
# refer to the rows. Read the names after the lock, in a separate statement, to see rows added in the meantime.
_LOCK_ORGS = Statement(select(orgs.c.id).order_by(orgs.c.id).with_for_update(key_share=True))
_LOCK_ORG = Statement(select(orgs.c.id).where(orgs.c.id == bindparam("which")).with_for_update(key_share=True))
_NAMES = Statement(select(orgs.c.id, orgs.c.name, orgs.c.archived_at))
_NAMES_IN = Statement(
    select(chapters.c.id, chapters.c.name, chapters.c.archived_at).where(chapters.c.org_id == bindparam("which"))
)


async def check_org_name_free(tx: Tx, name: str, but: str = "") -> None:
    """Raise UserError if an org other than ``but`` has the name, including archived ones."""
    await tx.all(_LOCK_ORGS)
    if taken := _find_taken(await tx.all(_NAMES), name, but):
        raise UserError("org.taken_archived" if taken.archived_at else "org.taken", field="name", name=taken.name)


async def check_chapter_name_free(tx: Tx, org_id: str, name: str, but: str = "") -> None:
    """Raise UserError if a chapter of the org other than ``but`` has the name, including archived ones."""
    await tx.all(_LOCK_ORG, which=org_id)
    if taken := _find_taken(await tx.all(_NAMES_IN, which=org_id), name, but):
        key = "chapter.taken_archived" if taken.archived_at else "chapter.taken"
        raise UserError(key, field="name", name=taken.name)


def _find_taken(rows: list[Row], name: str, but: str) -> Row | None:
    """The row whose name ``name`` is, perhaps in another spelling."""
    return next((row for row in rows if row.id != but and fold(row.name) == fold(name)), None)


async def read_number(tx: Tx, statement: Statement, which: str) -> int:
    """The number ``n`` that a `make_count` statement gives for the id ``which``."""
    [row] = await tx.all(statement, which=which)
    return int(row.n)


def make_count(table: object, *where: object) -> Statement:
    """Make a statement that counts the rows that meet conditions on the parameter ``which``."""
    return Statement(select(func.count().label("n")).select_from(table).where(*where))  # type: ignore[arg-type]


async def find_scope(tx: Tx, reach: Reach, role: Role, word: str | None) -> tuple[str, str | None, str]:
    """A role's scope id, its org's id (None for the coalition), and the scope's name."""
    if role is Role.ADMIN:
        if reach.role is not Role.ADMIN:
            raise UserError("role.not_yours")
        return COALITION, None, ""
    try:
        if role is Role.COORDINATOR:
            org = await find_org(tx, reach, word)
            return org.id, org.id, org.name
        place = await find_place(tx, reach, word)
        return place.id, place.org_id, place.name
    except UserError as error:  # these are about an org or a chapter, which here is the scope
        raise UserError(error.key, field="scope", **error.params).add_choices(error.choices) from None


async def name_scopes(tx: Tx, reach: Reach) -> dict[str, str]:
    """The names of the scopes within ``reach``, by id."""
    names = {org.id: org.name for org in await fetch_orgs(tx, reach)}
    names |= {place.id: place.name for place in await fetch_visible_places(tx, reach)}
    return {**names, COALITION: ""} if reach.role is Role.ADMIN else names
