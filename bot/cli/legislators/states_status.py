"""`callboard states status`: which states' legislators are loaded, and what is doubtful about them."""

from collections.abc import Iterator
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.cli.legislators.states_update import load_directory, name_some
from bot.cli.support.counts import write_count
from bot.config.files import list_yaml_files, load_strict
from bot.config.settings import Config
from bot.core.campaign_files.campaign_file import CampaignFile, parse_campaign
from bot.core.statehouse.state_directory import StateDirectory, StateRoster, list_vacancies
from bot.core.statehouse.state_doubts import StateDoubt, find_state_doubt
from bot.core.times.clock import Clock, day_of, now
from bot.errors import ConfigError
from bot.kit.cards.markup import measure_cost


async def describe_status(config: Config, clock: Clock = now) -> list[str]:
    """What an admin should know about the loaded data, a line each. Raises Unavailable if they can't be read."""
    directory, at, zone = await load_directory(config), clock(), ZoneInfo(config.coalition.timezone)
    lines = [line for roster in _list_rosters(directory) for line in _describe_roster(roster, at, zone)]
    start = [] if lines else ["No state is loaded. To load some: callboard states update ca ny"]
    return [*start, *lines, *_describe_campaigns(config, directory)]


async def load_state_doubts(config: Config, clock: Clock = now) -> list[str]:
    """What is doubtful in the loaded data, and which campaign files lack some. Raises Unavailable as above."""
    directory = await load_directory(config)
    doubts = ((roster, find_state_doubt(roster.edition, clock())) for roster in _list_rosters(directory))
    lines = [f"State legislators of {one.edition.state}: {_advise(one, doubt)}" for one, doubt in doubts if doubt]
    return [*lines, *_describe_campaigns(config, directory)]


def _list_rosters(directory: StateDirectory) -> list[StateRoster]:
    return [directory.rosters[state] for state in sorted(directory.rosters)]


def _describe_roster(roster: StateRoster, at: int, zone: ZoneInfo) -> Iterator[str]:
    edition, members = roster.edition, roster.members.values()
    loaded = day_of(edition.loaded_at, zone)
    vacant = [key if count == 1 else f"{key} ({count})" for key, count in list_vacancies(roster)]
    without = [member.name for member in members if not member.can_be_called]
    yield (
        f"{edition.state}: {write_count(len(members), 'legislator')}, loaded on {loaded} "
        f"({_describe_age((day_of(at, zone) - loaded).days)}), SHA-256 {edition.key[:12]}"
    )
    if vacant:
        yield f"  Vacant: {name_some(vacant)}"
    if without:
        yield f"  No number is known for {len(without)}: {name_some(without)}"
    if doubt := find_state_doubt(edition, at):
        yield f"  {_advise(roster, doubt)}"


def _describe_age(days: int) -> str:
    return "today" if days < 1 else f"{write_count(days, 'day')} ago"


def _advise(roster: StateRoster, doubt: StateDoubt) -> str:
    """What is doubtful about a state's data, and what to do."""
    return f"{_describe_doubt(doubt)} Try: callboard states update {roster.edition.state.lower()}"


def _describe_doubt(doubt: StateDoubt) -> str:
    match doubt:
        case StateDoubt.TERMS:
            return "new terms have begun since this was loaded, so it may name people who no longer sit."
        case StateDoubt.AGED:
            return "this was loaded long ago, so it may name people who no longer sit."
        case _:
            assert_never(doubt)


def _describe_campaigns(config: Config, directory: StateDirectory) -> Iterator[str]:
    """A line about each campaign file that calls legislators of a state whose data are not loaded."""
    if not config.campaigns.is_dir():
        return
    for path in list_yaml_files(config.campaigns):
        try:
            file = parse_campaign(load_strict(path), config.coalition.timezone, measure_cost)
        except ConfigError:  # `check` says what is wrong
            continue
        if missing := _find_missing_states(file, directory):
            yield (
                f"{path.name} calls legislators of {', '.join(missing)}, and they are not loaded. "
                f"Try: callboard states update {' '.join(missing).lower()}"
            )


def _find_missing_states(file: CampaignFile, directory: StateDirectory) -> list[str]:
    """The states that a campaign names for their legislators and that aren't loaded."""
    named = {state for states in file.states.values() for state in states}
    return sorted(state for state in named if not directory.has_state(state))
