"""The alerts of a simulated day: written and sent by its admin in chat, and looked for in every channel."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.kit.i18n import load_words
from bot.simulation.crowd import make_person
from bot.simulation.deployment import CHIEF
from bot.simulation.plan.places import Space
from bot.simulation.platforms.posts import Post
from bot.simulation.platforms.screens import Door

ALERT_SECONDS = 60.0  # real seconds in which an alert reaches every channel
_LOOK = 0.2  # seconds between two looks at the channels


@dataclass(frozen=True, slots=True)
class SentAlert:
    """An alert that was sent: its number, and the instants at which it was due and taken (`time.perf_counter`).

    ``taken`` is None if nothing said that it was.
    """

    number: int
    due: float
    taken: float | None


@dataclass(frozen=True, slots=True)
class AlertOutcome:
    """Where an alert arrived: channels without it, with several, with a late one, and the seconds until the last."""

    number: int
    channels: int
    missing: int
    doubled: int
    late: int
    seconds: float


async def send_alert(door: Door, space: Space, number: int) -> SentAlert:
    """Write an alert to the whole coalition and send it, as an admin does in chat."""
    chief, begun = make_person(CHIEF, space), time.perf_counter()
    words = {"words": f"{_write_mark(number)} asks everybody to call", "audience": "coalition"}
    preview = await door.command(chief, "alert send", words)
    label = load_words("en").t("postcard.button.send")
    if preview.screen is None or label not in preview.screen.buttons:
        return SentAlert(number, begun, None)
    sent = await door.tap(chief, preview.screen, label)
    return SentAlert(number, begun, time.perf_counter() if sent.screen else None)


async def wait_for_alerts(
    alerts: Sequence[SentAlert], find_posts: Callable[[], Sequence[Post]], channels: frozenset[str]
) -> None:
    """Wait until every alert is everywhere, or too late."""
    while alerts and time.perf_counter() < max(one.due for one in alerts) + ALERT_SECONDS:
        posts = find_posts()
        if not any(find_outcome(one, posts, channels).missing for one in alerts):
            return
        await asyncio.sleep(_LOOK)


def find_outcome(alert: SentAlert, posts: Iterable[Post], channels: frozenset[str]) -> AlertOutcome:
    """Where an alert arrived among all posts. A message to its author may quote it, and is in no channel. Plain."""
    mark = _write_mark(alert.number)
    own = [post for post in posts if post.channel in channels and mark in post.text]
    held = Counter(post.channel for post in own)
    waits = [post.at - alert.due for post in own]
    doubled, late = sum(count > 1 for count in held.values()), sum(wait > ALERT_SECONDS for wait in waits)
    return AlertOutcome(alert.number, len(channels), len(channels) - len(held), doubled, late, max(waits, default=0.0))


def _write_mark(number: int) -> str:
    """Words that identify an alert. They have nothing that a platform's markup would escape."""
    return f"Simulated alert {number} of today"
