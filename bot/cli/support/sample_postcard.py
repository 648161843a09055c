"""Draws a campaign's postcard for ``callboard postcard``."""

import asyncio
from pathlib import Path

from bot.cogs.postcards.postcard_art import make_postcard
from bot.cogs.shared.display_names import Names
from bot.config.settings import Config
from bot.core.campaign_files.campaign_file import CampaignFile, find_text
from bot.core.campaign_files.campaign_folder import load_campaigns
from bot.core.directory.members import REPRESENTATIVE, Directory
from bot.errors import ConfigError, make_config_error
from bot.kit.cards.markup import measure_shown_cost
from bot.kit.i18n import load_words
from bot.pictures.pictures import Pictures
from bot.pictures.postcard import Postcard, Sheet, TooLongError

_ENDINGS = (".png", ".svg", ".pdf")


def write_sample(config: Config, key: str, path: Path, language: str) -> None:
    """Write the postcard of the campaign file with that key to a file. Raises ConfigError with what is wrong."""
    if path.suffix not in _ENDINGS:
        raise _make_error(path, "The file's name has to end in .png, .svg or .pdf.")
    files = load_campaigns(config.campaigns, config.coalition.timezone, measure_shown_cost)
    found = next((one for one in files if one.key == key), None)
    if found is None or not found.takes_postcards:
        known = ", ".join(one.key for one in files if one.takes_postcards)
        raise _make_error(
            config.campaigns, f'No campaign "{key}" has a postcard to write here. There is: {known or "none"}.'
        )
    try:
        data = asyncio.run(_draw(found, config.campaigns / "art", path.suffix, language))
        path.write_bytes(data)
    except TooLongError as error:
        raise _make_error(path, f"The {error.part} has {error.taken} characters, and {error.room} fit.") from None
    except OSError as error:
        raise _make_error(path, f"The file can't be written: {error.strerror}.") from None
    print(f"Written: {path}")


async def _draw(file: CampaignFile, art: Path, ending: str, language: str) -> bytes:
    pictures = Pictures(art)
    try:
        card = _make_sample(file, language, await pictures.find_art(file.key))
        match ending:
            case ".svg":
                return await pictures.draw_svg(card)
            case ".pdf":
                return (await pictures.draw_sheet(Sheet(file.key, (card,)))).pdf
            case _:
                return await pictures.draw_preview(card)
    finally:
        pictures.close()


def _make_sample(file: CampaignFile, language: str, image: bytes) -> Postcard:
    postcard = file.postcard
    text = postcard.beginnings[0] if postcard and postcard.beginnings else file.title
    signed, names = load_words(language).t("postcard.constituent"), Names(Directory(), {file.key: file})
    return make_postcard(file, REPRESENTATIVE, find_text(text, language), signed, language, names, image=image)


def _make_error(path: Path, sentence: str) -> ConfigError:
    return make_config_error(path, sentence)
