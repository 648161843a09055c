"""Numbers are written as the CLDR says, also those that need no look at it."""

import pytest
from babel.numbers import format_decimal

from bot.cldr import find_locale, write_number
from bot.kit.i18n import list_catalogs


@pytest.mark.parametrize("language", list_catalogs())
def test_numbers_are_grouped_as_in_each_language(language: str) -> None:
    for value in (0, 7, 999, 1000, 1234, 10_000, 1_234_567, -5):
        assert write_number(value, language) == format_decimal(value, locale=find_locale(language))
