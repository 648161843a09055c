"""The audience of an alert: one org, or for admins also several orgs, some states, or the whole coalition."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msgspec import Struct

from bot.core.base.statuses import is_unsent
from bot.core.base.stored_values import read_each, read_object
from bot.core.coalition.org_directory import (
    EVERYTHING,
    Org,
    choose_only_org,
    choose_org,
    fetch_orgs,
    fetch_visible_places,
    find_org_among,
)
from bot.core.directory.states import NAMES, find_nearest_state, find_state
from bot.errors import Unreadable, UserError
from bot.phrases import State
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import alerts, deliveries
from bot.text import clean, fold, outline

_PLANNED = Statement(
    select(alerts.c.audience).where(
        deliveries.c.channel_id == bindparam("which"),
        is_unsent(),
        alerts.c.id == deliveries.c.alert_id,
        alerts.c.kind == "alert",
    )
)
_EVERYONE = ("coalition", "the whole coalition")  # how to type it, also where an org is called so


@dataclass(frozen=True, slots=True)
class AudienceWords:
    """How people name the whole coalition, and a state, which is found by its two letters.

    The defaults know English alone. The app knows the words of every language it ships.
    """

    is_everyone: Callable[[str], bool] = lambda typed: fold(typed) == "coalition"
    find_state: Callable[[str], str | None] = find_state


class Audience(Struct, frozen=True):
    """The channels of ``orgs`` (ids) and the channels for ``states``; with ``everyone``, all channels.

    ``chapters`` (ids) limits it to those channels of ``orgs`` that are mapped to one of them.
    """

    orgs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    everyone: bool = False
    chapters: tuple[str, ...] = ()

    @property
    def owner(self) -> str | None:
        """The org that the alert belongs to, None if it is the coalition's."""
        return None if self.everyone or self.states or len(self.orgs) != 1 else self.orgs[0]

    def reaches(self, chapter: str | None) -> bool:
        """Whether the audience includes a channel mapped to ``chapter``, or to None."""
        return not self.chapters or chapter in self.chapters

    def holds(self, org_id: str, state: str | None) -> bool:
        """Whether the audience includes an org's channels for ``state``."""
        return self.everyone or org_id in self.orgs or (state is not None and state in self.states)

    def format(self) -> str:
        """The audience as JSON, for storing."""
        fields = {"orgs": self.orgs, "states": self.states, "everyone": self.everyone, "chapters": self.chapters}
        return json.dumps(fields)


def read_audience(stored: str) -> Audience:
    """Parse the JSON of `Audience.format`. Raises Unreadable."""
    fields = read_object(stored, "orgs", "states", "everyone")
    lists = (fields["orgs"], fields["states"], fields.get("chapters", []))  # earlier rows have no chapters
    if not all(isinstance(items, list) and all(isinstance(item, str) for item in items) for items in lists):
        raise Unreadable("a stored audience is damaged")
    orgs, states, chapters = map(tuple, lists)
    return Audience(orgs, states, fields["everyone"] is True, chapters)


async def parse_audience(tx: Tx, reach: Reach, typed: str | None, here: str | None, known: AudienceWords) -> Audience:
    """Parse an audience: org names separated by commas, and for admins also states or the whole coalition.

    Without text it is the caller's own org: that of their space (``here``), or the only one they coordinate. An org's
    whole name comes before the same word for everyone or for a state: it reaches fewer people. Raises UserError. An org
    outside ``reach`` is reported as unknown.
    """
    seen = await fetch_orgs(tx, reach)
    if not typed or not typed.strip():
        return Audience((_choose_own(seen, here),))
    words = [typed] if find_org_among(seen, typed) else split_names(typed)  # a name may contain a comma
    admin = reach.role is Role.ADMIN
    if any(known.is_everyone(word) and not find_org_among(seen, word) for word in words):
        if not admin:
            raise UserError("audience.one", field="audience")
        return Audience(everyone=True)
    orgs, states = list[str](), list[str]()
    for word in words:
        org, state = find_org_among(seen, word), known.find_state(word)
        if admin and state and not org:
            states.append(state)
        else:
            orgs.append((org or _choose_org(word, admin, seen, typed, state)).id)
    found = Audience(tuple(dict.fromkeys(orgs)), tuple(dict.fromkeys(states)))
    if not admin and found.owner is None:
        raise UserError("audience.one", field="audience")
    return found


async def write_audience(tx: Tx, reach: Reach, audience: Audience) -> str:
    """The audience as people type it and `parse_audience` reads it, without orgs outside ``reach`` and chapters."""
    seen = await fetch_orgs(tx, reach)
    if audience.everyone:
        return next((word for word in _EVERYONE if not find_org_among(seen, word)), _EVERYONE[0])
    chosen = [org for org in seen if org.id in audience.orgs]
    alone = len(chosen) == 1 and not audience.states
    orgs = [org.name if alone or len(split_names(org.name)) == 1 else org.id for org in chosen]
    states = [(letters, NAMES.get(letters, letters)) for letters in audience.states]
    return ", ".join((*orgs, *(letters if find_org_among(seen, name) else name for letters, name in states)))


async def fetch_audience_names(tx: Tx, audience: Audience) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of an audience's orgs, and the full names of its chapters."""
    orgs = tuple(org.name for org in await fetch_orgs(tx, EVERYTHING) if org.id in audience.orgs)
    if not audience.chapters:
        return orgs, ()
    places = await fetch_visible_places(tx, EVERYTHING)
    return orgs, tuple(place.full_name for place in places if place.id in audience.chapters)


def _choose_own(seen: tuple[Org, ...], here: str | None) -> str:
    return here if here and any(org.id == here for org in seen) else choose_only_org(seen, "audience").id


def split_names(typed: str) -> list[str]:
    """The names of an audience: split at commas, semicolons and line breaks of any script."""
    written = clean(typed)
    ends = [match.span() for match in re.finditer(r"[,;\n]", outline(written))]
    starts = [0, *(end for _, end in ends)]
    parts = [written[start:end] for start, end in zip(starts, [*(at for at, _ in ends), len(written)], strict=True)]
    return [part.strip() for part in parts if part.strip()]


def replace_name(typed: str, place: int, by: str) -> str:
    """The audience ``typed`` with ``by`` in place of one of its names, which are counted from 1."""
    names = split_names(typed)
    return ", ".join((*names[: place - 1], by, *names[place:]))


def _choose_org(word: str, admin: bool, seen: tuple[Org, ...], typed: str, state: str | None) -> Org:
    """The org that ``word`` of the list ``typed`` names. Raises UserError, whose choices are the whole list mended.

    ``state`` is the state that the word names, too.
    """
    try:
        return choose_org(seen, word)
    except UserError as error:
        if admin and error.key == "org.unknown":
            if near := find_nearest_state(word):
                offers = [(typed.replace(word, near, 1), State(near))]
                near_error = UserError("audience.near", field="audience", word=word, near=State(near))
                raise near_error.add_choices(offers) from None
            raise UserError("audience.unknown", field="audience", word=word) from None
        if error.key == "org.unknown" and state:
            raise UserError("audience.one", field="audience") from None
        mended = [(typed.replace(word, _choose_word(seen, org), 1), label) for org, label in error.choices]
        raise UserError(error.key, field="audience", **error.params).add_choices(mended) from None


def _choose_word(seen: Iterable[Org], id: str) -> str:
    """How a list names an org: by its name, as the author would; by its id if the name is longer or could be split."""
    name = next(org.name for org in seen if org.id == id)
    is_plain = name.isascii() and all(one.isalnum() or one in " -." for one in name)
    return name if is_plain and len(name) <= len(id) else id


async def count_left_out(tx: Tx, channel_id: str, org_id: str, state: str | None) -> int:
    """How many alerts that are planned for a channel won't be posted there, now that it is for ``state``."""
    audiences = read_each(await tx.all(_PLANNED, which=channel_id), lambda row: read_audience(row.audience))
    return sum(not one.holds(org_id, state) for one in audiences)
