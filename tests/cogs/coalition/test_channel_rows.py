"""The list of channels tells the reader's own space from others of the same platform."""

from dataclasses import replace

from bot.cogs.coalition.channel_cards import draw_channels_card
from bot.core.coalition.channels import Channel
from bot.kit.i18n import load_words


def make(platform: str, space: str) -> Channel:
    return Channel(space, platform, "o", "North", "general", "America/New_York", None, None, None, None, space)


def test_channels_of_the_same_name_are_told_apart_by_their_space() -> None:
    found = (make("slack", "T1"), make("slack", "T2"), make("discord", "10"))
    table = draw_channels_card(load_words("en"), found, None, here=("slack", "T1")).table
    assert table
    assert [row[1] for row in table.rows] == ["Slack, here", "Slack, elsewhere", "Discord"]


def test_a_single_space_of_each_platform_needs_no_more_than_its_name() -> None:
    table = draw_channels_card(
        load_words("en"), (make("slack", "T1"), make("discord", "10")), None, here=("slack", "T1")
    ).table
    assert table
    assert [row[1] for row in table.rows] == ["Slack", "Discord"]


def test_a_channel_of_another_space_is_told_from_the_readers_own_without_channels() -> None:
    found = (make("slack", "T2"), make("discord", "10"))
    table = draw_channels_card(load_words("en"), found, None, here=("slack", "T1")).table
    assert table
    assert [row[1] for row in table.rows] == ["Slack, elsewhere", "Discord"]


def test_a_reader_on_another_platform_or_in_a_direct_message_sees_names_only() -> None:
    found = (make("slack", "T2"), make("discord", "10"))
    for here in (("console", "T1"), ("slack", None)):
        table = draw_channels_card(load_words("en"), found, None, here=here).table
        assert table
        assert [row[1] for row in table.rows] == ["Slack", "Discord"]


def test_a_refused_channel_says_so_in_its_row_and_why_under_the_table() -> None:
    refused = replace(make("slack", "T1"), refusal="read_only")
    for channel, note, said in (
        (
            replace(refused, seems_open=True),
            "Last post refused",
            "The last post in **#general** was refused: only a",
        ),
        (refused, "Can't get posts", "**#general** can't get posts: only a few people may post there; ask"),
        (make("slack", "T1"), "", ""),
    ):
        card = draw_channels_card(load_words("en"), (channel,), None)
        assert card.table
        assert card.table.rows[0][-1] == note
        assert card.body.replace("\\", "").startswith(said)


def test_several_other_spaces_of_a_platform_are_told_apart_by_the_end_of_their_ids() -> None:
    found = (make("slack", "T0AAA1111"), make("slack", "T0BBB2222"), make("discord", "10"))
    for here, expected in {
        ("console", "local"): ["Slack (…1111)", "Slack (…2222)", "Discord"],
        ("slack", "T0CCC3333"): ["Slack (…1111)", "Slack (…2222)", "Discord"],
        ("slack", "T0AAA1111"): ["Slack, here", "Slack, elsewhere", "Discord"],
        ("slack", None): ["Slack (…1111)", "Slack (…2222)", "Discord"],
    }.items():
        table = draw_channels_card(load_words("en"), found, None, here=here).table
        assert table
        assert [row[1] for row in table.rows] == expected, here
