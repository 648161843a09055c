"""Rehearses a later moment: whom our people will call then, counted and never named, and which targets will be gone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial

from msgspec import Struct

from bot.core.base.keys.keys import Keys
from bot.core.base.statuses import CampaignState
from bot.core.base.stored_values import read_or
from bot.core.campaigns.campaigns import Campaign
from bot.core.directory.members import Directory, Member, name_seat
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.directory.states import SEATS
from bot.core.people.profiles.homes import find_trusted_place
from bot.core.people.profiles.profiles import Profile, read_profile
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import people

_PAGE = 1_000  # profiles read at a time
_SEALED = Statement(
    select(people.c.id, people.c.profile)
    .where(people.c.profile.is_not(None), people.c.id > bindparam("after"))
    .order_by(people.c.id)
    .limit(bindparam("most"))
)


class Effect(StrEnum):
    """What a later moment changes for somebody."""

    ASKED = "asked"  # their state has new lines, so they are asked for their ZIP
    REPRESENTATIVE = "representative"  # somebody else sits for their district
    SENATOR = "senator"  # a senator is another one
    VACANT = "vacant"  # nobody sits for a seat that has a member now
    SWITCHBOARD = "switchboard"  # the members of that Congress aren't loaded


class Homes(Struct, frozen=True):
    """How many people live in each place, how many gave none, and how many profiles can't be read.

    A place is a profile that has nothing else in it.
    """

    places: Mapping[Profile, int]
    placeless: int
    unreadable: int


class Rehearsal(Struct, frozen=True):
    """How many people with a place each effect concerns, and how many it leaves alone."""

    effects: Mapping[Effect, int]
    unchanged: int


class Loss(Struct, frozen=True):
    """Targets of one campaign that will be gone: ``members``, and a ``committee`` whose members won't be known."""

    campaign: str
    members: tuple[Member, ...]
    committee: str | None


async def count_homes(tx: Tx, keys: Keys, page: int = _PAGE) -> Homes:
    """Count where people live, a page of profiles at a time. Only the counts stay."""
    places, placeless, unreadable, after = Counter[Profile](), 0, 0, ""
    while rows := await tx.all(_SEALED, after=after, most=page):
        for row in rows:
            profile = read_or(None, partial(read_profile, keys, row.profile))
            unreadable += profile is None
            if profile and profile.district:
                places[_keep_place(profile)] += 1
            else:
                placeless += profile is not None
        after = rows[-1].id
    return Homes(places, placeless, unreadable)


def _keep_place(profile: Profile) -> Profile:
    return Profile(profile.district, congress=profile.congress, coming=profile.coming)


def rehearse(homes: Homes, now: Directory, at: int, then: Directory, later: int) -> Rehearsal:
    """Compare what people meet at two instants, whose sitting members are ``now`` and ``then``."""
    effects, unchanged = Counter[Effect](), 0
    for home, number in homes.places.items():
        places = _find_place(home, now, at), _find_place(home, then, later)
        found = set(_find_effects(places, (now, then)))
        effects.update(dict.fromkeys(found, number))
        unchanged += 0 if found else number
    return Rehearsal(effects, unchanged)


def _find_place(home: Profile, directory: Directory, at: int) -> str:
    """The trusted district, or a state alone. Where a state has only one district, it is that."""
    place = find_trusted_place(home, directory.maps, at) or ""
    return f"{place}-0" if SEATS.get(place) == 1 else place


def _find_effects(places: tuple[str, str], directories: tuple[Directory, Directory]) -> Iterator[Effect]:
    """What changes for somebody from the first of two places and directories to the second."""
    numbered = ["-" in place for place in places]
    if numbered == [True, False]:
        yield Effect.ASKED
    for words, effect in ((GENERIC[:1], Effect.REPRESENTATIVE), (GENERIC[1:], Effect.SENATOR)):
        if effect is Effect.REPRESENTATIVE and not all(numbered):
            continue
        before, after = (_find_members(*one, words) for one in zip(places, directories, strict=True))
        if before and directories[1].has_no_members:
            yield Effect.SWITCHBOARD
            continue
        if after - before:
            yield effect
        if len(after) < len(before):
            yield Effect.VACANT


def _find_members(place: str, directory: Directory, words: Iterable[str]) -> frozenset[str]:
    """The ids of the members whom people in a place call by these words. A state alone has no representative."""
    seats = (name_seat(place, word) for word in words)
    return frozenset(member.id for seat in seats if (member := directory.seats.get(seat)))


def find_losses(campaigns: Iterable[Campaign], now: Directory, then: Directory, later: int) -> tuple[Loss, ...]:
    """The campaigns that are not closed at ``later`` and whose targets are then gone, sorted by key."""
    lasting = (one for one in campaigns if one.state(later) is not CampaignState.CLOSED)
    losses = (_find_loss(one, now, then) for one in sorted(lasting, key=lambda one: one.id))
    return tuple(loss for loss in losses if loss.members or loss.committee)


def _find_loss(campaign: Campaign, now: Directory, then: Directory) -> Loss:
    gone = tuple(now.members[id] for id in campaign.file.targets if id in now.members and id not in then.members)
    committee = campaign.file.committee
    is_lost = committee in now.committees and committee not in then.committees
    return Loss(campaign.id, gone, committee if is_lost else None)
