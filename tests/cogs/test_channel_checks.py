"""A preview counts a channel as checked only if the platform answered."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest

from bot.cogs.alerts.channel_access import ChannelAccess
from bot.cogs.alerts.channel_checks import LiveChannels
from bot.cogs.shared.paging import paginate
from bot.core.alerts.posting.delivery_plan import TargetChannel
from bot.core.alerts.posting.delivery_times import PostTime
from bot.core.coalition.channels import Channel, Channels, sort_channels
from bot.kit.cards.outbound import Address, Checked, Later, Poster, Posters, Refusal, Refused
from bot.roles import Reach


class Teller:
    """A platform that gives the same answer for every channel, and has nothing cached."""

    platform = "slack"

    def __init__(self, told: Checked) -> None:
        self._told = told

    def glance(self, to: Address) -> Checked | None:
        return None

    async def has_left(self, space: str) -> bool:
        return False

    async def check(self, to: Address) -> Checked:
        return self._told


@pytest.mark.parametrize(
    ("told", "count", "unchecked"),
    [
        (Checked("general"), 3, 0),
        (Checked("general", Refused(Refusal.OUTSIDE)), 3, 0),
        (Checked("", Later(20)), 3, 3),  # the platform wants a pause
        (Checked(""), 3, 3),  # the workspace never granted the scope
        (Checked("general"), 40, 15),
    ],
)
async def test_a_channel_without_an_answer_counts_as_not_checked(told: Checked, count: int, unchecked: int) -> None:
    posters = Posters()
    posters.add(cast(Poster, Teller(told)))
    targets = tuple(TargetChannel("general", "slack", "T1", str(number), "UTC", PostTime(0)) for number in range(count))
    reached = await ChannelAccess(posters).check(targets)
    assert reached.unchecked == unchecked
    assert len(reached.problems) == (count if isinstance(told.problem, Refused) else 0)


class Shelf:
    """A platform with some closed channels. It records which channels were checked."""

    platform = "slack"

    def __init__(self, *shut: str) -> None:
        self.shut, self.asked, self.left = set(shut), list[str](), set[str]()

    def glance(self, to: Address) -> Checked | None:
        return None

    async def has_left(self, space: str) -> bool:
        return space in self.left

    async def check(self, to: Address) -> Checked:
        self.asked.append(to.channel)
        if to.space in self.left:
            return Checked("", Refused(Refusal.REMOVED))
        return Checked(to.channel, Refused(Refusal.OUTSIDE) if to.channel in self.shut else None)


def channels(count: int, space: str = "T1") -> tuple[TargetChannel, ...]:
    return tuple(TargetChannel(str(number), "slack", space, str(number), "UTC", PostTime(0)) for number in range(count))


@pytest.mark.parametrize("count", [26, 50, 63, 120])
async def test_checking_again_continues_until_every_channel_was_checked_once(count: int) -> None:
    shelf, posters = Shelf(), Posters()
    posters.add(cast(Poster, shelf))
    reaching, looks = ChannelAccess(posters), 0
    left = count
    while left:
        left, looks = (await reaching.check(channels(count))).left, looks + 1
    assert looks == -(-count // 25)
    assert sorted(shelf.asked) == sorted(str(number) for number in range(count))


async def test_a_refusing_channel_is_checked_again_after_the_others() -> None:
    shelf, posters = Shelf(*(str(number) for number in range(30))), Posters()
    posters.add(cast(Poster, shelf))
    reaching = ChannelAccess(posters)
    assert (await reaching.check(channels(40))).left == 15
    second = await reaching.check(channels(40))
    assert (second.left, len(second.problems)) == (0, 30)
    shelf.shut = set()  # the app was invited everywhere
    for _ in range(2):
        last = await reaching.check(channels(40))
    assert (last.left, last.problems) == (0, ())


async def test_a_space_that_removed_the_app_is_checked_again_at_once() -> None:
    shelf, posters = Shelf(), Posters()
    posters.add(cast(Poster, shelf))
    reaching, targets = ChannelAccess(posters), (*channels(3), *channels(2, "T2"), *channels(1, "T3"))
    assert (await reaching.check(targets)).problems == ()
    for gone, count in (("T2", 2), ("T1", 5)):
        shelf.left.add(gone)
        seen = await reaching.check(targets)
        assert [(one.space in shelf.left, it.refusal) for one, it in seen.problems] == [(True, Refusal.REMOVED)] * count
        assert seen.unchecked == 0
    assert sum(one == "0" for one in shelf.asked) >= 3  # of each space


async def test_an_old_answer_is_checked_again() -> None:
    shelf, posters, times = Shelf(), Posters(), iter((0.0, 0.0, 1_000.0, 1_000.0))
    posters.add(cast(Poster, shelf))
    reaching = ChannelAccess(posters, lambda: next(times))
    for _ in range(2):
        await reaching.check(channels(3))
    assert len(shelf.asked) == 6


class Stored:
    """Subscribed channels, ``c00``, ``c01``, …, as far as lists of them need."""

    def __init__(self, count: int) -> None:
        names = (f"c{number:02}" for number in range(count))
        self.all = {
            name: Channel(name, "slack", "o", "North", name, "UTC", None, None, None, None, "T1", name)
            for name in names
        }

    async def list_channels(self, reach: Reach) -> tuple[Channel, ...]:
        return sort_channels(tuple(self.all.values()))

    async def rename(self, names: Mapping[str, str]) -> None:
        self.all |= {id: replace(self.all[id], name=name) for id, name in names.items()}


class Renamer(Shelf):
    """A platform where some channels have a new name."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names

    async def check(self, to: Address) -> Checked:
        await super().check(to)
        return Checked(self._names.get(to.channel, to.channel))


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        ({}, (15, 15, 5)),
        ({"c00": "z"}, (16, 15, 4)),  # it leaves the first page, so another one comes
        ({f"c{number:02}": f"z{number}" for number in range(20)}, (35, 0, 0)),
        ({"c34": "a"}, (15, 15, 5)),
    ],
)
async def test_a_list_asks_only_about_the_channels_of_its_page(
    names: Mapping[str, str], asked: tuple[int, ...]
) -> None:
    renamer, posters = Renamer(names), Posters()
    posters.add(cast(Poster, renamer))
    live = LiveChannels(cast(Channels, Stored(35)), posters)
    counts, shown = list[int](), list[str]()
    for page in (1, 2, 3):
        before = len(renamer.asked)
        checked = await live.check_page(Reach(), page)
        counts.append(len(renamer.asked) - before)
        shown += [one.id for one in paginate(page, checked.channels).part(checked.channels)]
        assert (len(checked.channels), checked.unchecked, checked.unseen) == (35, 0, "")
    assert tuple(counts) == asked
    assert len(renamer.asked) == len(set(renamer.asked))
    if "c34" not in names:  # nobody could know before the last page that it belongs on the first
        assert sorted(shown) == sorted(set(shown)) == [f"c{number:02}" for number in range(35)]


async def test_a_look_takes_back_only_refusals_that_it_would_find_again() -> None:
    stored, posters = Stored(1), Posters()
    posters.add(cast(Poster, Shelf()))
    for refusal, missing, left in (
        *((one, None, None) for one in (Refusal.OUTSIDE, Refusal.ARCHIVED, Refusal.HIDDEN)),
        (Refusal.FORBIDDEN, "Send Messages", None),
        *((one, None, one) for one in (Refusal.READ_ONLY, Refusal.LIMITED, Refusal.THREADS, Refusal.OTHER)),
        (Refusal.FORBIDDEN, None, Refusal.FORBIDDEN),
    ):
        stored.all["c00"] = replace(stored.all["c00"], refusal=refusal, missing=missing)
        [channel] = (await LiveChannels(cast(Channels, stored), posters).check_page(Reach(), None)).channels
        assert (channel.refusal, channel.seems_open) == (left, left is not None), refusal
