"""`callboard congress rehearse`: what a later day changes, for how many of our people and for which campaigns."""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from msgspec import Struct

from bot.app.keyring import load_existing_keys
from bot.cli.legislators.congress_status import make_reader
from bot.config.settings import Config
from bot.core.base.keys.keys import Keys
from bot.core.campaigns.campaigns import Campaign, read_campaigns
from bot.core.directory.congresses import find_congress, find_noon
from bot.core.directory.members import Directory
from bot.core.times.clock import Clock, now
from bot.core.upkeep.rehearsal import Effect, Homes, Loss, Rehearsal, count_homes, find_losses, rehearse
from bot.store.engine import Tx
from bot.store.glance import glance


class _Data(Struct, frozen=True):
    now: Directory
    then: Directory
    homes: Homes
    campaigns: tuple[Campaign, ...]


async def describe_rehearsal(config: Config, day: date, clock: Clock = now) -> list[str]:
    """What is different at noon in Washington on ``day``, a sentence each. It changes nothing; Callboard may run.

    Raises ConfigError without a readable key, Unavailable if the database can't be read.
    """
    at, later, keys = clock(), find_noon(day), await load_existing_keys(config)
    data = await glance(config.store.url, lambda tx: _read(tx, config, keys, at, later))
    if data is None or keys is None:
        return ["Nobody has used this Callboard yet, so there is nobody to rehearse for."]
    rehearsal = rehearse(data.homes, data.now, at, data.then, later)
    return [
        _describe_day(data.then, day, later),
        *_describe_people(data.homes, rehearsal),
        *_describe_losses(find_losses(data.campaigns, data.now, data.then, later)),
    ]


async def _read(tx: Tx, config: Config, keys: Keys | None, at: int, later: int) -> _Data | None:
    congress = make_reader(config)
    sitting = await congress.load_sitting(tx, at)
    if keys is None:
        return None
    return _Data(sitting, congress.get_sitting(later), await count_homes(tx, keys), await read_campaigns(tx))


def _describe_day(then: Directory, day: date, later: int) -> str:
    number = find_congress(later)
    sits = f"On {day} at noon in Washington, Congress {number} sits"
    if then.has_no_members:
        return f"{sits}, and its members aren't loaded: the switchboard serves, and nobody is named."
    return f"{sits}; the data have {len(then.members)} of its members."


def _describe_people(homes: Homes, rehearsal: Rehearsal) -> Iterator[str]:
    total = sum(homes.places.values())
    yield f"People who gave a district or state: {total:,}. For {rehearsal.unchanged:,} of them nothing changes."
    for effect in Effect:
        if number := rehearsal.effects.get(effect):
            yield f"{_name_effect(effect)}: {number:,}."
    if homes.placeless:
        yield f"People who gave neither, and call through the switchboard: {homes.placeless:,}."
    if homes.unreadable:
        yield f"Profiles that can't be read: {homes.unreadable:,}. Try: callboard doctor"


def _name_effect(effect: Effect) -> str:
    match effect:
        case Effect.ASKED:
            return "Asked for their ZIP, as their state has new lines (both senators and the switchboard until then)"
        case Effect.REPRESENTATIVE:
            return "With another representative"
        case Effect.SENATOR:
            return "With another senator"
        case Effect.VACANT:
            return "With a vacant seat that has a member now"
        case Effect.SWITCHBOARD:
            return "Connected by the switchboard instead of calling members by name"
        case _:
            assert_never(effect)


def _describe_losses(losses: tuple[Loss, ...]) -> Iterator[str]:
    if not losses:
        yield "No campaign names anybody who is gone then."
    for loss in losses:
        if loss.members:
            names = ", ".join(f"{member.name} ({member.id})" for member in loss.members)
            yield f"Campaign {loss.campaign}: these targets are gone then: {names}."
        if loss.committee:
            yield f"Campaign {loss.campaign}: the members of its committee {loss.committee} aren't known then."
