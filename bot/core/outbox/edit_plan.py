"""When to edit each posted card whose content changed, within what its platform allows. Pure; start with `plan_edits`.

**The bound.** A change shows on a card at the latest `INTERVAL` after the card was last drawn, or at the first scan
after the change, once the cards before it had their turns. With a scan every ten seconds that is within 30 seconds

- on Discord, for 12 cards in one channel, and 480 in all: it takes an edit in a channel each `TURN`, and 48 a second;
- on Slack, for 12 cards in one workspace, however often they change. After a minute without a change it is for 26.

Slack takes 50 edits a minute in one workspace, so of more cards each comes 1.7 seconds later than the one before. The
cards that were wrong longest come first; the newest of each channel has a lead of `LEAD`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from msgspec import Struct

from bot.core.times.clock import SECOND

INTERVAL = 20 * SECOND  # between two edits of one card, at least, unless the campaign's words changed
LEAD = 30 * SECOND
TURN = 5 * SECOND // 3  # between two edits in one channel: Discord takes five in five seconds


class PostedCard(Struct, frozen=True):
    """A card in a channel, last drawn at ``drawn_at``; ``edit_at`` is when its next edit is due, None for no edit.

    ``is_leased``: it is being redrawn now. ``was_edited``: it was last drawn by an edit, not by its post.
    """

    id: str
    alert: str
    platform: str
    space: bytes
    channel: str
    drawn_at: int
    edit_at: int | None
    is_leased: bool = False
    was_edited: bool = False


class Pace(Struct, frozen=True):
    """How fast a platform takes edits in one space: ``burst`` at once, and then one each ``seconds``."""

    seconds: float = 0.0
    burst: int = 1


class _Wish(Struct, frozen=True, order=True):
    """When a card would be edited if it were alone, and what decides between cards of the same time."""

    earliest: int
    is_calm: bool
    stale_since: int
    age: int  # among the cards of its space; 0 is the newest
    id: str


def plan_edits(
    cards: Sequence[PostedCard],
    changed: Iterable[str],
    now: int,
    paces: Mapping[str, Pace],
    urgent: Collection[str] = (),
) -> dict[str, int]:
    """When to edit each card of the ``changed`` alerts, in UTC microseconds. ``cards`` are in the order of their posts.

    Cards of ``urgent`` alerts wait for their platform alone, also those that have a later time already. Others keep the
    time that they have. Nothing moves a card that is being redrawn.
    """
    stale, spaces = set(changed), defaultdict[bytes, list[PostedCard]](list)
    for card in cards:
        spaces[card.space].append(card)
    times = dict[str, int]()
    for there in spaces.values():
        times |= _plan_space(there, stale, urgent, now, paces.get(there[0].platform, Pace()))
    return times


def _plan_space(
    cards: Sequence[PostedCard], stale: Collection[str], urgent: Collection[str], now: int, pace: Pace
) -> dict[str, int]:
    """When to edit a space's stale cards. Each channel takes one at a time, the space as many as its pace allows."""
    wishes = _list_wishes(cards, stale, urgent, now)
    fixed = _list_fixed(cards, {wish.id for there in wishes.values() for wish in there}, now)
    everywhere = _make_turns(pace, [at for there in fixed.values() for at in there], len(cards), now)
    turns = {channel: _Turns(TURN, 1, fixed[channel]) for channel in wishes}
    waiting = [(there[-1].earliest, there[-1], channel) for channel, there in wishes.items()]
    heapify(waiting)
    times = dict[str, int]()
    while waiting:
        earliest, wish, channel = heappop(waiting)
        at = everywhere.find(earliest)
        if (later := turns[channel].find(at)) > at:
            heappush(waiting, (later, wish, channel))
            continue
        times[wish.id] = at
        everywhere.take(at)
        turns[channel].take(at)
        wishes[channel].pop()
        if left := wishes[channel]:
            heappush(waiting, (max(left[-1].earliest, at), left[-1], channel))
    return times


def _list_wishes(
    cards: Sequence[PostedCard], stale: Collection[str], urgent: Collection[str], now: int
) -> dict[str, list[_Wish]]:
    """The stale cards of each channel, the last one to edit first."""
    newest = {card.channel: card.id for card in cards}
    wishes = defaultdict[str, list[_Wish]](list)
    for age, card in enumerate(reversed(cards)):
        is_urgent = card.alert in urgent
        if card.is_leased or card.alert not in stale or (card.edit_at is not None and not is_urgent):
            continue
        since = card.drawn_at - LEAD * (newest[card.channel] == card.id)
        earliest = now if is_urgent else max(now, card.drawn_at + INTERVAL)
        wishes[card.channel].append(_Wish(earliest, not is_urgent, age if is_urgent else since, age, card.id))
    return {channel: sorted(there, reverse=True) for channel, there in wishes.items()}


def _list_fixed(cards: Sequence[PostedCard], planned: Collection[str], now: int) -> dict[str, list[int]]:
    """By channel, the times at which cards were edited, or will be whatever is planned now."""
    times = defaultdict[str, list[int]](list)
    for card in cards:
        if card.was_edited:
            times[card.channel].append(min(card.drawn_at, now))
        if card.edit_at is not None and card.id not in planned:
            times[card.channel].append(now if card.is_leased else max(card.edit_at, now))
    return times


def _make_turns(pace: Pace, fixed: Sequence[int], cards: int, now: int) -> "_Turns":
    """The turns of a space. Rows show only the last edit of each card, so of many cards the burst may be used up."""
    step = int(pace.seconds * SECOND)
    since = now - step * pace.burst  # a burst that was used up by then is whole again
    known = [at for at in fixed if at > since]
    turns = _Turns(step, pace.burst, known)
    if cards * step > INTERVAL and known and min(known) < now:
        turns.use_up(min(known))
    return turns


class _Turns:
    """Turns at one limit, ``burst`` at once and then one each ``step``, in the order of time.

    Some are taken at ``fixed`` times; none is given that would make one of these too early.
    """

    def __init__(self, step: int, burst: int, fixed: Iterable[int]) -> None:
        self._step, self._spare = step, step * (burst - 1)
        self._fixed = sorted(fixed, reverse=True)
        self._next = 0  # when the next turn would be without a burst

    def find(self, earliest: int) -> int:
        """The first time from ``earliest`` on at which there is a turn."""
        while True:
            at = max(earliest, self._next - self._spare)
            if not self._fixed or (self._fixed[-1] > at and self._fits(at)):
                return at
            self.take(self._fixed.pop())

    def take(self, at: int) -> None:
        """Take a turn."""
        self._next = max(self._next, at) + self._step

    def use_up(self, at: int) -> None:
        """Take the whole burst at a time, before any other turn."""
        self._next = at + self._spare

    def _fits(self, at: int) -> bool:
        """Whether a turn leaves the fixed ones after it in time."""
        after = max(self._next, at) + self._step
        for fixed in reversed(self._fixed):
            if after <= fixed:
                return True
            if after - self._spare > fixed:
                return False
            after += self._step
        return True
