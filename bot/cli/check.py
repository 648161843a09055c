"""``callboard check``: the settings and every campaign file, without starting anything."""

from bot.cli.support.options import ConfigFile, place_of, settings_of


def check(config: ConfigFile = None) -> None:
    """Check the settings and the campaign files, and name every problem."""
    from bot.cli.support.file_check import check_files

    check_files(place_of(config), lambda: settings_of(config))
