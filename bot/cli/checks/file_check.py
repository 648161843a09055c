"""`callboard check`: checks the settings and every campaign file, and shows each problem with its place."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.cli.checks.review_advice import advise
from bot.cli.legislators.campaign_references import examine
from bot.cli.legislators.congress_update import load_doubts
from bot.cli.legislators.states_status import load_state_doubts
from bot.cli.support.counts import write_count
from bot.cli.translations.listing import list_missing
from bot.config.settings import Config
from bot.config.variables import read_variables
from bot.core.campaign_files.campaign_folder import load_campaigns
from bot.errors import ConfigError, Problem
from bot.kit.cards.markup import measure_shown_cost
from bot.pictures.art import find_art_problems


def check_files(path: Path, load: Callable[[], Config], environ: Mapping[str, str]) -> None:
    """Print the verdict on the settings at ``path`` and the campaigns, and which settings ``environ`` overrides.

    Raises ConfigError with every problem.
    """
    problems: list[Problem] = []
    settings = Config(campaigns=path.parent / "campaigns")  # in case the file can't be read
    try:
        settings = load()
    except ConfigError as error:
        problems.extend(error.problems)
    try:
        campaigns = load_campaigns(settings.campaigns, settings.coalition.timezone, measure_shown_cost)
    except ConfigError as error:
        raise ConfigError((*problems, *error.problems)) from None
    pictures = find_art_problems(settings.campaigns / "art")
    problems += [Problem(str(picture), 0, 0, f"this {why}") for picture, why in pictures]
    if problems:
        raise ConfigError(tuple(problems))
    found, outdated = asyncio.run(examine(settings)), asyncio.run(_load_all_doubts(settings))
    scripts = sum(len(campaign.scripts) for campaign in campaigns)
    verdict = "Checked" if found.wrong or found.unsure else "All good"
    print(f"{verdict}: {path}, {write_count(len(campaigns), 'campaign')}, {write_count(scripts, 'script')}.")
    advice = [line for campaign in campaigns for line in advise(campaign)]
    for line in (*_list_overrides(path, environ), *found.unsure, *outdated, *advice, *list_missing()):
        print(line)
    if found.wrong:
        sys.stdout.flush()
        raise ConfigError(found.wrong)


def _list_overrides(path: Path, environ: Mapping[str, str]) -> list[str]:
    sources = read_variables(Config, environ).sources
    return [f"{'.'.join(where)} is set by {source}, not by {path.name}." for where, source in sources.items()]


async def _load_all_doubts(settings: Config) -> list[str]:
    return [*await load_doubts(settings), *await load_state_doubts(settings)]
