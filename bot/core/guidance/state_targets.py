"""A caller's targets in their state: their own members of its legislature, and their governor."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.directory.offices.generic_offices import GOVERNOR, LOWER, STATE_GENERIC, UPPER
from bot.core.directory.offices.phones import SWITCHBOARD
from bot.core.guidance.target import Target
from bot.core.statehouse.chambers import Chamber
from bot.core.statehouse.facts import find_chamber_facts
from bot.core.statehouse.state_directory import StateDirectory

CHAMBERS = {LOWER: Chamber.LOWER, UPPER: Chamber.UPPER}
NO_STATES = StateDirectory()


class StateHome(Struct, frozen=True):
    """The keys of a caller's districts, None while unknown, and the legislators of every state that is loaded."""

    upper: str | None = None
    lower: str | None = None
    directory: StateDirectory = NO_STATES

    def get_key(self, word: str) -> str | None:
        """The key of the district in the chamber that a word of `STATE_GENERIC` means."""
        return self.lower if word == LOWER else self.upper


ANYWHERE = StateHome()


def find_state_targets(
    word: str, file: CampaignFile, state: str | None, home: StateHome
) -> tuple[tuple[Target, ...], tuple[str, ...]]:
    """The targets that a word of `STATE_GENERIC` means for a caller who lives in ``state``, None while unknown.

    Also the key of their own district, if nobody sits for it.

    Everybody elects the members at large, beside those for their own district. Before the district is known, and where
    no data are loaded, one target of the word itself replaces these.
    """
    if word == GOVERNOR:
        return tuple(_find_governor(file, state)), ()
    unknown = Target(word, word, state=state, number=find_own_number(file))
    if state is None:
        return (unknown,), ()
    if not is_called(file, word, state) or find_chamber_facts(state, CHAMBERS[word]) is None:
        return (), ()
    key, directory = home.get_key(word), home.directory
    key = key if directory.has_state(state) else None
    own = directory.find_by_district(key) if key else ()
    at_large = directory.find_at_large(state, CHAMBERS[word])
    named = tuple(Target(one.id, word, legislator=one, state=state, number=unknown.number) for one in (*own, *at_large))
    if key is None:
        return (unknown, *named), ()
    return named, () if own else (key,)


def is_called(file: CampaignFile, word: str, state: str) -> bool:
    """Whether the campaign calls people of ``state`` that a word of `STATE_GENERIC` means."""
    if word == GOVERNOR:
        return any(one.state == state for one in file.governors)
    states = file.states.get(word)
    return states is not None and (not states or state in states)


def list_states(file: CampaignFile) -> tuple[str, ...]:
    """The states in which a campaign calls legislators or governors, in its order; empty for every state."""
    if any(not states for states in file.states.values()):
        return ()
    listed = (state for states in file.states.values() for state in states)
    return tuple(dict.fromkeys((*listed, *(one.state for one in file.governors))))


def is_elsewhere(file: CampaignFile, state: str | None) -> bool:
    """Whether a campaign calls people in other states, and nobody in the caller's."""
    words = [word for word in file.targets if word in STATE_GENERIC]
    return bool(words) and state is not None and not any(is_called(file, word, state) for word in words)


def find_own_number(file: CampaignFile) -> str:
    """The campaign's own number for legislators without one, empty if it has none.

    A campaign that calls Congress too has the number of a switchboard in Washington, which connects to no state.
    """
    is_of_states = file.committee is None and set(file.targets) <= set(STATE_GENERIC)
    return file.phone if is_of_states and file.phone != SWITCHBOARD else ""


def match_own_members(home: StateHome) -> Iterable[tuple[str, str]]:
    """The words of `STATE_GENERIC` for a caller's own legislators, each with the id of the first one by name."""
    for word in CHAMBERS:
        key = home.get_key(word)
        for member in home.directory.find_by_district(key)[:1] if key else ():
            yield word, member.id


def _find_governor(file: CampaignFile, state: str | None) -> Iterator[Target]:
    if state is None:
        yield Target(GOVERNOR, GOVERNOR, number=find_own_number(file))
    for governor in file.governors:
        if governor.state == state:
            yield Target(governor.key, GOVERNOR, governor=governor, state=state)
