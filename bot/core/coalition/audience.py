"""Whom an alert is for: one org, or, where an admin says so, several, those of some states, or the coalition."""

import json
import re
from dataclasses import dataclass

from bot.core.base.stored_values import read_object
from bot.core.coalition.org_directory import Org, org_among, orgs_seen
from bot.core.directory.states import NAMES, parse_state
from bot.errors import Unreadable, UserError
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.text import clean, find_nearest, fold, outline

_ALL = ("coalition", "everyone", "everybody", "all")


@dataclass(frozen=True, slots=True)
class Audience:
    """The channels of ``orgs`` (ids) and those whose people live in ``states``; with ``everyone``, all there are.

    With ``chapters`` (ids) it is only those channels of ``orgs`` that are mapped to one of them.
    """

    orgs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    everyone: bool = False
    chapters: tuple[str, ...] = ()

    @property
    def owner(self) -> str | None:
        """The org that the alert belongs to, None where it is the coalition's."""
        return None if self.everyone or self.states or len(self.orgs) != 1 else self.orgs[0]

    def reaches(self, chapter: str | None) -> bool:
        """Say whether a channel that is mapped to ``chapter``, or to none, is among those of its org."""
        return not self.chapters or chapter in self.chapters

    def holds(self, org_id: str, state: str | None) -> bool:
        """Say whether channels of an org, whose people live in ``state``, are among them."""
        return self.everyone or org_id in self.orgs or (state is not None and state in self.states)

    def format(self) -> str:
        """Return it as a row keeps it."""
        kept = {"orgs": self.orgs, "states": self.states, "everyone": self.everyone, "chapters": self.chapters}
        return json.dumps(kept)


def read_audience(kept: str) -> Audience:
    """Return what `Audience.written` gave; raises Unreadable for anything else."""
    read = read_object(kept, "orgs", "states", "everyone")
    lists = (read["orgs"], read["states"], read.get("chapters", []))  # earlier rows know no chapters
    if not all(isinstance(one, list) and all(isinstance(word, str) for word in one) for one in lists):
        raise Unreadable("a stored audience is damaged")
    orgs, states, chapters = map(tuple, lists)
    return Audience(orgs, states, read["everyone"] is True, chapters)


async def audience(tx: Tx, reach: Reach, typed: str | None, here: str | None) -> Audience:
    """Return whom ``typed`` means: org names and, for admins, states and the whole coalition, parted by commas.

    Left out it is the caller's own org: that of the space they are in (``here``), or the only one they coordinate.
    Raises UserError; an org outside ``reach`` is one that doesn't exist.
    """
    seen = await orgs_seen(tx, reach)
    if not typed or not typed.strip():
        return Audience((_own(seen, here),))
    words = [typed] if org_among(seen, typed) else _split_names(typed)  # a name may hold a comma
    admin = reach.role is Role.ADMIN
    if admin and any(fold(word) in _ALL for word in words):
        return Audience(everyone=True)
    if any(fold(word) in _ALL and not org_among(seen, word) for word in words):
        raise UserError("audience.one", field="audience")
    orgs, states = list[str](), list[str]()
    for word in words:
        if org := org_among(seen, word):
            orgs.append(org.id)
        else:
            states.append(_state(word, admin, seen))
    found = Audience(tuple(dict.fromkeys(orgs)), tuple(dict.fromkeys(states)))
    if not admin and found.owner is None:
        raise UserError("audience.one", field="audience")
    return found


def _own(seen: tuple[Org, ...], here: str | None) -> str:
    ids = [org.id for org in seen]
    if here in ids:
        return here
    if len(ids) != 1:
        raise UserError("audience.which", field="audience")
    return ids[0]


def _split_names(typed: str) -> list[str]:
    """Return the names in a list, whichever comma stands between them."""
    written = clean(typed)
    ends = [match.span() for match in re.finditer(r"[,;\n]", outline(written))]
    starts = [0, *(end for _, end in ends)]
    parts = [written[start:end] for start, end in zip(starts, [*(at for at, _ in ends), len(written)], strict=True)]
    return [part.strip() for part in parts if part.strip()]


def _state(word: str, admin: bool, seen: tuple[Org, ...]) -> str:
    """Return the state ``word`` names; to everybody but admins there are only orgs."""
    if admin:
        try:
            return parse_state(word, "audience")
        except UserError:
            pass
    if near := find_nearest(word, (*(org.name for org in seen), *(NAMES.values() if admin else ()))):
        raise UserError("audience.near" if admin else "org.near", field="audience", word=word, near=near)
    raise UserError("audience.unknown" if admin else "org.unknown", field="audience", word=word)
