"""`callboard campaigns take`: gives a campaign back to its file."""

from collections.abc import Mapping
from pathlib import Path

from bot.app.app import bootstrap
from bot.config.files import list_yaml_files
from bot.config.settings import Config
from bot.core.campaign_files.campaign_file import load_campaign
from bot.errors import ConfigError, Problem, make_config_error
from bot.kit.cards.markup import measure_shown_cost


async def take_campaign(config: Config, environ: Mapping[str, str], file: Path) -> str:
    """Put the content of ``file`` in force, and let its campaign follow it. Gives a sentence on the result.

    Raises ConfigError with every problem of the file, and for one outside the campaigns folder, which nobody follows.
    """
    path = _find_file(config.campaigns, file)
    content = load_campaign(path, config.coalition.timezone, measure_shown_cost)
    app = await bootstrap(config, environ)
    try:
        changed = await app.core.handover.ownership.take(content)
    finally:
        await app.close()
    if not changed:
        return f"The campaign {content.key} follows {path} already. Nothing was changed."
    return f"The campaign {content.key} follows {path} again. What was written in chat is kept in its history."


def _find_file(folder: Path, file: Path) -> Path:
    """The file, given by its path or by its name in ``folder``."""
    if not folder.is_dir():
        raise ConfigError((Problem(str(folder), 1, 1, "there is no such folder"),))
    found = next((one for one in list_yaml_files(folder) if _is_same(one, file) or one.name == str(file)), None)
    if found is None:
        sentence = f"is no campaign file in {folder}; a campaign can only follow a file in there"
        raise make_config_error(file, sentence)
    return found


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
