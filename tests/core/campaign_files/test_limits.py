"""A limit of a campaign file is told with both numbers: what the file holds, and what is possible."""

import pytest

from bot.errors import ConfigError
from tests.core.campaign_files.test_campaign_file import SMALL, parse


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("goal: -20", '6:7: "goal" must be at least 1; this is -20'),
        ("goal: 20000000", '6:7: "goal" must be at most 10,000,000; this is 20,000,000'),
        ("goal: 20000000000000", '6:7: "goal" must be at most 10,000,000; this is 20,000,000,000,000'),
        (f"tags: ['#{'x' * 60}']", '6:8: "tags" takes 61 of 50 characters; shorten it'),
        (f"actions: [{{key: {'k' * 33}, type: call, title: A}}]", '6:17: "key" takes 33 of 32 characters; shorten it'),
        (
            f"actions: [{{key: go, type: link, title: Go, url: 'https://a.org/{'x' * 500}'}}]",
            '6:49: "url" takes 514 of 500 characters; shorten it',
        ),
    ],
)
def test_a_limit_is_told_with_both_numbers(line: str, told: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse(SMALL + line)
    assert [f"{one.line}:{one.column}: {one.sentence}" for one in error.value.problems] == [told]
