"""A change shows on every card within half a minute, as far as its platform takes edits; the most wrong ones first."""

import random
from collections import defaultdict
from itertools import pairwise

import pytest
from msgspec import structs

from bot.adapters.discord.limits import Limits as DiscordLimits
from bot.adapters.slack.sending.posting import Limits as SlackLimits
from bot.core.outbox.edit_plan import INTERVAL, LEAD, TURN, Pace, PostedCard, plan_edits
from bot.core.times.clock import SECOND

NOW, SCAN = 1_000_000 * SECOND, 10 * SECOND
LONG_AGO = NOW - 3600 * SECOND
PROMISED = 30 * SECOND
_SLACK, _DISCORD = SlackLimits().edits, DiscordLimits().bot
PACES = {"slack": Pace(1 / _SLACK.steady, int(_SLACK.burst)), "discord": Pace(1 / _DISCORD.steady)}


class Spaces:
    """Posted cards whose edits go out exactly when they are planned, with a scan every ten seconds."""

    def __init__(self, platform: str, layout: tuple[int, ...]) -> None:
        channels = [number for number, count in enumerate(layout) for _ in range(count)]
        self.cards = [
            PostedCard(f"d{n:04}", "alert", platform, b"s", f"c{channel}", LONG_AGO, None)
            for n, channel in enumerate(channels)
        ]
        self.platform, self.edits = platform, list[tuple[int, str, str]]()  # time, card and channel

    def run(self, changes: list[int], until: int) -> None:
        """Let time pass. A scan marks what changed since the one before, and edits follow as they are due."""
        for scan in range(NOW, until, SCAN):
            if any(scan - SCAN < at <= scan for at in changes):
                times = plan_edits(self.cards, {"alert"}, scan, {self.platform: PACES[self.platform]})
                self.cards = [structs.replace(one, edit_at=times.get(one.id, one.edit_at)) for one in self.cards]
            self.cards = [self._edit(one, scan + SCAN) for one in self.cards]

    def find_latest(self, change: int) -> int:
        """How long a change took to reach the last card."""
        drawn = defaultdict[str, list[int]](list)
        for at, card, _ in self.edits:
            drawn[card].append(at)
        return max(min(at for at in drawn[card.id] if at >= change) for card in self.cards) - change

    def _edit(self, card: PostedCard, until: int) -> PostedCard:
        if card.edit_at is None or card.edit_at >= until:
            return card
        self.edits.append((card.edit_at, card.id, card.channel))
        return structs.replace(card, drawn_at=card.edit_at, edit_at=None, was_edited=True)


def count_most(times: list[int], span: int) -> int:
    """The most of these times within any ``span``."""
    times = sorted(times)
    return max(sum(at <= other < at + span for other in times[number:]) for number, at in enumerate(times))


ALWAYS = [("slack", (1,) * 12), ("slack", (3,) * 4), ("slack", (12,)), ("discord", (12,)), ("discord", (3,) * 20)]
ALWAYS += [("discord", (1,) * 400), ("discord", (12, 1, 5) * 4)]


@pytest.mark.parametrize(("platform", "layout"), ALWAYS)
def test_every_change_reaches_every_card_in_time_whenever_it_comes(platform: str, layout: tuple[int, ...]) -> None:
    lot = random.Random(f"{platform} {layout}")
    bursts = [NOW + n * SECOND for n in range(1, 60)]
    rare = sorted(NOW + lot.randrange(1, 300 * SECOND) for _ in range(6))
    chance = sorted(NOW + lot.randrange(1, 300 * SECOND) for _ in range(60))
    after = [NOW + 1, NOW + 10 * SECOND + 1, NOW + 20 * SECOND + 1]  # each right after the edits of the one before
    for changes in (bursts, rare, chance, after):
        spaces = Spaces(platform, layout)
        spaces.run(changes, NOW + 400 * SECOND)
        assert max(map(spaces.find_latest, changes)) <= PROMISED


@pytest.mark.parametrize(("platform", "layout"), [("slack", (1,) * 26), ("slack", (3,) * 8), ("discord", (3,) * 160)])
def test_a_change_after_a_quiet_minute_reaches_more_cards_in_time(platform: str, layout: tuple[int, ...]) -> None:
    for late in (1, 4 * SECOND, 10 * SECOND - 1):
        spaces = Spaces(platform, layout)
        spaces.run([NOW + late], NOW + 100 * SECOND)
        assert spaces.find_latest(NOW + late) <= PROMISED


@pytest.mark.parametrize(("platform", "layout"), [*ALWAYS, ("slack", (3,) * 20), ("discord", (40, 2, 7))])
def test_edits_stay_within_what_the_platform_takes(platform: str, layout: tuple[int, ...]) -> None:
    spaces = Spaces(platform, layout)
    spaces.run([NOW + n * SECOND for n in range(1, 180)], NOW + 240 * SECOND)
    if platform == "slack":
        assert count_most([at for at, _, _ in spaces.edits], 60 * SECOND) <= 50
        return
    assert count_most([at for at, _, _ in spaces.edits], SECOND) <= 50
    for channel in {channel for _, _, channel in spaces.edits}:
        assert count_most([at for at, _, there in spaces.edits if there == channel], 5 * SECOND) <= 5


def test_of_more_cards_than_slack_takes_each_still_has_its_turn() -> None:
    spaces = Spaces("slack", (3,) * 20)
    spaces.run([NOW + n * SECOND for n in range(1, 600)], NOW + 600 * SECOND)
    times = defaultdict[str, list[int]](list)
    for at, card, _ in spaces.edits:
        times[card].append(at)
    longest = max(later - earlier for there in times.values() for earlier, later in pairwise(there))
    assert len(times) == 60
    assert longest <= 60 / _SLACK.steady * SECOND + LEAD + SCAN


def test_cards_of_one_channel_take_turns_and_the_newest_goes_first() -> None:
    cards = [PostedCard(f"d{n}", "alert", "discord", b"s", "c", NOW, None) for n in (1, 2, 3)]
    first = NOW + INTERVAL
    assert plan_edits(cards, {"alert"}, NOW, {}) == {"d3": first, "d2": first + TURN, "d1": first + 2 * TURN}


def test_the_card_that_was_wrong_longest_goes_first_and_the_newest_has_a_lead() -> None:
    ages = {"a1": 50, "b1": 90, "a2": 35, "b2": 55}  # seconds since they were drawn
    cards = [PostedCard(name, "alert", "slack", b"s", name[0], NOW - age * SECOND, None) for name, age in ages.items()]
    times = plan_edits(cards, {"alert"}, NOW, {"slack": Pace(5.0)})
    assert sorted(times, key=times.__getitem__) == ["b1", "b2", "a2", "a1"]


def test_urgent_cards_wait_for_the_rate_limit_alone_and_the_newest_of_each_channel_goes_first() -> None:
    cards = [
        PostedCard("old", "alert", "slack", b"s", "c", NOW - 1, None),
        PostedCard("new", "alert", "slack", b"s", "c", NOW - 1, NOW + 20 * SECOND),
        PostedCard("far", "alert", "slack", b"s", "d", NOW - 1, NOW + 90 * SECOND),
        PostedCard("busy", "alert", "slack", b"s", "e", NOW - 1, NOW + 45 * SECOND, is_leased=True),
        PostedCard("calm", "another", "slack", b"s", "f", NOW - 1, None),
    ]
    times = plan_edits(cards, {"alert", "another"}, NOW, {"slack": Pace(2.0)}, {"alert"})
    first = NOW + 2 * SECOND  # after the one that is being redrawn
    assert times == {"far": first, "new": first + 2 * SECOND, "old": first + 4 * SECOND, "calm": NOW - 1 + INTERVAL}


@pytest.mark.parametrize(("platform", "crowd"), [("slack", 26), ("discord", 400)])
def test_a_correction_reaches_a_space_within_half_a_minute_of_a_scan_ten_seconds_late(
    platform: str, crowd: int
) -> None:
    cards = [PostedCard(f"d{n:03}", "alert", platform, b"s", f"c{n}", NOW, NOW + INTERVAL) for n in range(crowd)]
    times = plan_edits(cards, {"alert"}, NOW, PACES, {"alert"})
    assert max(times.values()) <= NOW + 20 * SECOND
    assert len(times) == crowd


def test_an_edit_already_due_keeps_its_time_and_holds_no_other_card_up() -> None:
    cards = [
        PostedCard("old", "alert", "discord", b"s", "c", 0, NOW + 5 * SECOND),
        PostedCard("new", "alert", "discord", b"s", "c", 0, None),
        PostedCard("other", "another", "discord", b"s", "d", 0, None),
    ]
    assert plan_edits(cards, {"alert"}, NOW, {}) == {"new": NOW}


@pytest.mark.parametrize("crowd", [3, 14, 25, 100])
def test_a_burst_of_edits_goes_out_at_once_and_the_rest_at_the_pace(crowd: int) -> None:
    cards = [PostedCard(f"d{n}", "alert", "slack", b"s", f"c{n}", LONG_AGO, None) for n in range(crowd)]
    times = sorted(plan_edits(cards, {"alert"}, NOW, {"slack": Pace(2.0, 10)}).values())
    assert times[:10] == [NOW] * min(crowd, 10)
    assert times[10:] == [NOW + n * 2 * SECOND for n in range(1, max(crowd - 9, 1))]


def test_posts_are_no_edits_so_cards_that_were_just_posted_are_not_slowed_down() -> None:
    cards = [PostedCard(f"d{n:02}", "alert", "slack", b"s", f"c{n}", NOW - 5 * SECOND, None) for n in range(26)]
    assert max(plan_edits(cards, {"alert"}, NOW, PACES).values()) <= NOW + 5 * SECOND + INTERVAL + 15 * SECOND
