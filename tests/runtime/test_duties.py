"""The options of a process that does a part, and which shards have servers in common."""

import itertools

import pytest

from bot.errors import ConfigError
from bot.runtime.duties import Duty, Part, Shards, choose_part, find_unserved, have_common_servers, parse_shards

ONE, OTHER, POSTGRES = Shards(0, 3, 8), Shards(4, 7, 8), "postgresql"


@pytest.mark.parametrize(
    ("text", "shards"),
    [("0-3/8", ONE), ("5/8", Shards(5, 5, 8)), (" 0/1 ", Shards(0, 0, 1))],
)
def test_shards_are_read(text: str, shards: Shards) -> None:
    assert parse_shards(text) == shards
    assert parse_shards(str(shards)) == shards


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("4-3/8", "The first shard comes before the last: write 3-4/8 instead of 4-3/8"),
        ("8/8", "8/8 is out of range: shards count from 0, so the last of 8 shards is 7"),
        ("0-8/8", "the last of 8 shards is 7"),
        ("0/0", "there must be at least one shard"),
        ("0-3", "Write the first shard, the last and the total, as in 0-3/8"),
        ("-1/8", "isn't understood"),
        ("0-3/8,5/8", "isn't understood"),
        ("٣/8", "isn't understood"),
        ("1/1000000", "isn't understood"),
    ],
)
def test_what_is_wrong_with_shards_is_said(text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        parse_shards(text)


def test_options_make_a_part() -> None:
    assert choose_part((), None, "sqlite") == Part()
    assert choose_part((), "0-3/8", POSTGRES) == Part(frozenset(Duty), ONE)
    assert choose_part([Duty.DISCORD, Duty.DISCORD], "0-3/8", POSTGRES) == Part(frozenset({Duty.DISCORD}), ONE)
    assert str(choose_part([Duty.DELIVERY, Duty.DISCORD], "0-3/8", POSTGRES)) == "discord, delivery (--shards 0-3/8)"


def test_a_part_is_only_of_platforms_whose_tokens_are_set() -> None:
    assert str(Part().keep({Duty.SLACK})) == "slack, delivery"
    assert str(Part(frozenset({Duty.DELIVERY})).keep({Duty.SLACK})) == "delivery"


@pytest.mark.parametrize(
    ("only", "engine", "told"),
    [
        ([Duty.SLACK], POSTGRES, "Only Discord has shards, and this process is for slack alone"),
        ([Duty.SLACK, Duty.DELIVERY], POSTGRES, "for slack and delivery alone. Leave --shards out, or add --only disc"),
        ([], "sqlite", "Shards need several processes, and a SQLite file has one"),
    ],
)
def test_shards_that_fit_no_part_are_refused(only: list[Duty], engine: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        choose_part(only, "0-3/8", engine)


def test_shards_have_servers_in_common_where_some_id_belongs_to_both() -> None:
    """Checked against every id that a pair of small totals can tell apart."""
    ranges = [Shards(first, last, total) for total in range(1, 7) for last in range(total) for first in range(last + 1)]
    for one, other in itertools.product(ranges, repeat=2):
        ids = range(one.total * other.total)
        common = any(id % one.total in one.ids and id % other.total in other.ids for id in ids)
        assert have_common_servers(one, other) == common, (one, other)


def test_all_shards_have_servers_in_common_with_any() -> None:
    assert have_common_servers(None, ONE)
    assert have_common_servers(ONE, None)


@pytest.mark.parametrize(
    ("served", "unserved"),
    [
        ([], None),
        ([None], None),
        ([ONE, OTHER], None),
        ([ONE], (4, Shards(4, 4, 8))),
        ([ONE, Shards(5, 7, 8)], (1, Shards(4, 4, 8))),
        ([Shards(0, 0, 2), Shards(4, 4, 8)], (4, Shards(1, 1, 8))),
    ],
)
def test_unserved_shards_are_found(served: list[Shards | None], unserved: tuple[int, Shards] | None) -> None:
    assert find_unserved(served) == unserved
