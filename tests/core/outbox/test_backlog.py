"""What is due and not sent is counted, with the age of the oldest."""

from bot.core.outbox.backlog import DueCount
from tests.core.support.alerting import Newsroom
from tests.core.support.coalition import ANA

HERE, THERE = ("discord",), ("slack",)


async def test_posts_count_while_they_are_due_and_nobody_sends_them(room: Newsroom) -> None:
    backlog, clock = room.outbox.backlog, room.core.clock
    assert await backlog.count(()) == ()
    assert await backlog.count(HERE) == (DueCount("discord"),)
    await room.send(ANA, when="13:00 Eastern")
    assert await backlog.count(HERE) == (DueCount("discord"),)  # not due yet
    clock.forward(hours=1)
    [due] = await backlog.count(HERE)
    assert (due.posts, due.edits) == (3, 0)
    before = due.lag
    clock.forward(seconds=90)
    assert await backlog.count((*THERE, *HERE)) == (DueCount("slack"), DueCount("discord", 3, 0, before + 90))
    first, second, _ = await room.take()
    assert await backlog.count(HERE) == (DueCount("discord"),)  # a worker holds them
    await room.deliveries.postpone(first, 60, tried=False)
    await room.deliveries.begin(second)
    await room.deliveries.record_sent(second, "message")
    clock.forward(seconds=30)
    [waiting] = await backlog.count(HERE)
    assert waiting.posts == 1  # the third one's lease has ended, and the first waits for its next try
    clock.forward(seconds=60)
    [waiting] = await backlog.count(HERE)
    assert (waiting.posts, waiting.edits) == (2, 1)
