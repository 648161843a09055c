"""``callboard check``: the settings and every campaign file, without starting anything."""

import os

from bot.cli.support.options import ConfigFile, find_settings_file, load_settings


def check(config: ConfigFile = None) -> None:
    """Check the settings and the campaign files, and name every problem."""
    from bot.cli.checks.file_check import check_files

    check_files(find_settings_file(config), lambda: load_settings(config), os.environ)
