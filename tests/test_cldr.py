"""Numbers are written as the CLDR says, also those that need no look at it."""

import pytest
from babel.numbers import format_decimal

from bot.cldr import find_locale, write_hour, write_number
from bot.kit.i18n import list_catalogs


@pytest.mark.parametrize("language", list_catalogs())
def test_numbers_are_grouped_as_in_each_language(language: str) -> None:
    for value in (0, 7, 999, 1000, 1234, 10_000, 1_234_567, -5):
        assert write_number(value, language) == format_decimal(value, locale=find_locale(language))


def test_nine_in_the_evening_is_called_in_vietnamese_as_people_type_it() -> None:
    parts = {hour: write_hour(hour, 30, "vi").split()[1] for hour in range(24)}
    assert {hour for hour, part in parts.items() if part == "tối"} == {18, 19, 20, 21}
    assert (parts[22], parts[23], parts[2]) == ("đêm", "đêm", "đêm")
